"""Which fetched pages go to the browser, and what a page may ask for while it is shown there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

from crawler.answers import Answer, wall
from crawler.browser_loads import ANOTHER_HOST
from crawler.ending import Ending
from crawler.frontier import Entry, Frontier
from crawler.ledger import Ledger
from crawler.links import Page
from crawler.plan import CrawlPlan
from crawler.reach import Territory
from evidence.address import server
from evidence.errors import StoreError
from evidence.records import Capture


class Stage:
    """The pages of one crawl that are shown in the browser. `territory` gives the site's prefixes as they now are."""

    def __init__(
        self, plan: CrawlPlan, ledger: Ledger, frontier: Frontier, territory: Callable[[], Territory]
    ) -> None:
        self._plan = plan
        self._ledger = ledger
        self._frontier = frontier
        self._territory = territory
        self._count = 0

    def state(self) -> dict[str, Any]:
        """What a resumed crawl must know, for JSON."""
        return {"count": self._count}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave."""
        self._count = int(state["count"])

    def waits_for(self, page: Page) -> bool:
        """Whether a page that seems bare may hold something once the browser has shown it."""
        return page.hides and bool(self._plan.browser)

    def is_wanted(self, page: Page, answer: Answer) -> bool:
        """Whether a page is to be shown."""
        wanted = page.hides or self._plan.browser_always
        return wanted and bool(self._plan.browser) and answer.status == 200 and not wall(answer)

    def show_later(self, entry: Entry, ending: Ending | None) -> None:
        """Have a page shown at its server's next turn; where the crawl has come to its `ending`, say that it was not."""
        self._count += 1
        again = replace(entry, tries=0, begun=0, in_browser=True)
        if self._count > self._plan.max_shown:
            self._ledger.not_shown(again, f"browser: more than {self._plan.max_shown} pages")
        elif ending is None:
            self._frontier.again(again, monotonic())
        else:
            self._ledger.not_shown(again, f"browser: the crawl ended first: {ending.because}")

    def fetched(self, entry: Entry) -> tuple[Capture, bytes]:
        """What was fetched of a page that is to be shown.

        Raises:
            StoreError: it cannot be read.
        """
        capture = self._ledger.capture(entry.url)
        if capture is None or capture.sha256 is None:
            raise StoreError(f"{entry.url}: nothing was kept of it")
        return capture, self._ledger.body(capture.sha256)

    def may_load(self, url: str, is_data: bool) -> str:
        """Why a page in the browser may not load an address, "" where it may: only the site's servers, and for data robots.txt."""
        name = server(url)
        if name not in self._territory().servers:
            return ANOTHER_HOST
        rules = self._frontier.rules(name)
        return rules.forbids(url) if rules is not None and is_data else ""

    def not_before(self, url: str) -> float:
        """When the server of an address may be asked again, in seconds of the monotonic clock."""
        return self._frontier.server(url).not_before

    def asked(self, url: str) -> None:
        """A page in the browser asks for an address."""
        self._frontier.server(url).started(monotonic())
