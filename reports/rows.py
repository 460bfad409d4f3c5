"""The rows that every format is written from: what is to be done, by unit, and how things stand in words and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.contract import GapReport, UnitName
from validators.results import (
    Access,
    ElementResult,
    Evidence,
    Finding,
    ItemResult,
    Presence,
    Readability,
    Recency,
    Severity,
    Verdict,
)

OPEN_VERDICTS = (Verdict.GAP, Verdict.REVIEW)
"""Verdicts that leave somebody something to do."""


class Tone(StrEnum):
    """How grave a value is, for sign and colour; the words say the same."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True)
class Aspect:
    """One dimension with its value and tone."""

    dimension: str
    value: str
    tone: Tone


@dataclass(frozen=True)
class Task:
    """One thing to do: a finding with the item, the element and the evidence that it is about."""

    item: ItemResult
    element: ElementResult | None
    finding: Finding

    @property
    def stood(self) -> Evidence | None:
        """What stood there instead: the evidence that the finding names, else the element's first."""
        evidence = self.element.evidence if self.element else ()
        named = [one for one in evidence if one.url in self.finding.urls]
        return next(iter([*named, *evidence]), None)

    @property
    def looked(self) -> tuple[str, ...]:
        """Where a missing element was looked for."""
        found = self.finding.details.get("looked", ())
        return tuple(str(url) for url in found) if isinstance(found, (list, tuple)) else ()

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The years that the finding names, else those of the evidence."""
        named = self.finding.details.get("fiscal_years")
        if isinstance(named, (list, tuple)) and named:
            return tuple(int(year) for year in named)
        return self.stood.fiscal_years if self.stood else ()


@dataclass(frozen=True)
class TaskGroup:
    """The tasks of one unit, or of several that share them."""

    units: tuple[UnitName, ...]
    tasks: tuple[Task, ...]
    others: tuple[str, ...] = ()
    """Of a single unit: its other open items by code, whose tasks stand with the units that share them."""


@dataclass(frozen=True)
class UnitTally:
    """What is open for one unit, by item code."""

    unit: UnitName
    gap: tuple[str, ...]
    review: tuple[str, ...]
    not_due: tuple[str, ...]
    ready: tuple[str, ...]


_GOOD = frozenset({Presence.FOUND, Recency.CURRENT, Readability.READABLE, Access.OPEN})
_DOUBT = frozenset({Presence.UNSEEN, Recency.UNDATED, Recency.NOT_DUE, Readability.DEGRADED, Access.BLOCKED})


def aspects(result: ItemResult | ElementResult) -> tuple[Aspect, ...]:
    """The four dimensions in the contract's order."""
    return (
        _aspect("presence", result.presence),
        _aspect("recency", result.recency),
        _aspect("readability", result.readability),
        _aspect("access", result.access),
    )


def _aspect(dimension: str, value: Presence | Recency | Readability | Access) -> Aspect:
    if value.value == "not_applicable":
        return Aspect(dimension, value.value, Tone.NONE)
    if value in _GOOD:
        return Aspect(dimension, value.value, Tone.GOOD)
    return Aspect(dimension, value.value, Tone.DOUBT if value in _DOUBT else Tone.BAD)


def tasks(report: GapReport) -> tuple[Task, ...]:
    """Everything to do, in the order of the items; of one item what makes the gap before what is only to be looked at.

    Warnings of an item that is ready are advice, and stand with the item alone.
    """
    return tuple(task for item in report.items if item.verdict in OPEN_VERDICTS for task in tasks_of(item))


def tasks_of(item: ItemResult) -> tuple[Task, ...]:
    """An item's errors, then its warnings, each in the order of the judgement."""
    elements = {element.id: element for element in item.elements}
    ordered = [
        f for grave in (Severity.ERROR, Severity.WARNING) for f in item.findings if f.severity is grave
    ]
    return tuple(Task(item, elements.get(finding.element), finding) for finding in ordered)


def groups(report: GapReport) -> tuple[TaskGroup, ...]:
    """The tasks by owners: every unit that has any, in the checklist's order, then what several units share.

    A task stands once. A unit's own group names its other open items, so that no unit and no gap is left out, not
    even an item whose judgement came without a finding.
    """
    by_owners: dict[tuple[str, ...], list[Task]] = {}
    for task in tasks(report):
        by_owners.setdefault(task.item.units, []).append(task)
    together = {owners: members for owners, members in by_owners.items() if len(owners) > 1}
    single = [_own_group(unit, by_owners.get((unit.id,), ()), report) for unit in report.units]
    names = {unit.id: unit for unit in report.units}
    shared = [
        TaskGroup(tuple(names.get(unit, UnitName(id=unit, name=unit)) for unit in owners), tuple(members))
        for owners, members in sorted(together.items(), key=lambda pair: len(pair[0]))
    ]
    return (*(group for group in single if group.tasks or group.others), *shared)


def _own_group(unit: UnitName, own: Sequence[Task], report: GapReport) -> TaskGroup:
    told = {task.item.code for task in own}
    open_items = [item for item in report.items if item.verdict in OPEN_VERDICTS and unit.id in item.units]
    return TaskGroup((unit,), tuple(own), tuple(item.code for item in open_items if item.code not in told))


def tallies(report: GapReport) -> tuple[UnitTally, ...]:
    """What is open for each unit, in the checklist's order; units without any item are left out."""
    found = []
    for unit in report.units:
        own = [item for item in report.items if unit.id in item.units]
        codes = {v: tuple(item.code for item in own if item.verdict is v) for v in Verdict}
        if own:
            found.append(
                UnitTally(
                    unit,
                    codes[Verdict.GAP],
                    codes[Verdict.REVIEW],
                    codes[Verdict.NOT_DUE],
                    codes[Verdict.READY],
                )
            )
    return tuple(found)
