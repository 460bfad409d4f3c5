"""Writing down what a crawl has in mind, after every answer, and taking it up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from crawler.frontier import Entry, Frontier
from evidence.agenda import Agenda

TIME, SPENT = "time", "seconds"
"""Part and key of the time that a crawl with a limit of minutes has spent."""


class Part(Protocol):
    """Something of the crawl that remembers. Its keys are written one by one, so what hardly changes costs nothing."""

    def state(self) -> dict[str, Any]:
        """All it remembers, by key: values for JSON, not changed later."""

    def restore(self, state: dict[str, Any]) -> None:
        """Remember again what `state` gave."""


@runtime_checkable
class Telling(Protocol):
    """A part that tells by itself what has changed; what is once there never goes."""

    def news(self) -> dict[str, Any]:
        """What of its state has changed since this was asked last."""


class Notes(dict[str, Any]):
    """A part that is nothing but values by key."""

    def state(self) -> dict[str, Any]:
        """All of them."""
        return dict(self)

    def restore(self, state: dict[str, Any]) -> None:
        """Have them again."""
        self.update(state)


class Keeper:
    """Keeps the frontier and the parts of one crawl in its store."""

    def __init__(self, agenda: Agenda, frontier: Frontier, parts: Mapping[str, Part]) -> None:
        self._agenda = agenda
        self._frontier = frontier
        self._parts = dict(parts)
        self._kept: dict[str, dict[str, Any]] = {name: {} for name in parts}

    def keep(self) -> None:
        """Write what has changed since the last time. It counts with the next commit of the store.

        Raises:
            StoreError: the store cannot be written.
        """
        if rows := self._frontier.changes():
            self._agenda.put(rows)
        for name, part in self._parts.items():
            if isinstance(part, Telling):
                if news := part.news():
                    self._agenda.put_state(name, news)
                continue
            state, kept = part.state(), self._kept[name]
            if state != kept:
                new = {key: value for key, value in state.items() if key not in kept or kept[key] != value}
                self._agenda.put_state(name, new, kept.keys() - state.keys())
                self._kept[name] = state

    def restore(self) -> list[Entry]:
        """Take up what was kept. Gives the addresses that were tried and wait to be tried again."""
        for name in self._parts:
            self.restore_part(name)
        return self._frontier.restore(self._agenda.rows())

    def restore_part(self, name: str) -> None:
        """Let one part go back to what was kept of it."""
        if state := self._agenda.state(name):
            self._kept[name] = state
            self._parts[name].restore(state)


def seconds_spent(agenda: Agenda) -> float:
    """How long a crawl has been under way in all, the time between a kill and its resumption left out."""
    return float(agenda.state(TIME).get(SPENT, 0.0))
