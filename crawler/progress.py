"""What a crawl tells while it runs. The crawler draws nothing: a terminal, a web page or nobody may listen."""

from __future__ import annotations

from typing import Protocol

from crawler.plan import CrawlPlan
from evidence.records import Capture, RunRecord


class Progress(Protocol):
    """A listener. Its methods are called in the crawl's own thread and must be quick."""

    def planned(self, plan: CrawlPlan) -> None:
        """The crawl is about to start."""

    def fetched(self, capture: Capture, waiting: int) -> None:
        """An address is done: `capture.role` says page, file or outside, `capture.outcome` whether it failed.

        Args:
            capture: what came of it.
            waiting: addresses known and not yet requested.
        """

    def finished(self, run: RunRecord) -> None:
        """The crawl is over."""


class Silent:
    """A listener that keeps silent."""

    def planned(self, plan: CrawlPlan) -> None:
        """Nothing."""

    def fetched(self, capture: Capture, waiting: int) -> None:
        """Nothing."""

    def finished(self, run: RunRecord) -> None:
        """Nothing."""
