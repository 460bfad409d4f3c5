"""Does the evidence cover the period that the rule asks for, as of the day? (domain table 1.3, codes P R H M C)"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from checklist.models import Element
from checklist.models import Period as Wanted
from thai import calendar as cal
from thai.periods import Period, PeriodKind
from validators.results import Recency
from validators.testimony import Testimony, WitnessKind, heard
from validators.witnesses import Witnesses, bare_months, told, years_of

Month = tuple[int, int]

SIGNED_AHEAD = dt.timedelta(days=183)
"""How long before its fiscal year an announcement may be signed."""

INSISTS = 2
"""Times that a text must name other years than its title for that to be told."""

_REPORTS = frozenset({Wanted.REPORT, Wanted.HALF_YEAR, Wanted.REPORT_OR_HALF})
_LOOKS_BACK = _REPORTS | {Wanted.REPORT_AND_HALF}
"""Periods whose papers are about the year before: they lie in the folder of the round."""
_OUTER = frozenset({WitnessKind.LINK, WitnessKind.LINK_HEADING, WitnessKind.FILE_NAME, WitnessKind.FOLDER})


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
    by: WitnessKind | None = None
    """The witness that decided the year; None where the months or days themselves did, or nothing."""
    testimony: Testimony = field(default_factory=Testimony)
    """All witnesses of the year, and those that disagree."""
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
    judged = _not_before_it_was(element, said, asked, _JUDGES[element.period](element, said, asked))
    judged = _about(element, said, asked, judged)
    impossible = tuple(dict.fromkeys(p.text for p in said.all if p.impossible))
    years = judged.years or _years_known(said)
    testimony = _testimony(element, said, asked, judged)
    return replace(judged, years=years, impossible=impossible, testimony=testimony)


def _years_known(said: Witnesses) -> tuple[int, ...]:
    years = (
        said.title_years()
        or tuple(y for y, _ in said.body_years().most_common(1))
        or said.file
        or said.folder
    )
    return years[:6]


def _testimony(element: Element, said: Witnesses, asked: Asked, judged: Timing) -> Testimony:
    """Who says what; a text disagrees with the title only where it names other years again and again."""
    kept = judged.years if element.period is not Wanted.DATED else ()
    silent = (
        () if said.insists_on_others(kept, INSISTS) or judged.by is WitnessKind.TEXT else (WitnessKind.TEXT,)
    )
    round_of = {asked.year} if element.period in _LOOKS_BACK else ()
    return heard(told(said), judged.by, kept, round_of, silent)


def _plan(element: Element, said: Witnesses, asked: Asked) -> Timing:
    return _of_year(said, {asked.year}, multi=True)


def _report(element: Element, said: Witnesses, asked: Asked) -> Timing:
    return _of_year(said, {asked.year - 1}, multi=False)


def _of_year(said: Witnesses, wanted: set[int], multi: bool) -> Timing:
    """The first witness that names a year decides: title and heading, text, link, signature, file name, folder."""
    if said.own_title_years():
        return _against(said.own_title_years(), wanted, WitnessKind.TITLE)
    linked = years_of(said.lead)
    if linked and not _overruled(said, linked, wanted):
        return _against(linked, wanted, WitnessKind.LINK_HEADING if said.around else WitnessKind.LINK)
    signed = said.signing_years()
    if signed and not said.plainly() and multi:
        return _against(signed, wanted, WitnessKind.SIGNATURE)
    body = said.body_years(signatures=multi)
    if body:
        return _against(_leading(body, wanted), wanted, WitnessKind.TEXT)
    if signed and (max(signed) < min(wanted) or (len(wanted) > 1 and max(signed) == max(wanted))):
        return _against(signed, wanted, WitnessKind.SIGNATURE)  # a report is signed after its period
    spans = years_of(said.body) if multi else ()
    for years, kind in (
        (spans, WitnessKind.TEXT),
        (said.file, WitnessKind.FILE_NAME),
        (said.folder, WitnessKind.FOLDER),
    ):
        if years:
            return _against(years, wanted, kind)
    return Timing(Recency.UNDATED)


def _overruled(said: Witnesses, linked: Sequence[int], wanted: set[int]) -> bool:
    """Whether the document itself speaks against the words of its link: by its text, or by the day of its signing.

    A link's own words settle a text that names several years about as often; the heading above a link does not.
    """
    text = said.text_years()
    if text:
        return not set(linked) & set(text) or (said.around and bool(set(text) & wanted))
    latest = max((p.end for p in said.announced if p.end), default=None)
    if latest is None or not set(linked) & wanted:
        return False
    return latest < cal.fiscal_start(min(wanted)) - SIGNED_AHEAD


def _leading(count: Counter[int], wanted: set[int]) -> tuple[int, ...]:
    """The year that a text speaks of most; a wanted one wins where it is named at least half as often."""
    top = max(count.values())
    ours = [year for year in wanted if count.get(year, 0) * 2 >= top]
    return tuple(ours) or tuple(sorted((y for y, n in count.items() if n == top), reverse=True)[:1])


def _against(years: tuple[int, ...], wanted: set[int], by: WitnessKind | None = None) -> Timing:
    hit = tuple(year for year in years if year in wanted)
    return Timing(Recency.CURRENT if hit else Recency.OUTDATED, hit or years, by=by)


def _not_before_it_was(element: Element, said: Witnesses, asked: Asked, judged: Timing) -> Timing:
    """What existed before a period began does not report on it, whatever its link or folder says."""
    if element.period not in _REPORTS or judged.by not in _OUTER or judged.recency is not Recency.CURRENT:
        return judged
    begins = min(cal.fiscal_start(year) for year in judged.years)
    if said.seen is None or said.seen >= begins:
        return judged
    return replace(
        judged,
        recency=Recency.OUTDATED,
        years=(cal.fiscal_year(said.seen),),
        by=WitnessKind.FIRST_SEEN,
    )


def _about(element: Element, said: Witnesses, asked: Asked, judged: Timing) -> Timing:
    """Content about years before the one asked for is old, though the title names the round that it is shown for.

    A title that names the year asked for stands, and so does a text that speaks of that year anywhere.
    """
    wanted = asked.year - 1
    named = {year for p in said.running for year in p.fiscal_years}
    if not said.about or max(said.about) >= wanted or wanted in named | set(said.own_title_years()):
        return judged
    return replace(judged, recency=Recency.OUTDATED, years=(max(said.about),), by=WitnessKind.ABOUT)


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
    marked, touched = _marked_years(said), years_of(said.updated)
    years = said.title_years() or marked or touched
    newest = max((*marked, *touched) if element.stale_warn and (marked or touched) else years, default=None)
    if newest is not None and newest < asked.year - element.stale_after:
        return Timing(Recency.OUTDATED, years)
    return Timing(Recency.NOT_APPLICABLE, years)


def _marked_years(said: Witnesses) -> tuple[int, ...]:
    """Years of days and academic years in the text: as-of dates."""
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
