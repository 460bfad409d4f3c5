"""Redirects: an address that was sent on waits for what the other one answers, and then has the same answer.

Every address is requested once, however many roads lead to it, and each gets a capture of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.frontier import Entry
from evidence.records import Capture, Outcome, Redirect, Role

MOST_HOPS = 20


@dataclass(frozen=True, slots=True)
class Hop:
    """One address that was sent on."""

    entry: Entry
    redirect: Redirect
    target: str
    fetched_at: str


class Hops:
    """The addresses that wait for another one."""

    def __init__(self) -> None:
        self._hops: dict[str, Hop] = {}
        self._waiters: dict[str, list[str]] = {}

    def state(self) -> dict[str, list[Any]]:
        """The hops by the address that waits, for `restore`."""
        return {
            url: [hop.entry.packed(), hop.redirect.model_dump(), hop.target, hop.fetched_at]
            for url, hop in self._hops.items()
        }

    def restore(self, state: dict[str, list[Any]]) -> None:
        """Let the addresses wait again that `state` gave."""
        for entry, redirect, target, fetched_at in state.values():
            self.wait(Hop(Entry.unpacked(entry), Redirect(**redirect), target, fetched_at))

    def loops(self, hop: Hop) -> bool:
        """Whether sending on leads back to the address itself, or too far."""
        at, count = hop.target, 1
        while at in self._hops and count <= MOST_HOPS:
            if at == hop.entry.url:
                return True
            at, count = self._hops[at].target, count + 1
        return at == hop.entry.url or count > MOST_HOPS or self._length(hop.entry.url) >= MOST_HOPS

    def wait(self, hop: Hop) -> None:
        """Let an address wait for its target."""
        self._hops[hop.entry.url] = hop
        self._waiters.setdefault(hop.target, []).append(hop.entry.url)

    def settled(self, capture: Capture) -> list[tuple[Entry, Capture]]:
        """The captures of the addresses that waited for this one, directly or along a chain."""
        done: list[tuple[Entry, Capture]] = []
        queue = [capture]
        while queue:
            answer = queue.pop()
            for url in self._waiters.pop(answer.url, []):
                hop = self._hops.pop(url)
                derived = sent_on(hop, answer)
                done.append((hop.entry, derived))
                queue.append(derived)
        return done

    def awaits(self, url: str) -> bool:
        """Whether an address was sent on to this one."""
        return url in self._waiters

    def targets(self) -> list[str]:
        """The addresses that others still wait for, in order."""
        return sorted(self._waiters)

    def _length(self, url: str) -> int:
        """How many hops lead to an address."""
        length, at = 0, [url]
        while at and length <= MOST_HOPS:
            at = [source for one in at for source in self._waiters.get(one, [])]
            length += bool(at)
        return length


def sent_on(hop: Hop, answer: Capture) -> Capture:
    """The capture of an address that was sent on, from the capture of where it was sent."""
    role = answer.role if hop.entry.role in (Role.PAGE, Role.FILE) else hop.entry.role
    return answer.model_copy(
        update={
            "url": hop.entry.url,
            "role": role,
            "fetched_at": hop.fetched_at,
            "redirects": (hop.redirect, *answer.redirects),
            "depth": hop.entry.depth,
        }
    )


def looped(hop: Hop) -> Capture:
    """The capture of an address whose redirects never end."""
    return Capture(
        url=hop.entry.url,
        final_url=hop.target,
        role=hop.entry.role,
        outcome=Outcome.REDIRECT_LOOP,
        fetched_at=hop.fetched_at,
        status=hop.redirect.status,
        witness="the redirects lead in a circle, or never end",
        redirects=(hop.redirect,),
        depth=hop.entry.depth,
    )


def left_alone(hop: Hop) -> Capture:
    """The capture of an address of ours that sends its visitors to another body's page on the same host."""
    return looped(hop).model_copy(
        update={"outcome": Outcome.ANSWERED, "witness": "sends its visitors to a page of another body"}
    )
