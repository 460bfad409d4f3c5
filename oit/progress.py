"""The crawl on a terminal: how long it will take, then one live line. Quiet where nobody watches."""

from __future__ import annotations

from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.text import Text

from crawler.plan import CrawlPlan
from evidence.address import readable
from evidence.records import Capture, Outcome, Role, RunRecord

TYPICAL_PAGES = 400
"""Addresses of a district office's site, pages and files together, for the forecast before the first request."""
_REDRAWN = 0.2
_NOT_ASKED = frozenset({Outcome.LIMIT, Outcome.ROBOTS, Outcome.REFUSED, Outcome.SERVER_DOWN})

TEXTS = {
    "th": {
        "start": "จะตรวจ {site} โดยเว้น {delay:g} วินาทีต่อคำขอ: ใช้เวลา{about}",
        "about": "ประมาณ {time} หากเว็บไซต์มีราว {pages} หน้าและไฟล์",
        "limit": " (ไม่เกิน {limit})",
        "line": "หน้า {pages}  เอกสาร {documents}  ลิงก์ภายนอก {outside}  รอคิว {waiting}  ผิดพลาด {errors}  เหลือเวลา {left}",
        "minutes": "{n} นาที",
        "seconds": "{n} วินาที",
        "end": "เก็บแล้ว {pages} หน้า {documents} เอกสาร ใน {time}",
    },
    "en": {
        "start": "Going to look at {site}, {delay:g} s between two requests: this takes {about}",
        "about": "about {time} if the site has some {pages} pages and files",
        "limit": " (at most {limit})",
        "line": "pages {pages}  documents {documents}  outside {outside}  queue {waiting}  errors {errors}  left {left}",
        "minutes": "{n} min",
        "seconds": "{n} s",
        "end": "{pages} pages and {documents} documents kept in {time}",
    },
}
"""What is said, by language."""


class TerminalProgress:
    """A listener that draws on a terminal, and is silent if there is none or if asked to be."""

    def __init__(self, console: Console, lang: str = "th", quiet: bool = False) -> None:
        self._console = console
        self._texts = TEXTS[lang]
        self._shown = console.is_terminal and not quiet
        self._live: Live | None = None
        self._counts = {"pages": 0, "documents": 0, "outside": 0, "errors": 0, "waiting": 0}
        self._began = self._drawn = monotonic()
        self._done = 0

    def planned(self, plan: CrawlPlan) -> None:
        """Say what is about to be done and how long that will take."""
        if not self._shown:
            return
        self._began = monotonic()
        self._console.print(self._forecast(plan), markup=False, highlight=False)
        self._live = Live(Text(""), console=self._console, auto_refresh=False, transient=True)
        self._live.start()

    def fetched(self, capture: Capture, waiting: int) -> None:
        """Count an address and redraw the line, a few times a second at most."""
        if self._live is None:
            return
        self._count(capture, waiting)
        if monotonic() - self._drawn >= _REDRAWN:
            self._drawn = monotonic()
            line = self._texts["line"].format(**self._counts, left=self._left())
            self._live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)

    def finished(self, run: RunRecord) -> None:
        """Take the line away and say what was kept."""
        if self._live is None:
            return
        self._live.stop()
        self._live = None
        took = self._time(monotonic() - self._began)
        text = self._texts["end"].format(pages=run.pages, documents=run.documents, time=took)
        self._console.print(text, markup=False, highlight=False)

    def _forecast(self, plan: CrawlPlan) -> str:
        pages = min(TYPICAL_PAGES, plan.max_pages or TYPICAL_PAGES)
        seconds = pages * max(plan.delay, 0.1) / plan.concurrency
        about = self._texts["about"].format(time=self._time(seconds), pages=pages)
        if plan.max_minutes is not None:
            about += self._texts["limit"].format(limit=self._time(plan.max_minutes * 60))
        return self._texts["start"].format(site=readable(plan.start_urls[0]), delay=plan.delay, about=about)

    def _count(self, capture: Capture, waiting: int) -> None:
        self._counts["waiting"] = waiting
        if capture.outcome in _NOT_ASKED or capture.role not in (Role.PAGE, Role.FILE, Role.OUTSIDE):
            return
        self._done += 1
        bad = capture.outcome is not Outcome.ANSWERED or (capture.status or 0) >= 400
        names = {Role.PAGE: "pages", Role.FILE: "documents", Role.OUTSIDE: "outside"}
        self._counts["errors" if bad and capture.role is not Role.OUTSIDE else names[capture.role]] += 1

    def _left(self) -> str:
        """Time for what waits now, at the speed so far; what is found later adds to it."""
        speed = (monotonic() - self._began) / max(self._done, 1)
        return self._time(self._counts["waiting"] * speed)

    def _time(self, seconds: float) -> str:
        if seconds < 90:
            return self._texts["seconds"].format(n=max(1, round(seconds)))
        return self._texts["minutes"].format(n=round(seconds / 60))
