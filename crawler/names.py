"""Names that do not resolve: a dead link, or only a machine without a way to the internet?

A name counts as dead only if the same run resolved another one; else the run says nothing about it. So failures
of names wait for the end of the run. The name of a start address counts as dead in any case.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from crawler.frontier import Entry
from crawler.plan import CrawlPlan
from evidence.address import host
from evidence.records import Capture, Outcome

_SOME = ""
"""Key of the state that is no address."""


class Names:
    """What one run learned about names."""

    def __init__(self, plan: CrawlPlan, proxied: Callable[[str], bool]) -> None:
        self._start_hosts = {host(url) for url in plan.start_urls}
        self._proxied = proxied
        self._some_resolved = False
        self._waiting: list[tuple[Entry, Capture]] = []

    def state(self) -> dict[str, Any]:
        """Whether a name was resolved, and the failures that wait, by address, for `restore`."""
        waiting = {c.url: [entry.packed(), c.model_dump(mode="json")] for entry, c in self._waiting}
        return {_SOME: self._some_resolved, **waiting}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        waiting = dict(state)
        self._some_resolved = waiting.pop(_SOME)
        self._waiting = [
            (Entry.unpacked(entry), Capture.model_validate(capture)) for entry, capture in waiting.values()
        ]

    def resolved(self, url: str) -> None:
        """A server was reached under the name of this address."""
        if not self._some_resolved:
            self._some_resolved = _is_network_name(host(url)) and not self._proxied(url)

    def must_wait(self, capture: Capture) -> bool:
        """Whether a failure can only be judged at the end."""
        return (
            capture.outcome is Outcome.DNS
            and not self._some_resolved
            and host(capture.url) not in self._start_hosts
        )

    def unresolved(self, entry: Entry, capture: Capture) -> None:
        """Keep a failure for the end."""
        self._waiting.append((entry, capture))

    def verdicts(self) -> list[tuple[Entry, Capture]]:
        """The failures that waited, as dead names or as no network."""
        waiting, self._waiting = self._waiting, []
        if self._some_resolved:
            return waiting
        lost = {"outcome": Outcome.NO_NETWORK, "witness": "no name at all could be resolved from here"}
        return [(entry, capture.model_copy(update=lost)) for entry, capture in waiting]


def _is_network_name(name: str) -> bool:
    """Whether a host name had to be asked for: no literal address, not this machine itself."""
    if name == "localhost" or name.endswith(".localhost"):
        return False
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return True
    return False
