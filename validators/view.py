"""The site as a reader meets it: what stood where, how one comes there, and what the words around the links say."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checklist.models import Words
from documents.facts import Block, Facts, Hidden, HiddenReason, Kind, Shape, Zone
from evidence.records import Capture, Link, LinkKind, Role, RunRecord
from evidence.records import Zone as LinkZone
from validators.doors import Door, Doorway, Surroundings, doorway, surroundings
from validators.furniture import framed
from validators.results import Step

REPEATED_PAGES = 8
"""From this many pages on, a block that stands on most of them (of many: a quarter) is furniture and speaks of none."""

_BESIDE = 15
"""Letters ("| เปิดดู") that may stand beside a caption in its block."""
STOPS_THAT_SPEAK_OF_ALL = frozenset(
    {"max_pages", "max_minutes", "max_bytes", "interrupted", "disk_full", "running"}
)
"""Endings of a crawl after which nothing that was not found is known to be missing."""

DECORATION = 3
"""From this many pages on, a picture belongs to none of them."""

FIRST_LINES = 9
FIRST_LETTERS = 420
"""How much of a document without headings is its title."""


@dataclass(frozen=True)
class Passage:
    """A stretch of one source that is judged on its own: a whole document, a page, a section of a page, a sheet."""

    caption: str
    """What the stretch calls itself: title, heading, first lines (normalised)."""
    blocks: tuple[Block, ...]
    whole: bool
    heading: str = ""
    """For a section: its own heading alone."""
    counted: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """What has been counted in it, by measure."""

    @cached_property
    def text(self) -> str:
        """The words of the stretch, blocks parted by line ends."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def ocr(self) -> int | None:
        """Percent of confidence with which OCR read most of it; None where most of it stands there as text."""
        read = [(len(b.text), b.ocr) for b in self.blocks if b.ocr is not None]
        letters = sum(length for length, _ in read)
        if not letters or letters * 2 < len(self.text):
            return None
        return round(sum(length * sure for length, sure in read) / letters)

    @cached_property
    def own_words(self) -> str:
        """The same without blocks that are nothing but links: those speak of other pages."""
        return "\n".join(block.text for block in self.blocks if not is_link_block(block))


_POINTER = 100
"""Letters up to which a table row with a link in it only says what the link leads to."""
_FIGURE = re.compile(r"(?!(?:25|20)\d\d(?!\d))(?<!\d)\d[\d,. ]{2,}\d")
"""A figure or a telephone number, and no year."""


def is_link_block(block: Block) -> bool:
    """Whether a block consists of links but for a few letters, or is a table row that names what its link leads to."""
    if block.links == 0:
        return False
    letters = len(block.text.replace(" ", ""))
    points = block.shape is Shape.ROW and letters <= _POINTER and not _FIGURE.search(block.text)
    return points or block.links >= 0.75 * letters


