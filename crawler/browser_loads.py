"""What a page in the browser may load, and the loading itself: done by the crawler, for the browser has no network.

So every request of a page has the crawler's name, pace, proxy, limits and refusals, and a redirect is asked about again
at each hop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol
from urllib.parse import urljoin

from crawler.browser_find import browser_data
from evidence.address import canonical, host, server

DATA = frozenset({"xhr", "fetch"})
SCRIPTS = frozenset({"script"})
MOST_LOADS = 150
"""Requests that one page may make."""
LARGEST = 8 * 1024 * 1024
_CACHE = 48 * 1024 * 1024
REFUSED = "x-oit-refused"
"""Header of an answer that is ours: why the crawler itself asked for nothing. The page does not get to see it."""
ANOTHER_HOST = "another host"
_HOPS = 5
_METHODS = frozenset({"GET", "HEAD", "POST"})
_MOST_SENT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that a page in the browser makes."""

    url: str
    kind: str
    """As the browser calls it: script, xhr, fetch, stylesheet, image, document, …"""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: bytes | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """An answer to it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Crawling(Protocol):
    """What the loader needs of the crawl."""

    def may_load(self, url: str, is_data: bool) -> str:
        """Why an address may not be loaded into a page, "" where it may. `is_data`: asked for by a script's own request."""

    def not_before(self, url: str) -> float:
        """When its server may be asked again, in seconds of the monotonic clock."""

    def asked(self, url: str) -> None:
        """A request to its server goes out."""


Fetch = Callable[[Wanted], Awaitable[Loaded]]


class Loader:
    """Loads for all pages of one crawl; scripts are kept, so that each is asked for once."""

    def __init__(self, crawling: Crawling, fetch: Fetch) -> None:
        self._crawling = crawling
        self._fetch = fetch
        self._kept: dict[str, Loaded] = {}
        self._room = _CACHE
        self._turns: dict[str, asyncio.Lock] = {}

    async def load(self, wanted: Wanted, waited: Callable[[float], None]) -> Loaded | None:
        """The answer, None where the page may not have it. `waited` hears the seconds spent on the server's pace."""
        if wanted.kind == "stylesheet":
            return Loaded(
                200, {"content-type": "text/css"}, b""
            )  # nobody looks, and some scripts wait for it
        if wanted.kind not in DATA | SCRIPTS or wanted.method not in _METHODS:
            return None
        if len(wanted.sent or b"") > _MOST_SENT:
            return None
        for _ in range(_HOPS):
            answer = await self._hop(wanted, waited)
            if (
                answer is None
                or answer.status not in (301, 302, 303, 307, 308)
                or "location" not in answer.headers
            ):
                return answer
            wanted = _onward(wanted, answer)
        return None

    async def _hop(self, wanted: Wanted, waited: Callable[[float], None]) -> Loaded | None:
        try:
            url = canonical(wanted.url)
        except ValueError:
            return None
        is_library = wanted.kind in SCRIPTS and _serves_libraries(host(url))
        refused = "" if is_library else self._crawling.may_load(url, wanted.kind in DATA)
        if refused == ANOTHER_HOST:
            return None
        if refused:
            return Loaded(403, {REFUSED: refused}, b"")
        kept = self._kept.get(wanted.url) if wanted.kind in SCRIPTS else None
        if kept is not None:
            return kept
        async with self._turns.setdefault(server(url), asyncio.Lock()):
            if wanted.kind in SCRIPTS and wanted.url in self._kept:
                return self._kept[wanted.url]
            await self._turn(url, waited)
            answer = await self._fetch(wanted)
        return self._keep(wanted, answer)

    async def _turn(self, url: str, waited: Callable[[float], None]) -> None:
        # Asked again after each sleep: the crawl's own requests may have taken the turn meanwhile.
        while (pause := self._crawling.not_before(url) - monotonic()) > 0:
            waited(pause)
            await asyncio.sleep(pause)
        self._crawling.asked(url)

    def _keep(self, wanted: Wanted, answer: Loaded) -> Loaded:
        if wanted.kind in SCRIPTS and answer.status == 200 and len(answer.body) <= self._room:
            self._room -= len(answer.body)
            self._kept[wanted.url] = answer
        return answer


def _serves_libraries(name: str) -> bool:
    return any(name == known or name.endswith("." + known) for known in browser_data()["script_hosts"])


def _onward(wanted: Wanted, answer: Loaded) -> Wanted:
    url = urljoin(wanted.url, answer.headers["location"])
    if answer.status in (307, 308):
        return Wanted(url, wanted.kind, wanted.method, wanted.headers, wanted.sent)
    return Wanted(url, wanted.kind, "GET", wanted.headers)
