"""What points at an element that was not found: closed doors, other hosts, placeholders, other bodies' papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from checklist.models import Element, Item, Words
from documents.facts import HiddenReason
from evidence.records import Link, LinkKind, Outcome
from thai.text import normalise
from validators.doors import SHUT_TO_US, Door, among, is_short, unshown
from validators.grouped import grouped
from validators.leads import Cue
from validators.lexicon import Hits, squeezed_all
from validators.matching import Matcher
from validators.numbers import numbered
from validators.results import Access
from validators.view import STOPS_THAT_SPEAK_OF_ALL, Passage, Source

SPEAKS = 0.35
"""From this strength on the words that lead to an address speak of an element."""

BY_ADDRESS = 0.6
"""How strongly the folders of an address speak of an element."""

PLACEHOLDER_LETTERS = 600
"""A page that says "under preparation" says little else."""


class TraceKind(StrEnum):
    """What a trace leads to; the value is the finding's code."""

    DEAD = "access.dead_link"
    SOFT_404 = "access.soft_404"
    LOGIN = "access.login_required"
    OFFSITE = "access.offsite_only"
    STAGING = "access.staging_host"
    PLACEHOLDER = "presence.placeholder"
    BLOCKED = "access.blocked"
    ROBOTS = "access.robots"
    TOO_LARGE = "access.too_large"


KIND_OF_DOOR = {
    Door.DEAD: TraceKind.DEAD,
    Door.SOFT_404: TraceKind.SOFT_404,
    Door.LOGIN: TraceKind.LOGIN,
    Door.BLOCKED: TraceKind.BLOCKED,
    Door.LIMIT: TraceKind.BLOCKED,
    Door.TRAP: TraceKind.BLOCKED,
    Door.ROBOTS: TraceKind.ROBOTS,
    Door.TOO_LARGE: TraceKind.TOO_LARGE,
}
ACCESS = {
    TraceKind.DEAD: Access.BROKEN,
    TraceKind.SOFT_404: Access.BROKEN,
    TraceKind.LOGIN: Access.RESTRICTED,
    TraceKind.OFFSITE: Access.OFFSITE,
    TraceKind.STAGING: Access.OFFSITE,
    TraceKind.PLACEHOLDER: Access.OPEN,
    TraceKind.BLOCKED: Access.BLOCKED,
    TraceKind.ROBOTS: Access.BLOCKED,
    TraceKind.TOO_LARGE: Access.BLOCKED,
}
_RANK = list(TraceKind)
_NUMBER = re.compile(r"[\d.]+(?::\d+)?$|\[")


@dataclass(frozen=True)
class Trace:
    """One thing that points at an element without being it."""

    kind: TraceKind
    url: str
    carrier: str
    """The page that carries the link, or the page itself."""
    words: str
    witness: str
    strength: float
    source: Source | None = None
    hidden: bool = False
    """It speaks of something on an open page that only a browser shows."""

    @property
    def unseen(self) -> bool:
        """Whether it says nothing about the public: we could not look."""
        return ACCESS[self.kind] is Access.BLOCKED


def traces(matcher: Matcher, item: Item, element: Element) -> list[Trace]:
    """Every trace of an element, the strongest first."""
    found = [
        *_doors(matcher, item, element),
        *_loose(matcher, item, element),
        *_placeholders(matcher, item, element),
        *unshown_traces(matcher, item, element),
    ]
    found.sort(key=lambda t: (-t.strength, _RANK.index(t.kind), t.url))
    return found


def _doors(matcher: Matcher, item: Item, element: Element) -> Iterator[Trace]:
    for source in matcher.view.sources:
        kind = _kind(matcher, element, source)
        if kind is None:
            continue
        cue = _promise(matcher, source, item, element)
        if cue.strength >= SPEAKS:
            yield Trace(
                kind,
                source.url,
                _carrier(source, cue),
                cue.words,
                _witness(matcher, source),
                cue.strength,
                source,
            )


