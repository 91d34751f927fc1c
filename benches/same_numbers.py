#!/usr/bin/env python3
"""Compares the tables of every report page in built sites: same_numbers.py SITE SITE …

The first site is the one to compare with. Told and counted is every page whose tables have not as
many cells, or not the same numbers in the same order.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

NUMBER = re.compile(r"[−-]?\d(?:[\d \u00a0\u202f]*\d)?(?:[.,]\d+)*")
SHOWN = 5


class Tables(HTMLParser):
    """The cells of all tables, as text, and the bars of drawings."""

    def __init__(self):
        super().__init__()
        self.cells = []
        self.drawings = 0
        self.table = self.cell = self.hidden = False

    def handle_starttag(self, tag, attributes):
        if tag in ("th", "td"):
            self.cell = True
            self.cells.append((tag, ""))
        elif tag == "svg" and not self.cell:
            self.drawings += 1

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.cell = False

    def handle_data(self, data):
        if self.cell:
            tag, text = self.cells[-1]
            self.cells[-1] = (tag, text + data)


def tables(page):
    """Kinds of cells, the numbers in them, and the drawings of a page."""
    reader = Tables()
    reader.feed(page.read_text(encoding="utf-8"))
    numbers = [[plain(number) for number in NUMBER.findall(text)] for _, text in reader.cells]
    return [tag for tag, _ in reader.cells], numbers, reader.drawings


def plain(number):
    return re.sub(r"[ \u00a0\u202f]", "", number).replace("−", "-")


def reports(site):
    return {page.parent.name: page for page in sorted(site.glob("lautakunta-*/vastuualue-*/index.html"))}


def main():
    first, *others = [Path(site) for site in sys.argv[1:]]
    wanted = reports(first)
    if not wanted:
        sys.exit(f"no reports in {first}")
    wrong = 0
    compared = 0
    for site in others:
        pages = reports(site)
        if pages.keys() != wanted.keys():
            sys.exit(f"{site} has {len(pages)} reports, not the {len(wanted)} of {first}")
        for name, page in wanted.items():
            cells, numbers, drawings = tables(page)
            theirs = tables(pages[name])
            compared += sum(map(len, numbers))
            if (cells, numbers) == theirs[:2] and min(drawings, theirs[2]) >= 2:
                continue
            wrong += 1
            if wrong <= SHOWN:
                print(f"{pages[name]}: {difference((cells, numbers), theirs)}")
    if wrong:
        sys.exit(f"{wrong} pages differ")
    print(f"the same {compared // len(others)} numbers in the tables of {len(wanted)} reports")


def difference(ours, theirs):
    if len(ours[0]) != len(theirs[0]):
        return f"{len(theirs[0])} cells, not {len(ours[0])}"
    for index, (mine, other) in enumerate(zip(ours[1], theirs[1])):
        if mine != other:
            return f"cell {index + 1} has {other}, not {mine}"
    return "headings and cells in other places, or fewer than two drawings"


if __name__ == "__main__":
    main()
