"""Which source speaks to which element, how surely, and in what words.

Three things speak: what the words around the links promise (lead), what the text calls itself (caption), and whether
the content itself is there (groups of content words and figures). A name alone is never enough where there is text
to look at; where there is none (a scan, a picture, a locked file) the promise decides, and readability says the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from checklist.models import Element, Item
from documents.facts import Kind, Shape
from documents.legibility import Legibility
from evidence.records import Link, LinkKind
from validators.leads import NOTHING, Cue, Phrasebook
from validators.lexicon import Hits
from validators.measures import groups_met
from validators.reading import CLAIM, Reader
from validators.view import Passage, Source, is_link_block

SURE = 0.75
"""From this confidence on a match stands; below it is weak and wants a person."""

LEAST = 0.5
HINT = 0.35
"""Below this strength words only support a name."""

FAINT = 0.25
"""Least strength of words that may name what cannot be read, where nothing else claims it."""

PUT_OFF_LETTERS = 900
"""A page that says "under preparation" says little else."""

PLENTY = 6
"""Different words of an element's content that let a mere hint stand; what is counted (figures, people) weighs two."""

EARLY = 5
"""Blocks at the beginning of a passage that say what it is."""

FEW_LETTERS = 60
"""Main text below this, beside a picture, means that the content is in the picture."""


@dataclass(frozen=True)
class Match:
    """One source taken for an element."""

    source: Source
    passage: Passage
    confidence: float
    lead: Cue
    caption: float
    met: int
    reason: str
    in_picture: bool = False
    foreign: str = ""
    words: int = 0
    """Different words of the element's content that the text holds."""

    @property
    def weak(self) -> bool:
        """Whether a person must look."""
        return self.confidence < SURE

    @property
    def shown_confidence(self) -> float:
        """The confidence that is told: less where OCR read the words, as it was sure of them."""
        return self.confidence * (self.passage.ocr or 100) / 100