def _promise(matcher: Matcher, source: Source, item: Item, element: Element) -> Cue:
    """What leads to a closed door says of an element: the words around its links, else the address, else the number."""
    cue = matcher.promised(source, item, element)
    if cue.strength < 0 or cue.strength >= SPEAKS:
        return cue
    path = unquote(urlsplit(source.url).path)
    if matcher.books[item.code, element.id].judge(matcher.leads.hits(path)) >= 1.0:
        return Cue(BY_ADDRESS, path, "address")
    cue = numbered(matcher, source, item)
    if cue.strength or source.doorway.door not in SHUT_TO_US:
        return cue
    # What we could not look at may be the list of a whole group of items.
    groups = (grouped(matcher.checklist, item, normalise(link.text)) for link in source.inbound)
    return max(groups, key=lambda group: group.strength, default=cue)


def _kind(matcher: Matcher, element: Element, source: Source) -> TraceKind | None:
    if source.doorway.door is Door.TRAP:
        return None
    host = urlsplit(source.url).netloc.lower()
    words = matcher.view.words
    if source.capture.outcome is Outcome.REFUSED and (_NUMBER.match(host) or host.startswith(words.staging)):
        return (
            TraceKind.STAGING
        )  # an address of a private network, as it is written: the public cannot go there
    if not source.open:
        return KIND_OF_DOOR[source.doorway.door]
    if is_short(source.capture) and not source.outside:
        return TraceKind.BLOCKED
    if not source.outside or element.outside or element.service:
        return None
    if host.startswith(words.staging):
        return TraceKind.STAGING
    if kept_by(matcher.view.words, source.url):
        # No rule says whether a file that anybody may fetch from such a service counts (domain page, part 7): for a person.
        return TraceKind.BLOCKED
    return TraceKind.OFFSITE


def kept_by(words: Words, url: str) -> str:
    """What kind of file service an address belongs to, in Thai; "" where it is none."""
    host = urlsplit(url).netloc.lower()
    services = (s for s in words.file_services if among(host, s.hosts) and s.path in url)
    return next((service.title.th for service in services), "")


def _witness(matcher: Matcher, source: Source) -> str:
    """What shows the trace; of something that a file service keeps, what it is."""
    kept = kept_by(matcher.view.words, source.url)
    return ", ".join(part for part in (kept, source.doorway.witness) if part)


def _carrier(source: Source, cue: Cue) -> str:
    links = [link for link in source.inbound if cue.words in (link.text, f"{link.row} {link.item}".strip())]
    return next((link.source for link in links or source.inbound), "")


def _loose(matcher: Matcher, item: Item, element: Element) -> Iterator[Trace]:
    """Links that lead nowhere (`#`), with the element's name on them."""
    book = matcher.books[item.code, element.id]
    for link in matcher.view.loose:
        if link.zone.value != "main" or _opens_a_fold(link):
            continue
        cue = matcher.leads.cue(link, book)
        if cue.strength >= 0.8:
            yield Trace(
                TraceKind.PLACEHOLDER, link.source, link.source, cue.words, f'href="{link.raw}"', cue.strength
            )


def _opens_a_fold(link: Link) -> bool:
    """Whether a link without an address works something on its page (`#part`, a script) rather than leading nowhere."""
    raw = link.raw.strip().lower()
    return (raw.startswith("#") and len(raw) > 1) or "toggle" in raw or "collapse" in raw


def _placeholders(matcher: Matcher, item: Item, element: Element) -> Iterator[Trace]:
    """Pages and rows that name the element and say that it is being prepared."""
    book = matcher.books[item.code, element.id]
    wanted = squeezed_all(matcher.view.words.placeholders)
    for source in matcher.unfinished:
        for passage in source.passages:
            if not matcher.hits(passage)[2] & wanted or _says_much(passage):
                continue
            caption = book.judge(matcher.hits(passage)[0])
            lead = matcher.promised(source, item, element).strength if passage.whole else 0.0
            if max(caption, lead) >= 0.7:
                said = next(b.text for b in passage.blocks if matcher.leads.hits_normalised(b.text) & wanted)
                yield Trace(
                    TraceKind.PLACEHOLDER,
                    source.url,
                    source.url,
                    normalise(said)[:200],
                    said[:120],
                    0.95,
                    source,
                )
                break
        else:
            yield from _placeholder_rows(matcher, source, element, item)


