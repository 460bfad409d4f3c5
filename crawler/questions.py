"""What the crawl asks a server about itself: robots.txt, sitemaps, and an address that cannot exist."""

from __future__ import annotations

from collections.abc import Callable

from crawler.answers import Answer
from crawler.finder import Finder
from crawler.frontier import Entry, Frontier
from crawler.ledger import Ledger
from crawler.memory import Memory
from crawler.reach import Territory
from crawler.robots import Rules, rules_of
from crawler.sitemaps import read_sitemap
from evidence.address import server
from evidence.records import Capture, Outcome, Role

PROBE = "oit-probe-4f1d9c.html"
"""Last segment of an address that cannot exist."""
OWN_QUESTIONS = {Role.ROBOTS: ("robots.txt",), Role.SITEMAP: (".xml", ".gz", ".txt")}
"""What an address must end in for a redirect of robots.txt or a sitemap to be followed as such."""
_RANK_PROBE = 4


class Questions:
    """The questions of one crawl, and what follows from the answers. `proxied` tells whether an address goes by a proxy."""

    def __init__(
        self,
        ledger: Ledger,
        frontier: Frontier,
        finder: Finder,
        memory: Memory,
        proxied: Callable[[str], bool],
    ) -> None:
        self._ledger = ledger
        self._frontier = frontier
        self._finder = finder
        self._memory = memory
        self._proxied = proxied

    def answered(self, entry: Entry, capture: Capture, answer: Answer, territory: Territory) -> None:
        """What robots.txt and sitemaps say."""
        if entry.role is Role.ROBOTS:
            by_proxy = capture.status in (502, 503, 504) and self._proxied(entry.url)
            status = capture.status if capture.outcome is Outcome.ANSWERED and not by_proxy else None
            self.set_rules(server(entry.url), status, "" if answer.is_html else capture.sha256 or "")
        elif capture.status == 200:
            found = read_sitemap(answer.body)
            self._ledger.add_links(self._finder.listed(found.pages, territory))
            self._finder.sitemaps(found.sitemaps, territory)

    def set_rules(self, name: str, status: int | None = None, digest: str = "") -> None:
        """Let a server be asked by the rules that an answer for robots.txt gives: its status (None: no answer) and body."""
        self._memory.robots[name] = [status, digest]
        self._frontier.set_rules(name, rules_of(status, self._ledger.body(digest)))

    def explore(self, start: str, territory: Territory) -> None:
        """Once the site is known to answer: ask for its sitemaps, and for an address that cannot exist."""
        scheme, name = start.split("://", 1)[0], server(start)
        rules = self._frontier.rules(name) or Rules()
        self._finder.sitemaps([f"{scheme}://{name}/sitemap.xml", *rules.sitemaps], territory)
        for prefix in (p for p in territory.scope if p.split("/", 1)[0] == name):
            self._finder.sitemaps([f"{scheme}://{prefix}/sitemap.xml"], territory)
            self._frontier.add(Entry(f"{scheme}://{prefix}/{PROBE}", Role.PROBE), _RANK_PROBE)
