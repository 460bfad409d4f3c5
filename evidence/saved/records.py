"""What a saved copy holds, whatever its format: one record for each address, and what could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from evidence.address import canonical
from evidence.records import Outcome, RunRecord

BANGKOK = ZoneInfo("Asia/Bangkok")
MOST_BODY = 50 * 1024 * 1024
"""Longest body that is taken, in bytes: the crawl's own limit for one answer."""
MOST_NOTES = 200
"""Notes of one copy that are kept; the rest is counted."""

Resolver = Callable[[str, str], str]
"""(canonical address of a page, raw address of a link on it) to the canonical address that is meant, "" for no news."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a copy holds of one address."""

    url: str
    """Canonical."""
    body: bytes
    place: str
    """Where in the copy it stands: "pages.warc.gz, record 12", "home_files/plan.pdf"."""
    saved_at: str = ""
    """ISO 8601 in Bangkok; "" where the copy does not say."""
    status: int = 200
    """HTTP status; 200 where the copy keeps none."""
    headers: dict[str, str] = field(default_factory=dict)
    """Lower-case names, as they stand in the copy."""
    page: bool = False
    """Saved by somebody as a page of its own, not as a part of another one."""
    browser: str = ""
    """The browser whose view of the page this is, "" for what a server sent."""
    outcome: Outcome = Outcome.ANSWERED
    """Another one where the copy itself says that there was no answer."""
    witness: str = ""
    """What the copy says of that."""
    name: str = ""
    """What the copy calls this record, "" where it gives it no name."""
    gives: tuple[str, ...] = ()
    """Marks under which other records refer to this body."""
    takes: tuple[str, ...] = ()
    """Marks of the record whose body this one has too; then `body` is empty."""


@dataclass(slots=True)
class Notes:
    """What a reader has to say about a copy, beside what it holds."""

    lines: list[str] = field(default_factory=list)
    left_out: int = 0
    cut: str = ""
    """Why the copy ends before its own end (damaged, cut off), "" where it was read whole."""
    starts: list[str] = field(default_factory=list)
    """Addresses that the copy calls its first or main page, canonical, the surest first."""
    run: RunRecord | None = None
    """The run that the copy was exported from, where it says so."""
    links: list[Resolver] = field(default_factory=list)
    """Where the links of saved pages lead that were rewritten when they were saved."""
    also: dict[str, str] = field(default_factory=dict)
    """Other spellings of an address (`/dir/index.html` for `/dir/`) to the one that is used here."""
    withdrawn: set[str] = field(default_factory=set)
    """Names of records that are no answers to a visitor's question."""

    def say(self, line: str) -> None:
        """Keep a line for people."""
        if len(self.lines) < MOST_NOTES:
            self.lines.append(" ".join(line.split())[:500])
        else:
            self.left_out += 1

    def start(self, url: str) -> None:
        """Keep an address as one that the copy starts at; what is no web address is left out."""
        found = web_address(url)
        if found and found not in self.starts:
            self.starts.append(found)

    def end(self, why: str) -> None:
        """Say that the copy could not be read to its end."""
        self.cut = self.cut or why
        self.say(why)


def web_address(url: str) -> str:
    """The canonical form of an http(s) address, "" for anything else."""
    try:
        return canonical(url)
    except ValueError:
        return ""


def bangkok(text: str) -> str:
    """A WARC date (`2025-04-30T02:00:00Z`) or an e-mail date as ISO 8601 in Bangkok; "" where it is neither."""
    text = text.strip()
    try:
        when = dt.datetime.fromisoformat(text.replace("Z", "+00:00")[:32])
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""
    return _text(when if when.tzinfo else when.replace(tzinfo=dt.UTC))


def file_time(seconds: float) -> str:
    """The time of a file as ISO 8601 in Bangkok, "" where it is none."""
    try:
        return _text(dt.datetime.fromtimestamp(seconds, dt.UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def _text(when: dt.datetime) -> str:
    try:
        return when.astimezone(BANGKOK).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""
