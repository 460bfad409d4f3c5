"""The browser of one crawl: started when the first page needs it, started again when it dies, gone at the end.

It has no network of its own: every request of a page comes back to the crawler (`crawler.browser_loads`). Each page has a
context of its own, so that no page sees what another left behind; the browser itself is replaced every `PAGES` pages,
which bounds its memory.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from crawler.browser_find import is_root
from crawler.browser_loads import Loader
from crawler.browser_page import Budget, PageInBrowser, RenderError, Shown

__all__ = ["PAGES", "RenderError", "Renderer"]

PAGES = 40
"""Pages that one browser shows before another takes its place."""
MOST_CRASHES = 8
"""Browsers that may die in one crawl; after that its pages are left unseen."""
_AT_ONCE = 1
_START = 30.0
_GOODBYE = 5.0
_NOWHERE = "http://127.0.0.1:1"
_ARGUMENTS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
    "--disable-default-apps", "--mute-audio", "--renderer-process-limit=1", "--disable-site-isolation-trials",
    "--js-flags=--max-old-space-size=256", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--blink-settings=imagesEnabled=false", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_VIEW = {"width": 1280, "height": 4000}


class Renderer:
    """Shows pages, one at a time."""

    def __init__(self, path: str, user_agent: str, loader: Loader, seconds: float = 30.0) -> None:
        self._path = path
        self._user_agent = user_agent
        self._loader = loader
        self._seconds = seconds
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0
        self._crashes = 0
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._closed = False

    async def show(self, url: str, body: bytes, content_type: str) -> Shown:
        """All that a page shows.

        Args:
            url: canonical address of the page.
            body: what its server answered; the page is not asked for again.
            content_type: the Content-Type header.

        Raises:
            RenderError: it could not be shown; the browser is as good as new for the next.
        """
        async with self._turn:
            if self._closed:
                raise RenderError("browser: the crawl ended first")
            budget = Budget(self._seconds)
            try:
                context = await self._context()
            except (BrowserError, TimeoutError) as error:
                await self._lost()
                raise RenderError(f"browser: it does not start ({_line(error)})") from error
            budget.waited(self._seconds - budget.left)  # starting the browser is no fault of the page
            page = PageInBrowser(context, self._loader, budget, url, body, content_type)
            return await self._within(page, context, budget)

    async def _within(self, page: PageInBrowser, context: BrowserContext, budget: Budget) -> Shown:
        task = asyncio.ensure_future(page.show())
        try:
            while not task.done() and budget.left > 0:
                await asyncio.wait({task}, timeout=budget.left)
            if not task.done():
                raise RenderError(f"browser: no answer within {self._seconds:g} s")
            return task.result()
        except BrowserError as error:
            raise RenderError(f"browser: {_line(error)}") from error
        finally:
            task.cancel()
            with suppress(BaseException):
                await asyncio.wait({task}, timeout=1)
            await self._put_away(context)

    async def _put_away(self, context: BrowserContext) -> None:
        """Close a page's context; a browser that does not even do that is replaced."""
        try:
            await asyncio.wait_for(context.close(), _GOODBYE)
        except (BrowserError, TimeoutError):
            await self._lost()
            return
        if self._browser is None or not self._browser.is_connected():
            await self._lost()
        elif self._pages >= PAGES:
            await self._quit()

    async def _context(self) -> BrowserContext:
        if self._browser is None or not self._browser.is_connected():
            self._browser = await asyncio.wait_for(self._started(), _START)
            self._pages = 0
        self._pages += 1
        options: dict[str, Any] = {
            "user_agent": self._user_agent,
            "viewport": _VIEW,
            "locale": "th-TH",
            "timezone_id": "Asia/Bangkok",
            "service_workers": "block",
            "accept_downloads": False,
            "ignore_https_errors": True,
            "permissions": [],
            "reduced_motion": "reduce",
        }
        return await asyncio.wait_for(self._browser.new_context(**options), _START)

    async def _started(self) -> Browser:
        if self._crashes >= MOST_CRASHES:
            raise BrowserError(f"it died {self._crashes} times")
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        arguments = [*_ARGUMENTS, *(["--no-sandbox"] if is_root() else [])]
        return await self._playwright.chromium.launch(
            executable_path=self._path,
            args=arguments,
            chromium_sandbox=not is_root(),
            proxy={"server": _NOWHERE, "bypass": "<-loopback>"},  # nothing goes out but by the crawler
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=_START * 1000,
        )

    async def _lost(self) -> None:
        self._crashes += 1
        await self._quit()

    async def _quit(self) -> None:
        """End the browser and the program that drives it: whatever hangs in it, ends with it."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        if browser is not None:
            with suppress(BrowserError, TimeoutError):
                await asyncio.wait_for(browser.close(), _GOODBYE)
        if playwright is not None:
            with suppress(BrowserError, TimeoutError):
                await asyncio.wait_for(playwright.stop(), _GOODBYE)

    async def close(self) -> None:
        """End the browser; nothing is shown afterwards. May be called again."""
        self._closed = True
        await self._quit()


def _line(error: BaseException) -> str:
    """The first line of an error, short."""
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__)[:120]
