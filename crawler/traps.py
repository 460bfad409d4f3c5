"""Addresses without end: calendars, session ids, filters, link farms, paths that grow round and round.

Addresses are counted by **pattern**: the path with its numbers and ids folded and its depth cut, and whether there is a
query. A pattern has an allowance of requests that bring nothing: no new document, no match, no new text. What brings
something gives it back. A pattern that goes on and on falls to the back of the queue; one whose allowance is spent is
asked for no more. Folders with ever new names come to an end by their **shape**: first folder and depth. Addresses whose links speak of the assessment are counted apart from the rest of their pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from crawler.reach import RANK_FIRST, RANK_LAST
from evidence.address import path_of, server

TRAP = "trap"
"""What the witness of an address that is not requested for such a reason begins with."""
MOST_FRUITLESS = 95
"""Requests to one pattern that may bring nothing: with the first ones, which bring something, a hundred."""
MOST_FRUITLESS_TOP = 300
"""The same for all addresses right below the root, which have nothing in common but that."""
GIVEN_BACK = 20
"""Of the allowance, for each request that brings something."""
MOST_TEXTS = 1000
"""Requests to one pattern that brings new texts and nothing of worth: an archive, or a machine that makes sentences."""
MOST_TEXTS_SHAPE = 3000
WORTH = 10
"""Further requests for each document or match."""
TIRED = 15
"""Fruitless requests after which a pattern waits for all others."""
TIRED_OF_MATCHES = 60
"""The same where the links speak of the assessment."""
LONG = 300
"""Requests after which it does so in any case."""
MOST_OF_A_CALENDAR = 60
MOST_KNOWN = 5000
"""Addresses of one pattern that are taken in."""
MOST_SPEAKING = 20_000
"""Addresses that are counted apart."""
MOST_NOTED = 50
"""Addresses of one shape that are noted as not requested."""
MOST_REPEATS = 3
_LEVELS = 3
_CALENDAR = re.compile(
    r"(?:^|[&_-])(?:year|month|day|date|calendar|cal|yr|mon|week|tribe-bar-date)=", re.IGNORECASE
)
_ID = re.compile(r"[0-9a-f]{8,}(?:-[0-9a-f]{4,})*|[a-z]*\d[\da-z]{7,}", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:[-_.]\d+)*")


@dataclass(slots=True)
class _Count:
    """What one pattern has cost and brought."""

    most: int
    texts: int
    fruitless: int = 0
    asked: int = 0
    worth: int = 0

    def add(self, new: bool, worth: bool) -> None:
        self.asked += 1
        self.worth += worth
        self.fruitless = max(0, self.fruitless - GIVEN_BACK) if new or worth else self.fruitless + 1

    def packed(self) -> list[int]:
        """The count as values for JSON, in the order of its fields."""
        return [self.most, self.texts, self.fruitless, self.asked, self.worth]

    @property
    def spent(self) -> str:
        """Why no more is asked for, "" while more is."""
        if self.fruitless >= self.most:
            return f"trap: {self.most} addresses of one pattern brought nothing new"
        most = self.texts + WORTH * self.worth
        return f"trap: more than {most} addresses of one pattern" if self.asked >= most else ""


class Traps:
    """Counts the addresses of each pattern."""

    def __init__(self) -> None:
        self._known: Counter[str] = Counter()
        self._noted: Counter[str] = Counter()
        self._counts: dict[str, _Count] = {}
        self._speaking: set[str] = set()
        self._waited: set[str] = set()
        self._news: dict[str, Any] = {}

    def caught(self, url: str, speaks: bool = False) -> str:
        """Why a new address is not taken in, "" where it is. `speaks`: its link speaks of the assessment."""
        path, _, query = url.partition("?")
        if _goes_round(path_of(url)):
            return "trap: the path repeats itself"
        if query and _CALENDAR.search(query):
            key = f"{path} calendar"
            self._know(key)
            if self._known[key] > MOST_OF_A_CALENDAR:
                return f"trap: more than {MOST_OF_A_CALENDAR} addresses of one calendar"
        pattern = pattern_of(url)
        self._know(pattern)
        if self._known[pattern] > MOST_KNOWN:
            return f"trap: more than {MOST_KNOWN} addresses of one pattern"
        if speaks and len(self._speaking) < MOST_SPEAKING:
            self._speaking.add(url)
        return self.spent(url)

    def spent(self, url: str) -> str:
        """Why an address is not requested any more, "" where it is: its pattern has used up its allowance."""
        return next((why for count in self._of(url) if (why := count.spent)), "")

    def tired(self, url: str) -> bool:
        """Whether the pattern of an address goes on and on: it then waits for all others."""
        pattern = self._counts.get(self._keys(url)[0])
        tired = TIRED_OF_MATCHES if url in self._speaking else TIRED
        return pattern is not None and (pattern.fruitless >= tired or pattern.asked >= LONG)

    def must_wait(self, url: str) -> bool:
        """Whether an address whose turn has come goes to the back of the queue: once, if its pattern is tired."""
        if url in self._waited or not self.tired(url):
            return False
        self._waited.add(url)
        return True

    def brought(self, url: str, new: bool, worth: bool = False) -> None:
        """Count a request: whether it brought a new text or leads on, and whether it is a new document or a match."""
        for count in self._of(url):
            count.add(new, worth)
        for key in self._keys(url):
            self._news[f"count {key}"] = self._counts[key].packed()

    def noteworthy(self, url: str) -> bool:
        """Whether an address that is not requested is noted: of an endless row a number is enough."""
        shape = shape_of(url)
        self._noted[shape] += 1
        return self._noted[shape] <= MOST_NOTED

    def state(self) -> dict[str, Any]:
        """What a resumed crawl must know, for JSON: by pattern, so that an answer changes few of the values."""
        return {
            **{f"known {key}": count for key, count in self._known.items()},
            **{f"noted {key}": count for key, count in self._noted.items()},
            **{f"count {key}": count.packed() for key, count in self._counts.items()},
        }

    def news(self) -> dict[str, Any]:
        """What of `state` has changed since this was asked last: an endless site has too many patterns to compare them all."""
        news, self._news = self._news, {}
        return news

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave."""
        for name, value in state.items():
            kind, _, key = name.partition(" ")
            if kind == "count":
                self._counts[key] = _Count(*value)
            else:
                (self._known if kind == "known" else self._noted)[key] = int(value)

    def reread(self, ranks: Iterable[tuple[str, int]]) -> None:
        """Know again, from the ranks of the addresses that wait, which speak of the assessment and which wait for all others."""
        for url, rank in ranks:
            if rank == RANK_FIRST:
                self._speaking.add(url)
            elif rank == RANK_LAST:
                self._waited.add(url)

    def _know(self, key: str) -> None:
        self._known[key] += 1
        self._news[f"known {key}"] = self._known[key]

    def _of(self, url: str) -> tuple[_Count, _Count]:
        pattern, shape = self._keys(url)
        if (count := self._counts.get(pattern)) is None:
            count = self._counts[pattern] = _Count(MOST_FRUITLESS, MOST_TEXTS)
        if (wide := self._counts.get(shape)) is None:
            most = MOST_FRUITLESS if "/" in shape.partition("/*")[0] else MOST_FRUITLESS_TOP
            wide = self._counts[shape] = _Count(most, MOST_TEXTS_SHAPE)
        return count, wide

    def _keys(self, url: str) -> tuple[str, str]:
        mark = "!" if url in self._speaking else ""
        return pattern_of(url) + mark, shape_of(url) + mark


