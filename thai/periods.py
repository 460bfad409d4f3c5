"""One reader of periods: what stretch of time a text speaks of, in every form that offices write.

Reads days, months, months with two-digit years, fiscal, academic and bare years, ranges, half-years, quarters and
multi-year plans, in the Buddhist and the Christian era. An impossible period (29 February 2568, a range that ends
before it begins) is reported as impossible and never repaired. The year of a law is marked as such: it says nothing
about recency. Forms and examples: docs/thai.md.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from thai import calendar as cal
from thai.text import normalise


class PeriodKind(StrEnum):
    """The form that a period was written in."""

    DAY = "day"
    MONTH = "month"
    RANGE = "range"
    """From a day or month to another."""
    FISCAL = "fiscal"
    HALF = "half"
    """A half, or the whole, of a fiscal year as a reporting round (6 or 12 months)."""
    QUARTER = "quarter"
    YEARS = "years"
    """More than one year: 2566–2570."""
    YEAR = "year"
    """A year without a word that says which kind; offices mean the fiscal year in plans and reports."""
    ACADEMIC = "academic"


@dataclass(frozen=True, slots=True)
class Period:
    """One period as read.

    `start` and `end` are days, both included; None where the text gives no year ("รอบ 6 เดือนแรก"). `year` is the
    Buddhist year written, of the end where there are two. `part` are the months of the fiscal year (1 October … 12
    September) that a round or quarter covers. `at` and `stop` are offsets into the normalised text.
    """

    kind: PeriodKind
    text: str
    at: int
    stop: int
    start: dt.date | None = None
    end: dt.date | None = None
    year: int | None = None
    part: tuple[int, int] | None = None
    law: bool = False
    impossible: str = ""

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The fiscal years (Buddhist era) that the period touches; a bare year counts as the fiscal year it names."""
        if self.kind in (PeriodKind.YEAR, PeriodKind.ACADEMIC) and self.year:
            return (self.year,)
        if self.start is None or self.end is None:
            return ()
        if self.kind is PeriodKind.YEARS:
            return tuple(range(self.start.year + cal.ERA, self.end.year + cal.ERA + 1))
        return tuple(range(cal.fiscal_year(self.start), cal.fiscal_year(self.end) + 1))

    def covers(self, start: dt.date, end: dt.date) -> bool:
        """Whether every day from `start` to `end` lies in the period."""
        return self.start is not None and self.end is not None and self.start <= start and end <= self.end


# Every repeat below has an upper bound: text from a website may hold the same word or blank 50,000 times.
_Y = r"(?:(?:พ\.? ?ศ\.{0,2}|ค\.? ?ศ\.?|พุทธศักราช|คริสต์ศักราช|ปี|B\.?E\.?|A\.?D\.?) ?){0,3}"
_COUNTED = r"(?:บาท|คน|ราย|ครั้ง|แห่ง|ตาราง|ตร\.|ล้าน|แปลง|คดี|หลัง|ชุด|กิโล|เรื่อง)(?![\u0e01-\u0e4e])"
"""What is counted behind a number that is no year; a longer word that begins so (รายงาน) is something else."""
_YEAR4 = r"(?:2[456]\d\d|19\d\d|20\d\d)"
_YEAR = rf"{_Y}({_YEAR4}|[5-7]\d(?! ?{_COUNTED}))(?!\d|,\d|\.\d)"
_LONG = rf"{_Y}({_YEAR4})(?!\d|,\d|\.\d)"
_M = cal.MONTH_BODY
_GAP = r"(?: ?\n(?=พ\.|ค\.|2[045]))? ?"
"""Between a month and its year: a line may end there, but not before a year of two digits (a table's next row)."""
_TO = r" ?\n?(?:-|–|—|−|~|จนถึง|ถึง|to|until) ?\n?"
_ON = r"(?:(?:สิ้น)?(?:วัน[ก-๙]{2,9}ที่|วันที่|เดือน) ?){0,3}"
_FISCAL = (
    r"(?:(?:ประจำ)?ปี? ?งบ ?ประ ?ม[าำ]ณ(?:รายจ่าย)?|ประจำปีงบ(?! ?ประ)|ปี ?งบ(?! ?ประ)|(?:ปี ?)?งปม\.?|[Ff]iscal [Yy]ear|FY|งบประมาณ(?:รายจ่าย)?ประจำปี)"
    r"(?:ประจำปี|รายจ่าย|ที่ผ่านมา| |:|\(){0,4}"
)
_BEFORE = r"(?<![\d.,/])"

