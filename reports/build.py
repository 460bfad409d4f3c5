"""From a judgement to the report that every format is written from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from checklist.loader import Checklist
from checklist.weights import Weights
from evidence.records import RunRecord
from reports.contract import (
    SCHEMA_VERSION,
    GapReport,
    Generator,
    Rules,
    RunFacts,
    Site,
    Summary,
    UnitName,
    Unseen,
)
from validators.judge import Judgement
from validators.results import ItemResult, Verdict
from validators.score import Score, score_of_items

NOT_LOOKED_AT = frozenset({"blocked", "unreachable", "empty"})
"""Endings of a crawl that say nothing about any item."""


def build_report(
    run: RunRecord,
    judgement: Judgement,
    checklist: Checklist,
    weights: Weights,
    as_of: dt.date,
    generated_at: str,
    notes: Sequence[str] = (),
) -> GapReport:
    """The report of one judged run.

    A site that could not be looked at as a whole gets no items and no score, whatever was judged of it.

    Args:
        run: as stored; its `stopped_because` and `reason` say how it ended.
        judgement: of that run.
        checklist: the rules that it was judged by.
        weights: of the same checklist, all years.
        as_of: the day judged.
        generated_at: ISO 8601 with offset; the caller's clock.
        notes: what was asked for and could not be carried out (codes, see the contract).
    """
    items = () if run.stopped_because in NOT_LOOKED_AT else judgement.items
    profile = checklist.profile
    return GapReport(
        schema_version=SCHEMA_VERSION,
        generator=Generator(name="oit", version=program_version()),
        generated_at=generated_at,
        site=_site(run, judgement),
        checklist=Rules(
            id=checklist.id,
            fiscal_year=checklist.fiscal_year,
            items=len(profile.items),
            sha256=checklist.sha256,
        ),
        as_of=as_of.isoformat(),
        run=_run(run, notes),
        not_seen=tuple(Unseen(url=n.url, reason=n.reason, witness=n.witness) for n in judgement.not_seen),
        units=tuple(UnitName(id=unit.id, name=unit.name) for unit in profile.units),
        summary=summary(items, _score(items, checklist, weights)),
        items=items,
    )


def unit_reports(report: GapReport) -> dict[str, GapReport]:
    """One report per unit, by unit id: the same shape, that unit's items only, no score."""
    return {unit.id: _unit_report(report, unit) for unit in report.units}


def summary(items: Sequence[ItemResult], score: Score | None) -> Summary:
    """The counts over some items."""
    counts = Counter(item.verdict for item in items)
    return Summary(
        items=len(items),
        ready=counts[Verdict.READY],
        gap=counts[Verdict.GAP],
        review=counts[Verdict.REVIEW],
        not_due=counts[Verdict.NOT_DUE],
        score=score,
    )


def program_version() -> str:
    """This program's version; "dev" where it runs from files that were never installed."""
    try:
        return version("oit")
    except PackageNotFoundError:
        return "dev"


def _unit_report(report: GapReport, unit: UnitName) -> GapReport:
    own = tuple(item for item in report.items if unit.id in item.units)
    return report.model_copy(update={"units": (unit,), "summary": summary(own, None), "items": own})


def _site(run: RunRecord, judgement: Judgement) -> Site:
    """A site without a site file is called by the name that its own pages give."""
    site = run.site
    named = site.name if site.name not in ("", site.id) else judgement.office or site.name or site.id
    return Site(id=site.id, name=named, start_urls=site.start_urls)


def _run(run: RunRecord, notes: Sequence[str]) -> RunFacts:
    return RunFacts(
        id=run.id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        pages=run.pages,
        documents=run.documents,
        outside_links=run.outside_links,
        errors=run.errors,
        stopped_because=run.stopped_because,
        reason=run.reason,
        notes=tuple(notes),
    )


def _score(items: Sequence[ItemResult], checklist: Checklist, weights: Weights) -> Score | None:
    if not items:
        return None
    rules, assumed = weights.for_year(checklist.fiscal_year)
    indicator_of = {item.code: item.indicator for item in checklist.profile.items}
    return score_of_items(rules, assumed, indicator_of, items)
