"""Periods that several sources cover together: a series of months, a report and a half-year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from validators import causes
from validators.absence import absent, unseen
from validators.case import Case, Judged
from validators.found import found
from validators.matching import Match
from validators.recency import Month
from validators.results import Recency
from validators.series import carried, iso_months, month_words, months_of
from validators.standing import Standing, choose
from validators.traces import Trace
from validators.view import Source


def two_periods(case: Case, standings: Sequence[Standing]) -> Judged:
    """A report of N-1 and a half-year of N, in one source or in two."""
    covers = frozenset().union(*(s.timing.covers for s in standings))
    best = choose(standings)
    assert best is not None
    if covers == {"report", "half-year"}:
        return found(case, _best_copies(case, standings), standings, Recency.CURRENT)
    if not covers:
        return found(case, best, standings)
    lacks = next(part for part in ("report", "half-year") if part not in covers)
    if lacks == "half-year" and not case.asked.half_due():
        return found(case, _best_copies(case, standings), standings, Recency.NOT_DUE)
    blind = _blind(case)
    if blind:
        return unseen(case, [blind], standings)
    holder = next(s for s in sorted(standings, key=lambda s: s.rank) if s.timing.covers)
    quote, page = case.quote(holder.match)
    n = case.asked.year
    words = f"ปีงบประมาณ {n - 1} ทั้งปี" if lacks == "report" else f"ตุลาคม {n - 1} – มีนาคม {n}"
    finding = case.speaker.say(
        "recency.period_missing", (holder.match.source.url, causes.carrier(holder.match.source)), {"missing": [lacks]},
        missing=words, quote=quote, page=page,
    )  # fmt: skip
    return found(
        case,
        replace(holder, timing=replace(holder.timing, recency=Recency.INCOMPLETE)),
        standings,
        None,
        [finding],
    )


def _blind(case: Case) -> Trace | None:
    """What could not be looked at and may hold what is lacking, as a trace."""
    return causes.blind_spot(case.matcher) or causes.hidden_spot(case.matcher, case.item, case.element)


def _best_copies(case: Case, standings: Sequence[Standing]) -> Standing:
    """The worst of the sources that a complete coverage needs, each at its best copy."""
    chosen = []
    for part in ("report", "half-year"):
        holders = [s for s in standings if part in s.timing.covers]
        if holders:
            chosen.append(min(holders, key=lambda s: (s.rank, s.match.source.order)))
    worst = max(chosen, key=lambda s: s.rank)
    return replace(worst, timing=replace(worst.timing, recency=Recency.CURRENT))


def series(case: Case, ours: Sequence[Match], matches: Sequence[Match]) -> Judged:
    """Six monthly files: every due month must be there."""
    months = case.asked.half()
    wanted = case.asked.due_months()
    by_month = _by_month(case, ours, months)
    beside = carried(case.matcher, case.element, case.book, months, case.asked)
    for month, stated in beside.none_said.items():
        by_month.setdefault(month, []).append(stated)
    known = {id(match.source) for match in ours}
    ours = [*ours, *_once(m for m in beside.none_said.values() if id(m.source) not in known)]
    there = {*by_month, *beside.linked}
    missing = [month for month in wanted if month not in there]
    standings = [case.stands(match) for match in ours]
    unknown = [m for m in missing if m in beside.shut and causes.shut_to_us(beside.shut[m])]
    if not standings:
        return absent(case, matches)
    best = _weakest_month(case, by_month, standings)
    blind = _blind(case) if missing else None
    if blind:
        return unseen(case, [blind], standings)
    if missing and len(unknown) == len(missing):
        return unseen(case, [causes.trace_of(beside.shut[m]) for m in unknown], standings)
    if missing:
        return _months_missing(
            case, best, standings, [m for m in missing if m not in unknown], beside.shut, bool(there)
        )
    recency = Recency.CURRENT if case.asked.half_due() else Recency.NOT_DUE
    return found(case, replace(best, timing=replace(best.timing, recency=recency)), standings, recency)


def _once(matches: Iterable[Match]) -> list[Match]:
    """Each source once."""
    return list({id(match.source): match for match in matches}.values())


def _by_month(case: Case, ours: Sequence[Match], months: Sequence[Month]) -> dict[Month, list[Match]]:
    found: dict[Month, list[Match]] = {}
    for match in ours:
        for month in months_of(match, months, case.asked):
            found.setdefault(month, []).append(match)
    return found


def _weakest_month(case: Case, by_month: dict[Month, list[Match]], standings: Sequence[Standing]) -> Standing:
    """Of each month the best copy, of the months the worst: the series is as good as that."""
    by_source = {id(s.match.source): s for s in standings}
    best_of = [
        min((by_source[id(m.source)] for m in found), key=lambda s: s.rank) for found in by_month.values()
    ]
    return max(best_of or standings, key=lambda s: (s.rank, s.match.source.url))


def _months_missing(
    case: Case,
    best: Standing,
    standings: Sequence[Standing],
    missing: Sequence[Month],
    shut: dict[Month, Source],
    some: bool,
) -> Judged:
    quote, number = case.quote(best.match)
    urls = [s.match.source.url for s in sorted(standings, key=lambda s: s.match.source.url)]
    carriers = Counter(causes.carrier(s.match.source) for s in standings if case.asked.year in s.timing.years)
    page = max(sorted(carriers), key=lambda url: carriers[url], default="")
    if not some:
        years = sorted({year for s in standings for year in s.timing.years})
        recency = (
            Recency.OUTDATED
            if years and max(years) < case.asked.year
            else Recency.UNDATED
            if not years
            else Recency.INCOMPLETE
        )
        best = replace(best, timing=replace(best.timing, recency=recency, years=tuple(years)))
        if recency is not Recency.INCOMPLETE:
            return found(case, best, standings, recency)
    finding = case.speaker.say(
        "recency.month_missing", (page, *urls), {"missing": iso_months(missing)},
        missing=month_words(missing), quote=quote, page=number,
    )  # fmt: skip
    doors = [
        causes.of_door(case.speaker, source) for month, source in sorted(shut.items()) if month in missing
    ]
    best = replace(best, timing=replace(best.timing, recency=Recency.INCOMPLETE))
    return found(case, best, standings, Recency.INCOMPLETE, [finding, *doors])
