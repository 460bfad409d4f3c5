"""What is still to be requested. Each address gets in once; each server is asked at its own pace.

Kept small on purpose: an address waits as one tuple, and what was done is only a member of a set, so that the
memory of a crawl hardly grows with the site. What changes is handed out by `changes`, so that it can be kept on the
disk with the captures that it follows from, and taken in again by `restore`.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from crawler.pace import Pace
from crawler.robots import Rules
from evidence.address import path_of, server
from evidence.agenda import Row
from evidence.records import Role

OUTSIDE_AT_ONCE = 8
"""Requests to other hosts under way at a time, so that slow strangers do not hold up the site."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address to request."""

    url: str
    role: Role
    depth: int = 0
    start: bool = False
    tries: int = 0
    """Answers that were none, so that it is asked for once more."""
    begun: int = 0
    """Requests, those included that a kill cut off."""

    in_browser: bool = False
    """It was fetched and is to be shown in the browser, which is no second request for the page itself."""

    def packed(self) -> dict[str, Any]:
        """The entry as values for JSON."""
        return {name: getattr(self, name) for name in _FIELDS}

    @classmethod
    def unpacked(cls, values: dict[str, Any]) -> Self:
        """The entry that `packed` gave."""
        return cls(**{**values, "role": Role(values["role"])})


ROBOTS = "/robots.txt"
_FIELDS = tuple(one.name for one in fields(Entry))
_AGAIN = -1
"""Rank of an address that is asked for once more."""


@dataclass(slots=True)
class _Server:
    pace: Pace
    heap: list[tuple[int, int, int, Entry]] = field(default_factory=list)
    active: int = 0
    rules: Rules | None = None
    asked: bool = False
    """robots.txt is under way."""


