"""What an address is to this crawl, told before it is requested."""

from __future__ import annotations

import re
from enum import Enum

from crawler.plan import file_words, first_words, late_words
from evidence.address import in_scope, path_of, readable, server
from evidence.records import Link, LinkKind, Zone

RANK_FIRST = 1
RANK_MENU = 2
RANK_REST = 3
RANK_LATE = 4
"""News, galleries, archives, tags: rarely evidence, and without end."""
RANK_IMAGE = 5
RANK_LAST = 7
"""Behind all others, the addresses of sitemaps too: patterns that go on and on."""
_WORD = re.compile(r"[a-z]+")


class Reach(Enum):
    """Whose an address is."""

    PAGE = "page"
    """In the scope."""
    FILE = "file"
    """On the same host, outside the scope, and by its looks a file of ours."""
    OUTSIDE = "outside"
    OTHER = "other"
    """A page of another body on the same host: not requested."""


class Territory:
    """The prefixes of one site."""

    def __init__(self, scope: tuple[str, ...], file_prefixes: tuple[str, ...]) -> None:
        self.scope = scope
        self.file_prefixes = file_prefixes
        self.servers = frozenset(prefix.split("/", 1)[0] for prefix in (*scope, *file_prefixes))

    def reach(self, url: str, kind: LinkKind = LinkKind.ANCHOR) -> Reach:
        """What a canonical address is, linked in this way."""
        if in_scope(url, self.scope):
            return Reach.PAGE
        if in_scope(url, self.file_prefixes):
            return Reach.FILE
        if server(url) not in self.servers:
            return Reach.OUTSIDE
        embedded = kind in (LinkKind.FRAME, LinkKind.IMAGE) and not _has_page_name(url)
        return Reach.FILE if embedded or looks_like_file(url) else Reach.OTHER

    def moved(self, old: str, new: str) -> Territory:
        """The same site on another server, where its start page redirects to."""
        added = [new + prefix[len(old) :] for prefix in self.scope if prefix.split("/", 1)[0] == old]
        return Territory((*self.scope, *added), self.file_prefixes)


def looks_like_file(url: str) -> bool:
    """Whether the address of an unknown thing reads like a file's: by extension, else by its folders."""
    extensions, _, folders = file_words()
    path = path_of(url).lower()
    extension = _extension(path)
    if extension in extensions:
        return True
    if _has_page_name(url):
        return False
    return any(word in folders for segment in path.split("/") for word in _WORD.findall(segment))


def rank(link: Link) -> int:
    """How early a link is followed, 1 first: what speaks of the assessment, then menus, the rest, and archives."""
    if link.kind is LinkKind.IMAGE:
        return RANK_IMAGE
    words = f"{link.text} {readable(link.raw)}".lower()
    if any(word in words for word in first_words()):
        return RANK_FIRST
    if _is_late(words):
        return RANK_REST if link.zone is Zone.MENU else RANK_LATE
    return RANK_MENU if link.zone is Zone.MENU else RANK_REST


def _is_late(words: str) -> bool:
    whole, parts = late_words()
    return any(part in words for part in parts) or not whole.isdisjoint(_WORD.findall(words))


def _has_page_name(url: str) -> bool:
    return _extension(path_of(url).lower()) in file_words()[1]


def _extension(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1] if "." in name else ""