@dataclass(frozen=True)
class Source:
    """One address that was looked at, or could not be."""

    url: str
    capture: Capture
    facts: Facts | None
    doorway: Doorway
    inbound: tuple[Link, ...]
    path: tuple[Step, ...]
    """Clicks from the home page; empty where no link leads there."""
    linked: bool
    outside: bool
    furniture: frozenset[str] = field(default=frozenset(), repr=False)
    frame: tuple[str, ...] = field(default=(), repr=False)
    """Words of a page's frame."""

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """What only a browser shows of a page that stands there, and no browser has shown."""
        return self.facts.hidden if self.open and not self.outside and self.facts is not None else ()

    @property
    def open(self) -> bool:
        """Whether the thing itself stood there."""
        return self.doorway.door is Door.OPEN

    @cached_property
    def main(self) -> tuple[Block, ...]:
        """The blocks that are this source's own: neither menu nor foot nor what stands on every page."""
        if self.facts is None:
            return ()
        blocks = (b for b in self.facts.blocks if b.zone is Zone.MAIN and b.text)
        if names := self._unopened:
            blocks = (b for b in blocks if b.shape is Shape.TITLE or not _is_named(b.text, names))
        return tuple(b for b in blocks if b.shape is Shape.TITLE or b.text not in self.furniture)

    @cached_property
    def _unopened(self) -> tuple[str, ...]:
        """Words of controls and rows that open what nobody has seen: they name content and are none."""
        told = (HiddenReason.CONTROL, HiddenReason.ITEMS)
        return tuple({one.caption for one in self.hidden if one.reason in told and one.caption})

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The whole source first, then its sections."""
        if self.facts is None:
            return ()
        whole = Passage(_caption(self), self.main, whole=True)
        return (whole, *_sections(self, whole.caption))

    @cached_property
    def leads(self) -> tuple[Link, ...]:
        """The links to this source that say different things: a menu repeated on every page speaks once."""
        said: dict[tuple[str, ...], Link] = {}
        for link in self.inbound:
            said.setdefault((link.text, link.row, link.item, link.heading, link.column, link.zone), link)
        return tuple(said.values())

    @property
    def order(self) -> tuple[int, int, str]:
        """Nearest the home page first, then by address: never by the order of fetching."""
        return (0 if self.linked else 1, len(self.path), self.url)


def _is_named(text: str, names: tuple[str, ...]) -> bool:
    """Whether a text is one of some captions, with a few letters beside it at the most."""
    return any(len(text) <= len(name) + _BESIDE and name in text for name in names)


def _caption(source: Source) -> str:
    facts = source.facts
    assert facts is not None
    if facts.kind is Kind.HTML:
        boxes = {id(b) for b, is_frame in framed(source.main, source.frame) if is_frame}
        headings = [b for b in source.main if b.shape is Shape.HEADING and id(b) not in boxes]
        top = [b.text for b in headings if b.level == min((h.level for h in headings), default=1)]
        return "\n".join(
            [facts.title, *top[:1], *(h.text for h in headings[:1] if h.text not in top[:1])]
        ).strip()
    lines: list[str] = [b.text for b in source.main if b.shape is not Shape.ALT][:FIRST_LINES]
    return "\n".join(lines)[:FIRST_LETTERS]


def _sections(source: Source, page_caption: str) -> Iterable[Passage]:
    """The stretches under each heading of a page, each up to the next heading of its level; each sheet of a book."""
    blocks = source.main
    heads = [i for i, b in enumerate(blocks) if b.shape is Shape.HEADING]
    for place, start in enumerate(heads):
        level = blocks[start].level
        following = (i for i in heads[place + 1 :] if blocks[i].level <= level)
        end = next(following, len(blocks))
        body = blocks[start + 1 : end]
        if body:
            yield Passage(blocks[start].text, body, whole=False, heading=blocks[start].text)


@dataclass(frozen=True)
class View:
    """Everything that was seen, ready to be judged."""

    run: RunRecord
    words: Words
    sources: tuple[Source, ...]
    """By distance from the home page, then address."""
    loose: tuple[Link, ...]
    """Links that lead nowhere (`#`), with their words."""
    links_from: Mapping[str, tuple[Link, ...]]

    @cached_property
    def by_url(self) -> dict[str, Source]:
        """Sources by the address asked for and by the one that answered."""
        found = {source.capture.final_url: source for source in reversed(self.sources)}
        found.update({source.url: source for source in reversed(self.sources)})
        return found

    @cached_property
    def cut_short(self) -> str:
        """Why pages of the site that links lead to were not looked at, "" where all of them were."""
        if self.run.stopped_because in STOPS_THAT_SPEAK_OF_ALL:
            return self.run.reason or self.run.stopped_because
        lacking = (s for s in self.sources if s.capture.role is Role.PAGE and s.doorway.door is Door.LIMIT)
        return next((s.doorway.witness for s in lacking), "") if self.run.source else ""

    @cached_property
    def decoration(self) -> frozenset[str]:
        """Pictures that stand on several pages: banners, letterheads, ornaments."""
        pages = Counter(
            target
            for links in self.links_from.values()
            for target in {link.target for link in links if link.kind is LinkKind.IMAGE}
        )
        return frozenset(target for target, times in pages.items() if times >= DECORATION)

    @property
    def start(self) -> Source | None:
        """The home page."""
        return next((s for url in self.run.site.start_urls for s in (self.by_url.get(url),) if s), None)


def build_view(
    run: RunRecord,
    captures: Sequence[Capture],
    links: Sequence[Link],
    facts: Mapping[str, Facts],
    words: Words,
) -> View:
    """The view of a run. `facts` maps an address to the facts of what stood there."""
    links = sorted(links, key=lambda link: (link.source, link.order, link.target))
    pages = [c for c in _last(captures) if c.role not in (Role.PROBE, Role.ROBOTS, Role.SITEMAP)]
    around = surroundings(run, captures, facts)
    facts = {
        c.url: as_shown(facts[c.url]) if c.browser and not c.witness else facts[c.url]
        for c in pages
        if c.url in facts
    }
    paths = _click_paths(run, pages, links)
    furniture = _furniture(facts[c.url] for c in pages if c.role is Role.PAGE and c.url in facts)
    inbound: dict[str, list[Link]] = {}
    links_from: dict[str, list[Link]] = {}
    for link in links:
        links_from.setdefault(link.source, []).append(link)
        if link.target and link.kind not in (LinkKind.IMAGE, LinkKind.START):
            inbound.setdefault(link.target, []).append(link)
    sources = [_source(c, words, facts, inbound, paths, furniture, around) for c in pages]
    sources.sort(key=lambda source: source.order)
    loose = tuple(link for link in links if not link.target and link.text)
    return View(run, words, tuple(sources), loose, {url: tuple(found) for url, found in links_from.items()})


def _last(captures: Sequence[Capture]) -> list[Capture]:
    """The last capture of each address, by address: of a page that a browser showed, what it showed."""
    ordered = sorted(captures, key=lambda c: (c.url, c.fetched_at, bool(c.browser), c.witness))
    return list({capture.url: capture for capture in ordered}.values())


def as_shown(facts: Facts) -> Facts:
    """The facts of a page that a browser has shown: it hides nothing more, and where nothing stands it is empty."""
    empty = facts.empty or (facts.scripts_only and not any(b.zone is Zone.MAIN for b in facts.blocks))
    return facts.model_copy(update={"hidden": (), "scripts_only": False, "empty": empty})


def _source(
    capture: Capture,
    words: Words,
    facts: Mapping[str, Facts],
    inbound: Mapping[str, Sequence[Link]],
    paths: Mapping[str, tuple[Step, ...]],
    furniture: frozenset[str],
    around: Surroundings,
) -> Source:
    known = facts.get(capture.url)
    return Source(
        url=capture.url,
        capture=capture,
        facts=known,
        doorway=doorway(capture, known, words, around),
        inbound=tuple(link for link in inbound.get(capture.url, ()) if link.kind is not LinkKind.FORM),
        path=paths.get(capture.url, ()),
        linked=capture.url in paths,
        outside=capture.role is Role.OUTSIDE,
        furniture=furniture if capture.role is Role.PAGE else frozenset(),
        frame=words.frame,
    )


def _click_paths(
    run: RunRecord, captures: Sequence[Capture], links: Sequence[Link]
) -> dict[str, tuple[Step, ...]]:
    """The shortest way of clicks from a start address to each address that links lead to."""
    onward: dict[str, str] = {c.url: c.final_url for c in captures if c.final_url != c.url}
    # A picture is seen on its page: its way is that of the page.
    clickable = (LinkKind.ANCHOR, LinkKind.AREA, LinkKind.FRAME, LinkKind.REDIRECT, LinkKind.IMAGE)
    out: dict[str, list[Link]] = {}
    for link in links:
        if link.kind in clickable and link.target:
            out.setdefault(link.source, []).append(link)
    paths: dict[str, tuple[Step, ...]] = {}
    queue: deque[str] = deque()
    for url in run.site.start_urls:
        paths[url] = (Step(url=url, text="หน้าหลัก"),)
        queue.append(url)
    while queue:
        url = queue.popleft()
        for link in sorted(
            out.get(url, []) + out.get(onward.get(url, ""), []),
            key=lambda link: (link.zone is not LinkZone.MAIN, link.order),
        ):
            if link.target not in paths:
                paths[link.target] = (
                    *paths[url],
                    Step(url=link.target, text=link.text or link.row or link.heading),
                )
                queue.append(link.target)
        final = onward.get(url)
        if final and final not in paths:
            paths[final] = (*paths[url][:-1], Step(url=final, text=paths[url][-1].text))
    return paths


def _furniture(pages: Iterable[Facts]) -> frozenset[str]:
    """Main-zone blocks that stand on most pages, or on a quarter of very many."""
    count: Counter[str] = Counter()
    total = 0
    for facts in pages:
        total += 1
        count.update({block.text for block in facts.blocks if block.zone is Zone.MAIN})
    if total < REPEATED_PAGES:
        return frozenset()
    # Never so few pages that a form of its own (six months, ten units) could be taken for furniture.
    least = max(total / 4, min(13, 0.75 * total))
    return frozenset(text for text, times in count.items() if times >= least)
