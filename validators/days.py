"""Days that machines write: in a file's properties, in a server's headers, in our own records."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

EARLIEST = dt.date(2000, 1, 1)
"""An earlier day is a clock that was never set."""


def day_of(written: str) -> dt.date | None:
    """The day of an ISO 8601 time or an HTTP date; None for anything else, and for a clock that was never set."""
    for reading in (_iso, _http):
        day = reading(written.strip())
        if day is not None:
            return day if day >= EARLIEST else None
    return None


def _iso(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return None


def _http(written: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError):
        return None
