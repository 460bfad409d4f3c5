"""Nothing of ours stands there: not due, behind a closed door, somebody else's, could not be looked at, or missing."""

from __future__ import annotations

from collections.abc import Sequence

from validators import causes
from validators.case import Case, Judged
from validators.findings import due_words
from validators.matching import Match
from validators.recency import due
from validators.results import Access, Presence, Recency
from validators.standing import Standing
from validators.traces import ACCESS, Trace, traces


def absent(case: Case, matches: Sequence[Match]) -> Judged:
    """Nothing of ours stands there: not due, behind a closed door, somebody else's, or missing."""
    found = traces(case.matcher, case.item, case.element)
    closed = [trace for trace in found if not trace.unseen]
    if not due(case.element.period, case.asked):
        words = due_words(case.element.period, case.asked)
        finding = case.speaker.say("recency.not_due", due=words)
        return Judged(case.result(Presence.MISSING, Recency.NOT_DUE), (finding,))
    blind = causes.blind_spot(case.matcher)
    if blind:
        return unseen(case, [blind])
    foreign = [match for match in matches if match.foreign and not match.weak]
    if foreign and (closed or not found):
        return _other_body(case, foreign)
    if closed:
        return _closed(case, closed[0], found)
    if found:
        return unseen(case, found)
    hidden = causes.hidden_spot(case.matcher, case.item, case.element)
    if hidden:
        return unseen(case, [hidden])
    return _missing(case)


def unseen(case: Case, found: Sequence[Trace], standings: Sequence[Standing] = ()) -> Judged:
    """Every trace leads to something that we could not look at: never a gap."""
    findings = [
        case.speaker.say(trace.kind.value, (trace.url, trace.carrier), {"witness": trace.witness},
                     quote=trace.words or case.element.title.th, witness=trace.witness)
        for trace in found[:3]
    ]  # fmt: skip
    return Judged(
        case.result(Presence.UNSEEN, access=Access.BLOCKED, standings=standings), tuple(findings), True
    )


def _other_body(case: Case, foreign: Sequence[Match]) -> Judged:
    best = foreign[0]
    quote, page = case.quote(best)
    urls = (best.source.url, causes.carrier(best.source))
    finding = case.speaker.say(
        "presence.other_body", urls, {"body": best.foreign}, other=best.foreign, quote=quote, page=page
    )
    standings = [case.stands(match) for match in foreign]
    return Judged(case.result(Presence.MISSING, standings=standings), (finding,))


def _closed(case: Case, trace: Trace, found: Sequence[Trace]) -> Judged:
    access = ACCESS[trace.kind]
    finding = case.speaker.say(
        trace.kind.value, (trace.url, trace.carrier), {"witness": trace.witness},
        quote=trace.words, witness=trace.witness, host=causes.host_of(trace.url),
    )  # fmt: skip
    dimension = Access.NOT_APPLICABLE if access is Access.OPEN else access
    return Judged(case.result(Presence.MISSING, access=dimension), (finding,))


def _missing(case: Case) -> Judged:
    looked = causes.looked(case.matcher, case.item, case.element)
    finding = case.speaker.say("presence.missing", looked[:1], {"looked": looked}, looked=len(looked))
    return Judged(case.result(Presence.MISSING), (finding,))
