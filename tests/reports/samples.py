"""Reports of an invented office, made by hand: what a judge would say, without a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from checklist.loader import Checklist, load
from checklist.models import Item
from checklist.weights import read_weights
from evidence.records import RunRecord, SiteRecord
from reports.build import build_report
from reports.contract import GapReport
from validators.judge import Judgement, NotSeen
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
    Step,
    Verdict,
)

HOST = "http://office.example"
OFFICE = "สำนักงานเขตบางตาลสูง"
DAY = dt.date(2025, 4, 30)
NOW = "2025-04-30T02:00:00+07:00"
RULES: Checklist = load("bma-district", 2568)


def evidence(**changes: Any) -> Evidence:
    known: dict[str, Any] = {
        "url": f"{HOST}/files/plan.pdf",
        "link_text": "แผนปฏิบัติราชการ 2568",
        "click_path": (
            Step(url=f"{HOST}/", text="หน้าหลัก"),
            Step(url=f"{HOST}/files/plan.pdf", text="แผนปฏิบัติราชการ 2568"),
        ),
        "media_type": "application/pdf",
        "sha256": "ab" * 32,
        "fetched_at": "2025-04-30T01:10:00+07:00",
        "fiscal_years": (2568,),
        "quote": "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568",
        "page": 3,
        "confidence": 0.93,
    }
    return Evidence(**{**known, **changes})


def finding(element: str, **changes: Any) -> Finding:
    known: dict[str, Any] = {
        "code": "recency.old_year",
        "severity": Severity.ERROR,
        "element": element,
        "message": "สิ่งที่พบเป็นของปี 2567 แต่รอบประเมินนี้ต้องเป็นปี 2568",
        "fix": "วางแผนปฏิบัติราชการปี 2568 แทนฉบับปี 2567",
        "source": "002",
        "urls": (f"{HOST}/files/plan.pdf", f"{HOST}/ita"),
        "details": {},
    }
    return Finding(**{**known, **changes})


def item_result(item: Item, verdict: Verdict = Verdict.READY, **changes: Any) -> ItemResult:
    """A result of an item: ready with one piece of evidence for each element, or with what `changes` say."""
    elements = tuple(
        element_result(element.id, element.title.th, element.required) for element in item.elements
    )
    known: dict[str, Any] = {
        "code": item.code,
        "title": item.title.th,
        "indicator": item.indicator,
        "units": item.units,
        "verdict": verdict,
        "presence": Presence.FOUND,
        "recency": Recency.CURRENT,
        "readability": Readability.READABLE,
        "access": Access.OPEN,
        "elements": elements,
        "findings": (),
    }
    return ItemResult(**{**known, **changes})


def element_result(id: str, title: str, required: bool = True, **changes: Any) -> ElementResult:
    known: dict[str, Any] = {
        "id": id,
        "title": title,
        "required": required,
        "presence": Presence.FOUND,
        "recency": Recency.CURRENT,
        "readability": Readability.READABLE,
        "access": Access.OPEN,
        "evidence": (evidence(),),
    }
    return ElementResult(**{**known, **changes})


def judged(verdicts: Mapping[str, Verdict] | None = None, **findings: Any) -> tuple[ItemResult, ...]:
    """All items of the checklist, ready unless `verdicts` say otherwise; an open one has one finding of its severity."""
    return tuple(
        _judged(item, (verdicts or {}).get(item.code, Verdict.READY), findings)
        for item in RULES.profile.items
    )


def _judged(item: Item, verdict: Verdict, changes: Mapping[str, Any]) -> ItemResult:
    grave = {Verdict.GAP: Severity.ERROR, Verdict.REVIEW: Severity.WARNING, Verdict.NOT_DUE: Severity.INFO}
    if verdict is Verdict.READY:
        return item_result(item)
    one = finding(item.elements[0].id, severity=grave[verdict], fix=f"สิ่งที่ต้องทำของ {item.code}", **changes)
    return item_result(item, verdict, findings=(one,))


def run_record(**changes: Any) -> RunRecord:
    known: dict[str, Any] = {
        "id": "20250430T010000-ab12",
        "site": SiteRecord(id="office", name=OFFICE, start_urls=(f"{HOST}/",), scope=("office.example/",)),
        "started_at": "2025-04-30T01:00:00+07:00",
        "finished_at": "2025-04-30T01:40:00+07:00",
        "stopped_because": "finished",
        "pages": 61,
        "documents": 42,
        "outside_links": 7,
        "errors": 1,
    }
    return RunRecord(**{**known, **changes})


def report(
    items: Sequence[ItemResult] | None = None,
    not_seen: Sequence[NotSeen] = (),
    run: RunRecord | None = None,
    notes: Sequence[str] = (),
    office: str = OFFICE,
) -> GapReport:
    known = judged() if items is None else tuple(items)
    judgement = Judgement(office, known, tuple(not_seen))
    return build_report(run or run_record(), judgement, RULES, read_weights("bma-district"), DAY, NOW, notes)


MIXED = {"O5": Verdict.GAP, "O15": Verdict.GAP, "O18": Verdict.REVIEW, "O17": Verdict.NOT_DUE}
"""Items that are not ready in most samples: one of every unit, one of finance, two of administration."""
