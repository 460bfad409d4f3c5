"""robots.txt, by RFC 9309: what it forbids us, how slowly it wants to be asked, which sitemaps it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from protego import Protego

AGENT = "oit"
"""The product token that robots.txt knows us by."""
_MOST_BYTES = 512 * 1024
_AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:[ \t]*[^\s#]+)[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_UNKNOWN_LINE = re.compile(
    r"^(?![ \t]*(?:user[- ]?agent|al+ow|di\w*l+[oa]w|site-?map|crawl-?delay|request-?rate|visit-?time|host)\b)[^\r\n:]*:[^\r\n]*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class Rules:
    """The rules of one server."""

    parsed: Any = None
    """None: no rules, everything is allowed (or nothing, see `closed`)."""
    closed: str = ""
    """Why nothing may be requested: the witness, "" where it may."""
    crawl_delay: float = 0.0
    sitemaps: tuple[str, ...] = ()

    def forbids(self, url: str) -> str:
        """Why an address may not be requested, "" where it may."""
        if self.closed:
            return self.closed
        if self.parsed is None or self.parsed.can_fetch(url, AGENT):
            return ""
        return "robots.txt forbids it"


def rules_of(status: int | None, body: bytes) -> Rules:
    """The rules that an answer to /robots.txt gives.

    Args:
        status: of the answer; None where there was none: then the site itself will say what is wrong.
        body: of the answer.
    """
    if status is not None and status >= 500:
        return Rules(closed=f"robots.txt: {status}")
    if status is None or not 200 <= status < 300:
        return Rules()
    parsed = parse(body[:_MOST_BYTES].decode("utf-8", "replace"))
    return Rules(parsed, crawl_delay=float(parsed.crawl_delay(AGENT) or 0), sitemaps=tuple(parsed.sitemaps))


def parse(text: str) -> Any:
    """A robots.txt as Protego reads it, after two things that it sees otherwise than the standard.

    A name of a robot ends at its first space, and a line of an unknown kind does not end a group of names.
    """
    return Protego.parse(_UNKNOWN_LINE.sub("", _AGENT_LINE.sub(r"\1", text.removeprefix("\ufeff"))))
