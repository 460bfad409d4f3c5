"""One page in the browser: loaded, left to come to rest, its controls opened, and all that it ever showed as HTML."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import Any

from playwright.async_api import BrowserContext, Page, Request, Route
from playwright.async_api import Error as BrowserError

from crawler.browser_loads import DATA, MOST_LOADS, REFUSED, Loaded, Loader, Wanted
from documents.hidden_words import hidden_words

QUIET = 0.3
"""Seconds without a change, a request or a short timer after which a page has come to rest."""
LOAD_REST = 8.0
"""Seconds that a page gets to come to rest after it is loaded; waiting for the server's turn does not count."""
CONTROL_REST = 4.0
"""The same after a control was opened."""
MOST_CONTROLS = 60
"""Controls of one page that are opened."""
LARGEST_RESULT = 20 * 1024 * 1024
_TICK = 0.05
_LAST_SECOND = 1.0
_SENT_ON = frozenset({"content-type", "access-control-allow-origin", "access-control-allow-credentials"})
_ASKED = frozenset(
    {
        "accept",
        "content-type",
        "x-requested-with",
        "x-csrf-token",
        "referer",
        "origin",
        "hx-request",
        "hx-target",
        "hx-current-url",
    }
)


class RenderError(Exception):
    """A page that the browser could not show; the message is a witness like "browser: no answer within 30 s"."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser showed of one page."""

    body: bytes
    """As HTML in UTF-8."""
    note: str = ""
    """What of it was left out, "" where nothing was."""


@dataclass(slots=True)
class Budget:
    """The seconds of one page; waiting for the server's turn does not count."""

    seconds: float
    end: float = 0.0

    def __post_init__(self) -> None:
        self.end = monotonic() + self.seconds

    def waited(self, seconds: float) -> None:
        """Seconds that go to the server's pace and not to the page."""
        self.end += seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.end - monotonic()


@cache
def page_script() -> str:
    """The script that runs in every page before its own."""
    words = hidden_words()
    lists = ("generic", "more", "idle_words", "idle_names")
    told = json.dumps({name: sorted(getattr(words, name)) for name in lists}, ensure_ascii=False)
    return files("crawler").joinpath("browser.js").read_text("utf-8").replace("__WORDS__", told)