class Matcher(Reader):
    """Finds the sources that speak to an element."""

    def matches(self, item: Item, element: Element) -> list[Match]:
        """Every source that speaks to an element, the surest first."""
        key = (item.code, element.id)
        found = [match for source in self.view.sources if (match := self._match(source, element, key))]
        found.sort(key=lambda match: (-match.confidence, match.source.order))
        return found

    def _match(self, source: Source, element: Element, key: tuple[str, str]) -> Match | None:
        if not source.open or source.facts is None or source.url in self.item_lists:
            return None
        book = self.books[key]
        if not self.phrases(source) & book.telling:
            return self._faintly(source, element, key)
        lead = self.lead(source, key)
        if source.outside and not (element.outside or element.service):
            return None
        if self.has_text(source):
            return self._by_texts(source, element, key, lead)
        promised = self._by_promise(source, element, key, lead)
        read = self._by_texts(source, element, key, lead) if _read_by_ocr(source) else None
        if read is None or (promised is not None and promised.confidence > read.confidence):
            return promised
        return read

    def _by_texts(self, source: Source, element: Element, key: tuple[str, str], lead: Cue) -> Match | None:
        passages = self._telling(source, self.books[key])
        candidates = [m for passage in passages if (m := self._by_text(source, passage, element, key, lead))]
        return max(candidates, key=lambda m: (m.confidence, m.passage.whole), default=None)

    def _faintly(self, source: Source, element: Element, key: tuple[str, str]) -> Match | None:
        """What OCR read so badly that a name is only guessed in its first lines: for a person to look at."""
        if not _read_by_ocr(source) or source.outside:
            return None
        passage = source.passages[0]
        if (
            self.named(self.hits(passage)[0])
            or not self.likely(passage.caption).faint & self.books[key].names
        ):
            return None
        if self.foreign(source, passage) or not self._right_kind(source, passage, element, in_full=False):
            return None
        return Match(source, passage, LEAST, NOTHING, 0.0, 0, "a title that OCR read badly")

    def _telling(self, source: Source, book: Phrasebook) -> tuple[Passage, ...]:
        """The passages to judge: on a page about several things only the sections that name this element alone.

        Such a page must not lend the figures of one section to the empty section beside it.
        """
        named = [p for p in source.passages if not p.whole and book.judge(self._heading_hits(p)) >= 1.0]
        others = [p for p in source.passages if self._names_another(p, book)]
        if not named or not others or self._titled_alone(source, book):
            return source.passages
        return tuple(p for p in named if not any(_inside(other, p) for other in others))

    def _titled_alone(self, source: Source, book: Phrasebook) -> bool:
        """Whether the page's title names this element and no other: then all of the page is about it."""
        hits = self.hits(source.passages[0])[0]
        return bool(hits & book.names) and not self.named(hits - book.names)

    def _heading_hits(self, passage: Passage) -> Hits:
        return self.leads.hits_normalised(passage.heading)

    def _names_another(self, passage: Passage, book: Phrasebook) -> bool:
        """Whether a section is called by the name of another element and not by this one's."""
        hits = self._heading_hits(passage)
        return bool(hits) and not hits & book.names and bool(self.named(hits))

    def has_text(self, source: Source) -> bool:
        """Whether there is text to look at; else the words that lead to a source decide."""
        facts = source.facts
        assert facts is not None
        if facts.corrupt or facts.encrypted or facts.empty or facts.kind in (Kind.IMAGE, Kind.OTHER):
            return False
        illegible = self.legible(source) is Legibility.UNREADABLE
        if facts.kind is Kind.HTML:
            words = sum(len(b.text) for b in source.main if b.shape in (Shape.TEXT, Shape.ROW))
            return bool(source.main) and not (illegible and words > FEW_LETTERS)
        return not illegible

    def _by_promise(self, source: Source, element: Element, key: tuple[str, str], lead: Cue) -> Match | None:
        """A source without text to read: the words that lead to it decide, or what is left of its own title."""
        if not source.passages:
            return None
        caption = self.caption(source.passages[0], key)
        if caption > 0 and _read_by_ocr(source) and not self._is_sound(source, element):
            caption = 0.0  # the words that OCR read are there, and what must be among them is not
        promise = max(lead.strength, CLAIM * caption)
        doubtful = promise < HINT and (
            promise < FAINT or self._taken_for_another(source, source.passages[0], key[0])
        )
        if caption < 0 or doubtful:
            return None
        confidence = 0.85 if promise >= CLAIM else 0.76 if promise >= 0.7 else LEAST
        return Match(source, source.passages[0], confidence, lead, caption, 0, f"{lead.level}: {lead.words}")

    def _is_sound(self, source: Source, element: Element) -> bool:
        """Whether a source holds what the content of an element must hold."""
        passage = source.passages[0]
        return groups_met(element.content, self.hits(passage)[2], source, passage)[1]

    def _by_text(
        self, source: Source, passage: Passage, element: Element, key: tuple[str, str], lead: Cue
    ) -> Match | None:
        book = self.books[key]
        caption_hits, own, whole = self.hits(passage)
        body = whole if element.links_are_content or element.parts else own
        caption = self.caption(passage, key)
        if caption < 0 or (book.needs and not (caption_hits | body | self._lead_hits(lead)) & book.needs):
            return None
        in_body = bool(body & book.names)
        if caption == 0 and lead.strength == 0 and not in_body:
            return None
        met, sound = groups_met(element.content, body, source, passage)
        full = sound and met >= element.content.need
        if not full and self._is_put_off(passage):
            return None
        if lead.strength < 0 and not (full and caption >= 1.0):
            return None  # the link names something else, and the text itself does not contradict it
        if not self._right_kind(source, passage, element, full and caption > 0):
            return None
        named = max(caption, lead.strength if passage.whole else 0.6 * lead.strength)
        elsewhere = self._taken_for_another(source, passage, key[0])
        in_body = in_body and not elsewhere
        if elsewhere and caption < 1.0 and lead.strength < CLAIM:
            named = 0.0
        early = in_body and self._names_early(passage, book)
        counted = sum(2 for group in element.content.groups if group.measure is not None)
        words = len(body & self.content_of(key))
        plenty = words + counted >= PLENTY and (caption > 0 or in_body)
        confidence = _confidence(element, caption, named, in_body + early, met, sound, plenty)
        picture = (
            not full and passage.whole and source is not self.view.start and self._in_picture(source, passage)
        )
        if picture and max(caption, lead.strength) >= 0.7:
            confidence = 0.8
        if confidence < LEAST:
            return None
        reason = f"caption {caption:g}, lead {lead.strength:g} ({lead.level}), content {met}/{len(element.content.groups)}"
        foreign = "" if source.outside else self.foreign(source, passage)
        return Match(source, passage, confidence, lead, caption, met, reason, picture, foreign, words)

    def _is_put_off(self, passage: Passage) -> bool:
        """Whether a short passage says that its content is being prepared."""
        return len(passage.text) <= PUT_OFF_LETTERS and bool(self.hits(passage)[2] & self.placeholders)

    def _names_early(self, passage: Passage, book: Phrasebook) -> bool:
        """Whether the first blocks of a passage call it by the element's name: no side box stands there."""
        first = [b.text for b in passage.blocks if b.shape is not Shape.TITLE and not is_link_block(b)][
            :EARLY
        ]
        return any(self.leads.hits_normalised(text) & book.names for text in first)

    def _taken_for_another(self, source: Source, passage: Passage, code: str) -> bool:
        claims = self.claims(source, passage) or self.claims(source, source.passages[0])
        return bool(claims) and code not in claims

    def _lead_hits(self, lead: Cue) -> Hits:
        return self.leads.hits(lead.words) if lead.words else frozenset()

    def _right_kind(self, source: Source, passage: Passage, element: Element, in_full: bool) -> bool:
        for genre in self.genres(source, passage):
            if genre.id not in element.accepts and not (genre.yields and in_full):
                return False
        if not passage.whole:
            page = self.genres(source, source.passages[0])
            return all(g.id in element.accepts or g.yields for g in page)
        return True

    def _in_picture(self, source: Source, passage: Passage) -> bool:
        """Whether a page shows a picture where the words should be."""
        facts = source.facts
        assert facts is not None
        words = [b for b in passage.blocks if b.shape in (Shape.TEXT, Shape.ROW) and not b.links]
        if facts.kind is not Kind.HTML or sum(len(b.text) for b in words) > FEW_LETTERS:
            return False
        links = self.view.links_from.get(source.capture.final_url, ()) or self.view.links_from.get(
            source.url, ()
        )
        return any(
            link.kind is LinkKind.IMAGE and _near(link, passage) and link.target not in self.view.decoration
            for link in links
        )


