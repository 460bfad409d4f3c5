"""From links to addresses that wait: what is requested, as what, how early, and what only gets a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from crawler.frontier import Entry, Frontier
from crawler.plan import CrawlPlan
from crawler.reach import RANK_FIRST, RANK_LAST, Reach, Territory, rank
from crawler.traps import TRAP, Traps
from evidence.address import canonical, in_scope, server
from evidence.records import Link, LinkKind, Role

MOST_SITEMAPS = 50
_ROLE = {Reach.PAGE: Role.PAGE, Reach.FILE: Role.FILE, Reach.OUTSIDE: Role.OUTSIDE}
_NOT_OUTSIDE = frozenset({LinkKind.IMAGE})
_RANK_SITEMAP = 6
_RANK_OUTSIDE = 3


class Finder:
    """Feeds the frontier."""

    def __init__(self, plan: CrawlPlan, frontier: Frontier, limited: Callable[[Entry, str], None]) -> None:
        self._plan = plan
        self._frontier = frontier
        self._limited = limited
        self.traps = Traps()
        self._outside = 0
        self._sitemaps = 0
        self._orders = 0

    def state(self) -> dict[str, int]:
        """The counters, for `restore`."""
        return {"outside": self._outside, "sitemaps": self._sitemaps, "orders": self._orders}

    def restore(self, state: dict[str, int]) -> None:
        """Go on from the counters that `state` gave."""
        self._outside, self._sitemaps, self._orders = state["outside"], state["sitemaps"], state["orders"]

    def start_links(self) -> list[Link]:
        """The start addresses as links that no page carries."""
        return [self._rootless(url, url, LinkKind.START) for url in self._plan.start_urls]

    def follow(self, links: Sequence[Link], source: Entry, territory: Territory) -> None:
        """Take in what the links of a page lead to."""
        for link in links:
            if link.target and link.kind is not LinkKind.FORM:
                self._follow(link, source, territory)

    def _follow(self, link: Link, source: Entry, territory: Territory) -> None:
        known = self._frontier.knows(link.target)
        if known and not self._frontier.waits(link.target):
            return
        reach = territory.reach(link.target, link.kind)
        if reach is Reach.OTHER or (reach is Reach.OUTSIDE and (known or link.kind in _NOT_OUTSIDE)):
            return
        entry = Entry(link.target, _ROLE[reach], source.depth + 1)
        place = _RANK_OUTSIDE if reach is Reach.OUTSIDE else rank(link)
        reason = "" if known else self._limit(entry, place)
        if not reason:
            self._frontier.add(entry, RANK_LAST if self.traps.tired(entry.url) else place)
        elif self._frontier.mark(entry) and (not reason.startswith(TRAP) or self.traps.noteworthy(entry.url)):
            self._limited(entry, reason)

    def redirected(self, source: Entry, target: str, territory: Territory) -> None:
        """Take in where a redirect leads to: an address that may be requested."""
        if self._frontier.knows(target) and not self._frontier.waits(target):
            return
        role = source.role if source.role in (Role.ROBOTS, Role.SITEMAP) else _ROLE[territory.reach(target)]
        self._frontier.add(Entry(target, role, source.depth, source.start), -1)

    def sitemaps(self, addresses: Iterable[str], territory: Territory) -> None:
        """Take in sitemaps of our own servers."""
        for raw in addresses:
            try:
                url = canonical(raw)
            except ValueError:
                continue
            if server(url) in territory.servers and self._sitemaps < MOST_SITEMAPS:
                self._sitemaps += self._frontier.add(Entry(url, Role.SITEMAP), 1)

    def listed(self, addresses: Iterable[str], territory: Territory) -> list[Link]:
        """Take in the addresses of ours that a sitemap lists; give them as links that no page carries."""
        links: list[Link] = []
        for raw in addresses:
            try:
                url = canonical(raw)
            except ValueError:
                continue
            if not in_scope(url, territory.scope):
                continue
            links.append(self._rootless(url, raw, LinkKind.SITEMAP))
            entry = Entry(url, Role.PAGE, 1)
            if not self._frontier.knows(url) and not self.traps.caught(url):
                self._frontier.add(entry, _RANK_SITEMAP)
        return links

    def _rootless(self, url: str, raw: str, kind: LinkKind) -> Link:
        self._orders += 1
        return Link(source="", target=url, raw=raw, kind=kind, order=self._orders - 1)

    def _limit(self, entry: Entry, place: int) -> str:
        """Why a new address is not requested, "" where it is."""
        if entry.role is Role.OUTSIDE:
            self._outside += 1
            return (
                ""
                if self._outside <= self._plan.max_outside
                else f"more than {self._plan.max_outside} outside addresses"
            )
        if self._plan.max_depth is not None and entry.depth > self._plan.max_depth:
            return f"deeper than {self._plan.max_depth} clicks"
        return self.traps.caught(entry.url, speaks=place == RANK_FIRST)
