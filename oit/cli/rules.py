"""Which rules a command means."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.loader import Checklist, load
from oit.options import CHECKLIST, today
from oit.parsing import parse_year
from thai.calendar import fiscal_year as fiscal_year_of


def year_of(fiscal_year: int | None) -> int:
    """The fiscal year asked for, or that of today. Raises UsageError."""
    return fiscal_year_of(today()) if fiscal_year is None else parse_year(fiscal_year)


def rules_of(checklist: str | None, fiscal_year: int | None) -> Checklist:
    """The rules asked for, or the usual ones of today. Raises UsageError, ChecklistError."""
    return load(checklist or CHECKLIST, year_of(fiscal_year))


def codes_between(codes: Iterable[str]) -> str:
    """Codes of items for a message: the first and the last."""
    known = list(codes)
    return f"{known[0]} to {known[-1]}" if known else "none"
