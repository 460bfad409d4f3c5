"""The spider: hands the walk's addresses to Scrapy and Scrapy's answers to the walk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.request import getproxies, proxy_bypass

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import Answer
from crawler.browser_loads import LARGEST, Loaded, Wanted
from crawler.browser_showing import Showing
from crawler.frontier import Entry
from crawler.plan import CrawlPlan, plan_for
from crawler.probes import asked_as
from crawler.progress import Silent
from crawler.runs import new_run
from crawler.walk import Walk
from evidence.address import host
from evidence.records import Role
from evidence.store import Store


class DistrictSpider(Spider):  # type: ignore[misc]  # Scrapy brings no types that mypy is shown here
    """One site. Started by `crawler.run`, or alone: `scrapy crawl district -a start_url=http://…`."""

    name = "district"

    def __init__(self, walk: Walk | None = None, start_url: str = "", out: str = "", **options: Any) -> None:
        super().__init__()
        self._own_store: Store | None = None
        self.walk = walk or self._own_walk(start_url, out, options)
        self._received: dict[str, int] = {}
        self._showing = Showing(self.walk, self._fetched)

    def _own_walk(self, start_url: str, out: str, options: dict[str, Any]) -> Walk:
        """A walk for `scrapy crawl`, which stores into a folder that it prints."""
        plan = plan_for((start_url,), **options)
        run = new_run(plan)
        folder = Path(out or f"var/{run.site.id}/{run.id}") / "evidence"
        self._own_store = Store.create(folder, run)
        print(f"evidence: {folder}")
        return Walk(plan, self._own_store, Silent(), is_proxied)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> DistrictSpider:
        """The spider with its ears open for long answers."""
        spider: DistrictSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.received, signal=signals.bytes_received)
        crawler.signals.connect(spider.shut, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The walk's addresses, each as soon as its turn has come."""
        from twisted.internet import reactor  # there is one only now

        self.walk.guard.install(reactor)
        if self._own_store is not None:
            self.walk.begin()
        while (entry := await self.walk.next()) is not None:
            if entry.in_browser:
                self._showing.show(entry)
            else:
                yield self._request(entry, self.walk.plan)
        await self._showing.close()

    def _request(self, entry: Entry, plan: CrawlPlan) -> Request:
        meta: dict[str, Any] = {
            "entry": entry,
            "download_maxsize": plan.max_bytes,
            "download_timeout": plan.timeout,
        }
        headers = {"User-Agent": plan.user_agent, **self.walk.conditions(entry)}
        url = entry.url
        if entry.role is Role.OUTSIDE:
            url = asked_as(url)
            # Only the beginning is taken, and half of a packed body could not be unpacked.
            meta["download_maxsize"] = 0
            headers["Accept-Encoding"] = "identity"
        return Request(url, self.answered, headers=headers, meta=meta, errback=self.failed, dont_filter=True)

    def received(self, data: bytes, request: Request, spider: Spider) -> None:
        """Stop reading a long answer of another host."""
        entry = request.meta.get("entry")
        if entry is None or entry.role is not Role.OUTSIDE:
            return
        # Read only now, when the body is unpacked: a server may pack what was to come as it is.
        request.meta["download_maxsize"] = self.walk.plan.max_bytes
        self._received[entry.url] = self._received.get(entry.url, 0) + len(data)
        if self._received[entry.url] > self.walk.plan.outside_bytes:
            raise StopDownload(fail=False)

    def answered(self, response: Response) -> None:
        """Scrapy's answer, to the walk."""
        entry: Entry = response.meta["entry"]
        cut = "download_stopped" in response.flags
        self._received.pop(entry.url, None)
        headers = response.headers.to_unicode_dict()
        answer = Answer(
            status=response.status,
            headers={name.lower(): str(value) for name, value in headers.items()},
            body=response.body[: self.walk.plan.outside_bytes] if cut else response.body,
            is_short="dataloss" in response.flags,
            is_cut=cut,
            latency=response.meta.get("download_latency", 0.0),
        )
        self.walk.answered(entry, answer)

    def failed(self, failure: Failure) -> None:
        """Scrapy's failure, to the walk."""
        entry: Entry = failure.request.meta["entry"]
        self._received.pop(entry.url, None)
        self.walk.failed(entry, failure.value)

    async def _fetched(self, wanted: Wanted) -> Loaded:
        """An answer for a page in the browser; Scrapy's part of `crawler.browser_loads`."""
        request = Request(
            wanted.url,
            method=wanted.method,
            headers={**wanted.headers, "User-Agent": self.walk.plan.user_agent},
            body=wanted.sent,
            meta={"download_maxsize": LARGEST, "download_timeout": self.walk.plan.timeout},
        )
        response = await self.crawler.engine.download_async(request)
        headers = {name.lower(): str(v) for name, v in response.headers.to_unicode_dict().items()}
        return Loaded(response.status, headers, response.body)

    async def shut(self) -> None:
        """End the browser, whatever it does."""
        await self._showing.close()

    def closed(self, reason: str) -> None:
        """The end of `scrapy crawl`; `crawler.run` ends its walk itself."""
        if self._own_store is None:
            return
        if reason == "shutdown":
            self.walk.stop("interrupted", "stopped by hand")
        run = self.walk.finish()
        self._own_store.close()
        print(f"{run.stopped_because}: {run.pages} pages, {run.documents} documents. {run.reason}".strip())


def is_proxied(url: str) -> bool:
    """Whether an address is requested through a proxy of the environment, where nobody here resolves its name."""
    scheme = url.split(":", 1)[0]
    return scheme in getproxies() and not proxy_bypass(host(url))
