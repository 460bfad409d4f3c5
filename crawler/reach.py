"""What an address is to this crawl, told before it is requested."""

from __future__ import annotations

import re
from enum import Enum

from crawler.plan import file_words, first_words
from evidence.address import in_scope, path_of, readable, server
from evidence.records import Link, LinkKind, Zone

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
    """How early a link is followed, 1 first: what speaks of the assessment, then menus, then the rest."""
    if link.kind is LinkKind.IMAGE:
        return 5
    words = f"{link.text} {readable(link.raw)}".lower()
    if any(word in words for word in first_words()):
        return 1
    return 2 if link.zone is Zone.MENU else 3


def _has_page_name(url: str) -> bool:
    return _extension(path_of(url).lower()) in file_words()[1]


def _extension(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1] if "." in name else ""
