"""What time a source speaks of, by several witnesses: its own title first, then the words that lead to it, its text,
its file name, its folder. Prefer the year in the document to the one in the folder, and say where they disagree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from documents.facts import Shape
from thai.calendar import MONTH, month_number
from thai.paths import file_years, folder_years
from thai.periods import Period, PeriodKind
from validators.leads import levels
from validators.matching import Match
from validators.spoken import periods_in, periods_in_words
from validators.view import is_link_block

_SIGNED = re.compile(
    r"(?:ประกาศ|สั่ง|ให้ไว้|อนุมัติ|ลง(?:วันที่|นาม))?\s*(?:ณ\s*)?วันที่\s*$|ลงวันที่\s*$|ณ\s*$|[Gg]iven on\s*(?:the\s*)?$|[Aa]nnounced on\s*$|[Dd]ated?:?\s*$"
)
_UPDATED = re.compile(
    r"(?:แก้ไข|ปรับปรุง|อัปเดต|อัพเดท|อัพเดต|เปลี่ยนแปลง)(?:ข้อมูล)?(?:ล่าสุด|เมื่อ)[^\n]{0,20}$|(?:[Uu]pdated?|modified)[^\n]{0,12}$|เข้าชม[^\n]{0,20}$"
)
_NAMING_BLOCKS = 60
_NAMING_LETTERS = 200
_LONG_TEXT = 60_000
"""Letters of a text that are read for periods: the rest of a very long one says nothing new."""

_SINGLE = (
    PeriodKind.FISCAL,
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.QUARTER,
    PeriodKind.RANGE,
    PeriodKind.MONTH,
)


@dataclass(frozen=True)
class Witnesses:
    """Every period that speaks for one match, by where it stands."""

    caption: tuple[Period, ...]
    lead: tuple[Period, ...]
    """Of the nearest words around a link that name any."""
    body: tuple[Period, ...]
    file: tuple[int, ...]
    folder: tuple[int, ...]
    heading: tuple[Period, ...] = ()
    """Of the heading or page around a section."""
    named: tuple[Period, ...] = ()
    """Of the first block that calls the element by its name and gives a time."""
    updated: tuple[Period, ...] = ()
    """Marks of the last change of the page: they speak of the page, not of what it reports."""

    @cached_property
    def signed(self) -> tuple[Period, ...]:
        """Days on which a paper was signed."""
        return tuple(p for p in self.body if p.kind is PeriodKind.DAY and p.law)

    @property
    def all(self) -> tuple[Period, ...]:
        """Everything that was said in words."""
        return (*self.caption, *self.named, *self.heading, *self.lead, *self.body)

    def title_years(self) -> tuple[int, ...]:
        """The fiscal years that title, else the naming block, else heading or lead give; single years before spans."""
        for periods in (self.caption, self.named, self.heading, self.lead):
            years = years_of(periods)
            if years:
                return years
        return ()

    def body_years(self) -> Counter[int]:
        """How often the text names each fiscal year; a fiscal year counts thrice, a law's year not at all."""
        count: Counter[int] = Counter()
        for period in self.body:
            if period.kind in (PeriodKind.YEARS, PeriodKind.ACADEMIC) or (
                period.law and period.kind is PeriodKind.YEAR
            ):
                continue
            for year in period.fiscal_years:
                count[year] += (
                    3 if period.kind in (PeriodKind.FISCAL, PeriodKind.HALF, PeriodKind.QUARTER) else 1
                )
        return count

    def signing_years(self) -> tuple[int, ...]:
        """The fiscal years of the days on which the paper was signed."""
        return tuple(dict.fromkeys(y for p in self.signed for y in p.fiscal_years))


def years_of(periods: Iterable[Period]) -> tuple[int, ...]:
    """The fiscal years of some periods; single years count before spans of years and days."""
    known = [p for p in periods if not p.law or p.kind is PeriodKind.DAY]
    for kinds in (_SINGLE, (PeriodKind.YEARS,), (PeriodKind.DAY,), (PeriodKind.ACADEMIC,)):
        years = [year for period in known if period.kind in kinds for year in period.fiscal_years]
        if years:
            return tuple(dict.fromkeys(years))
    return ()


def witnesses_of(match: Match, names: Callable[[str], bool]) -> Witnesses:
    """All witnesses of the time that a match speaks of. `names` tells whether a block calls the element by name."""
    passage, source = match.passage, match.source
    text = passage.own_words[:_LONG_TEXT]
    body, updated = _sorted_out(text, periods_in(text))
    heading = () if passage.whole else tuple(periods_in(source.passages[0].caption))
    return Witnesses(
        caption=tuple(periods_in(passage.caption)),
        lead=_lead_periods(match),
        body=body,
        file=file_years(source.url),
        folder=folder_years(source.url),
        heading=heading,
        named=_naming_block(match, names),
        updated=updated,
    )


def _naming_block(match: Match, names: Callable[[str], bool]) -> tuple[Period, ...]:
    for block in match.passage.blocks[:_NAMING_BLOCKS]:
        if len(block.text) <= _NAMING_LETTERS and not is_link_block(block) and names(block.text):
            found = tuple(p for p in periods_in(block.text) if p.fiscal_years)
            if found:
                return found
    return ()


def _sorted_out(text: str, periods: Sequence[Period]) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Periods of a text, and the marks of its last change; days of signing carry the mark of a law."""
    body, updated = [], []
    for period in periods:
        before = text[max(0, period.at - 40) : period.at]
        if period.kind is PeriodKind.DAY and _UPDATED.search(before):
            updated.append(period)
        elif period.kind is PeriodKind.DAY and _SIGNED.search(before):
            body.append(replace(period, law=True))
        else:
            body.append(period)
    return tuple(body), tuple(updated)


def _lead_periods(match: Match) -> tuple[Period, ...]:
    for wanted in ("link", "row", "heading"):
        for link in match.source.leads:
            for level, words in levels(link):
                if level == wanted and words:
                    found = tuple(periods_in_words(words))
                    if found:
                        return found
    return ()


def bare_months(text: str) -> tuple[int, ...]:
    """Months (1 to 12) that a text names, with a year or without, in order of appearance."""
    found = (month_number(match.group()) for match in MONTH.finditer(text))
    return tuple(dict.fromkeys(month for month in found if month is not None))


def month_rows(match: Match) -> list[tuple[str, tuple[int, ...]]]:
    """The blocks of a passage that name months, each with the months it names."""
    rows = []
    for block in match.passage.blocks:
        if block.shape is Shape.ALT:
            continue
        months = bare_months(block.text)
        if months:
            rows.append((block.text, months))
    return rows
