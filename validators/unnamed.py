"""Texts that nothing names: content alone may point at an element, never more surely than for a person to look at.

A page called by words that no rule knows is not evidence for the program, and calling its element missing would be
false too. Where the content of such a page is all there, and speaks of no other element nearly as much, it is shown.
"""

from __future__ import annotations

from checklist.models import Element, Item
from evidence.records import Link
from validators.labelled import number_of
from validators.leads import NOTHING, Cue
from validators.lexicon import squeezed_all
from validators.matching import Match, Matcher
from validators.measures import groups_met
from validators.view import Source

GROUPS = 3
"""Groups that an element's content must have for content alone to point at it."""

PLENTY = 10
"""Different words of an element that a text must hold."""

CLEARLY = 1.5
"""How many times the words of any other item's element these must be."""

CONFIDENCE = 0.7

BY_NUMBER = 0.5
"""Confidence in what only the item's number points at."""

LEAST_LETTERS = 200
LEAST_WORDS = 2
"""Different words of an element's content that a text under its number must hold."""


def by_content(matcher: Matcher, item: Item, element: Element) -> Match | None:
    """The unnamed source whose content is most clearly the element's, or None."""
    if len(element.content.groups) < GROUPS:
        return None
    best: tuple[int, Source] | None = None
    for source in matcher.view.sources:
        if not _may_speak(matcher, source, element):
            continue
        words = _words(matcher, source, item, element, every=True)
        if (
            words >= PLENTY
            and (best is None or words > best[0])
            and words >= CLEARLY * _rival(matcher, source, item)
        ):
            best = (words, source)
    if best is None:
        return None
    words, source = best
    return Match(source, source.passages[0], CONFIDENCE, NOTHING, 0.0, words, f"content alone, {words} words")


def _may_speak(matcher: Matcher, source: Source, element: Element) -> bool:
    """Whether a source is a text of ours that neither its title nor a link gives to any item."""
    if not source.open or source.facts is None or source.outside or not source.passages:
        return False
    if source is matcher.view.start or source.url in matcher.item_lists or not matcher.has_text(source):
        return False
    passage = source.passages[0]
    if matcher.claims(source, passage) or matcher.foreign(source, passage):
        return False
    return all(genre.id in element.accepts for genre in matcher.genres(source, passage))


def _words(matcher: Matcher, source: Source, item: Item, element: Element, every: bool) -> int:
    """How many different words of an element a source holds; 0 where its content is not all there."""
    passage = source.passages[0]
    _, own, whole = matcher.hits(passage)
    body = whole if element.links_are_content or element.parts else own
    content = squeezed_all(phrase for group in element.content.groups for phrase in group.any)
    if len(body & content) < PLENTY // 2:
        return 0
    met, sound = groups_met(element.content, body, source, passage)
    if not sound or met < (len(element.content.groups) if every else element.content.need):
        return 0
    book = matcher.books[item.code, element.id]
    return len(body & content) + 2 * len(body & book.names) + len(body & book.hints)


def _rival(matcher: Matcher, source: Source, item: Item) -> int:
    """The most words that an element of another item has there."""
    others = (other for other in matcher.checklist.profile.items if other.code != item.code)
    return max(
        (_words(matcher, source, o, element, every=False) for o in others for element in o.elements),
        default=0,
    )


def by_number(matcher: Matcher, item: Item, element: Element) -> Match | None:
    """The source that the site shows under the item's number and calls by no name that a rule knows, or None.

    A number alone decides nothing (it means another item in another year), so a person must look. What names another
    element, is of a kind that only names items, or holds none of the element's words is no candidate; a scan may be it.
    """
    number = number_of(item)
    for source in matcher.view.sources:
        link = _numbered(matcher, source, number)
        if link is None or not _may_be_it(matcher, source, item, element):
            continue
        words = link.text or link.row or link.item
        return Match(
            source,
            source.passages[0],
            BY_NUMBER,
            Cue(0.0, words, "number"),
            0.0,
            0,
            f"by number alone: {item.code}",
        )
    return None


def _numbered(matcher: Matcher, source: Source, number: int) -> Link | None:
    """The link that shows a source under one number alone, nearest words first; None where none does."""
    for one in matcher.numbers(source):
        if len(one.labels) == 1 and one.labels[0].first == one.labels[0].last == number:
            return one.link
    return None


def _may_be_it(matcher: Matcher, source: Source, item: Item, element: Element) -> bool:
    """Whether a source under an item's number may be an element of it that no word names."""
    if not source.open or source.facts is None or source.outside or not source.passages:
        return False
    passage = source.passages[0]
    if source is matcher.view.start or source.url in matcher.item_lists or _taken(matcher, source, item):
        return False
    if any(genre.id not in element.accepts for genre in matcher.genres(source, passage)):
        return False
    if matcher.foreign(source, passage) or matcher.caption(passage, (item.code, element.id)) < 0:
        return False
    if not matcher.has_text(source):
        return True
    _, own, whole = matcher.hits(passage)
    if whole & matcher.placeholders and len(passage.text) <= LEAST_LETTERS * 3:
        return False
    content = matcher.content_of((item.code, element.id))
    return len(passage.own_words) >= LEAST_LETTERS and len(own & content) >= LEAST_WORDS


def _taken(matcher: Matcher, source: Source, item: Item) -> bool:
    """Whether a source is known to be something else: of another item, or another element of this one."""
    if matcher.claims(source, source.passages[0]) - {item.code}:
        return True
    matches = (match for element in item.elements for match in matcher.matches(item, element))
    return any(match.source is source and not match.weak for match in matches)
