"""What points at an element that was not found: closed doors, other hosts, placeholders, other bodies' papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from checklist.models import Element, Item
from evidence.records import Link, LinkKind
from thai.text import normalise
from validators.doors import SHUT_TO_US, Door
from validators.leads import Cue
from validators.lexicon import Hits, squeezed_all
from validators.matching import Matcher
from validators.numbers import numbered
from validators.results import Access
from validators.view import Passage, Source

SPEAKS = 0.35
"""From this strength on the words that lead to an address speak of an element."""

BY_ADDRESS = 0.6
"""How strongly the folders of an address speak of an element."""

PLACEHOLDER_LETTERS = 600
"""A page that says "under preparation" says little else."""

STOPS_THAT_SPEAK_OF_ALL = frozenset(
    {"max_pages", "max_minutes", "max_bytes", "interrupted", "disk_full", "running"}
)


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
                source.doorway.witness,
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
    return numbered(matcher, source, item)


def _kind(matcher: Matcher, element: Element, source: Source) -> TraceKind | None:
    if source.doorway.door is Door.TRAP:
        return None
    if not source.open:
        return KIND_OF_DOOR[source.doorway.door]
    if not source.outside or element.outside or element.service:
        return None
    words = matcher.view.words
    host = urlsplit(source.url).netloc.lower()
    if host.startswith(words.staging):
        return TraceKind.STAGING
    if among(host, words.file_hosts):
        # A viewer's page: what it shows was not looked at.
        return TraceKind.BLOCKED
    return TraceKind.OFFSITE


def among(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether a host is one of some hosts, or a part of one."""
    return any(host == known or host.endswith("." + known) for known in hosts)


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


def speaks_of_all(matcher: Matcher) -> Source | str | None:
    """What could not be looked at and speaks of every element: the start page, a list of items, the crawl's own end."""
    run = matcher.view.run
    if run.stopped_because in STOPS_THAT_SPEAK_OF_ALL:
        return run.reason or run.stopped_because
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
