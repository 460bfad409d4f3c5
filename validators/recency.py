"""Does the evidence cover the period that the rule asks for, as of the day? (domain table 1.3, codes P R H M C)"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from checklist.models import Element
from checklist.models import Period as Wanted
from thai import calendar as cal
from thai.periods import Period, PeriodKind
from validators.results import Recency
from validators.witnesses import Witnesses, bare_months, years_of

Month = tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """The year and day that is judged."""

    year: int
    """N, Buddhist era."""
    day: dt.date

    def half(self) -> list[Month]:
        """October to March of N as (Gregorian year, month)."""
        return cal.fiscal_months(self.year, 1, 6)

    def due_months(self) -> list[Month]:
        """Those of them that have ended: a month falls due the day after its last."""
        return [(y, m) for y, m in self.half() if cal.month_end(y, m) < self.day]

    def half_due(self) -> bool:
        """Whether the half-year has ended."""
        return len(self.due_months()) == 6

    def year_begun(self) -> bool:
        """Plans and announcements fall due on 1 October of N-1, reports of N-1 on the same day."""
        return self.day >= cal.fiscal_start(self.year)


@dataclass(frozen=True)
class Timing:
    """What one source says about the period asked for."""

    recency: Recency
    years: tuple[int, ...] = ()
    said: str = ""
    """The words that decided, as read."""
    missing: tuple[Month, ...] = ()
    lacks: str = ""
    """Of a report and a half-year: which one is not covered ("report", "half-year")."""
    impossible: tuple[str, ...] = ()
    conflict: tuple[int, ...] = ()
    """Years that folder, file or link name and the document does not."""
    signer: str = ""
    """Who signed, where it is not the director in office."""
    covers: frozenset[str] = field(default=frozenset())
    """For report+half-year: which of the two this source covers."""


def due(period: Wanted, asked: Asked) -> bool:
    """Whether evidence for a period can exist on the day."""
    if period is Wanted.HALF_YEAR:
        return asked.half_due()
    if period is Wanted.MONTHS:
        return bool(asked.due_months())
    if period is Wanted.CURRENT:
        return True
    return asked.year_begun()


def timing(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """How one source stands to the period of an element (a series of months is judged over all sources)."""
    judged = _JUDGES[element.period](element, said, asked)
    impossible = tuple(dict.fromkeys(p.text for p in said.all if p.impossible))
    years = judged.years or _years_known(said)
    return replace(judged, years=years, impossible=impossible, conflict=_conflict(said, judged.years))


def _years_known(said: Witnesses) -> tuple[int, ...]:
    years = (
        said.title_years()
        or tuple(y for y, _ in said.body_years().most_common(1))
        or said.file
        or said.folder
    )
    return years[:6]


def _conflict(said: Witnesses, years: tuple[int, ...]) -> tuple[int, ...]:
    """Years of file and folder where none of them is the document's."""
    outer = (*said.file, *said.folder)
    inner = years_of(said.caption) or years
    if not outer or not inner or set(outer) & set(inner):
        return ()
    return tuple(dict.fromkeys(outer))


def _plan(element: Element, said: Witnesses, asked: Asked) -> Timing:
    return _of_year(said, {asked.year}, multi=True)


def _report(element: Element, said: Witnesses, asked: Asked) -> Timing:
    return _of_year(said, {asked.year - 1}, multi=False)


def _of_year(said: Witnesses, wanted: set[int], multi: bool) -> Timing:
    """The first witness that names a year decides: title, heading, link, signature, text, file, folder."""
    titled = said.title_years()
    if titled:
        return _against(titled, wanted)
    body = said.body_years()
    signed = said.signing_years()
    if signed and not _says_fiscal(said):
        return _against(signed, wanted)
    if body:
        return _against(_leading(body, wanted), wanted)
    spans = years_of(said.body) if multi else ()
    for years in (spans, said.file, said.folder):
        if years:
            return _against(years, wanted)
    return Timing(Recency.UNDATED)


def _says_fiscal(said: Witnesses) -> bool:
    return any(
        p.kind in (PeriodKind.FISCAL, PeriodKind.HALF, PeriodKind.QUARTER) and p.fiscal_years
        for p in said.body
    )


def _leading(count: Counter[int], wanted: set[int]) -> tuple[int, ...]:
    """The year that a text speaks of most; a wanted one wins where it is named at least half as often."""
    top = max(count.values())
    ours = [year for year in wanted if count.get(year, 0) * 2 >= top]
    return tuple(ours) or tuple(sorted((y for y, n in count.items() if n == top), reverse=True)[:1])


def _against(years: tuple[int, ...], wanted: set[int]) -> Timing:
    hit = tuple(year for year in years if year in wanted)
    return Timing(Recency.CURRENT if hit else Recency.OUTDATED, hit or years)