class Frontier:
    """Addresses by server, robots.txt first, then by rank, depth and order of finding."""

    def __init__(self, delay: float, concurrency: int) -> None:
        self._delay = delay
        self._concurrency = concurrency
        self._servers: dict[str, _Server] = {}
        self._live: dict[str, _Server] = {}
        self._seen: set[str] = set()
        self._waiting: dict[str, tuple[int, int]] = {}
        """Address in a heap to its best (rank, depth): a later, better find moves it forward."""
        self._later: list[tuple[float, int, Entry]] = []
        self._changed: dict[str, Row] = {}
        self._count = 0
        self.active = 0
        self._outside = 0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._later)

    def knows(self, url: str) -> bool:
        """Whether an address was ever taken in."""
        return url in self._seen

    def waits(self, url: str) -> bool:
        """Whether an address was taken in and not yet requested."""
        return url in self._waiting

    def add(self, entry: Entry, rank: int) -> bool:
        """Take an address in, or move one that waits forward. Gives whether it is new."""
        new = entry.url not in self._seen
        if not new and not (rank, entry.depth) < self._waiting.get(entry.url, (0, 0)):
            return False
        self._seen.add(entry.url)
        self._push(entry, rank)
        self._change(entry, rank)
        return new

    def mark(self, entry: Entry) -> bool:
        """Note an address that is known but never requested. Gives whether it is new."""
        new = entry.url not in self._seen
        if new:
            self._seen.add(entry.url)
            self._count += 1
            self._change(entry, waits=False)
        return new

    def again(self, entry: Entry, when: float) -> None:
        """Request an address once more, not before a time."""
        self._count += 1
        heapq.heappush(self._later, (when, self._count, entry))
        self._change(entry, _AGAIN)

    def changes(self) -> list[Row]:
        """What is new since this was asked last, to be kept for `restore`."""
        changed, self._changed = self._changed, {}
        return list(changed.values())

    def restore(self, rows: Iterable[Row]) -> list[Entry]:
        """Take in again what was kept, in its order. Gives the entries that were tried and wait to be tried again."""
        tried: list[Entry] = []
        for row in rows:
            entry = Entry.unpacked(json.loads(row.entry))
            self._seen.add(entry.url)
            self._count = max(self._count, row.found)
            if entry.role is Role.ROBOTS and path_of(entry.url) == ROBOTS:
                self._server(server(entry.url)).asked = True
            if row.waits and row.rank == _AGAIN and entry.tries:
                tried.append(entry)
            elif row.waits:
                self._heaped(entry, row.rank, row.found)
        return tried

    def server(self, url: str) -> Pace:
        """The pace of an address's server."""
        return self._server(server(url)).pace

    def hold(self, name: str, now: float, seconds: float) -> None:
        """Leave a server alone for a while."""
        self._server(name).pace.hold(now, seconds)

    def rules(self, name: str) -> Rules | None:
        """The robots rules of a server, None where they are not known yet."""
        return self._server(name).rules

    def set_rules(self, name: str, rules: Rules) -> None:
        """Let the addresses of a server go, under its rules."""
        place = self._server(name)
        place.rules = rules
        place.pace.demand(rules.crawl_delay)

    def next(self, now: float) -> Entry | None:
        """The next address that may be requested now, None where there is none. Call `left` when it is done."""
        self._wake(now)
        for name, place in list(self._live.items()):
            if not place.heap:
                del self._live[name]
            elif place.active < self._concurrency and place.pace.not_before <= now:
                entry = self._take(name, place)
                if entry is not None:
                    place.active += 1
                    self.active += 1
                    self._outside += entry.role is Role.OUTSIDE
                    place.pace.started(now)
                    return entry
        return None

    def put_back(self, entry: Entry, rank: int) -> None:
        """Let an address that `next` gave out wait again."""
        self.left(entry)
        self.server(entry.url).spared()
        entry = replace(entry, begun=entry.begun - 1)
        self._push(entry, rank)
        self._change(entry, rank)

    def ranks(self) -> Iterator[tuple[str, int]]:
        """The addresses that wait, each with its rank."""
        return ((url, rank) for url, (rank, _) in self._waiting.items())

    def left(self, entry: Entry) -> None:
        """A request is over. The address no longer waits, unless it is taken in again."""
        self._change(entry, waits=False)
        self._server(server(entry.url)).active -= 1
        self.active -= 1
        self._outside -= entry.role is Role.OUTSIDE

    def wake_at(self, now: float) -> float | None:
        """The first time after `now` at which an address becomes free by itself, None where only an answer frees one."""
        times = [self._later[0][0]] if self._later else []
        times += [p.pace.not_before for p in self._live.values() if p.heap and p.active < self._concurrency]
        return min((time for time in times if time > now), default=None)

    def drain(self) -> Iterator[Entry]:
        """Take out all that waits, in no request's stead."""
        for _, _, entry in self._later:
            yield entry
        for place in self._servers.values():
            yield from (e for _, _, _, e in sorted(place.heap, key=_order) if self._waiting.pop(e.url, None))
        self._later.clear()

    def _push(self, entry: Entry, rank: int) -> None:
        self._count += 1
        self._heaped(entry, rank, self._count)

    def _change(self, entry: Entry, rank: int = 0, waits: bool = True, found: int | None = None) -> None:
        place = self._count if found is None else found
        self._changed[entry.url] = Row(entry.url, waits, rank, place, json.dumps(entry.packed()))

    def _heaped(self, entry: Entry, rank: int, found: int) -> None:
        self._waiting[entry.url] = (rank, entry.depth)
        name = server(entry.url)
        place = self._server(name)
        heapq.heappush(place.heap, (rank, entry.depth, found, entry))
        self._live[name] = place

    def _take(self, name: str, place: _Server) -> Entry | None:
        """The first address of a server that is not held back; robots.txt comes before all others."""
        if place.rules is None and not place.asked:
            place.asked = True
            scheme = place.heap[0][3].url.split("://", 1)[0]
            robots = Entry(f"{scheme}://{name}{ROBOTS}", Role.ROBOTS)
            self._seen.add(robots.url)
            return self._begun(robots, _AGAIN, self._count)
        while place.heap:
            rank, _, found, entry = place.heap[0]
            held = place.rules is None and entry.role is not Role.ROBOTS
            if held or (entry.role is Role.OUTSIDE and self._outside >= OUTSIDE_AT_ONCE):
                return None
            heapq.heappop(place.heap)
            if self._waiting.pop(entry.url, None):
                return self._begun(entry, rank, found)
        return None

    def _begun(self, entry: Entry, rank: int, found: int) -> Entry:
        """The entry as it is handed out; until its answer is in, it waits all the same for whoever restores it."""
        entry = replace(entry, begun=entry.begun + 1)
        self._change(entry, rank, found=found)
        return entry

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            entry = heapq.heappop(self._later)[2]
            self._push(entry, _AGAIN)

    def _server(self, name: str) -> _Server:
        if (found := self._servers.get(name)) is None:
            found = self._servers[name] = _Server(Pace(self._delay))
        return found


def _order(item: tuple[int, int, int, Entry]) -> tuple[int, int, int]:
    return item[:3]
