"""The Thai official calendar: months, Buddhist era, fiscal years.

Fiscal year N (Buddhist era) is 1 October N-1 to 30 September N.
"""

from __future__ import annotations

import datetime as dt
import re

ERA = 543
"""Buddhist year minus Gregorian year."""

MONTHS: tuple[tuple[str, ...], ...] = (
    ("มกราคม", "มกรา", "ม.ค.", "january", "jan"),
    ("กุมภาพันธ์", "กุมภา", "ก.พ.", "february", "feb"),
    ("มีนาคม", "มีนา", "มี.ค.", "march", "mar"),
    ("เมษายน", "เมษา", "เม.ย.", "april", "apr"),
    ("พฤษภาคม", "พฤษภา", "พ.ค.", "may"),
    ("มิถุนายน", "มิถุนา", "มิ.ย.", "june", "jun"),
    ("กรกฎาคม", "กรกฎา", "ก.ค.", "july", "jul"),
    ("สิงหาคม", "สิงหา", "ส.ค.", "august", "aug"),
    ("กันยายน", "กันยา", "ก.ย.", "september", "sep"),
    ("ตุลาคม", "ตุลา", "ต.ค.", "october", "oct"),
    ("พฤศจิกายน", "พฤศจิกา", "พ.ย.", "november", "nov"),
    ("ธันวาคม", "ธันวา", "ธ.ค.", "december", "dec"),
)
"""Names of the twelve months: full, short, abbreviated, English, English abbreviated."""

THAI_MONTH = {number: names[0] for number, names in enumerate(MONTHS, 1)}
SHORT_MONTH = {number: names[2] for number, names in enumerate(MONTHS, 1)}


def fiscal_year(day: dt.date) -> int:
    """The fiscal year (Buddhist era) that a day lies in."""
    return day.year + ERA + (1 if day.month >= 10 else 0)


def fiscal_start(year: int) -> dt.date:
    """1 October of the year before fiscal year `year` (Buddhist era)."""
    return dt.date(year - ERA - 1, 10, 1)


def fiscal_end(year: int) -> dt.date:
    """30 September of fiscal year `year` (Buddhist era)."""
    return dt.date(year - ERA, 9, 30)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month (Gregorian year)."""
    following = dt.date(year + (month == 12), month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def fiscal_months(year: int, first: int = 1, last: int = 12) -> list[tuple[int, int]]:
    """(Gregorian year, month) of the months of a fiscal year; 1 is October, 6 March, 12 September."""
    start = fiscal_start(year).year
    return [(start, m + 9) if m <= 3 else (start + 1, m - 3) for m in range(first, last + 1)]


def thai_date(day: dt.date, short: bool = False) -> str:
    """A day as an office writes it: 31 มีนาคม 2568, or 31 มี.ค. 2568."""
    names = SHORT_MONTH if short else THAI_MONTH
    return f"{day.day} {names[day.month]} {day.year + ERA}"


def thai_month(year: int, month: int) -> str:
    """A month as an office writes it: มีนาคม 2568 (`year` is Gregorian)."""
    return f"{THAI_MONTH[month]} {year + ERA}"


_ANY_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,4}"
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LOOK_ALIKE = {"า": "[าำ]", "ฎ": "[ฎฏ]", "ศ": "[ศษ]", "ษ": "[ษศ]"}
"""Letters of month names that are often written one for the other: กรกฏาคม, พฤษจิกายน; ำ for า in broken PDFs."""


def _loose(name: str, between: str = "") -> str:
    """A pattern for a Thai month that has lost, moved or doubled its marks, or has a look-alike letter."""
    letters = _MARK.sub("", name)
    return between.join(_LOOK_ALIKE.get(c, c) + _ANY_MARK for c in letters)


def _dotted(abbreviation: str) -> str:
    """ม.ค., ม.ค , มค. and มค67, but never the bare letters มค inside a word."""
    first, last = abbreviation.rstrip(".").split(".")
    return rf"{first}\. ?{last}(?![\u0e01-\u0e2e\u0e30-\u0e39\u0e40-\u0e4e])\.?|{first}{last}\.|(?<![\u0e01-\u0e4e]){first}{last}(?=[ _]?\d{{2}})"


def _month_pattern() -> str:
    kinds: list[str] = []
    for number, (full, stem, abbreviation, *english) in enumerate(MONTHS, 1):
        thai = f"{_loose(full, ' ?')}|{_loose(stem)}"
        words = "|".join(f"{word}(?![a-z])" for word in english)
        kinds.append(f"(?P<m{number}>{thai}|{_dotted(abbreviation)}|(?i:{words}))")
    return "(?:" + "|".join(kinds) + ")"


MONTH = re.compile(f"(?<![\u0e40-\u0e44A-Za-z]){_month_pattern()}")
"""One month in any form, damaged ones included; groups m1 to m12."""

_GROUP = re.compile(r"\(\?P<m(\d+)>")
MONTH_BODY = _GROUP.sub("(?:", MONTH.pattern)
"""The same without group names, to build longer patterns from."""


def month_number(text: str) -> int | None:
    """1 to 12 for a text that begins with a month, else None."""
    match = MONTH.match(text.strip() + " 00")  # "ตค" counts as a month only before a year
    if match is None:
        return None
    return next(int(name[1:]) for name, value in match.groupdict().items() if value)


def buddhist_year(digits: str) -> int | None:
    """The Buddhist year that a year of two or four digits means, or None.

    Two digits 50 to 79 are 2550 to 2579; 24xx to 26xx are Buddhist; 19xx and 20xx Gregorian (+543).
    """
    number = int(digits)
    if len(digits) == 2:
        return 2500 + number if 50 <= number <= 79 else None
    if 2400 <= number <= 2699:
        return number
    return number + ERA if 1900 <= number <= 2099 else None