def _range(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """A plan of several years counts if its years contain N; years that have passed do not."""
    for periods in (said.caption, said.heading, said.lead, said.body):
        spans = [p for p in periods if p.kind is PeriodKind.YEARS]
        if any(asked.year in p.fiscal_years for p in spans):
            return Timing(Recency.CURRENT, (asked.year,))
        if spans:
            return Timing(Recency.OUTDATED, (max(p.fiscal_years[-1] for p in spans),))
        if years_of(periods) and periods is not said.body:
            return _against(years_of(periods), {asked.year})
    return _of_year(said, {asked.year}, multi=True)


def _half_year(element: Element, said: Witnesses, asked: Asked) -> Timing:
    if not asked.half_due():
        return Timing(Recency.NOT_DUE)
    covered = covered_months(said, asked)
    if covered is None:
        return _of_year(said, {asked.year}, multi=False)
    missing = tuple(month for month in asked.half() if month not in covered)
    if not missing:
        return Timing(Recency.CURRENT, (asked.year,))
    if len(missing) == 6:
        timed = _of_year(said, {asked.year}, multi=False)
        return timed if timed.recency is not Recency.CURRENT else Timing(Recency.OUTDATED, timed.years)
    return Timing(Recency.INCOMPLETE, (asked.year,), missing=missing)


def covered_months(said: Witnesses, asked: Asked) -> frozenset[Month] | None:
    """The months October to March of N that a source speaks of in months, halves or quarters.

    None where it speaks of no such stretch: then its year alone decides.
    """
    months = set(asked.half())
    covered: set[Month] = set()
    spoke = False
    for period in _with_year(said, asked):
        if period.kind not in (PeriodKind.RANGE, PeriodKind.MONTH, PeriodKind.HALF, PeriodKind.QUARTER):
            continue
        spoke = True
        covered |= {(y, m) for y, m in months if period.covers(dt.date(y, m, 1), cal.month_end(y, m))}
    return frozenset(covered) if spoke else None


def _with_year(said: Witnesses, asked: Asked) -> Iterable[Period]:
    """All periods; a half or quarter without a year belongs to the year that the title names."""
    titled = said.title_years() or tuple(y for y, _ in said.body_years().most_common(1))
    for period in said.all:
        if period.part and period.start is None and not period.impossible and asked.year in titled:
            first, *_, last = cal.fiscal_months(asked.year, *period.part)
            start, end = dt.date(*first, 1), cal.month_end(*last)
            yield Period(
                period.kind, period.text, period.at, period.stop, start, end, asked.year, period.part
            )
        else:
            yield period


def _report_or_half(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """A report of N-1, or progress in N: either is taken (domain 1.3, last paragraph), half of N-1 is neither."""
    previous = asked.year - 1
    spoken = [p for p in said.all if not p.law and p.fiscal_years]
    half_only = any(p.part and p.part[1] < 12 and p.fiscal_years == (previous,) for p in spoken)
    whole = any(previous in _whole_years(p) for p in spoken)
    newer = any(asked.year in p.fiscal_years for p in (*said.caption, *said.named, *said.heading, *said.lead))
    if half_only and not whole and not newer:
        return Timing(Recency.OUTDATED, (previous,))
    return _of_year(said, {previous, asked.year}, multi=False)


def _report_and_half(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """Figures of N-1 in full and of October to March of N: what this source covers of the two."""
    covers = set()
    previous = asked.year - 1
    named = {year for p in said.all if not p.law for year in _whole_years(p)}
    if previous in named:
        covers.add("report")
    half = covered_months(said, asked)
    if (half is None and asked.year in named) or (half is not None and len(half) == 6):
        covers.add("half-year")
    years = (
        tuple(sorted(named & {previous, asked.year})) or tuple(sorted(named))[-2:] or said.file or said.folder
    )
    if len(covers) == 2:
        return Timing(Recency.CURRENT, years, covers=frozenset(covers))
    if not years and not covers:
        return Timing(Recency.UNDATED)
    if years and max(years) < previous:
        return Timing(Recency.OUTDATED, years)
    return Timing(Recency.INCOMPLETE, years, covers=frozenset(covers))


def _whole_years(period: Period) -> tuple[int, ...]:
    """The fiscal years that a period stands for as a whole (a half or a month stands for none)."""
    if period.kind in (PeriodKind.YEAR, PeriodKind.FISCAL):
        return period.fiscal_years
    if period.start is None or period.end is None:
        return ()
    return tuple(y for y in period.fiscal_years if period.covers(cal.fiscal_start(y), cal.fiscal_end(y)))


def _current(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """In force: a missing date is no fault; an old one only where the rule says so."""
    if element.stale_after is None:
        return Timing(Recency.NOT_APPLICABLE, said.title_years())
    years = said.title_years() or _marked_years(said)
    if years and max(years) < asked.year - element.stale_after:
        return Timing(Recency.OUTDATED, years)
    return Timing(Recency.NOT_APPLICABLE, years)


def _marked_years(said: Witnesses) -> tuple[int, ...]:
    """Years of days and academic years in the text: update marks, as-of dates."""
    dated = [
        p
        for p in said.body
        if p.kind in (PeriodKind.DAY, PeriodKind.ACADEMIC, PeriodKind.MONTH) and not p.law
    ]
    return tuple(sorted({year for p in dated for year in p.fiscal_years}))


def _dated(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """News: any item dated within N."""
    dated = [
        p
        for p in (*said.caption, *said.lead, *said.body)
        if p.kind in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.RANGE)
    ]
    years = {year for p in dated for year in p.fiscal_years}
    if not years:
        return Timing(Recency.UNDATED)
    return Timing(
        Recency.CURRENT if asked.year in years else Recency.OUTDATED,
        (asked.year,) if asked.year in years else (max(years),),
    )


def _months(element: Element, said: Witnesses, asked: Asked) -> Timing:
    """One source of a series: which due months it stands for is counted in `validators.series`."""
    return Timing(Recency.INCOMPLETE, said.title_years())


_JUDGES = {
    Wanted.PLAN: _plan,
    Wanted.RANGE: _range,
    Wanted.REPORT: _report,
    Wanted.HALF_YEAR: _half_year,
    Wanted.REPORT_AND_HALF: _report_and_half,
    Wanted.REPORT_OR_HALF: _report_or_half,
    Wanted.MONTHS: _months,
    Wanted.CURRENT: _current,
    Wanted.DATED: _dated,
}

__all__ = ["Asked", "Month", "Timing", "bare_months", "covered_months", "due", "timing"]
