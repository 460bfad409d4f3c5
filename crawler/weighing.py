"""What answers cost and bring: a server that fails again and again rests, an endless row of addresses comes to its end."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from crawler.answers import Answer, wall
from crawler.breaker import Breakers, is_failure
from crawler.frontier import Entry, Frontier
from crawler.ledger import Ledger
from crawler.novelty import Novelty
from crawler.reach import looks_like_file
from crawler.traps import Traps
from evidence.address import server
from evidence.records import Link, Outcome, Role

_OURS = frozenset({Role.PAGE, Role.FILE})


class Scales:
    """Weighs the answers of one crawl.

    Args:
        rest: seconds of a failing server's first rest.
    """

    def __init__(self, rest: float, frontier: Frontier, traps: Traps) -> None:
        self.breakers = Breakers(rest)
        self._frontier = frontier
        self._traps = traps
        self._novelty = Novelty()

    def server(self, entry: Entry, outcome: Outcome, witness: str, answer: Answer | None = None) -> None:
        """Let a server that fails again and again rest."""
        breaker = self.breakers.of(server(entry.url))
        if is_failure(outcome, answer, answer is not None and bool(wall(answer))):
            now = monotonic()
            if pause := breaker.failed(entry.url, witness, now):
                self._frontier.server(entry.url).rest(now, pause)
        elif outcome is Outcome.ANSWERED:
            breaker.answered()

    def address(self, entry: Entry, answer: Answer | None = None, links: Sequence[Link] = ()) -> None:
        """Count what an address of ours brought."""
        if entry.role not in _OURS:
            return
        new = worth = False
        if answer is not None and answer.status < 300:
            new, worth = self._read(answer)
            new = new or (answer.is_html and any(self._is_new_file(link) for link in links))
        self._traps.brought(entry.url, new, worth)

    def sent_on(self, entry: Entry, target: str) -> None:
        """Count an address of ours that only leads to another one."""
        if entry.role in _OURS:
            self._traps.brought(entry.url, new=not self._frontier.knows(target))

    def reread(self, ledger: Ledger) -> None:
        """Know again, from what is stored, which texts an earlier part of this crawl has read."""
        for capture in ledger.captures():
            if capture.role in _OURS and capture.sha256 and (capture.status or 0) < 300:
                self._read(ledger.answer_of(capture))

    def _read(self, answer: Answer) -> tuple[bool, bool]:
        """Whether an answer brings new text, and whether it is a new document or a match."""
        return (
            self._novelty.of(answer.body) if answer.is_html else (False, self._novelty.of_file(answer.body))
        )

    def _is_new_file(self, link: Link) -> bool:
        return bool(link.target) and looks_like_file(link.target) and not self._frontier.knows(link.target)