def _read_by_ocr(source: Source) -> bool:
    """Whether OCR found words where there is no text."""
    return bool(source.passages) and source.passages[0].ocr is not None


def _inside(inner: Passage, outer: Passage) -> bool:
    """Whether one section lies within another."""
    return inner is not outer and len(inner.blocks) < len(outer.blocks) and inner.blocks[-1] in outer.blocks


def _near(link: Link, passage: Passage) -> bool:
    """Whether a picture stands in a passage: in the main part, under the same heading."""
    return link.zone.value == "main" and (
        passage.whole or not link.heading or link.heading in passage.heading
    )


def _confidence(
    element: Element, caption: float, named: float, in_body: int, met: int, sound: bool, plenty: bool
) -> float:
    """How sure a match is, from 0 to 1: name and content, name alone, content alone.

    `plenty` says that many different words of the content are there and the title hints at it. `in_body` is 0 where the text nowhere uses a name, 1 where it does, 2 where its first blocks do. `sound` is False
    where a group is lacking that must be there: then only the text's own title can still speak for it.
    """
    enough = met >= element.content.need
    every = met == len(element.content.groups)
    full = enough and sound
    if enough and caption >= 1.0:
        return 0.95 if sound else 0.76
    if full and named >= 0.7:
        return 0.9
    if full and named > 0 and in_body:
        return 0.8
    if full and (named >= HINT or (named > 0 and every and plenty)):
        return 0.77
    if full and named > 0 and every:
        return 0.6
    if full and in_body:
        return 0.76 if in_body > 1 and every else 0.7 if every else 0.6
    if sound and named >= 0.7 and met > 0 and met >= element.content.need - 1:
        return 0.6
    return 0.0
