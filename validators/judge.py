"""From a stored run, rules and a day to items with verdicts. Pure: no clock, network, randomness or dictionary order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.loader import Checklist
from checklist.messages import Message, read_messages
from checklist.models import Element, Item
from documents.facts import Facts
from evidence.records import Capture, Link, RunRecord
from validators.case import Case, Judged
from validators.doors import Door, is_short, unshown
from validators.elements import judge_element
from validators.findings import Speaker
from validators.matching import Matcher
from validators.offices import Office, office_of
from validators.recency import Asked
from validators.results import (
    Access,
    Finding,
    ItemResult,
    Presence,
    Readability,
    Recency,
    Severity,
    Verdict,
    worst,
)
from validators.view import Source, View, build_view

_BAD_ACCESS = frozenset({Access.UNLINKED, Access.OFFSITE, Access.RESTRICTED, Access.BROKEN})


@dataclass(frozen=True)
class NotSeen:
    """An address that could not be looked at."""

    url: str
    reason: str
    witness: str


@dataclass(frozen=True)
class Judgement:
    """Everything that judging a run says."""

    office: str
    """The office's name as found, with สำนักงานเขต; "" where the site does not say."""
    items: tuple[ItemResult, ...]
    not_seen: tuple[NotSeen, ...]


def judge(
    run: RunRecord,
    captures: Sequence[Capture],
    links: Sequence[Link],
    facts: Mapping[str, Facts],
    checklist: Checklist,
    as_of: dt.date,
    messages: Mapping[str, Message] | None = None,
) -> Judgement:
    """Judge a stored run. `facts` maps each address asked for to the facts of what stood there."""
    view = build_view(run, captures, links, facts, checklist.words)
    office = office_of(view)
    matcher = Matcher(checklist, view, office)
    asked = Asked(checklist.fiscal_year, as_of)
    texts = messages or read_messages()
    body = (
        f"{checklist.profile.body}{office.name}" if office.name else run.site.name or checklist.profile.body
    )
    items = tuple(_item(matcher, item, asked, texts, body) for item in checklist.profile.items)
    return Judgement(body if office.name else "", items, not_seen(view))


def not_seen(view: View) -> tuple[NotSeen, ...]:
    """Everything that we were kept from looking at, by address."""
    shut = (Door.BLOCKED, Door.ROBOTS, Door.TOO_LARGE, Door.LIMIT, Door.TRAP)
    found = [
        NotSeen(s.url, s.doorway.door.value, s.doorway.witness)
        for s in view.sources
        if s.doorway.door in shut
    ]
    found += [NotSeen(s.url, Door.BLOCKED.value, _unshown(s, view)) for s in view.sources if s.hidden]
    found += [
        NotSeen(s.url, "truncated", s.doorway.witness) for s in view.sources if s.open and is_short(s.capture)
    ]
    return tuple(sorted(found, key=lambda n: n.url))


def _unshown(source: Source, view: View) -> str:
    """What only a browser shows of a page: the reason, and the first words that lead to it."""
    named = ", ".join(one.caption for one in source.hidden if one.caption)[:120]
    return f"{unshown(source.capture, view.words)}{': ' if named else ''}{named}"


def _owners(matcher: Matcher, item: Item) -> tuple[str, ...]:
    return tuple(matcher.view.run.site.owners.get(item.code, item.units))


def _speaker(
    matcher: Matcher, item: Item, element: Element, asked: Asked, messages: Mapping[str, Message], body: str
) -> Speaker:
    owners = _owners(matcher, item)
    if element.units and item.code not in matcher.view.run.site.owners:
        owners = element.units
    names = {unit.id: unit.name for unit in matcher.checklist.profile.units}
    words = "ทุกฝ่าย" if len(owners) >= 10 else ", ".join(names[unit] for unit in owners if unit in names)
    return Speaker(
        matcher.checklist, messages, item, element, asked, body, words, matcher.view.run.site.director
    )


def _item(
    matcher: Matcher, item: Item, asked: Asked, messages: Mapping[str, Message], body: str
) -> ItemResult:
    speakers = [_speaker(matcher, item, element, asked, messages, body) for element in item.elements]
    judged = [judge_element(Case(matcher, item, s.element, asked, s)) for s in speakers]
    required = [j for j in judged if j.result.required]
    some = any(j.result.presence is Presence.FOUND for j in required)
    findings = [f for j, s in zip(judged, speakers, strict=True) for f in _graded(j, s, some)]
    return ItemResult(
        code=item.code,
        title=item.title.th,
        indicator=item.indicator,
        units=_owners(matcher, item),
        verdict=verdict(required),
        presence=_presence([j.result.presence for j in required]),
        recency=worst(j.result.recency for j in required) or Recency.NOT_APPLICABLE,
        readability=worst(j.result.readability for j in required) or Readability.NOT_APPLICABLE,
        access=worst(j.result.access for j in required) or Access.NOT_APPLICABLE,
        elements=tuple(j.result for j in judged),
        findings=tuple(findings),
    )


def _graded(judged: Judged, speaker: Speaker, some_found: bool) -> list[Finding]:
    """Findings as grave as the element: what is optional never makes a gap, and its absence is no finding."""
    if judged.result.required:
        return [_named(finding, speaker, some_found) for finding in judged.findings]
    told = [f for f in judged.findings if f.code not in ("presence.missing", "recency.not_due")]
    return [f.model_copy(update={"severity": Severity.INFO}) for f in told]


def _named(finding: Finding, speaker: Speaker, some_found: bool) -> Finding:
    """A missing element of an item whose other parts are there is said as such."""
    if finding.code != "presence.missing" or not some_found:
        return finding
    return speaker.say("presence.element_missing", finding.urls, finding.details)


def _presence(values: Sequence[Presence]) -> Presence:
    """Some found and others missing is partial; otherwise the worst."""
    if Presence.FOUND in values and Presence.MISSING in values:
        return Presence.PARTIAL
    return worst(values) or Presence.MISSING


def element_verdict(judged: Judged) -> Verdict:
    """What one required element makes of its item."""
    r = judged.result
    if r.presence is Presence.UNSEEN:
        return Verdict.REVIEW
    if r.presence is Presence.MISSING and r.recency is Recency.NOT_DUE:
        return Verdict.NOT_DUE
    if r.presence is Presence.MISSING or r.recency in (Recency.OUTDATED, Recency.INCOMPLETE):
        return Verdict.GAP
    if r.readability is Readability.UNREADABLE or r.access in _BAD_ACCESS:
        return Verdict.GAP
    if (
        judged.weak
        or r.recency is Recency.UNDATED
        or r.readability is Readability.DEGRADED
        or r.access is Access.BLOCKED
    ):
        return Verdict.REVIEW
    return Verdict.NOT_DUE if r.recency is Recency.NOT_DUE else Verdict.READY


def verdict(required: Sequence[Judged]) -> Verdict:
    """Gap, then review, then not due, then ready."""
    return worst(element_verdict(j) for j in required) or Verdict.REVIEW


__all__ = ["Judgement", "NotSeen", "Office", "Severity", "element_verdict", "judge", "not_seen", "verdict"]