@lru_cache(maxsize=50_000)
def pattern_of(url: str) -> str:
    """The pattern of a canonical address: server, folded path of at most three levels, and a mark for a query."""
    path, mark, _ = url.partition("?")
    parts = path_of(path).strip("/").split("/")
    rest = ["**"] if len(parts) > _LEVELS else []
    return "/".join([server(url), *map(_folded, parts[:_LEVELS]), *rest]) + mark


@lru_cache(maxsize=50_000)
def shape_of(url: str) -> str:
    """What patterns with ever new names have in common: server, first folder, depth, and a mark for a query."""
    path, mark, _ = url.partition("?")
    parts = path_of(path).strip("/").split("/")
    first = [_folded(parts[0])] if len(parts) > 1 else []
    return "/".join([server(url), *first, *["*"] * min(len(parts) - len(first), _LEVELS)]) + mark + " shape"


def _folded(segment: str) -> str:
    """A segment of a path with its numbers and ids as 0."""
    return _NUMBER.sub("0", _ID.sub("0", unquote(segment) if "%" in segment else segment))


def _goes_round(path: str) -> bool:
    """Whether a run of one to three segments stands there three times or more in a row."""
    parts = path.strip("/").split("/")
    for length in (1, 2, 3):
        for start in range(len(parts) - length * MOST_REPEATS + 1):
            unit = parts[start : start + length]
            runs = (parts[start + k * length : start + (k + 1) * length] for k in range(MOST_REPEATS))
            if all(run == unit for run in runs):
                return True
    return False
