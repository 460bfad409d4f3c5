"""Judging one element: which sources stand for it, how they stand, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklist.models import Element, Item, Period
from validators import causes, services
from validators.findings import Speaker, due_words
from validators.matching import SURE, Match, Matcher
from validators.offices import names_in_passing
from validators.quotes import evidence_of, quote_of
from validators.recency import Asked, Month, due
from validators.results import Access, ElementResult, Finding, Presence, Readability, Recency
from validators.series import carried, iso_months, month_words, months_of
from validators.sets import Coverage, coverage
from validators.standing import Standing, choose, stand
from validators.traces import ACCESS, Trace, traces
from validators.view import Source

EVIDENCE = 12
"""Evidence records listed for one element at the most."""

SEVERAL = 3
"""Dated items from which on there are "several"."""


@dataclass(frozen=True)
class Judged:
    """An element's result with its findings; `weak` wants a person although nothing is known to be wrong."""

    result: ElementResult
    findings: tuple[Finding, ...]
    weak: bool = False


class ElementJudge:
    """Judges one element of one item."""

    def __init__(
        self, matcher: Matcher, item: Item, element: Element, asked: Asked, speaker: Speaker
    ) -> None:
        self.matcher, self.item, self.element, self.asked, self.say = matcher, item, element, asked, speaker
        self.book = matcher.books[item.code, element.id]

    def judge(self) -> Judged:
        """The element's four dimensions, evidence and findings."""
        matches = self.matcher.matches(self.item, self.element)
        ours = [match for match in matches if not match.foreign]
        sure = [match for match in ours if not match.weak]
        if self.element.period is Period.MONTHS:
            return self._series(sure or ours, matches)
        if not ours or (not sure and self._better_known(matches)):
            return self._absent(matches)
        standings = [
            stand(self.matcher, self.element, self.book, match, self.asked) for match in sure or ours
        ]
        if self.element.period is Period.REPORT_AND_HALF:
            return self._two_periods(standings)
        best = choose(standings)
        assert best is not None
        return self._found(best, standings)

    def _better_known(self, matches: Sequence[Match]) -> bool:
        """Whether more is known than a doubtful match: another body's paper, or a closed door that names the element."""
        if any(match.foreign and not match.weak for match in matches):
            return True
        return any(t.strength >= SURE for t in traces(self.matcher, self.item, self.element) if not t.unseen)

    def _result(
        self,
        presence: Presence,
        recency: Recency = Recency.NOT_APPLICABLE,
        readability: Readability = Readability.NOT_APPLICABLE,
        access: Access = Access.NOT_APPLICABLE,
        standings: Sequence[Standing] = (),
    ) -> ElementResult:
        shown = sorted(standings, key=lambda s: (s.rank, s.match.source.order))[:EVIDENCE]
        return ElementResult(
            id=self.element.id,
            title=self.element.title.th,
            required=self.element.required,
            presence=presence,
            recency=recency,
            readability=readability,
            access=access,
            evidence=tuple(evidence_of(self.matcher, self.item, self.element, s) for s in shown),
        )

    # -- found ---------------------------------------------------------------------------------------------------

    def _found(
        self,
        best: Standing,
        standings: Sequence[Standing],
        recency: Recency | None = None,
        extra: Sequence[Finding] = (),
    ) -> Judged:
        """An element that some source stands for, with everything that is wrong about the best one."""
        cover = self._coverage(standings)
        if cover and cover.missing and not self.element.parts_warn:
            return self._part_missing(best, standings, cover)
        hidden = self._newer_but_shut(best)
        if hidden:
            return self._unseen([hidden], standings)
        findings = [*extra, *self._about(best)]
        if cover and cover.missing:
            findings.append(self._advise(best, cover))
        recency = recency or best.timing.recency
        findings += self._few(best, standings)
        access = best.access
        if self.element.service and access is Access.OPEN:
            answer = services.answer(self.matcher, self.element, best.match)
            access = answer.access
            if answer.access in (Access.BROKEN, Access.OFFSITE):
                return self._dead_service(answer, standings)
            findings += [
                self.say.say(
                    "access.blocked",
                    (answer.url, best.match.source.url),
                    quote=answer.words,
                    witness=answer.witness,
                )
            ] * (answer.access is Access.BLOCKED)
        if self.element.stale_warn and recency is Recency.OUTDATED:
            recency = Recency.NOT_APPLICABLE
        weak = best.match.weak
        return Judged(
            self._result(Presence.FOUND, recency, best.readability, access, standings), tuple(findings), weak
        )

    def _about(self, best: Standing) -> list[Finding]:
        """What is wrong with the best source, as findings."""
        quote, page = quote_of(self.matcher, self.item, self.element, best.match)
        url = best.match.source.url
        carrier = causes.carrier(best.match.source)
        known = {"quote": quote, "page": page}
        found = causes.of_recency(self.say, self.element, best, (url, carrier), known)
        found += causes.of_readability(self.say, self.matcher, best, (url, carrier), known)
        if best.access is Access.UNLINKED:
            found.append(self.say.say("access.unlinked", (url,), quote=quote, page=page))
        if best.access is Access.OFFSITE:
            found.append(
                self.say.say("access.staging_host", (url, carrier), quote=quote, host=causes.host_of(url))
            )
        if best.match.weak:
            found.append(
                self.say.say(
                    "presence.weak_match", (url, carrier), {"why": best.match.reason}, quote=quote, page=page
                )
            )
        other = (
            names_in_passing(self.matcher.office, best.match.passage) if not best.match.source.outside else ""
        )
        if other:
            found.append(self.say.say("presence.mentions_other", (url,), other=other, quote=quote, page=page))
        return found

    def _few(self, best: Standing, standings: Sequence[Standing]) -> list[Finding]:
        """News wants several dated items of the year (domain 1.2); fewer are a warning."""
        if self.element.period is not Period.DATED or best.timing.recency is not Recency.CURRENT:
            return []
        days = {
            p.start for s in standings for p in s.said.all if p.start and self.asked.year in p.fiscal_years
        }
        if len(days) >= SEVERAL:
            return []
        quote, page = quote_of(self.matcher, self.item, self.element, best.match)
        return [
            self.say.say(
                "presence.few_items", (best.match.source.url,), {"items": len(days)}, quote=quote, page=page
            )
        ]

    def _coverage(self, standings: Sequence[Standing]) -> Coverage | None:
        unreadable = all(s.readability is Readability.UNREADABLE for s in standings)
        if not self.element.parts or unreadable:
            return None  # what cannot be read may well be complete: that it cannot be read is the fault
        return coverage(self.matcher, self.element, [s.match for s in standings], self.book)

    def _part_missing(self, best: Standing, standings: Sequence[Standing], cover: Coverage) -> Judged:
        """An incomplete set is missing, its evidence still listed; a part that we could not look at is not known."""
        shut = {part.id: source for part, source in cover.shut}
        unknown = [source for source in shut.values() if causes.shut_to_us(source)]
        if unknown and len(unknown) == len(cover.missing):
            return self._unseen([causes.trace_of(source) for source in unknown], standings)
        quote, page = quote_of(self.matcher, self.item, self.element, best.match)
        titles = ", ".join(part.title.th for part in cover.missing)
        finding = self.say.say(
            "presence.part_missing",
            (
                *(source.url for source in shut.values()),
                best.match.source.url,
                causes.carrier(best.match.source),
            ),
            {"missing": [part.id for part in cover.missing], "found": [part.id for part in cover.covered]},
            missing=titles,
            quote=quote,
            page=page,
        )
        findings = [finding, *(causes.of_door(self.say, source) for source in shut.values())]
        result = self._result(Presence.MISSING, best.timing.recency, best.readability, best.access, standings)
        return Judged(result, (*findings, *self._about(best)), False)

    def _advise(self, best: Standing, cover: Coverage) -> Finding:
        quote, page = quote_of(self.matcher, self.item, self.element, best.match)
        titles = ", ".join(part.title.th for part in cover.missing)
        details = {"missing": [part.id for part in cover.missing]}
        return self.say.say(
            "presence.part_advised", (best.match.source.url,), details, missing=titles, quote=quote, page=page
        )

    def _dead_service(self, answer: services.Answer, standings: Sequence[Standing]) -> Judged:
        """A page that describes a system whose every link is dead, or leads to a social network: it is not there."""
        code = "access.soft_404" if answer.soft else "access.dead_link"
        if answer.access is Access.OFFSITE:
            code = "access.offsite_only"
        urls = (answer.url, answer.page)
        finding = self.say.say(
            code, urls, quote=answer.words, witness=answer.witness, host=causes.host_of(answer.url)
        )
        return Judged(self._result(Presence.MISSING, access=answer.access, standings=standings), (finding,))

    def _newer_but_shut(self, best: Standing) -> Trace | None:
        """A link that promises the year asked for, behind a door that was shut to us alone: the old copy proves nothing."""
        if best.timing.recency not in (Recency.OUTDATED, Recency.INCOMPLETE) or self.element.stale_warn:
            return None
        for trace in traces(self.matcher, self.item, self.element):
            if trace.unseen and trace.strength >= 0.7 and str(self.asked.year) in trace.words:
                return trace
        return None

    # -- periods over several sources ------------------------------------------------------------------------------

    def _two_periods(self, standings: Sequence[Standing]) -> Judged:
        """A report of N-1 and a half-year of N, in one source or in two."""
        covers = frozenset().union(*(s.timing.covers for s in standings))
        best = choose(standings)
        assert best is not None
        if covers == {"report", "half-year"}:
            return self._found(self._best_copies(standings), standings, Recency.CURRENT)
        if not covers:
            return self._found(best, standings)
        lacks = next(part for part in ("report", "half-year") if part not in covers)
        if lacks == "half-year" and not self.asked.half_due():
            return self._found(self._best_copies(standings), standings, Recency.NOT_DUE)
        holder = next(s for s in sorted(standings, key=lambda s: s.rank) if s.timing.covers)
        quote, page = quote_of(self.matcher, self.item, self.element, holder.match)
        n = self.asked.year
        words = f"ปีงบประมาณ {n - 1} ทั้งปี" if lacks == "report" else f"ตุลาคม {n - 1} – มีนาคม {n}"
        finding = self.say.say(
            "recency.period_missing", (holder.match.source.url, causes.carrier(holder.match.source)), {"missing": [lacks]},
            missing=words, quote=quote, page=page,
        )  # fmt: skip
        return self._found(
            replace(holder, timing=replace(holder.timing, recency=Recency.INCOMPLETE)),
            standings,
            None,
            [finding],
        )

    def _best_copies(self, standings: Sequence[Standing]) -> Standing:
        """The worst of the sources that a complete coverage needs, each at its best copy."""
        chosen = []
        for part in ("report", "half-year"):
            holders = [s for s in standings if part in s.timing.covers]
            if holders:
                chosen.append(min(holders, key=lambda s: (s.rank, s.match.source.order)))
        worst = max(chosen, key=lambda s: s.rank)
        return replace(worst, timing=replace(worst.timing, recency=Recency.CURRENT))

    def _series(self, ours: Sequence[Match], matches: Sequence[Match]) -> Judged:
        """Six monthly files: every due month must be there."""
        months = self.asked.half()
        wanted = self.asked.due_months()
        by_month = self._by_month(ours, months)
        beside = carried(self.matcher, self.element, self.book, months, self.asked)
        there = {*by_month, *beside.none_said, *beside.linked}
        if not there and not ours:
            return self._absent(matches)
        missing = [month for month in wanted if month not in there]
        standings = [stand(self.matcher, self.element, self.book, match, self.asked) for match in ours]
        unknown = [m for m in missing if m in beside.shut and causes.shut_to_us(beside.shut[m])]
        if not standings:
            return self._absent(matches)
        best = self._weakest_month(by_month, standings)
        if missing and len(unknown) == len(missing):
            return self._unseen([causes.trace_of(beside.shut[m]) for m in unknown], standings)
        if missing:
            return self._months_missing(
                best, standings, [m for m in missing if m not in unknown], beside.shut, bool(there)
            )
        recency = Recency.CURRENT if self.asked.half_due() else Recency.NOT_DUE
        return self._found(replace(best, timing=replace(best.timing, recency=recency)), standings, recency)

    def _by_month(self, ours: Sequence[Match], months: Sequence[Month]) -> dict[Month, list[Match]]:
        found: dict[Month, list[Match]] = {}
        for match in ours:
            for month in months_of(match, months, self.asked):
                found.setdefault(month, []).append(match)
        return found

    def _weakest_month(self, by_month: dict[Month, list[Match]], standings: Sequence[Standing]) -> Standing:
        """Of each month the best copy, of the months the worst: the series is as good as that."""
        by_match = {id(s.match): s for s in standings}
        best_of = [min((by_match[id(m)] for m in found), key=lambda s: s.rank) for found in by_month.values()]
        return max(best_of or standings, key=lambda s: (s.rank, s.match.source.url))

    def _months_missing(
        self,
        best: Standing,
        standings: Sequence[Standing],
        missing: Sequence[Month],
        shut: dict[Month, Source],
        some: bool,
    ) -> Judged:
        quote, number = quote_of(self.matcher, self.item, self.element, best.match)
        urls = [s.match.source.url for s in sorted(standings, key=lambda s: s.match.source.url)]
        carriers = Counter(
            causes.carrier(s.match.source) for s in standings if self.asked.year in s.timing.years
        )
        page = max(sorted(carriers), key=lambda url: carriers[url], default="")
        if not some:
            years = sorted({year for s in standings for year in s.timing.years})
            recency = (
                Recency.OUTDATED
                if years and max(years) < self.asked.year
                else Recency.UNDATED
                if not years
                else Recency.INCOMPLETE
            )
            best = replace(best, timing=replace(best.timing, recency=recency, years=tuple(years)))
            if recency is not Recency.INCOMPLETE:
                return self._found(best, standings, recency)
        finding = self.say.say(
            "recency.month_missing", (page, *urls), {"missing": iso_months(missing)},
            missing=month_words(missing), quote=quote, page=number,
        )  # fmt: skip
        doors = [
            causes.of_door(self.say, source) for month, source in sorted(shut.items()) if month in missing
        ]
        best = replace(best, timing=replace(best.timing, recency=Recency.INCOMPLETE))
        return self._found(best, standings, Recency.INCOMPLETE, [finding, *doors])

    # -- not found -------------------------------------------------------------------------------------------------

    def _absent(self, matches: Sequence[Match]) -> Judged:
        """Nothing of ours stands there: not due, behind a closed door, somebody else's, or missing."""
        found = traces(self.matcher, self.item, self.element)
        closed = [trace for trace in found if not trace.unseen]
        if not due(self.element.period, self.asked) and not closed:
            words = due_words(self.element.period, self.asked)
            finding = self.say.say("recency.not_due", due=words)
            return Judged(self._result(Presence.MISSING, Recency.NOT_DUE), (finding,))
        foreign = [match for match in matches if match.foreign and not match.weak]
        if foreign:
            return self._other_body(foreign)
        if closed:
            return self._closed(closed[0], found)
        if found:
            return self._unseen(found)
        blind = causes.blind_spot(self.matcher)
        if blind:
            return self._unseen([blind])
        return self._missing()

    def _other_body(self, foreign: Sequence[Match]) -> Judged:
        best = foreign[0]
        quote, page = quote_of(self.matcher, self.item, self.element, best)
        urls = (best.source.url, causes.carrier(best.source))
        finding = self.say.say(
            "presence.other_body", urls, {"body": best.foreign}, other=best.foreign, quote=quote, page=page
        )
        standings = [stand(self.matcher, self.element, self.book, match, self.asked) for match in foreign]
        return Judged(self._result(Presence.MISSING, standings=standings), (finding,))

    def _closed(self, trace: Trace, found: Sequence[Trace]) -> Judged:
        access = ACCESS[trace.kind]
        finding = self.say.say(
            trace.kind.value, (trace.url, trace.carrier), {"witness": trace.witness},
            quote=trace.words, witness=trace.witness, host=causes.host_of(trace.url),
        )  # fmt: skip
        dimension = Access.NOT_APPLICABLE if access is Access.OPEN else access
        return Judged(self._result(Presence.MISSING, access=dimension), (finding,))

    def _unseen(self, found: Sequence[Trace], standings: Sequence[Standing] = ()) -> Judged:
        """Every trace leads to something that we could not look at: never a gap."""
        findings = [
            self.say.say(trace.kind.value, (trace.url, trace.carrier), {"witness": trace.witness},
                         quote=trace.words or self.element.title.th, witness=trace.witness)
            for trace in found[:3]
        ]  # fmt: skip
        return Judged(
            self._result(Presence.UNSEEN, access=Access.BLOCKED, standings=standings), tuple(findings), True
        )

    def _missing(self) -> Judged:
        looked = causes.looked(self.matcher, self.item, self.element)
        finding = self.say.say("presence.missing", looked[:1], {"looked": looked}, looked=len(looked))
        return Judged(self._result(Presence.MISSING), (finding,))
