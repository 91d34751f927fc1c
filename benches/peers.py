#!/usr/bin/env python3
"""Writes the reports of generate.py for other generators: peers.py FOLDER --reports N.

FOLDER/hugo and FOLDER/zola have one page for each report, with the same figures as toteuma's content,
and with texts as Markdown. Data is JSON where its generator reads it fastest: for Hugo in the front
matter (a content adapter took 6 % more processor time), for Zola in a file that the template loads
(front matter took 4 % more, and more memory).
"""

import argparse
import json
import shutil
import string
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import generate  # noqa: E402

HERE = Path(__file__).resolve().parent / "peers"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--reports", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=2024)
    given = arguments.parse_args()
    for name in ["hugo", "zola"]:
        shutil.copytree(HERE / name, given.folder / name)

    template = string.Template((HERE / "report.json").read_text(encoding="utf-8"))
    chance = generate.Chance(given.seed + 1)
    for number in range(1, given.reports + 1):
        committee = f"{(number - 1) // generate.REPORTS_OF_COMMITTEE + 1:03}"
        words = {"report": f"{number:05}", "committee": committee}
        words |= {name: figures(word) for name, word in generate.report(chance).items()}
        report = json.loads(template.substitute(words))
        place = Path(f"lautakunta-{committee}") / f"vastuualue-{number:05}"
        hugo(given.folder / "hugo", place, report)
        zola(given.folder / "zola", place, report)


def figures(word):
    """A row of figures as a list of JSON; other words as they are."""
    if " | " not in word:
        return word
    cells = [cell.replace(" ", "").replace(",", ".") for cell in word.split("|")]
    return json.dumps([None if cell == "x" else float(cell) if "." in cell else int(cell) for cell in cells])


def hugo(site, place, report):
    write(site / "content" / place.parent / "_index.md", json.dumps({"title": report["body"]}) + "\n")
    data = {key: value for key, value in report.items() if key != "texts"}
    head = {"title": report["title"], "report": data | {"texts": headings(report)}}
    write(site / "content" / place.with_suffix(".md"), json.dumps(head, ensure_ascii=False) + "\n" + markdown(report))


def zola(site, place, report):
    write(site / "content" / "_index.md", '+++\ntitle = "Mittala"\n+++\n')
    write(site / "content" / place.parent / "_index.md", f"+++\ntitle = {word(report['body'])}\n+++\n")
    data = {key: value for key, value in report.items() if key not in ["title", "description"]}
    write(site / "data" / place.with_suffix(".json"), json.dumps(data | {"texts": headings(report)}, ensure_ascii=False))
    head = [f"{key} = {word(report[key])}\n" for key in ["title", "description"]]
    head += ["[extra]\n", f"body = {word(report['body'])}\n", f'data = "data/{place}.json"\n']
    write(site / "content" / place.with_suffix(".md"), f"+++\n{''.join(head)}+++\n" + markdown(report))


def word(text):
    """A text as TOML has it between quotation marks, which is as JSON has it."""
    return json.dumps(text, ensure_ascii=False)


def headings(report):
    return [{key: text[key] for key in ["id", "title"]} for text in report["texts"]]


def markdown(report):
    """The sections that are text, one below another."""
    return "\n".join(f"## {text['title']} {{#{text['id']}}}\n\n{text['text']}\n" for text in report["texts"])


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
