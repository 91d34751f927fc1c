#!/usr/bin/env python3
"""Measures how soon a saved figure is on an open page: serve.py [REPORTS …]

Generates sites, opens a report in `toteuma serve` as a browser does, and saves one of its figures
twenty times. A save ends when the page with the new figure has come. Without arguments: 3, 1000 and
10000 reports. `PROGRAM` names the program; the release build is made and used when it is not set.
"""

import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAVES = 20


def program():
    if "PROGRAM" in os.environ:
        return os.environ["PROGRAM"]
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
    return os.path.join(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"), "release/toteuma")


def report(site):
    """A report's file of figures, a figure in it, and the address of its page."""
    for place in sorted(site.glob("content/*/*/*.yaml")):
        text = place.read_text(encoding="utf-8")
        figure = re.search(r"\| (-?\d[\d ]{3,})(?= \||\n)", text)
        if "kind: figures" in text and figure:
            names = [re.sub(r"^[\d.]+-", "", name) for name in place.relative_to(site).parts[1:-1]]
            return place, figure, "/" + "/".join(names) + "/"
    raise SystemExit("no report with figures")


def news(events):
    """The sum of the open page, when something is told of it."""
    while True:
        line = events.readline().decode("utf-8")
        if line.startswith("data: "):
            return json.loads(line[6:])["page"]


def measured(tool, site):
    started = time.monotonic()
    server = subprocess.Popen([tool, "--lang", "en", "serve", "--port", "0", site], stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline()).group(1))
        server.stdout.readline()
        start = time.monotonic() - started
        place, figure, address = report(site)
        listener = http.client.HTTPConnection("127.0.0.1", port)
        listener.request("GET", f"/.toteuma/events?path={quote(address, safe='')}")
        events = listener.getresponse()
        page = news(events)
        text = place.read_text(encoding="utf-8")
        saves, told = [], []
        time.sleep(1)
        for number in range(SAVES):
            value = str(int(figure.group(1).replace(" ", "")) + number + 1)
            aside = place.with_name(place.name + "~")
            aside.write_text(text[: figure.start(1)] + value + text[figure.end(1) :], encoding="utf-8")
            began = time.monotonic()
            aside.rename(place)
            while (now := news(events)) == page:
                pass
            reader = http.client.HTTPConnection("127.0.0.1", port)
            reader.request("GET", address)
            reader.getresponse().read()
            saves.append((time.monotonic() - began) * 1000)
            told.append(int(re.search(r"(\d+) ms", server.stdout.readline()).group(1)))
            page = now
            time.sleep(0.5)
        memory = next(line for line in open(f"/proc/{server.pid}/status") if line.startswith("VmHWM"))
        return start, saves, told, int(memory.split()[1]) / 1024
    finally:
        server.terminate()
        server.wait()


def main():
    tool = program()
    print(f"{'reports':>8} {'start/s':>8} {'median/ms':>10} {'worst/ms':>9} {'by itself/ms':>13} {'peak/MB':>8}")
    for size in [int(size) for size in sys.argv[1:]] or [3, 1000, 10000]:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            subprocess.run([HERE / "generate.py", site, "--reports", str(size), "--fees", "200"], check=True)
            if (ROOT / "themes").is_dir():
                shutil.copytree(ROOT / "themes", site / "themes")
            start, saves, told, memory = measured(tool, site)
        median = statistics.median
        print(f"{size:8} {start:8.2f} {median(saves):10.0f} {max(saves):9.0f} {median(told):13.0f} {memory:8.0f}")


if __name__ == "__main__":
    main()
