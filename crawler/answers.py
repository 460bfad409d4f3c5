"""One answer of a server as the crawl sees it, and what its first bytes say that it is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from evidence import walls
from evidence.records import SHORT

BANGKOK = ZoneInfo("Asia/Bangkok")
_KEPT_HEADERS = re.compile(
    r"content-(?:type|length|disposition|language|range)|last-modified|etag|date|server|location|retry-after|"
    r"www-authenticate|x-robots-tag|via|cf-.+|x-frame-options"
)
_HTML_MARK = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|frameset|title|meta|table|div|p|a|script)\b", re.IGNORECASE
)
_LONGEST_HEADER = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request."""

    status: int
    headers: dict[str, str]
    """Lower-case names; only those worth keeping."""
    body: bytes
    is_short: bool = False
    """The body is shorter than the server announced."""
    is_cut: bool = False
    """The rest of the body was not taken, because it is too long."""
    latency: float = 0.0
    """Seconds to its first byte."""

    @property
    def content_type(self) -> str:
        """The Content-Type header, "" where there is none."""
        return self.headers.get("content-type", "")

    @property
    def is_html(self) -> bool:
        """Whether the body is a page, by its content and only then by its declaration."""
        head = self.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
        declared = self.content_type.split(";", 1)[0].strip().lower() in (
            "text/html",
            "application/xhtml+xml",
        )
        if head.startswith(b"<?xml"):
            return declared or b"<html" in head.lower()
        if head.startswith(b"<"):
            return declared or bool(_HTML_MARK.match(head) or b"<html" in head.lower())
        return declared and not head.startswith(
            (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
        )

    @property
    def location(self) -> str:
        """Where a redirect leads to, "" if this is none."""
        return self.headers.get("location", "") if self.status in (301, 302, 303, 307, 308) else ""


def kept(headers: dict[str, str]) -> dict[str, str]:
    """The headers that matter for evidence."""
    return {
        name: value[:_LONGEST_HEADER]
        for name, value in headers.items()
        if _KEPT_HEADERS.fullmatch(name) or name in walls.header_names()
    }


def now_text() -> str:
    """The time in Bangkok, ISO 8601 with offset, to the second."""
    return dt.datetime.now(BANGKOK).isoformat(timespec="seconds")


def retry_after(answer: Answer, now: dt.datetime) -> float:
    """Seconds that a server asks to wait, 0 where it does not say. A date is read against `now`."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal() and value.isascii():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    return max(0.0, (when.replace(tzinfo=when.tzinfo or dt.UTC) - now).total_seconds())


def wall(answer: Answer) -> str:
    """The sign of a wall against robots that an answer shows, "" where it shows none.

    Such an answer says nothing about what the public sees.
    """
    return walls.header_sign(answer.status, answer.headers) or walls.page_sign(answer.status, answer.body)


def is_challenge(answer: Answer) -> bool:
    """Whether a wall gave an answer for certain: asking again at once would be refused again."""
    return bool(
        walls.header_sign(answer.status, answer.headers, certain=True)
        or walls.page_sign(answer.status, answer.body)
    )


def witness_of(answer: Answer) -> str:
    """What shows the outcome of an answer, in a few words; "" where there is nothing to say."""
    found = wall(answer)
    if not found and answer.status >= 400:
        server = answer.headers.get("server", "")
        found = (
            f"{answer.status}, server: {server}"
            if answer.status in (403, 429, 503) and server
            else str(answer.status)
        )
    notes = [
        found,
        SHORT if answer.is_short else "",
        "only its beginning" if answer.is_cut else "",
    ]
    return ", ".join(note for note in notes if note)
