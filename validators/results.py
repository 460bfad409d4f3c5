"""What judging says, in the shape that other programs read (the contract's items, elements, findings).

The order of each enumeration is from best to worst; `worst` relies on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict


class Presence(StrEnum):
    """Is the content there, publicly retrievable from the site, whatever its year and format?"""

    FOUND = "found"
    PARTIAL = "partial"
    UNSEEN = "unseen"
    MISSING = "missing"


class Recency(StrEnum):
    """Does it cover the period that the rule asks for, as of the day?"""

    CURRENT = "current"
    NOT_APPLICABLE = "not_applicable"
    NOT_DUE = "not_due"
    UNDATED = "undated"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"


class Readability(StrEnum):
    """Can a machine read it?"""

    READABLE = "readable"
    NOT_APPLICABLE = "not_applicable"
    DEGRADED = "degraded"
    UNREADABLE = "unreadable"


class Access(StrEnum):
    """Can the public reach it by links from the home page?"""

    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    UNLINKED = "unlinked"
    BLOCKED = "blocked"
    OFFSITE = "offsite"
    RESTRICTED = "restricted"
    BROKEN = "broken"


class Verdict(StrEnum):
    """What an item (or the program) says of itself; when several apply, the first of gap, review, not_due, ready."""

    READY = "ready"
    NOT_DUE = "not_due"
    REVIEW = "review"
    GAP = "gap"


class Severity(StrEnum):
    """error makes a gap, warning a review or nothing, info never anything."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_Scale = TypeVar("_Scale", bound=StrEnum)


def worst(values: Iterable[_Scale]) -> _Scale | None:
    """The worst of some values of one scale; not_applicable is left out unless all are. None for none."""
    found = list(values)
    telling = [value for value in found if value.value != "not_applicable"] or found
    if not telling:
        return None
    order = list(type(telling[0]))
    return max(telling, key=order.index)


class Result(BaseModel):
    """A part of the report: frozen, with the keys of the contract and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Result):
    """One click: the address it leads to and the words clicked."""

    url: str
    text: str


class Evidence(Result):
    """What stands for an element: where, what, when, and how it reads."""

    url: str
    link_text: str
    click_path: tuple[Step, ...]
    media_type: str
    sha256: str | None
    fetched_at: str
    fiscal_years: tuple[int, ...]
    quote: str
    page: int | None
    confidence: float


class Finding(Result):
    """One thing that is wrong, doubtful or worth knowing, and the act that mends it."""

    code: str
    severity: Severity
    element: str
    message: str
    fix: str
    source: str
    urls: tuple[str, ...]
    details: dict[str, Any] = {}


class ElementResult(Result):
    """The four dimensions of one element, with its evidence."""

    id: str
    title: str
    required: bool
    presence: Presence
    recency: Recency
    readability: Readability
    access: Access
    evidence: tuple[Evidence, ...] = ()


class ItemResult(Result):
    """One item with its verdict."""

    code: str
    title: str
    indicator: str
    units: tuple[str, ...]
    verdict: Verdict
    presence: Presence
    recency: Recency
    readability: Readability
    access: Access
    elements: tuple[ElementResult, ...]
    findings: tuple[Finding, ...]
