"""What an address must pass in the moment in which its turn has come. What is held up there is not requested."""

from __future__ import annotations

from crawler.breaker import Breakers
from crawler.frontier import Entry, Frontier
from crawler.guard import Guard
from crawler.probes import asked_as
from crawler.traps import Traps
from evidence.address import server
from evidence.records import Outcome, Role

MOST_CUT_OFF = 3
"""Requests of one address that were never answered because the program ended: it may be what ends it."""
_OURS = frozenset({Role.PAGE, Role.FILE})


class Gates:
    """The reasons of one crawl for leaving an address alone."""

    def __init__(self, guard: Guard, breakers: Breakers, traps: Traps, frontier: Frontier) -> None:
        self._guard = guard
        self._breakers = breakers
        self._traps = traps
        self._frontier = frontier

    def waits(self, entry: Entry) -> bool:
        """Whether an address goes to the back of the queue, because its pattern goes on and on."""
        return _is_new(entry) and self._traps.must_wait(entry.url)

    def closed(self, entry: Entry) -> tuple[Outcome, str] | None:
        """The outcome and witness of an address that is not requested, None for one that is."""
        if witness := self._guard.refuses(entry.url):
            return Outcome.REFUSED, witness
        if witness := self._breakers.of(server(entry.url)).given_up:
            return Outcome.SERVER_DOWN, witness
        if _is_new(entry) and (witness := self._traps.spent(entry.url)):
            return Outcome.LIMIT, witness
        rules = self._frontier.rules(server(entry.url))
        if (
            rules is not None
            and entry.role is not Role.ROBOTS
            and (witness := rules.forbids(asked_as(entry.url)))
        ):
            return Outcome.ROBOTS, witness
        if entry.begun - entry.tries > MOST_CUT_OFF:
            return Outcome.ERROR, f"the program ended {MOST_CUT_OFF} times while it was asked for"
        return None

    def is_noted(self, entry: Entry, outcome: Outcome) -> bool:
        """Whether an address that is not requested gets a capture: of an endless row enough are noted."""
        return outcome is not Outcome.LIMIT or self._traps.noteworthy(entry.url)


def _is_new(entry: Entry) -> bool:
    """Whether an address is one of ours that was only just reached, and no start page."""
    return entry.role in _OURS and not entry.start and entry.tries == 0 and not entry.in_browser
