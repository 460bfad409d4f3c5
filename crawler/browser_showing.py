"""Between the walk and the browser: pages that wait to be shown, under way beside Scrapy's requests."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from crawler.browser_loads import Fetch, Loaded, Loader, Wanted
from crawler.frontier import Entry
from evidence.records import Capture

if TYPE_CHECKING:
    from crawler.browser import Renderer
    from crawler.walk import Walk

GRACE = 5.0
"""Seconds that a page under way gets when the crawl ends."""


class Showing:
    """Shows the walk's pages and tells it what came of them."""

    def __init__(self, walk: Walk, fetch: Fetch) -> None:
        self._walk = walk
        self._fetch = fetch
        self._renderer: Renderer | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, entry: Entry) -> None:
        """Begin to show a page; the walk hears how it went."""
        task = asyncio.get_running_loop().create_task(self._shown(entry))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _shown(self, entry: Entry) -> None:
        from crawler.browser import RenderError  # the driver is imported only where a page needs it

        try:
            capture, body = self._walk.stage.fetched(entry)
            shown = await self._browser().show(entry.url, body, _type_of(capture))
        except RenderError as error:
            self._walk.not_shown(entry, str(error))
        except asyncio.CancelledError:
            self._walk.not_shown(entry, "browser: the crawl ended first")
            raise
        except Exception as error:
            self._walk.not_shown(entry, f"browser: {type(error).__name__}: {error}"[:200])
        else:
            self._walk.shown(entry, shown.body, shown.note)

    def _browser(self) -> Renderer:
        from crawler.browser import Renderer

        if self._renderer is None:
            plan = self._walk.plan
            loader = Loader(self._walk.stage, self._loaded)
            self._renderer = Renderer(plan.browser, plan.user_agent, loader, plan.timeout)
        return self._renderer

    async def _loaded(self, wanted: Wanted) -> Loaded:
        try:
            return await self._fetch(wanted)
        except Exception:  # whatever Scrapy calls a failure: for the page it is an answer that did not come
            return Loaded(504, {}, b"")

    async def close(self) -> None:
        """End what is under way, and the browser. May be called again."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        for task in list(self._tasks):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._renderer is not None:
            await self._renderer.close()


def _type_of(capture: Capture) -> str:
    return capture.headers.get("content-type", "text/html")
