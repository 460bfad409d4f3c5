"""An element that some source stands for, with everything that is wrong about the best one."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.models import Period
from evidence.address import readable
from validators import causes, services
from validators.absence import unseen
from validators.case import Case, Judged
from validators.offices import names_in_passing
from validators.results import Access, Finding, Presence, Readability, Recency
from validators.sets import Coverage, coverage, members
from validators.standing import Standing
from validators.traces import Trace, traces

SEVERAL = 3
"""Dated items from which on there are "several"."""


def found(
    case: Case,
    best: Standing,
    standings: Sequence[Standing],
    recency: Recency | None = None,
    extra: Sequence[Finding] = (),
    parts: bool = True,
) -> Judged:
    """An element that some source stands for, with everything that is wrong about the best one.

    `parts`: whether the source is known well enough to ask it for its parts.
    """
    cover = _coverage(case, standings) if parts else None
    if cover and cover.missing and not case.element.parts_warn:
        return _part_missing(case, best, standings, cover)
    if cover and not cover.missing:
        best = _weakest_part(case, best, standings)
    hidden = _newer_but_shut(case, best)
    if hidden:
        return unseen(case, [hidden], standings)
    findings = [*extra, *_about(case, best)]
    if cover and cover.missing:
        findings.append(_advise(case, best, cover))
    recency = recency or best.timing.recency
    findings += _few(case, best, standings)
    access = best.access
    if case.element.service and access is Access.OPEN:
        answer = services.answer(case.matcher, case.element, best.match)
        access = answer.access
        if answer.access in (Access.BROKEN, Access.OFFSITE):
            return _dead_service(case, answer, standings)
        if answer.nowhere:
            findings.append(_no_way_in(case, best))
        findings += [
            case.speaker.say(
                "access.blocked",
                (answer.url, best.match.source.url),
                quote=answer.words,
                witness=answer.witness,
            )
        ] * (answer.access is Access.BLOCKED)
    if case.element.stale_warn and recency is Recency.OUTDATED:
        recency = Recency.NOT_APPLICABLE
    early = best.access is Access.NOT_APPLICABLE  # of an earlier year, while nothing is asked yet
    shown = Access.NOT_APPLICABLE if early else access
    result = case.result(Presence.FOUND, recency, best.readability, shown, standings)
    doubtful = best.match.weak or any(f.code == "presence.weak_match" for f in findings)
    return Judged(result, tuple(findings), doubtful and not early)


def _about(case: Case, best: Standing) -> list[Finding]:
    """What is wrong with the best source, as findings."""
    quote, page = case.quote(best.match)
    url = best.match.source.url
    carrier = causes.carrier(best.match.source)
    known = {"quote": quote, "page": page}
    found = causes.of_recency(case.speaker, case.element, best, (url, carrier), known)
    found += causes.of_readability(case.speaker, case.matcher, best, (url, carrier), known)
    if best.access is Access.UNLINKED:
        found.append(case.speaker.say("access.unlinked", (url,), quote=quote, page=page))
    if best.access is Access.BLOCKED:
        witness = case.matcher.view.cut_short
        found.append(
            case.speaker.say(
                "access.way_unknown", (url,), {"witness": witness}, quote=quote, page=page, witness=witness
            )
        )
    if best.access is Access.OFFSITE:
        found.append(
            case.speaker.say("access.staging_host", (url, carrier), quote=quote, host=causes.host_of(url))
        )
    if best.match.weak and best.access is not Access.NOT_APPLICABLE:
        found.append(
            case.speaker.say(
                "presence.weak_match", (url, carrier), {"why": best.match.reason}, quote=quote, page=page
            )
        )
    other = names_in_passing(case.matcher.office, best.match.passage) if not best.match.source.outside else ""
    if other:
        found.append(case.speaker.say("presence.mentions_other", (url,), other=other, quote=quote, page=page))
    return found


def _few(case: Case, best: Standing, standings: Sequence[Standing]) -> list[Finding]:
    """News wants several dated items of the year (domain 1.2); fewer are a warning."""
    if case.element.period is not Period.DATED or best.timing.recency is not Recency.CURRENT:
        return []
    days = {p.start for s in standings for p in s.said.all if p.start and case.asked.year in p.fiscal_years}
    if len(days) >= SEVERAL:
        return []
    quote, page = case.quote(best.match)
    return [
        case.speaker.say(
            "presence.few_items", (best.match.source.url,), {"items": len(days)}, quote=quote, page=page
        )
    ]


def _coverage(case: Case, standings: Sequence[Standing]) -> Coverage | None:
    unreadable = all(s.readability is Readability.UNREADABLE for s in standings)
    if not case.element.parts or unreadable:
        return None  # what cannot be read may well be complete: that it cannot be read is the fault
    doubtful = [m for m in case.matcher.matches(case.item, case.element) if m.weak and not m.foreign]
    return coverage(case.matcher, case.element, [s.match for s in standings], doubtful, case.book)


def _weakest_part(case: Case, best: Standing, standings: Sequence[Standing]) -> Standing:
    """A set is as good as its worst member: of each the best copy, of these the worst (a scan among ten manuals)."""
    copies = members(case.matcher, case.element, [s.match for s in standings], case.book)
    by_match = {id(s.match): s for s in standings}
    kept = [min((by_match[id(m)] for m in found), key=lambda s: s.rank) for found in copies if found]
    worst = max(kept, key=lambda s: (_SCALE.index(s.readability), s.rank, s.match.source.url), default=best)
    return worst if _SCALE.index(worst.readability) > _SCALE.index(best.readability) else best


_SCALE = list(Readability)


def _part_missing(case: Case, best: Standing, standings: Sequence[Standing], cover: Coverage) -> Judged:
    """An incomplete set is missing, its evidence still listed; a part that we could not look at is not known."""
    shut = {part.id: source for part, source in cover.shut}
    unknown = [source for source in shut.values() if causes.shut_to_us(source)]
    if unknown and len(unknown) == len(cover.missing):
        return unseen(case, [causes.trace_of(source) for source in unknown], standings)
    blind = causes.blind_spot(case.matcher)
    if blind is None and all(causes.shut_to_us(source) for source in shut.values()):
        blind = causes.hidden_spot(case.matcher, case.item, case.element)
    if blind:
        return unseen(case, [blind], standings)
    quote, page = case.quote(best.match)
    titles = ", ".join(part.title.th for part in cover.missing)
    finding = case.speaker.say(
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
        url=readable(causes.carrier(best.match.source) or best.match.source.url),
    )
    findings = [finding, *(causes.of_door(case.speaker, source) for source in shut.values())]
    result = case.result(Presence.MISSING, best.timing.recency, best.readability, best.access, standings)
    return Judged(result, (*findings, *_about(case, best)), False)


def _advise(case: Case, best: Standing, cover: Coverage) -> Finding:
    quote, page = case.quote(best.match)
    titles = ", ".join(part.title.th for part in cover.missing)
    details = {"missing": [part.id for part in cover.missing]}
    return case.speaker.say(
        "presence.part_advised", (best.match.source.url,), details, missing=titles, quote=quote, page=page
    )


def _no_way_in(case: Case, best: Standing) -> Finding:
    """A page that describes a system and leads to none: nothing answers there, as far as a program can see."""
    url = best.match.source.url
    quote, page = case.quote(best.match)
    why = "a system is described, and no link, form or e-mail address leads to it"
    urls = (url, causes.carrier(best.match.source))
    return case.speaker.say("presence.weak_match", urls, {"why": why}, quote=quote, page=page)


def _dead_service(case: Case, answer: services.Answer, standings: Sequence[Standing]) -> Judged:
    """A page that describes a system whose every link is dead, or leads to a social network: it is not there."""
    code = "access.soft_404" if answer.soft else "access.dead_link"
    if answer.access is Access.OFFSITE:
        code = "access.offsite_only"
    urls = (answer.url, answer.page)
    finding = case.speaker.say(
        code, urls, quote=answer.words, witness=answer.witness, host=causes.host_of(answer.url)
    )
    return Judged(case.result(Presence.MISSING, access=answer.access, standings=standings), (finding,))


def _newer_but_shut(case: Case, best: Standing) -> Trace | None:
    """A link that promises the year asked for, behind a door that was shut to us alone: the old copy proves nothing."""
    if best.timing.recency not in (Recency.OUTDATED, Recency.INCOMPLETE) or case.element.stale_warn:
        return None
    for trace in traces(case.matcher, case.item, case.element):
        if trace.unseen and trace.strength >= 0.7 and str(case.asked.year) in trace.words:
            return trace
    return None