def _says_much(passage: Passage) -> bool:
    return len(passage.own_words) > PLACEHOLDER_LETTERS


def _placeholder_rows(matcher: Matcher, source: Source, element: Element, item: Item) -> Iterator[Trace]:
    book = matcher.books[item.code, element.id]
    wanted = squeezed_all(matcher.view.words.placeholders)
    for block in source.main:
        if len(block.text) > 300:
            continue
        hits = matcher.leads.hits_normalised(block.text)
        if hits & wanted and book.judge(hits) >= 1.0:
            yield Trace(
                TraceKind.PLACEHOLDER, source.url, source.url, block.text[:200], block.text[:120], 0.9, source
            )
            return


ON_THE_PAGE = 0.6
"""Strength of a page's own name, for a control on it that names nothing."""


def unshown_traces(matcher: Matcher, item: Item, element: Element) -> Iterator[Trace]:
    """Controls, rows and headings whose content only a browser shows, and that speak of an element.

    Words that name nothing ("ดูเพิ่มเติม", a year) speak for what their page is about.
    """
    for source in matcher.view.sources:
        best = max(
            ((_speaking(matcher, item, element, source, one.caption), one.caption) for one in source.hidden),
            key=lambda pair: pair[0],
            default=(0.0, ""),
        )
        if best[0] >= SPEAKS:
            witness = unshown(source.capture, matcher.view.words)
            yield Trace(TraceKind.BLOCKED, source.url, source.url, best[1], witness, best[0], source, True)


def _speaking(matcher: Matcher, item: Item, element: Element, source: Source, caption: str) -> float:
    key = (item.code, element.id)
    hits = matcher.leads.hits_normalised(caption)
    if matcher.named(hits):
        return 0.9 * matcher.books[key].judge(hits)
    if (group := grouped(matcher.checklist, item, caption)).strength:
        return group.strength
    own = matcher.caption(source.passages[0], key)
    return ON_THE_PAGE * max(own, 0.0 if own < 0 else matcher.lead(source, key).strength)


def unshown_menu(matcher: Matcher) -> Source | None:
    """A start page or list of items whose menu only a browser shows: it may lead to anything."""
    lists = squeezed_all(matcher.view.words.item_lists)
    for source in matcher.view.sources:
        if not any(one.reason is HiddenReason.MENU for one in source.hidden):
            continue
        if source is matcher.view.start or _leads_on(matcher, source, lists):
            return source
    return None


def speaks_of_all(matcher: Matcher) -> Source | str | None:
    """What could not be looked at and speaks of every element: the start page, a list of items, the crawl's own end.

    Where the office's server failed in the middle of the crawl, that was the crawl's end.
    """
    run = matcher.view.run
    if run.stopped_because in STOPS_THAT_SPEAK_OF_ALL:
        return run.reason or run.stopped_because
    for source in matcher.view.sources:
        if source.capture.outcome is Outcome.SERVER_DOWN and not source.outside:
            return source
    start = matcher.view.start
    if start is not None and start.doorway.door in SHUT_TO_US:
        return start
    lists = squeezed_all(matcher.view.words.item_lists)
    for source in matcher.view.sources:
        if source.doorway.door in SHUT_TO_US and not source.outside and _leads_on(matcher, source, lists):
            return source
    return None


def _leads_on(matcher: Matcher, source: Source, lists: Hits) -> bool:
    """Whether a source is a list of items by the words that lead to it, or a part of the home page (a menu in a frame)."""
    starts = matcher.view.run.site.start_urls
    if any(
        link.kind is LinkKind.FRAME and link.source in starts and link.zone.value == "menu"
        for link in source.inbound
    ):
        return True
    return any(matcher.leads.hits(link.text) & lists for link in source.inbound)