class PageInBrowser:
    """One page of one context. Make it, `show` it, throw the context away."""

    def __init__(
        self,
        context: BrowserContext,
        loader: Loader,
        budget: Budget,
        url: str,
        body: bytes,
        content_type: str,
    ) -> None:
        self._context = context
        self._loader = loader
        self._budget = budget
        self._url = url
        self._first: tuple[bytes, str] | None = (body, content_type or "text/html")
        self._under_way = 0
        self._left: list[str] = []
        """Addresses that a control of the page would have gone to."""
        self._loads = 0
        self._note = ""
        self._crashed = asyncio.Event()
        self._hear: Callable[[float], None] = _nobody

    async def show(self) -> Shown:
        """All that the page showed.

        Raises:
            RenderError: it could not be shown.
            playwright.async_api.Error: the browser is gone.
        """
        await self._context.route("**/*", self._route)
        await self._context.add_init_script(page_script())
        page = await self._context.new_page()
        page.on("crash", lambda _: self._crashed.set())
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        await self._unless_crashed(self._shown(page))
        html = await self._unless_crashed(page.evaluate("__shown.html()"))
        body = str(html).encode("utf-8", "replace")
        if len(body) > LARGEST_RESULT:
            raise RenderError("browser: the page shows more than 20 MB")
        return Shown(body, self._note)

    async def _unless_crashed(self, work: Any) -> Any:
        """The result of some work in the page, or RenderError as soon as the page has crashed."""
        crash = asyncio.ensure_future(self._crashed.wait())
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({crash, task}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise RenderError("browser: the page crashed")
            return task.result()
        finally:
            crash.cancel()
            task.cancel()

    async def _shown(self, page: Page) -> None:
        await page.goto(self._url, wait_until="commit", timeout=0)
        await self._rest(page, LOAD_REST)
        await self._taken(page, "begin")
        await page.evaluate("document.documentElement.scrollIntoView(false)")
        for _ in range(MOST_CONTROLS):
            if await page.evaluate("__shown.next()") is None:
                return
            if self._budget.left < _LAST_SECOND:
                break
            await page.evaluate("__shown.press()")
            await self._rest(page, CONTROL_REST)
            await self._taken(page, "collect")
        if await page.evaluate("__shown.next()") is not None or self._budget.left < _LAST_SECOND:
            self._note = "browser: not every control was opened"

    async def _taken(self, page: Page, step: str) -> None:
        """Have the page copy what is new, with the addresses that it would have gone to."""
        left, self._left = self._left, []
        await page.evaluate(f"left => __shown.{step}(left)", left)

    async def _rest(self, page: Page, most: float) -> None:
        """Until nothing changes, nothing is asked for and no short timer runs; at most so many seconds."""
        patience = Budget(most)
        self._hear = patience.waited
        idle = 0.0
        while patience.left > 0 and self._budget.left > 0:
            state = await self._state(page)
            busy = self._under_way or not state["ready"] or state["timers"] or state["quiet"] < QUIET * 1000
            idle = 0.0 if busy else idle + _TICK
            if idle > _TICK:
                return
            await asyncio.sleep(_TICK)

    async def _state(self, page: Page) -> dict[str, Any]:
        try:
            state: dict[str, Any] = await page.evaluate("__shown.state()")
        except BrowserError:
            if page.is_closed() or self._crashed.is_set():
                raise
            return {"ready": False, "timers": 0, "quiet": 0}  # between two documents
        return state

    def _waited(self, seconds: float) -> None:
        self._budget.waited(seconds)
        self._hear(seconds)

    async def _route(self, route: Route, request: Request) -> None:
        """Answer a request of the page: the page itself from what was fetched, the rest through the crawler."""
        self._under_way += 1
        try:
            answer = await self._answer(request)
            if answer is None:
                # "aborted" leaves a page where it is; any other reason puts an error page in its place.
                await route.abort("aborted" if request.is_navigation_request() else "blockedbyclient")
            else:
                await route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)
        except BrowserError:
            return  # the page went away meanwhile
        finally:
            self._under_way -= 1

    async def _answer(self, request: Request) -> Loaded | None:
        if request.is_navigation_request():
            return await self._document(request)
        self._loads += 1
        if self._loads > MOST_LOADS:
            return None
        headers = {name: value for name, value in request.headers.items() if name in _ASKED}
        wanted = Wanted(request.url, request.resource_type, request.method, headers, request.post_data_buffer)
        answer = await self._loader.load(wanted, self._waited)
        if answer is None:
            return None
        if wanted.kind in DATA and answer.status >= 400 and not self._note:
            self._note = _withheld(wanted.url, answer)
        return Loaded(answer.status, {n: v for n, v in answer.headers.items() if n in _SENT_ON}, answer.body)

    async def _document(self, request: Request) -> Loaded | None:
        """The page itself, once. Where it would go next is noted; a frame's document is a page of its own."""
        if self._first is not None:
            (body, kind), self._first = self._first, None
            return Loaded(200, {"content-type": kind}, body)
        frame = request.frame
        if frame.parent_frame is None and request.method == "GET":
            self._left.append(request.url)
        return None


def _withheld(url: str, answer: Loaded) -> str:
    """What is to be said of data that a page asked for and did not get."""
    challenge = answer.headers.get("cf-mitigated", "")
    why = answer.headers.get(REFUSED) or f"HTTP {answer.status}" + (
        f", cf-mitigated: {challenge}" * bool(challenge)
    )
    return f"browser: the page asked for data and did not get them: {why}, {url}"[:200]


def _nobody(seconds: float) -> None:
    """Nobody listens."""
