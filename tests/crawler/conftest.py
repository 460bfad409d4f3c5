"""A crawl in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.plan import plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.records import Capture, Link, RunRecord
from evidence.store import Store


@dataclass
class Crawled:
    """What a crawl left behind."""

    run: RunRecord
    captures: dict[str, Capture]
    links: list[Link]
    store: Store

    def __getitem__(self, url: str) -> Capture:
        return self.captures[url]

    def body(self, url: str) -> bytes:
        digest = self.captures[url].sha256
        assert digest is not None
        return self.store.body(digest)


@pytest.fixture
def crawled(tmp_path: Path) -> Iterator[Callable[..., Crawled]]:
    """Crawl addresses without a pause: `crawled(url, max_pages=3)`."""
    stores: list[Store] = []

    def run(*urls: str, **options: Any) -> Crawled:
        plan = plan_for(urls, **{"delay": 0, "retry_wait": 0.01, "timeout": 5, **options})
        store = Store.create(tmp_path / f"run{len(stores)}" / "evidence", new_run(plan))
        stores.append(store)
        record = crawl(plan, store)
        captures = list(store.captures())
        assert len({c.url for c in captures}) == len(captures), "an address has two captures"
        return Crawled(record, {c.url: c for c in captures}, list(store.links()), store)

    yield run
    for store in stores:
        store.close()
