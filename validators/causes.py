"""Why a source does not stand: the findings of recency, readability and access, and where a missing thing was looked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from checklist.models import Element, Item
from documents.facts import Kind
from validators.doors import SHUT_TO_US, unshown
from validators.findings import Speaker, due_words, witness_words
from validators.leads import in_menu
from validators.matching import Matcher
from validators.recency import Timing
from validators.results import Finding, Readability, Recency, Severity
from validators.series import iso_months, month_words
from validators.standing import Standing
from validators.testimony import Weight
from validators.traces import KIND_OF_DOOR, Trace, TraceKind, speaks_of_all, unshown_menu, unshown_traces
from validators.view import Source

LOOKED = 8
"""Addresses named as looked at, for an element that is missing."""


def carrier(source: Source) -> str:
    """The page that carries the link to a source: one whose main part does, else a menu's."""
    links = sorted(source.inbound, key=lambda link: (in_menu(link), link.source, link.order))
    return next((link.source for link in links if link.source), "")


def host_of(url: str) -> str:
    """The host of an address, for messages."""
    return urlsplit(url).netloc


def shut_to_us(source: Source) -> bool:
    """Whether a door says nothing about the public."""
    return source.doorway.door in SHUT_TO_US


def trace_of(source: Source) -> Trace:
    """A closed door as a trace."""
    words = next((link.text or link.row for link in source.inbound), "")
    return Trace(
        KIND_OF_DOOR[source.doorway.door],
        source.url,
        carrier(source),
        words,
        source.doorway.witness,
        1.0,
        source,
    )


def of_door(say: Speaker, source: Source) -> Finding:
    """The finding of a closed door on a part or month."""
    trace = trace_of(source)
    return say.say(
        trace.kind.value,
        (trace.url, trace.carrier),
        {"witness": trace.witness},
        quote=trace.words,
        witness=trace.witness,
        host=host_of(trace.url),
    )


def of_recency(
    say: Speaker, element: Element, best: Standing, urls: tuple[str, str], known: dict[str, Any]
) -> list[Finding]:
    """What is wrong with the period of the best source."""
    time = best.timing
    said = ", ".join(map(str, sorted(set(time.years))))
    witnesses = [w.as_detail() for w in time.testimony.witnesses]
    found = []
    if time.signer:
        grave = None if time.recency is Recency.OUTDATED else Severity.WARNING
        found.append(say.say("recency.other_signer", urls, {"signer": time.signer}, grave, **known))
    elif time.recency is Recency.OUTDATED:
        code = "recency.stale_mark" if element.stale_warn else "recency.old_year"
        details = {"fiscal_years": sorted(set(time.years)), "by": time.by or "", "witnesses": witnesses}
        found.append(say.say(code, urls, details, said=said, **known))
    if time.recency is Recency.NOT_DUE:
        found.append(say.say("recency.not_due", urls, due=due_words(element.period, say.asked)))
    if time.recency is Recency.UNDATED:
        hint = witness_words(time.testimony.hints)
        found.append(say.say("recency.undated", urls, {"witnesses": witnesses}, hint=hint, **known))
    if time.recency is Recency.INCOMPLETE and time.missing:
        lacking: dict[str, Any] = {"missing": iso_months(time.missing)}
        found.append(
            say.say("recency.month_missing", urls, lacking, missing=month_words(time.missing), **known)
        )
    if time.testimony.against:
        found.append(_conflict(say, time, urls, said, witnesses, known))
    for period in time.impossible[:3]:
        found.append(say.say("recency.impossible_period", urls, {"said": period}, said=period, **known))
    return found


def _conflict(
    say: Speaker,
    time: Timing,
    urls: tuple[str, str],
    said: str,
    witnesses: list[dict[str, Any]],
    known: dict[str, Any],
) -> Finding:
    """Places that say another year than the one that the document was found to be of."""
    against = time.testimony.against
    details = {
        "address": sorted({y for w in against if w.weight is Weight.ADDRESS for y in w.years}),
        "link": sorted({y for w in against if w.weight is Weight.LINK for y in w.years}),
        "document": sorted(set(time.years)),
        "by": time.by or "",
        "witnesses": witnesses,
    }
    code = "recency.year_conflict"
    variant = "old" if time.recency is Recency.OUTDATED else ""
    return say.say(code, urls, details, variant=variant, conflict=witness_words(against), said=said, **known)


def of_readability(
    say: Speaker, matcher: Matcher, best: Standing, urls: tuple[str, str], known: dict[str, Any]
) -> list[Finding]:
    """What is wrong with the legibility of the best source."""
    if best.readability in (Readability.READABLE, Readability.NOT_APPLICABLE):
        return []
    facts = best.match.source.facts
    assert facts is not None
    if best.readability is Readability.DEGRADED:
        return [say.say("readability.degraded_text", urls, severity=Severity.WARNING, **known)]
    words = {**known, "quote": known["quote"] or best.match.lead.words or best.match.passage.heading}
    if facts.encrypted:
        return [say.say("readability.encrypted", urls, **words)]
    if facts.corrupt:
        return [
            say.say("readability.corrupt", urls, {"reason": facts.corrupt}, witness=facts.corrupt, **words)
        ]
    if facts.empty:
        return [say.say("readability.empty", urls, **words)]
    if best.match.in_picture or facts.kind is Kind.IMAGE:
        return [say.say("readability.image_only", urls, **words)]
    letters = sum(page.letters for page in facts.health)
    pages = max(1, facts.pages or len(facts.health))
    if facts.kind is Kind.PDF and letters < 25 * pages:
        return [say.say("readability.scanned_pdf", urls, **words)]
    return [say.say("readability.broken_text", urls, **words)]


def blind_spot(matcher: Matcher) -> Trace | None:
    """What could not be looked at and speaks of every element, as a trace."""
    what = speaks_of_all(matcher)
    if isinstance(what, Source):
        return trace_of(what)
    if what:
        start = matcher.view.run.site.start_urls[0]
        return Trace(TraceKind.BLOCKED, start, "", "", what, 1.0)
    menu = unshown_menu(matcher)
    if menu is None:
        return None
    return Trace(TraceKind.BLOCKED, menu.url, "", "", unshown(menu.capture, matcher.view.words), 1.0, menu)


def hidden_spot(matcher: Matcher, item: Item, element: Element) -> Trace | None:
    """What a page hides of one element from all but a browser, as a trace."""
    hidden = unshown_traces(matcher, item, element)
    return max(hidden, key=lambda trace: trace.strength, default=None)


def looked(matcher: Matcher, item: Item, element: Element) -> list[str]:
    """Where a missing element was looked for: pages that come nearest by their captions, lists of items, the home page."""
    book = matcher.books[item.code, element.id]
    near = []
    for source in matcher.view.sources:
        if not source.open or not source.passages or source.outside:
            continue
        caption = matcher.hits(source.passages[0])[0]
        if caption & (book.names | book.hints) or matcher.promised(source, item, element).strength > 0:
            near.append(source.url)
    lists = sorted(matcher.item_lists)
    start = [matcher.view.start.url] if matcher.view.start else []
    return list(dict.fromkeys([*near[: LOOKED - 2], *lists[:2], *start]))[:LOOKED]
