"""Sets that must be complete: ten units, five criteria, six parts of a service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from checklist.models import Element, Part
from documents.facts import Block, Shape
from thai.text import skeleton
from validators.leads import Phrasebook
from validators.lexicon import Hits, squeezed_all
from validators.matching import Match, Matcher
from validators.view import Passage, Source, is_link_block

SHORT = 160
"""Letters of a block that is a caption, a row or an item of a list; in a longer one only the beginning names."""

BEGINNING = 70
LEAST_TEXT = 200
"""Letters that a document of one part must have."""

LEAST_BONES = 4
"""Letters that a part's word must keep without its marks to be looked for in damaged text."""

HUB = 3
"""Parts that links of one passage must name for the passage to be a list of links, where only what is linked counts."""


@dataclass(frozen=True)
class Coverage:
    """Which parts are there and which are not."""

    covered: tuple[Part, ...]
    missing: tuple[Part, ...]
    shut: tuple[tuple[Part, Source], ...] = ()
    """Parts whose link leads to a closed door."""


def coverage(
    matcher: Matcher, element: Element, matches: Sequence[Match], lists: Sequence[Match], book: Phrasebook
) -> Coverage:
    """The parts of an element's set that its sources cover, together or (one_source) the best one alone.

    `lists` are doubtful matches: what their links lead to counts, what they say themselves does not.
    """
    parts = matcher.checklist.profile.parts_of(element)
    covered: set[str] = set()
    shut: dict[str, Source] = {}
    if element.one_source:
        covered = max((_of_match(matcher, match, parts, book) for match in matches), key=len, default=set())
    else:
        for match in matches:
            covered |= _of_match(matcher, match, parts, book)
        for listed in lists:
            covered |= _through_page(matcher, listed, parts, book)[0]
        covered |= _by_own_title(matcher, parts, book)
        _through_links(matcher, parts, book, covered, shut)
    shut = {part: source for part, source in shut.items() if part not in covered}
    return Coverage(
        tuple(part for part in parts if part.id in covered),
        tuple(part for part in parts if part.id not in covered),
        tuple((part, shut[part.id]) for part in parts if part.id in shut),
    )


def members(
    matcher: Matcher, element: Element, matches: Sequence[Match], book: Phrasebook
) -> list[list[Match]]:
    """For each part the sources that hold it themselves: a page that only links to it is no copy of it."""
    parts = matcher.checklist.profile.parts_of(element)
    held = [(match, _held(matcher, match, parts)) for match in matches]
    return [[match for match, own in held if part.id in own] for part in parts]


def _held(matcher: Matcher, match: Match, parts: Sequence[Part]) -> set[str]:
    """The parts that a source holds: those of its own text, or of the words that lead to what cannot be read."""
    if _is_hub(matcher, match.passage, parts):
        return set()
    own = _named(matcher.hits(match.passage)[0], parts) | _by_its_links(matcher, match, parts)
    for block in match.passage.blocks:
        if not is_link_block(block):
            own |= _named(matcher.leads.hits_normalised(_telling(block)), parts)
    return own


def _by_its_links(matcher: Matcher, match: Match, parts: Sequence[Part]) -> set[str]:
    """The parts that the words leading to a source name: one or two, nearest words first."""
    found: set[str] = set()
    for link in match.source.inbound:
        for words in (link.text, f"{link.row} {link.item}"):
            named = _named(matcher.leads.hits(words), parts) if words else set()
            if 0 < len(named) <= 2:
                found |= named
                break
    return found


def _by_own_title(matcher: Matcher, parts: Sequence[Part], book: Phrasebook) -> set[str]:
    """Parts that have a document of their own: its title names both the element and the part, and text stands below."""
    found: set[str] = set()
    for source in matcher.view.sources:
        if source.open and source.passages and not source.outside and matcher.has_text(source):
            passage = source.passages[0]
            title = matcher.leads.hits_normalised(passage.caption.split("\n")[0])
            named = _named(title, parts)
            titled = len(named) == 1 and book.judge(title) >= 1.0 and len(passage.own_words) >= LEAST_TEXT
            if titled and not matcher.foreign(source, passage) and not matcher.genres(source, passage):
                found |= named
    return found