_Reading = Callable[[re.Match[str]], Period | None]


def read_periods(text: str) -> list[Period]:
    """Every period in a text, in reading order; offsets are those of `normalise(text)`. Never raises."""
    return read_normalised(normalise(text))


def read_normalised(text: str) -> list[Period]:
    """`read_periods` for a text that `normalise` has been over."""
    if not _WORTH.search(text):
        return []
    found: list[Period] = []
    rest = _without(text, [match.span() for match in _LETTER_NUMBER.finditer(text)])
    for pattern, reading in _FORMS:
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(rest):
            period = reading(match)
            if period is not None:
                found.append(replace(period, text=text[period.at : period.stop]))
                spans.append((period.at, period.stop))
        rest = _without(rest, spans)
    found.sort(key=lambda period: period.at)
    return [_marked_as_law(text, period) for period in found]


_LETTER_NUMBER = re.compile(
    rf"^ ?ที่ ?(?:[\u0e01-\u0e2e]{{1,5}}\.? ?){{0,2}}[\d./() -]{{0,14}}/ ?{_YEAR4}(?!\d)", re.MULTILINE
)
"""The number of a letter, at the head of its line: ที่ กท 5030/2568. It counts letters, it dates nothing."""

_WORTH = re.compile(r"\d|ไตรมาส|เดือนแรก|เดือนหลัง|ครึ่งปี")


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with what has been read blanked out, so that offsets stay."""
    pieces, last = [], 0
    for start, stop in spans:
        pieces += [text[last:start], "\x00" * (stop - start)]
        last = stop
    return "".join([*pieces, text[last:]])


_LAW = re.compile(
    r"พระราชบัญญัติ|พ\.? ?ร\.? ?บ\.?|ระเบียบ|กฎกระทรวง|กฎ ก\.|พระราชกฤษฎีกา|พระราชกำหนด|พ\.ร\.ก\.|พ\.ร\.ฎ\.|รัฐธรรมนูญ|ประมวล|ข้อบังคับ|ข้อบัญญัติ|ประกาศ(?:คณะกรรมการ|กระทรวง|สำนักนายก|คณะ|กรุงเทพมหานคร)|หลักเกณฑ์และวิธีการ|(?:มติ|มาตรา|หนังสือ)|\bAct\b|\bRegulation|มาตรฐานทางจริยธรรม"
)
_NOT_LAW = re.compile(r"ประจำปี|ปีงบ|งบประมาณ(?:รายจ่าย)|แผน|รายงาน|วันที่|ผลการ|สถิติ|ระหว่าง")
_LAW_REACH = 170


def _marked_as_law(text: str, period: Period) -> Period:
    if period.kind is not PeriodKind.YEAR:
        return period
    before = text[max(0, period.at - _LAW_REACH) : period.at]
    cited = [match.end() for match in _LAW.finditer(before)]
    if not cited:
        return period
    between = before[cited[-1] :]
    if _NOT_LAW.search(between) or re.search(r"25\d\d(?!\s*(?:และ|\(|แก้ไข|,))", between):
        return period
    return replace(period, law=True)


def _made(
    match: re.Match[str],
    kind: PeriodKind,
    start: dt.date | str | None,
    end: dt.date | str | None,
    **more: object,
) -> Period:
    """A period from two days, either of which may be a reason why it is impossible."""
    impossible = next((why for why in (start, end) if isinstance(why, str)), "")
    if not impossible and isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
        impossible = "ends before it begins"
    days = (None, None) if impossible else (start, end)
    base = Period(kind, "", match.start(), match.end(), days[0], days[1], impossible=impossible)  # type: ignore[arg-type]
    return replace(base, **more)  # type: ignore[arg-type]


def _day(year: int, month: int, day: int) -> dt.date | str:
    """A day of a Buddhist year, or why there is none."""
    try:
        return dt.date(year - cal.ERA, month, day)
    except ValueError:
        return f"no such day: {day} {cal.SHORT_MONTH.get(month, month)} {year}"


def _one_day(day: str, month: str, year: str, match: re.Match[str]) -> Period | None:
    number, buddhist = cal.month_number(month), cal.buddhist_year(year)
    if number is None or buddhist is None:
        return None
    when = _day(buddhist, number, int(day))
    return _made(match, PeriodKind.DAY, when, when, year=buddhist)


def _named_day(match: re.Match[str]) -> Period | None:
    return _one_day(match[1], match[2], match[3], match)


def _month_first(match: re.Match[str]) -> Period | None:
    return _one_day(match[2], match[1], match[3], match)


def _numeric_day(match: re.Match[str]) -> Period | None:
    day, month, year = int(match[1]), int(match[2]), cal.buddhist_year(match[3])
    if year is None or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    when = _day(year, month, day)
    return _made(match, PeriodKind.DAY, when, when, year=year)


def _iso_day(match: re.Match[str]) -> Period | None:
    year, month, day = cal.buddhist_year(match[1]), int(match[2]), int(match[3])
    if year is None or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    when = _day(year, month, day)
    return _made(match, PeriodKind.DAY, when, when, year=year)


def _first_year(month1: int, month2: int, year1: str | None, year2: int) -> int | None:
    """The year of the first month of a range; where it is not written, the last one that makes sense."""
    if year1 is None:
        return year2 - 1 if month1 > month2 else year2
    return cal.buddhist_year(year1)


def _day_range(match: re.Match[str]) -> Period | None:
    month1, month2, year2 = (
        cal.month_number(match[2]),
        cal.month_number(match[5]),
        cal.buddhist_year(match[6]),
    )
    if month1 is None or month2 is None or year2 is None:
        return None
    year1 = _first_year(month1, month2, match[3], year2)
    if year1 is None:
        return None
    return _made(
        match,
        PeriodKind.RANGE,
        _day(year1, month1, int(match[1])),
        _day(year2, month2, int(match[4])),
        year=year2,
    )


def _days_of_month(match: re.Match[str]) -> Period | None:
    month, year = cal.month_number(match[3]), cal.buddhist_year(match[4])
    if month is None or year is None:
        return None
    return _made(
        match, PeriodKind.RANGE, _day(year, month, int(match[1])), _day(year, month, int(match[2])), year=year
    )


def _month_range(match: re.Match[str]) -> Period | None:
    month1, month2, year2 = (
        cal.month_number(match[1]),
        cal.month_number(match[3]),
        cal.buddhist_year(match[4]),
    )
    if month1 is None or month2 is None or year2 is None:
        return None
    year1 = _first_year(month1, month2, match[2], year2)
    if year1 is None:
        return None
    end = cal.month_end(year2 - cal.ERA, month2)
    return _made(match, PeriodKind.RANGE, _day(year1, month1, 1), end, year=year2)


def _month(match: re.Match[str]) -> Period | None:
    month, year = cal.month_number(match[1]), cal.buddhist_year(match[2])
    if month is None or year is None:
        return None
    return _made(
        match, PeriodKind.MONTH, _day(year, month, 1), cal.month_end(year - cal.ERA, month), year=year
    )


def _fiscal(match: re.Match[str]) -> Period | None:
    year = cal.buddhist_year(match[1])
    if year is None:
        return None
    return _made(match, PeriodKind.FISCAL, cal.fiscal_start(year), cal.fiscal_end(year), year=year)


def _fiscal_range(match: re.Match[str]) -> Period | None:
    return _years(match, PeriodKind.YEARS)


def _years(match: re.Match[str], kind: PeriodKind = PeriodKind.YEARS) -> Period | None:
    first, last = cal.buddhist_year(match[1]), cal.buddhist_year(match[2])
    if first is None or last is None or last - first > 40:
        return None
    return _made(match, kind, dt.date(first - cal.ERA, 1, 1), dt.date(last - cal.ERA, 12, 31), year=last)


def _shortened(match: re.Match[str]) -> Period | None:
    """2566-70; where the second number is no later year, the first stands alone."""
    years = _years(match)
    return None if years is None or years.impossible else years


def _year(match: re.Match[str]) -> Period | None:
    year = cal.buddhist_year(match[1])
    if year is None:
        return None
    start = dt.date(year - cal.ERA, 1, 1)
    return _made(match, PeriodKind.YEAR, start, start.replace(month=12, day=31), year=year)


def _academic(match: re.Match[str]) -> Period | None:
    year = _year(match)
    return replace(year, kind=PeriodKind.ACADEMIC) if year else None


def _of_fiscal_year(
    match: re.Match[str], kind: PeriodKind, part: tuple[int, int], written: str | None
) -> Period | None:
    year = cal.buddhist_year(written) if written else None
    if year is None:
        return _made(match, kind, None, None, part=part)
    months = cal.fiscal_months(year, *part)
    (year1, month1), (year2, month2) = months[0], months[-1]
    return _made(match, kind, dt.date(year1, month1, 1), cal.month_end(year2, month2), year=year, part=part)


def _half(match: re.Match[str]) -> Period | None:
    count, which = match["count"], match["which"] or match["side"] or ""
    if count in ("12", "สิบสอง"):
        part = (1, 12)
    elif "หลัง" in which:
        part = (7, 12)
    else:
        part = (1, 6)
    return _of_fiscal_year(match, PeriodKind.HALF, part, match["year"])


def _quarter(match: re.Match[str]) -> Period | None:
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        return _made(match, PeriodKind.QUARTER, "ends before it begins", None)
    return _of_fiscal_year(match, PeriodKind.QUARTER, (first * 3 - 2, last * 3), match[3])


_FORMS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (re.compile(rf"{_FISCAL}{_LONG}{_TO}{_LONG}"), _fiscal_range),
    (
        re.compile(rf"(?:{_FISCAL}|พ\.? ?ศ\.{{0,2}} ?|ปี ?){_Y}({_YEAR4})[-–—]([5-7]\d)(?![\d/.,-])"),
        _shortened,
    ),
    (
        re.compile(
            rf"{_BEFORE}(\d{{1,2}}) ?(?:เดือน)? ?({_M}){_GAP}(?:{_YEAR})?{_TO}{_ON}(\d{{1,2}}) ?({_M}){_GAP}{_YEAR}"
        ),
        _day_range,
    ),
    (re.compile(rf"{_BEFORE}(\d{{1,2}}){_TO}{_ON}(\d{{1,2}}) ?({_M}){_GAP}{_YEAR}"), _days_of_month),
    (re.compile(rf"{_BEFORE}(\d{{1,2}}) ?(?:เดือน)? ?({_M}),?{_GAP}{_YEAR}"), _named_day),
    (re.compile(rf"({_M})\s?(\d{{1,2}}),\s?{_LONG}"), _month_first),
    (re.compile(rf"({_M}){_GAP}(?:{_YEAR})?{_TO}{_ON}({_M}){_GAP}{_YEAR}"), _month_range),
    (re.compile(rf"({_M}){_GAP}{_YEAR}"), _month),
    (
        re.compile(
            r"(?:(?<!ทุก)(?<!ทุก )(?<![\d.,])(?P<count>6|12|หก|สิบสอง) ?เดือน(?: ?(?P<which>แรก|หลัง))?|ครึ่งปี ?(?P<side>แรก|หลัง))"
            rf"(?:[^\d\n\x00]{{0,40}}?{_FISCAL}{_Y}(?P<year>{_YEAR4}|[5-7]\d)(?!\d|,\d))?"
        ),
        _half,
    ),
    (
        re.compile(
            rf"ไตรมาส(?: ?ที่)? ?([1-4])(?!\d)(?:(?: ?(?:-|–|—|ถึง|และ|,) ?)(?:ไตรมาส)?(?: ?ที่)? ?([1-4])(?!\d))?(?:[^\d\n\x00]{{0,40}}?(?:{_FISCAL}|/ ?|ปี ?){_YEAR})?"
        ),
        _quarter,
    ),
    (re.compile(rf"{_FISCAL}{_YEAR}"), _fiscal),
    (re.compile(rf"ปี ?การศึกษา ?{_LONG}"), _academic),
    (re.compile(rf"{_BEFORE}(?:ปี ?)?{_LONG}{_TO}{_LONG}"), _years),
    (re.compile(r"(?<![\d.,])(\d{1,2})[/.-](\d{1,2})[/.-](2[45]\d\d|20\d\d|19\d\d)(?!\d)"), _numeric_day),
    (re.compile(r"(?<!\d)(2[45]\d\d|20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)"), _iso_day),
    (re.compile(r"(?<![\d.,])(\d{1,2})/(\d{1,2})/([5-7]\d)(?![\d/])"), _numeric_day),
    (re.compile(r"(?:ประจำปี|ปี) ?(?:พ\.? ?ศ\.{0,2} ?)?([5-7]\d)(?![\d,./%])"), _year),
    (
        re.compile(
            rf"(?<![\d,.])(?:ประจำปี ?)?(?:(?:พ\.? ?ศ\.{{0,2}}|ค\.? ?ศ\.?|พุทธศักราช|คริสต์ศักราช|ปี) ?){{1,3}}({_YEAR4})(?!\d|,\d)"
        ),
        _year,
    ),
    (
        re.compile(
            rf"(?<![\d.,])(?<!\d\d\d )(?<!\d\d-)(25[4-6]\d|257[0-5]|20[12]\d)(?!\d|,\d|\.\d|\s?{_COUNTED})"
        ),
        _year,
    ),
)
"""Longer forms first: what one has read, the next does not see."""
