"""`letter-to-server-owner.txt`: asks whoever keeps the server to let the program in, where a wall or robots.txt stopped it.

In Thai and ready to send, but for what only the office knows. Its words are data (messages/letter-to-server-owner.txt).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template

from evidence import walls
from evidence.address import readable
from evidence.records import Capture, Outcome, Role, RunRecord
from reports.contract import GapReport
from reports.files import write_whole
from reports.wording import MESSAGES, Lang, read_wording

NAME = "letter-to-server-owner.txt"
SHOWN = 20
"""Addresses that are named; the rest is counted."""
_REFUSING = frozenset({403, 405, 406, 429, 451, 503})
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Refusal:
    """One address of the office's own servers that was refused."""

    url: str
    witness: str
    at: str
    """ISO 8601 in Asia/Bangkok."""
    by_robots: bool

    @property
    def address(self) -> str:
        """The address for people, in one line."""
        return _CONTROL.sub("", readable(self.url))

    @property
    def clock(self) -> str:
        """Hours, minutes and seconds."""
        return self.at[11:19]


def refusals(run: RunRecord, captures: Iterable[Capture], report: GapReport) -> tuple[Refusal, ...]:
    """What a wall or robots.txt kept from us on the office's own servers, the first request first."""
    servers = set(_servers(run))
    unseen = {one.url for one in report.not_seen if one.reason in ("blocked", "robots")}
    stopped = report.run.stopped_because == "blocked"
    found = [
        Refusal(
            c.url,
            _CONTROL.sub("", c.witness or f"HTTP {c.status}"),
            c.fetched_at,
            c.outcome is Outcome.ROBOTS,
        )
        for c in captures
        if urlsplit(c.url).netloc in servers
        and c.role in (Role.PAGE, Role.FILE)
        and _is_refused(c, c.url in unseen, stopped)
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.url)))


def _is_refused(capture: Capture, unseen: bool, stopped: bool) -> bool:
    if capture.outcome is Outcome.ROBOTS:
        return True
    if capture.outcome is not Outcome.ANSWERED or capture.status is None:
        return False
    sign = walls.header_sign(capture.status, capture.headers) or walls.sign_in(capture.witness)
    refused = capture.status in _REFUSING
    return bool(sign) or (refused and (unseen or stopped))


def letter_text(run: RunRecord, refused: tuple[Refusal, ...], report: GapReport) -> str:
    """The letter, "" where nothing was refused."""
    if not refused:
        return ""
    delay = run.options.get("delay")
    return _template().render(
        office=_CONTROL.sub("", report.site.name),
        servers=_servers(run),
        day=read_wording(Lang.TH).day(run.started_at[:10]),
        begun=run.started_at[11:16],
        ended=(run.finished_at or refused[-1].at)[11:16],
        robots=any(one.by_robots for one in refused),
        stopped=report.run.stopped_because == "blocked",
        count=len(refused),
        shown=refused[:SHOWN],
        agent=run.user_agent,
        scope=run.site.scope,
        paths=[urlsplit(f"//{prefix}").path.rstrip("/") + "/" for prefix in run.site.scope],
        delay=f"{delay:g}" if isinstance(delay, int | float) else "1",
        contact=_contact(run.user_agent),
    )


def write_letter(folder: Path, text: str) -> Path:
    """Write the letter into a folder. Raises ReportError where it cannot be written."""
    path = folder / NAME
    write_whole(path, text)
    return path


def _servers(run: RunRecord) -> list[str]:
    """The servers of the office's own pages."""
    names = [urlsplit(url).netloc for url in run.site.start_urls]
    names += [prefix.split("/", 1)[0] for prefix in (*run.site.scope, *run.site.file_prefixes)]
    return list(dict.fromkeys(names))


def _contact(agent: str) -> str:
    """Whom the user agent names, "" where it names nobody."""
    found = re.search(r"\(\+(.+)\)$", agent)
    return found[1] if found else ""


@lru_cache(maxsize=1)
def _template() -> Template:
    text = (MESSAGES / NAME).read_text(encoding="utf-8")
    return Environment(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined).from_string(text)
