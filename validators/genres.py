"""What kind of text is it? News, laws, score tables and lists of requirements name items without being evidence."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.loader import Checklist
from checklist.models import Genre
from documents.facts import Kind
from validators.leads import Phrasebook
from validators.lexicon import Hits, Lexicon, squeezed_all
from validators.view import Source

ITEM_LIST = "item-list"
"""The page that lists the items and links to their evidence: never evidence itself."""

NAMED_ITEMS = 6
"""Items that a page must name, in short blocks, to be taken for the list of items."""

OWN_LETTERS = 700
"""Letters without links that such a page may have beside its links."""

_SHORT = 220


class GenreReader:
    """Tells the genres of passages; remembers the phrases of each genre."""

    def __init__(
        self, checklist: Checklist, lexicon: Lexicon, books: Mapping[tuple[str, str], Phrasebook]
    ) -> None:
        self._lexicon = lexicon
        self._genres = [
            (genre, squeezed_all(genre.captions), squeezed_all(genre.body), squeezed_all(genre.unless))
            for genre in checklist.words.genres
        ]
        self._names: dict[str, set[str]] = {}
        for (code, _), book in books.items():
            self._names.setdefault(code, set()).update(book.names)
        for item in checklist.profile.items:
            self._names.setdefault(item.code, set()).update(squeezed_all((item.title.th, *item.variants)))

    def genres(self, caption: Hits, body: Hits) -> tuple[Genre, ...]:
        """The genres that a passage is of, by the phrases in its caption and in its body."""
        found = []
        for genre, captions, words, unless in self._genres:
            if caption & unless:
                continue
            if caption & captions or (words and len(body & words) >= genre.least):
                found.append(genre)
        return tuple(found)

    def is_item_list(self, source: Source) -> bool:
        """Whether a page is the list of items: many items named in short blocks, few words of its own."""
        if source.facts is None or source.facts.kind is not Kind.HTML:
            return False
        if sum(len(b.text) for b in source.main if not b.links) >= OWN_LETTERS:
            return False
        hits = self._lexicon.find("\n".join(b.text for b in source.main if len(b.text) <= _SHORT))
        return sum(1 for names in self._names.values() if hits & names) >= NAMED_ITEMS
