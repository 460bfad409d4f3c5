"""Reading the texts of a site once for all elements: phrases, captions, promises of links, genres, legibility."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from checklist.loader import Checklist
from checklist.models import Element, Genre, Item
from documents.legibility import Legibility, legibility
from validators.frame import Timely, timely
from validators.fuzzy import FuzzyLexicon, Likely
from validators.genres import GenreReader
from validators.labelled import Labelled, labelled, number_of
from validators.leads import Cue, LeadReader, Phrasebook
from validators.lexicon import Hits, Lexicon, squeezed_all
from validators.offices import Office, foreign_body
from validators.view import Passage, Source, View

HEAD_LINES = 4
"""Lines of a document that are its head."""

SUBJECT = ("เรื่อง", "ประกาศ", "Subject")
"""Beginnings of the line that says what a letter, memo or announcement is about."""

LONG_TEXT = 60_000
"""Letters of a text that are read for periods: the rest of a very long one says nothing new."""

CLAIM = 0.85
"""From this strength on the words of a link say what a source is."""


def phrases_of(checklist: Checklist) -> Iterable[str]:
    """Every phrase that a checklist looks for in texts."""
    words = checklist.words
    for genre in words.genres:
        yield from (*genre.captions, *genre.body, *genre.unless)
    yield from (*words.placeholders, *words.item_lists)
    for item in checklist.profile.items:
        yield from (item.title.th, *item.variants)
        for element in item.elements:
            yield from (*element.names, *element.hints, *element.needs, *element.reject)
            yield from (phrase for group in element.content.groups for phrase in group.any)
            yield from element.none_statement.any if element.none_statement else ()
            yield from (word for part in checklist.profile.parts_of(element) for word in part.words)


class Reader:
    """What is written where; everything is read once."""

    def __init__(self, checklist: Checklist, view: View, office: Office) -> None:
        self.checklist = checklist
        self.view = view
        self.office = office
        self.lexicon = Lexicon(phrases_of(checklist))
        self.leads = LeadReader(self.lexicon)
        self._likely: dict[str, Likely] = {}
        self._numbers: dict[str, tuple[Labelled, ...]] = {}
        self._highest = max(number_of(item) for item in checklist.profile.items)
        self.books: Mapping[tuple[str, str], Phrasebook] = {
            (item.code, element.id): Phrasebook.of(element)
            for item in checklist.profile.items
            for element in item.elements
        }
        self.placeholders = squeezed_all(view.words.placeholders)
        self._content = {
            (item.code, element.id): squeezed_all(p for group in element.content.groups for p in group.any)
            for item in checklist.profile.items
            for element in item.elements
        }
        self._owners: dict[str, list[tuple[str, str]]] = {}
        for key, book in self.books.items():
            for name in book.names:
                self._owners.setdefault(name, []).append(key)
        self._genres = GenreReader(checklist, self.lexicon, self.books)
        self._read: dict[int, tuple[Hits, Hits, Hits]] = {}
        self._kinds: dict[int, tuple[Genre, ...]] = {}
        self._foreign: dict[int, str] = {}
        self._timely: dict[int, Timely] = {}
        self._legible: dict[str, Legibility] = {}
        self._leads: dict[tuple[str, tuple[str, str]], Cue] = {}
        self._claims: dict[int, frozenset[str]] = {}
        self._spoken: dict[str, Hits] = {}
        self._captions: dict[tuple[int, tuple[str, str]], float] = {}

    @cached_property
    def item_lists(self) -> frozenset[str]:
        """Addresses of pages that list the items."""
        return frozenset(s.url for s in self.view.sources if s.open and self._lists_items(s))

    @cached_property
    def unfinished(self) -> tuple[Source, ...]:
        """Sources that somewhere say that something is being prepared."""
        wanted = squeezed_all(self.view.words.placeholders)
        return tuple(
            s
            for s in self.view.sources
            if s.open and s.passages and not s.outside and self.hits(s.passages[0])[2] & wanted
        )

    def _lists_items(self, source: Source) -> bool:
        return self._genres.is_item_list(source) and not self.claims(source, source.passages[0])

    def promised(self, source: Source, item: Item, element: Element) -> Cue:
        """What the links to a source promise of an element."""
        return self.lead(source, (item.code, element.id))

    def lead(self, source: Source, key: tuple[str, str]) -> Cue:
        """What the links to a source promise of an element, read once."""
        known = self._leads.get((source.url, key))
        if known is None:
            known = self._leads[source.url, key] = self.leads.best(source.leads, self.books[key])
        return known

    def claims(self, source: Source, passage: Passage) -> frozenset[str]:
        """The items that title or links say a passage is for: words in its body do not make it evidence for others."""
        if id(passage) not in self._claims:
            titled = self.named(self.hits(passage)[0])
            led = self.named(self.leads.phrases(source.leads))
            codes = {key[0] for key in titled if self.caption(passage, key) >= 1.0}
            codes |= {key[0] for key in led if self.lead(source, key).strength >= CLAIM}
            self._claims[id(passage)] = frozenset(codes)
        return self._claims[id(passage)]

    def numbers(self, source: Source) -> tuple[Labelled, ...]:
        """The links to a source that have item numbers around them, read once."""
        if source.url not in self._numbers:
            self._numbers[source.url] = labelled(source.leads, self._highest)
        return self._numbers[source.url]

    def content_of(self, key: tuple[str, str]) -> Hits:
        """Every word of an element's content groups."""
        return self._content[key]

    def named(self, hits: Hits) -> set[tuple[str, str]]:
        """The elements that some phrases name."""
        return {key for phrase in hits for key in self._owners.get(phrase, ())}

    def phrases(self, source: Source) -> Hits:
        """Every phrase in a source and in the words that lead to it, read once."""
        known = self._spoken.get(source.url)
        if known is None:
            own = frozenset[str]().union(*self.hits(source.passages[0])) if source.passages else frozenset()
            known = self._spoken[source.url] = own | self.leads.phrases(source.leads)
        return known

    def legible(self, source: Source) -> Legibility:
        """How legible a source is, judged once."""
        assert source.facts is not None
        if source.url not in self._legible:
            self._legible[source.url] = legibility(source.facts)
        return self._legible[source.url]

    def hits(self, passage: Passage) -> tuple[Hits, Hits, Hits]:
        """The phrases in a passage's caption, in its own words, and in all of it."""
        found = self._read.get(id(passage))
        if found is None:
            own = self.lexicon.find(passage.own_words)
            whole = self.lexicon.find(passage.text) if passage.text != passage.own_words else own
            noisy = self.noisy(passage)
            seeming = self.likely(passage.own_words).sure if noisy else frozenset()
            caption = self.words_in(passage.caption, noisy)
            found = self._read[id(passage)] = (caption, own | seeming, whole | seeming)
        return found

    @cached_property
    def _fuzzy(self) -> FuzzyLexicon:
        return FuzzyLexicon(phrases_of(self.checklist))

    @cached_property
    def _degraded(self) -> frozenset[int]:
        """Passages of damaged texts."""
        damaged = (s for s in self.view.sources if s.facts and self.legible(s) is Legibility.DEGRADED)
        return frozenset(id(passage) for source in damaged for passage in source.passages)

    def noisy(self, passage: Passage) -> bool:
        """Whether a passage may have wrong letters: OCR read it, or its text layer is damaged."""
        return passage.ocr is not None or id(passage) in self._degraded

    def likely(self, text: str) -> Likely:
        """The phrases that a noisy text seems to hold, compared once."""
        known = self._likely.get(text)
        if known is None:
            known = self._likely[text] = self._fuzzy.find(text)
        return known

    def words_in(self, text: str, noisy: bool) -> Hits:
        """The phrases in a normalised text, of a passage that is noisy or not."""
        hits = self.leads.hits_normalised(text)
        return hits | self.likely(text).sure if noisy and text else hits

    def caption(self, passage: Passage, key: tuple[str, str]) -> float:
        """What a passage's title says of an element: its head taken as one, else by the first line that decides.

        The first lines of a document go on to speak of other things: a near miss below the name takes nothing back,
        and a name below the head only supports.
        """
        known = self._captions.get((id(passage), key))
        if known is None:
            known = self._captions[id(passage), key] = self._caption(passage, self.books[key])
        return known

    def _caption(self, passage: Passage, book: Phrasebook) -> float:
        lines, noisy = [line for line in passage.caption.split("\n") if line], self.noisy(passage)
        head = [line for n, line in enumerate(lines) if n < HEAD_LINES or line.startswith(SUBJECT)]
        value = book.judge(self.words_in("\n".join(head), noisy))
        if value in (-1.0, 0.5):
            single = (book.judge(self.words_in(line, noisy)) for line in head)
            return next((one for one in single if abs(one) >= 1.0), value)
        if value == 0.0 and len(head) < len(lines):
            return min(0.5, max(0.0, book.judge(self.hits(passage)[0])))
        return value

    def genres(self, source: Source, passage: Passage) -> tuple[Genre, ...]:
        """The genres of a passage, told once."""
        if id(passage) not in self._kinds:
            self._kinds[id(passage)] = self._genres.genres(self._title_hits(passage), self.hits(passage)[2])
        return self._kinds[id(passage)]

    def _title_hits(self, passage: Passage) -> Hits:
        """The phrases of a caption down to its first line that names an element: what follows is text, and names laws and memos."""
        lines = passage.caption.split("\n")
        for place, line in enumerate(lines[:-1]):
            if self.named(self.leads.hits_normalised(line)):
                return self.leads.hits_normalised("\n".join(lines[: place + 1]))
        return self.hits(passage)[0]

    def timely(self, source: Source, passage: Passage) -> Timely:
        """The words of a passage by what they can say of its time, sorted once."""
        if id(passage) not in self._timely:
            self._timely[id(passage)] = timely(source, passage, LONG_TEXT)
        return self._timely[id(passage)]

    def foreign(self, source: Source, passage: Passage) -> str:
        """Another body whose paper a passage is, told once."""
        if id(passage) not in self._foreign:
            name = foreign_body(self.office, source, passage)
            misread = (
                passage.ocr is not None and name.removeprefix("สำนักงานเขต") not in self.view.words.districts
            )
            self._foreign[id(passage)] = "" if misread else name
        return self._foreign[id(passage)]


def statement(element: Element, passage: Passage, lexicon: Lexicon) -> bool:
    """Whether a passage says that there was nothing to report."""
    wanted = element.none_statement
    return wanted is not None and bool(lexicon.find(passage.text) & squeezed_all(wanted.any))
