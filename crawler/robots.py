"""robots.txt, by RFC 9309: what it forbids us, how slowly it wants to be asked, which sitemaps it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protego import Protego

AGENT = "oit"
"""The product token that robots.txt knows us by."""
_MOST_BYTES = 512 * 1024


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
    parsed = Protego.parse(body[:_MOST_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
    return Rules(parsed, crawl_delay=float(parsed.crawl_delay(AGENT) or 0), sitemaps=tuple(parsed.sitemaps))
