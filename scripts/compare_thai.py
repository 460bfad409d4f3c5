"""The table of docs/thai.md: our readers beside pythainlp and dateparser on the same lists.

Run: .venv/bin/python scripts/compare_thai.py. The vectors of other projects are read from OIT_CORPUS (default:
../shared/corpus); without them their rows are left out.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dateparser  # type: ignore[import-untyped]
from pythainlp.util import normalize, thai_digit_to_arabic_digit, thai_strptime

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.thai.seen_forms import DATED, IMPOSSIBLE, NO_PERIOD, RESTORED, SAME_SKELETON, SAME_SQUEEZED  # noqa: E402
from thai.calendar import ERA, month_end  # noqa: E402
from thai.periods import read_periods  # noqa: E402
from thai.text import normalise, skeleton, squeeze  # noqa: E402

CORPUS = Path(os.environ.get("OIT_CORPUS") or ROOT.parent / "shared" / "corpus") / "thai-vectors.json"
Days = tuple[dt.date, dt.date]
ICU_STEP = 7
"""No divisor of 6, the number of styles that follow one another in the list."""

FORMATS = ("%d %B %Y", "%d เดือน%B %Y", "%d/%B/%Y", "%d-%B-%Y", "%d.%B.%Y", "%Y-%B-%d", "%B %d, %Y")
SETTINGS = {"DATE_ORDER": "DMY", "PREFER_DAY_OF_MONTH": "first"}


def ours(text: str) -> Days | None:
    """The first period that has days."""
    return next(((p.start, p.end) for p in read_periods(text) if p.start and p.end), None)


def by_pythainlp(text: str) -> Days | None:
    """The first of the usual formats that fits, after its own digits and with the era taken out; it knows no month
    without a day, so "1 " is put before what does not fit.
    """
    plain = re.sub(r"(พ|ค)\.? ?ศ\.* ?|พุทธศักราช ", "", str(thai_digit_to_arabic_digit(text)))
    era = "ad" if re.search(r"(?<!\d)(19|20)\d\d", plain) else "be"
    for attempt, month in ((plain, False), ("1 " + plain, True)):
        for form in FORMATS:
            try:
                return _whole(thai_strptime(attempt, form, year=era).date(), month)
            except Exception:  # errors of many kinds where a format does not fit
                continue
    return None


def by_dateparser(text: str) -> Days | None:
    """What dateparser reads in Thai; a text that it takes for a month means the month."""
    return _dateparser(text, 0)


def by_dateparser_less_543(text: str) -> Days | None:
    """The same with Buddhist years corrected after the event."""
    return _dateparser(text, ERA)


def _dateparser(text: str, era: int) -> Days | None:
    data = dateparser.date.DateDataParser(languages=["th", "en"], settings=SETTINGS).get_date_data(text)
    found = data.date_obj if data else None
    if found is None:
        return None
    day = found.date()
    if era and day.year > 2400:
        try:
            day = day.replace(year=day.year - era)
        except ValueError:  # 29 February of a Buddhist year
            return None
    return _whole(day, data.period == "month")


def _whole(day: dt.date, month: bool) -> Days:
    return (day.replace(day=1), month_end(day.year, day.month)) if month else (day, day)


def _meant(vector: dict[str, Any]) -> Days:
    return _whole(dt.date.fromisoformat(vector["iso"]), vector.get("precision") == "month")


def _vectors() -> dict[str, Any]:
    return json.loads(CORPUS.read_text(encoding="utf-8")) if CORPUS.is_file() else {}


def _share(rights: Iterable[bool]) -> str:
    answers = list(rights)
    return f"{sum(answers)} of {len(answers)} ({100 * sum(answers) / len(answers):.0f}%)"


READERS: tuple[Callable[[str], Days | None], ...] = (
    ours,
    by_pythainlp,
    by_dateparser,
    by_dateparser_less_543,
)


def period_rows(vectors: dict[str, Any]) -> list[list[str]]:
    lists: list[tuple[str, list[tuple[str, Days | None]]]] = []
    if vectors:
        every = vectors["dates_icu"]["vectors"][::ICU_STEP]
        lists.append((f"dates by ICU, every {ICU_STEP}th", [(v["text"], _meant(v)) for v in every]))
        lists.append(
            ("dates of dateparser's own tests", [(v["text"], _meant(v)) for v in vectors["dates_upstream"]])
        )
        seen = [v for v in vectors["dates_seen_in_documents"] if v["iso"]]
        lists.append(("dates seen in documents", [(v["text"], _meant(v)) for v in seen]))
    lists.append(("forms of offices", list(DATED)))
    lists.append(("impossible periods, given no days", [(text, None) for text in IMPOSSIBLE]))
    lists.append(("numbers that are no period", [(text, None) for text in NO_PERIOD]))
    return [
        [name, *(_share(reader(text) == days for text, days in cases) for reader in READERS)]
        for name, cases in lists
    ]


def text_rows(vectors: dict[str, Any]) -> list[list[str]]:
    def theirs(text: str) -> str:
        return str(thai_digit_to_arabic_digit(normalize(text)))

    forms: tuple[Callable[[str], str], ...] = (normalise, squeeze, skeleton, theirs)
    lists: list[tuple[str, list[tuple[str, str]]]] = []
    if vectors:
        cases = [v for v in vectors["normalize_pythainlp"]["vectors"] if v["func"] == "normalize"]
        lists.append(
            ("`normalize` cases of pythainlp's own tests", [(v["input"], v["expected"]) for v in cases])
        )
        lists.append(
            ("damage seen in PDF files", [(v["seen"], v["means"]) for v in vectors["pdf_damage_seen"]])
        )
    lists += [
        ("damage that rules restore", list(RESTORED)),
        ("spaces, signs, spellings", list(SAME_SQUEEZED)),
        ("marks lost, moved, swapped", list(SAME_SKELETON)),
    ]
    return [
        [name, *(_share(form(a) == form(b) for a, b in cases) for form in forms)] for name, cases in lists
    ]


def print_table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def main() -> None:
    vectors = _vectors()
    if not vectors:
        print(f"{CORPUS} is not here: rows of other projects' vectors are left out\n", file=sys.stderr)
    print(f"pythainlp {version('pythainlp')}, dateparser {version('dateparser')}\n")
    head = [
        "periods",
        "`read_periods`",
        "pythainlp `thai_strptime`",
        "dateparser",
        "dateparser, year less 543",
    ]
    print_table(head, period_rows(vectors))
    head = ["text", "`normalise`", "`squeeze`", "`skeleton`", "pythainlp `normalize` and digits"]
    print_table(head, text_rows(vectors))


if __name__ == "__main__":
    main()
