#!/usr/bin/env python3
"""Writes a municipality of any size for measuring: generate.py FOLDER --reports N --fees M.

Every page is a copy of a file in template/ with figures of its own. The figures are invented,
the same every time, and agree with each other: margins, changes, shares and taxes add up.
"""

import argparse
import functools
import string
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent / "template"
REPORTS_OF_COMMITTEE = 20
TOPICS = 10
FEES_OF_GROUP = 20

# Columns of the breakdown tables; the budget of 2023 is only in the summary.
YEARS = ["TP 2019", "TP 2020", "TP 2021", "TP 2022", "TP 2023", "TA 2024", "TOT. 30.6."]
SUMMARY = ["TP 2022", "TA 2023", "TP 2023", "TA 2024", "TOT. 30.6."]
BASES = {"TP 2023": "TP 2022", "TA 2024": "TA 2023", "TOT. 30.6.": "TA 2024"}

# Shares in thousandths. The largest stays the largest, for the charts' titles say so.
EXPENSES = {"personnel": 240, "services": 430, "materials": 80, "grants": 120, "rents": 100, "other_expenses": 30}
INCOME = {"sales": 550, "charges": 100, "subsidies": 50, "other_income": 300}

RESIDENTS = {2021: 7_123, 2022: 7_034, 2023: 6_990}
# The newest count on the last day that a column covers.
RESIDENTS_OF = {"TP 2022": 2022, "TA 2023": 2023, "TP 2023": 2023, "TA 2024": 2023, "TOT. 30.6.": 2023}

OUTCOMES = [
    ("done", "Työ on valmis."),
    ("on-track", "Toiminta etenee suunnitelmien mukaan."),
    ("in-progress", "Työ on vielä kesken."),
    ("not-started", "Työtä ei ole vielä aloitettu."),
    ("not-done", "Tätä ei ole tehty."),
]


