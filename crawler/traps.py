"""Addresses without end: calendars, paths that grow round and round, one page with ever new parameters."""

from __future__ import annotations

import re
from collections import Counter

from evidence.address import path_of

MOST_OF_A_CALENDAR = 60
MOST_OF_A_PAGE = 2000
MOST_REPEATS = 3
_CALENDAR = re.compile(
    r"(?:^|[&_-])(?:year|month|day|date|calendar|cal|yr|mon|week|tribe-bar-date)=", re.IGNORECASE
)


class Traps:
    """Counts the addresses of a kind."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def state(self) -> dict[str, int]:
        """The counts, for `restore`."""
        return dict(self._counts)

    def restore(self, state: dict[str, int]) -> None:
        """Go on from the counts that `state` gave."""
        self._counts = Counter(state)

    def caught(self, url: str) -> str:
        """Why a new address counts as one of an endless row, "" where it does not."""
        path, _, query = url.partition("?")
        if _goes_round(path_of(url)):
            return "trap: the path repeats itself"
        if not query:
            return ""
        calendar = bool(_CALENDAR.search(query))
        key = f"{path} calendar" if calendar else path
        self._counts[key] += 1
        most = MOST_OF_A_CALENDAR if calendar else MOST_OF_A_PAGE
        return f"trap: more than {most} addresses of one page" if self._counts[key] > most else ""


def _goes_round(path: str) -> bool:
    """Whether a run of one to three segments stands there three times or more in a row."""
    parts = path.strip("/").split("/")
    for length in (1, 2, 3):
        for start in range(len(parts) - length * MOST_REPEATS + 1):
            unit = parts[start : start + length]
            runs = (parts[start + k * length : start + (k + 1) * length] for k in range(MOST_REPEATS))
            if all(run == unit for run in runs):
                return True
    return False
