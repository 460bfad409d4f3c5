"""What the words around a link promise: the link text first, then the file name, the row, the heading above.

The nearest words that say anything decide: "คลิกที่นี่" says nothing, so its row speaks; a link text that names
another thing is not overruled by a heading further away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checklist.models import Element
from evidence.records import Link
from evidence.records import Zone as LinkZone
from thai.paths import file_name
from thai.text import squeeze
from validators.lexicon import Hits, Lexicon, squeezed_all


@dataclass(frozen=True, slots=True)
class Cue:
    """How strongly some words speak of an element: 0 nothing, below 0 they name a near miss."""

    strength: float
    words: str = ""
    level: str = ""


NOTHING = Cue(0.0)


@dataclass(frozen=True)
class Phrasebook:
    """An element's phrases in squeezed form."""

    names: Hits
    hints: Hits
    needs: Hits
    reject: Hits
    telling: Hits
    """Names and hints: without one of them a text does not speak of the element."""

    @classmethod
    def of(cls, element: Element) -> Phrasebook:
        """The phrases of one element."""
        return cls(
            squeezed_all(element.names),
            squeezed_all(element.hints),
            squeezed_all(element.needs),
            squeezed_all(element.reject),
            squeezed_all((*element.names, *element.hints)),
        )

    def judge(self, hits: Hits) -> float:
        """1 for a name, 0.3 for a hint, -1 for a near miss, 0 for nothing; a longer name beats the near miss in it.

        Where names and near misses stand side by side the words leave it open: 0.5.
        """
        names = hits & self.names
        rejected = {phrase for phrase in hits & self.reject if not any(phrase in name for name in names)}
        if rejected:
            if not names or any(name in phrase for phrase in rejected for name in names):
                return -1.0
            return 0.5
        if names:
            return 1.0
        return 0.3 if hits & self.hints else 0.0


WEIGHTS = {"link": 1.0, "frame": 0.95, "file": 0.9, "row": 0.85, "heading": 0.7}


def levels(link: Link) -> Iterator[tuple[str, str]]:
    """The words around a link, nearest first."""
    yield "link", link.text
    yield "file", file_name(link.target)
    yield "row", " ".join(part for part in (link.row, link.item) if part)
    yield "heading", " ".join(part for part in (link.heading, link.column) if part)


class LeadReader:
    """Reads the words around links for every element at once; remembers what it has read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._hits: dict[str, Hits] = {}
        self._read: dict[int, tuple[tuple[str, str, Hits], ...]] = {}

    def hits(self, text: str) -> Hits:
        """The phrases in some words, read once."""
        found = self._hits.get(text)
        if found is None:
            found = self._hits[text] = self._lexicon.find_squeezed(squeeze(text))
        return found

    def hits_normalised(self, text: str) -> Hits:
        """`hits` for a text that `normalise` has been over (facts)."""
        found = self._hits.get(text)
        if found is None:
            found = self._hits[text] = self._lexicon.find(text)
        return found

    def _levels(self, link: Link) -> tuple[tuple[str, str, Hits], ...]:
        """The words around a link that hold any phrase, read once. Links live as long as the reader."""
        found = self._read.get(id(link))
        if found is None:
            read = ((level, words, self.hits(words)) for level, words in levels(link) if words)
            found = self._read[id(link)] = tuple(one for one in read if one[2])
        return found

    def phrases(self, links: Iterable[Link]) -> Hits:
        """Every phrase in the words around some links."""
        return frozenset().union(*(hits for link in links for _, _, hits in self._levels(link)))

    def cue(self, link: Link, book: Phrasebook) -> Cue:
        """What one link promises of an element."""
        hint = NOTHING
        for level, words, hits in self._levels(link):
            judged = book.judge(hits)
            if judged < 0:
                return Cue(-1.0, words, level)
            if judged == 1.0:
                return Cue(WEIGHTS[level], words, level)
            if judged > 0 and hint is NOTHING:
                hint = Cue(judged * WEIGHTS[level], words, level)
        return hint

    def best(self, links: Iterable[Link], book: Phrasebook) -> Cue:
        """The strongest promise of several links to one address; a menu link counts as any other."""
        cues = [self.cue(link, book) for link in links]
        good = [cue for cue in cues if cue.strength > 0]
        if good:
            return max(good, key=lambda cue: cue.strength)
        return min(cues, key=lambda cue: cue.strength, default=NOTHING)


def in_menu(link: Link) -> bool:
    """Whether a link stands in navigation."""
    return link.zone is not LinkZone.MAIN