class Chance:
    """A linear congruential generator (Knuth's MMIX constants): the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def between(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self.state >> 33) % (high - low + 1)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--reports", type=int, default=100)
    arguments.add_argument("--fees", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=2024)
    given = arguments.parse_args()
    content = given.folder / "content"

    residents = {f"residents_{year}": grouped(count) for year, count in RESIDENTS.items()}
    copy("site", content, {**residents, "fees": grouped(given.fees)})
    price_list(content / "maksut", given.fees, Chance(given.seed))
    reports(content, given.reports, Chance(given.seed + 1))


def reports(content, count, chance):
    for number in range(1, count + 1):
        committee = (number - 1) // REPORTS_OF_COMMITTEE + 1
        folder = content / f"lautakunta-{committee:03}"
        if not folder.exists():
            navigation = "true" if committee == 1 else "false"
            copy("committee", folder, {"committee": f"{committee:03}", "navigation": navigation})
        words = {"report": f"{number:05}", "committee": f"{committee:03}"}
        copy("report", folder / f"{number}-vastuualue-{number:05}", words | report(chance))


def report(chance):
    """The words of one report: its figures, and texts with numbers in them."""
    size = chance.between(200_000, 3_000_000)
    expenses = breakdown(EXPENSES, size, chance)
    income = breakdown(INCOME, size * 2 // 5, chance)
    spent = {column: -sum(kind[column] for kind in expenses.values()) for column in SUMMARY}
    earned = {column: sum(kind[column] for kind in income.values()) for column in SUMMARY}
    margin = {column: spent[column] + earned[column] for column in SUMMARY}

    words = {name: row(YEARS, amounts) for name, amounts in (expenses | income).items()}
    words |= {"expenses": row(SUMMARY, spent), "income": row(SUMMARY, earned), "margin": row(SUMMARY, margin)}
    words |= {
        "expenses_used": grouped(-spent["TOT. 30.6."]),
        "expenses_share": decimal(divided(1000 * spent["TOT. 30.6."], spent["TA 2024"])),
        "income_used": grouped(earned["TOT. 30.6."]),
        "income_share": decimal(divided(1000 * earned["TOT. 30.6."], earned["TA 2024"])),
    }
    for name in ["personnel", "services"]:
        spending = {column: -expenses[name][column] for column in SUMMARY}
        words[f"{name}_spending"] = row(SUMMARY, spending)
        words[f"{name}_change"] = " | ".join(change(spending, column) for column in SUMMARY)
    per_resident = {column: divided(margin[column], RESIDENTS[RESIDENTS_OF[column]]) for column in SUMMARY}
    words["margin_per_resident"] = row(SUMMARY, per_resident)
    words["posts"] = row(SUMMARY, {column: chance.between(8, 40) for column in SUMMARY})

    for name, most in [("permits", 300), ("roads", 250), ("plots", 90), ("processes", 30), ("proposals", 9),
                       ("sold_centre", 12), ("sold_elsewhere", 12), ("answers", 80), ("improvements", 9)]:
        words[name] = str(chance.between(1, most))
    for number in range(1, 7):
        status, outcome = OUTCOMES[chance.between(0, len(OUTCOMES) - 1)]
        words |= {f"status_{number}": status, f"outcome_{number}": outcome}
    return words


def breakdown(shares, size, chance):
    """Amounts by kind and column: a tenth up or down each year, half a year about a half."""
    columns = [*YEARS, "TA 2023"]
    return {
        name: {
            column: size * share * chance.between(900, 1100) // 1_000_000 // (2 if column == "TOT. 30.6." else 1)
            for column in columns
        }
        for name, share in shares.items()
    }


def change(amounts, column):
    """Change from the base column in percent; `x` where the base is not in the document."""
    base = BASES.get(column)
    if base is None:
        return "x"
    return decimal(divided(1000 * (amounts[column] - amounts[base]), amounts[base]))


def price_list(folder, count, chance):
    """Ten topics of groups of twenty fees; the first group has the hourly calculator."""
    per_topic = -(-count // TOPICS)
    numbers = range(1, count + 1)
    for topic in range(TOPICS):
        fees = numbers[topic * per_topic : (topic + 1) * per_topic]
        if not fees:
            break
        lines = ["kind: prices", f"title: Palvelut, aihe {topic + 2}", "groups:"]
        for start in range(0, len(fees), FEES_OF_GROUP):
            group = fees[start : start + FEES_OF_GROUP]
            lines += [f"  - id: ryhma-{group[0]:05}", f"    caption: Palvelujen {group[0]}–{group[-1]} hinnat"]
            lines += ["    head: Palvelu", "    unit: €/h"]
            if group[0] == 1:
                lines += ["    started: true", "    calculator: true"]
            lines += ["    fees:", *(fee(number, chance) for number in group)]
            if group[0] == 1:
                lines += ["    surcharges:", "      - name: Iltaisin ja lauantaisin", "        percent: 50"]
                lines += ["      - name: Sunnuntaisin ja arkipyhinä", "        percent: 100"]
        write(folder / f"{topic + 2}-aihe-{topic + 2}.yaml", "\n".join(lines) + "\n")


def fee(number, chance):
    """One fee with its price before tax and with 25.5 % tax, rounded half up."""
    net = chance.between(50, 40_000)
    gross = divided(net * 1255, 1000)
    prices = [f"{price // 100},{price % 100:02}" for price in (net, gross)]
    return f"      - Palvelu {number:05} | {prices[0]} | {prices[1]}"


def copy(template, folder, words):
    for path in sorted((TEMPLATES / template).rglob("*")):
        if path.is_file():
            write(folder / path.relative_to(TEMPLATES / template), text(path).substitute(words))


@functools.cache
def text(path):
    return string.Template(path.read_text(encoding="utf-8"))


def write(path, words):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8", newline="\n")


def row(columns, amounts):
    return " | ".join(grouped(amounts[column]) for column in columns)


def grouped(number):
    return f"{number:,}".replace(",", " ")


def decimal(tenths):
    """Tenths as a number with one decimal: -559 is -55,9."""
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10},{abs(tenths) % 10}"


def divided(number, by):
    """Whole quotient, halves away from zero."""
    quotient = (2 * abs(number) + abs(by)) // (2 * abs(by))
    return quotient if (number < 0) == (by < 0) else -quotient


if __name__ == "__main__":
    main()
