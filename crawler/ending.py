"""How a crawl ends: which start pages end it at once, and when a site as a whole was closed to us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.plan import StartError
from evidence.address import readable, server
from evidence.records import Capture, Outcome, Role

LEAST_ANSWERS = 20
"""Fewer answers say nothing about the site as a whole."""
_LOST = frozenset({Outcome.DNS, Outcome.TLS, Outcome.CONNECT, Outcome.TIMEOUT, Outcome.NO_NETWORK})
_NOT_ASKED = frozenset({Outcome.LIMIT, Outcome.ROBOTS, Outcome.REFUSED})
_SHUT = frozenset({401, 403, 405, 406, 407, 429, 451})


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a crawl stopped."""

    because: str
    """A value of `RunRecord.stopped_because`."""
    reason: str = ""


def start_ending(capture: Capture, is_wall: bool, is_page: bool, is_bare: bool) -> Ending | None:
    """Why a start page ends the crawl, None where it is one to go on from.

    Args:
        capture: of the start address.
        is_wall: its answer shows a wall against robots.
        is_page: its answer is HTML.
        is_bare: the page has neither text nor links.

    Raises:
        StartError: it answers with a file.
    """
    name = readable(capture.url)
    if capture.outcome is Outcome.ROBOTS:
        return Ending("blocked", f"{name} may not be requested: {capture.witness}")
    if capture.outcome is not Outcome.ANSWERED or capture.status is None:
        return Ending("unreachable", f"{name} does not answer: {capture.witness}")
    if is_wall or capture.status in _SHUT or capture.status >= 500:
        return Ending("blocked", f"{name} is closed to this program: {capture.witness}")
    if capture.status >= 300:
        return Ending("unreachable", f"{name} is no page: it answers {capture.status}")
    if capture.size == 0:
        return Ending("empty", f"{name} answers with nothing at all")
    if not is_page:
        kind = capture.headers.get("content-type", "a file").split(";", 1)[0]
        raise StartError(f"{name} is no web page but {kind}: give the address of the site's home page")
    return Ending("empty", f"{name} holds neither text nor links (without a browser)") if is_bare else None


def same_site(old: str, new: str) -> bool:
    """Whether two addresses name one site, with or without www and encryption."""
    names = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (old, new)]
    if names[0] != names[1]:
        return False
    ports = [urlsplit(url).port for url in (old, new)]
    return ports[0] == ports[1] or {ports[0], ports[1]} <= {None, 80, 443}


def elsewhere(old: str, new: str) -> StartError:
    """The error for a start page that sends its visitors to another site."""
    return StartError(
        f"{readable(old)} sends its visitors to {readable(new)}, another site ({server(new)}): start there if that is the office's"
    )


class Tally:
    """Counts the answers of the site itself, to tell a site that is closed to us from one with some dead links."""

    def __init__(self) -> None:
        self.answers = 0
        self.shut = 0
        self.left = 0
        """Addresses that were not asked for any more, because their server had failed again and again."""
        self._in_a_row = 0
        self.witness = ""

    def state(self) -> dict[str, int | str]:
        """The counts, for `restore`."""
        return {
            "answers": self.answers,
            "shut": self.shut,
            "in_a_row": self._in_a_row,
            "witness": self.witness,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from the counts that `state` gave."""
        self.answers, self.shut = state["answers"], state["shut"]
        self._in_a_row, self.witness = state["in_a_row"], state["witness"]

    def count(self, capture: Capture, is_wall: bool) -> None:
        """Count one capture."""
        if capture.role not in (Role.PAGE, Role.FILE) or capture.outcome in _NOT_ASKED:
            return
        if capture.outcome is Outcome.SERVER_DOWN:
            self.left += 1
            return
        status = capture.status or 0
        bad = is_wall or capture.outcome in _LOST or status in (403, 429) or status >= 500
        self.answers += 1
        self.shut += bad
        self._in_a_row = self._in_a_row + 1 if bad else 0
        self.witness = capture.witness if bad else self.witness

    @property
    def closed(self) -> bool:
        """At least half of 20 or more answers are no answers.

        What a failing server was not asked for any more counts as none, unless it had answered well for a while.
        """
        left = self.left if self.answers - self.shut < LEAST_ANSWERS else 0
        answers, shut = self.answers + left, self.shut + left
        return answers >= LEAST_ANSWERS and shut * 2 >= answers

    @property
    def hopeless(self) -> bool:
        """Closed, and the last twenty were all alike: asking on would only annoy."""
        return self.closed and self._in_a_row >= LEAST_ANSWERS

    def ending(self) -> Ending:
        """The ending of a crawl of a site that is closed to us."""
        return Ending(
            "blocked", f"{self.shut} of {self.answers} answers were none; the last one: {self.witness}"
        )
