"""Running one crawl in this process, from its plan to its record."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.reactor import install_reactor

from crawler.earlier import Earlier
from crawler.keeping import seconds_spent
from crawler.plan import CrawlPlan
from crawler.progress import Progress, Silent
from crawler.settings import TWISTED_REACTOR, for_plan
from crawler.spiders.district import DistrictSpider, is_proxied
from crawler.walk import Walk
from evidence.records import RunRecord
from evidence.store import Store

GRACE = 10.0
"""Seconds that requests under way get after the first signal."""


def crawl(
    plan: CrawlPlan, store: Store, progress: Progress | None = None, earlier: Earlier | None = None
) -> RunRecord:
    """Crawl one site into a store. Returns when it is done; may be called again and again in one process.

    A crawl that was begun in this store before goes on where it was, however it ended.

    SIGINT and SIGTERM (in the main thread) end the crawl in good order; a second one ends it at once. Either way
    everything that was fetched is stored, and the record says "interrupted".

    Args:
        plan: what to crawl.
        store: made by `Store.create`; stays open.
        progress: who listens, None for nobody.
        earlier: what an earlier run of the site has kept, None for a full download that is compared with nothing.

    Returns:
        The record of the run, as stored.

    Raises:
        StartError: the start address is a file, or sends its visitors to another site.
        StoreError: the store cannot be written.
    """
    loop = _running_reactor()
    walk = Walk(plan, store, progress or Silent(), is_proxied, earlier)
    left = plan.max_minutes * 60 - seconds_spent(store.agenda) if plan.max_minutes else None
    walk.begin()
    task = loop.create_task(_crawled(plan, walk))
    timer = None if left is None else loop.call_later(max(0.0, left), _time_is_up, walk, plan)
    with _signals(loop, walk, task):
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            walk.stop("interrupted", "stopped by hand")
        finally:
            if timer:
                timer.cancel()
        run = walk.finish()
    if walk.error is not None:
        raise walk.error
    return run


async def _crawled(plan: CrawlPlan, walk: Walk) -> None:
    runner = AsyncCrawlerRunner(for_plan(plan))
    crawler = runner.create_crawler(DistrictSpider)
    try:
        await runner.crawl(crawler, walk=walk)
    finally:
        if isinstance(crawler.spider, DistrictSpider):
            await crawler.spider.shut()  # a crawl that is cut off leaves no browser behind


def _time_is_up(walk: Walk, plan: CrawlPlan) -> None:
    walk.stop("max_minutes", f"{plan.max_minutes:g} minutes were asked for")


def _running_reactor() -> asyncio.AbstractEventLoop:
    """The event loop with Twisted's reactor started on it, once for the whole process.

    A reactor cannot be run twice, but its loop can: so it is started, never stopped, and the loop is driven from
    crawl to crawl.
    """
    install_reactor(TWISTED_REACTOR)
    from twisted.internet import reactor

    running: Any = reactor
    if not running.running:
        running.startRunning(installSignalHandlers=False)
        running.getThreadPool().threadFactory = _daemon
    loop: asyncio.AbstractEventLoop = running._asyncioEventloop
    return loop


def _daemon(*, target: Callable[[], object], **kwargs: Any) -> threading.Thread:
    """A thread that does not keep the process alive, for the reactor is never shut down, and that takes no signals.

    A signal that such a thread took would leave the main thread waiting for whatever it waits for.
    """

    def deaf() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        target()

    thread = threading.Thread(target=deaf, **kwargs)
    thread.daemon = True
    return thread


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, walk: Walk, task: asyncio.Task[None]) -> Iterator[None]:
    """SIGINT and SIGTERM stop the walk first, then the whole crawl."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = _handler(loop, walk, task)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        loop.add_signal_handler(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL if old is None else old)


def _handler(loop: asyncio.AbstractEventLoop, walk: Walk, task: asyncio.Task[None]) -> Callable[[], None]:
    first = True

    def stop() -> None:
        nonlocal first
        walk.stop("interrupted", "stopped by hand")
        if first:
            loop.call_later(GRACE, task.cancel)
        else:
            task.cancel()
        first = False

    return stop