def _named(hits: Hits, parts: Sequence[Part]) -> set[str]:
    return {part.id for part in parts if hits & squeezed_all(part.words)}


def _seeming(text: str, parts: Sequence[Part]) -> set[str]:
    """The parts that a text with damaged or misread letters names: compared by what survives the damage."""
    bones = skeleton(text)
    return {part.id for part in parts if any(_bone(word) in bones for word in part.words if _bone(word))}


@lru_cache(maxsize=2048)
def _bone(word: str) -> str:
    """The skeleton of a part's word, "" where it is too short to tell anything."""
    bones = skeleton(word)
    return bones if len(bones) >= LEAST_BONES else ""


def _of_match(matcher: Matcher, match: Match, parts: Sequence[Part], book: Phrasebook) -> set[str]:
    """The parts that one source covers: by the words that lead to it, by its title, by its rows and headings."""
    noisy = matcher.noisy(match.passage)
    found = _named(matcher.hits(match.passage)[0], parts) | _by_its_links(matcher, match, parts)
    hub = _is_hub(matcher, match.passage, parts)
    for block in match.passage.blocks:
        counts = block.links > 0 if hub else not is_link_block(block)
        if counts and not _is_placeholder(matcher, block):
            found |= _named(matcher.leads.hits_normalised(_telling(block)), parts)
            found |= _seeming(_telling(block), parts) if noisy else set()
    opened, shut = _through_page(matcher, match, parts, book)
    return (found - shut if hub else found) | opened


def _telling(block: Block) -> str:
    """The words of a block that name what it is about: all of a short one, the beginning of a long one."""
    if block.shape in (Shape.ROW, Shape.HEADING, Shape.TITLE) or len(block.text) <= SHORT:
        return block.text
    return block.text[:BEGINNING]


def _is_hub(matcher: Matcher, passage: Passage, parts: Sequence[Part]) -> bool:
    linked = [b for b in passage.blocks if b.links and (is_link_block(b) or b.shape is Shape.ROW)]
    return (
        len(set().union(*(_named(matcher.leads.hits_normalised(b.text), parts) for b in linked))) >= HUB
        if linked
        else False
    )


def _is_placeholder(matcher: Matcher, block: Block) -> bool:
    return bool(matcher.leads.hits_normalised(block.text) & squeezed_all(matcher.view.words.placeholders))


def _through_page(
    matcher: Matcher, match: Match, parts: Sequence[Part], book: Phrasebook
) -> tuple[set[str], set[str]]:
    """Parts that links of the page lead to, and parts whose every link on it leads to a closed door."""
    shut: set[str] = set()
    opened: set[str] = set()
    for link in matcher.view.links_from.get(match.source.capture.final_url, ()):
        target = matcher.view.by_url.get(link.target)
        if link.zone.value != "main":
            continue
        for words in (link.text, f"{link.row} {link.item}"):
            named = _named(matcher.leads.hits(words), parts) if words else set()
            if named and len(named) <= 2:
                is_open = target is not None and target.open
                if is_open and matcher.leads.cue(link, book).strength <= 0:
                    break  # the unit's own pages, not what is asked of it
                (opened if is_open else shut).update(named)
                break
    return opened, shut - opened


def _through_links(
    matcher: Matcher, parts: Sequence[Part], book: Phrasebook, covered: set[str], shut: dict[str, Source]
) -> None:
    """Parts whose document could not be opened, though a link that speaks of the element names them."""
    for source in matcher.view.sources:
        if source.open:
            continue
        cue = matcher.leads.best(source.leads, book)
        if cue.strength <= 0:
            continue
        for link in source.inbound:
            for part_id in _named(matcher.leads.hits(f"{link.text} {link.row} {link.item}"), parts):
                shut.setdefault(part_id, source)
