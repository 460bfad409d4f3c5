"""Whether a page says anything that the crawl has not read: cheap enough to be asked of every page.

A text is taken apart into phrases, without links, numbers, months and all that is no letter. So a calendar without
entries is one page however many months it has, a list in another order is the same list, and a word that changes from
page to page (a session, the asked address) makes no new page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from zlib import crc32

from crawler.plan import first_words
from thai.calendar import MONTHS

LEAST_LETTERS = 60
"""Letters of phrases never read before that make a page a new one."""
_PHRASE = 12
"""Letters from which a word counts as a phrase (Thai writes whole phrases as one); shorter ones count by threes."""
_MOST_BYTES = 1024 * 1024
_SILENT = (b"script", b"style", b"svg", b"noscript", b"template", b"a")
_NAME = re.compile(rb"/?[a-z][a-z0-9]*", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W\d_]+")


class Novelty:
    """What one crawl has read, as marks in a field of fixed size: it forgets nothing, and rarely takes new for known."""

    def __init__(self) -> None:
        self._marks = bytearray(1 << 22)

    def of(self, page: bytes) -> tuple[bool, bool]:
        """Whether an HTML page brings new text, and whether that text speaks of the assessment."""
        letters, match = 0, False
        for phrase, weight in phrases(page):
            if self._mark(phrase.encode()):
                letters += weight
                match = match or any(word in phrase for word in _folded_words())
        return letters >= LEAST_LETTERS, match and letters >= LEAST_LETTERS

    def of_file(self, body: bytes) -> bool:
        """Whether a document is one that was not read before."""
        return bool(body) and self._mark(body)

    def _mark(self, what: bytes) -> bool:
        """Mark something as read; gives whether it was not."""
        new = False
        for digest in (crc32(what), crc32(what, 0x5BD1E995)):
            place, bit = (digest >> 3) % len(self._marks), 1 << (digest & 7)
            new = new or not self._marks[place] & bit
            self._marks[place] |= bit
        return new


def phrases(page: bytes) -> Iterator[tuple[str, int]]:
    """The phrases of an HTML page, each with the letters that it stands for, in order."""
    text = _months().sub(" ", _decoded(b" ".join(_shown(page[:_MOST_BYTES]))).lower())
    words = [word for raw in text.split() if (word := _NO_LETTER.sub("", raw))]
    for place, word in enumerate(words):
        if len(word) >= _PHRASE:
            yield word, len(word)
        else:
            yield " ".join(words[place : place + 3]), len(word)


def _shown(page: bytes) -> Iterator[bytes]:
    """The text between tags, but for what is silent or a link; in one pass, however the page is broken."""
    silent = b""
    for part in page.split(b"<"):
        found = _NAME.match(part)
        name = found.group().lower() if found else b""
        if silent:
            silent = b"" if name == b"/" + silent else silent
        elif name in _SILENT:
            silent = name
        if not silent:
            yield part.partition(b">")[2]


def _decoded(body: bytes) -> str:
    """Thai pages are UTF-8, else windows-874; here a wrong letter does no harm."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp874", "replace")


@cache
def _folded_words() -> tuple[str, ...]:
    return tuple(word for word in (_NO_LETTER.sub("", word) for word in first_words()) if len(word) > 3)


@cache
def _months() -> re.Pattern[str]:
    names = sorted((name for month in MONTHS for name in month), key=len, reverse=True)
    thai = "|".join(re.escape(name) for name in names if not name.isascii())
    latin = "|".join(name for name in names if name.isascii())
    return re.compile(rf"{thai}|\b(?:{latin})\b")
