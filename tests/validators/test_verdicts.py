"""From elements to an item: which verdict wins, and what an item takes over from its elements."""

from __future__ import annotations

import datetime as dt

from tests.validators.bodies import marks_lost, typed
from tests.validators.sites import Site
from tests.validators.texts import (
    complaint_channel,
    complaint_figures,
    plan,
    policy,
    policy_in_english,
    policy_report,
    report,
)

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
REPORT = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"


def both() -> Site:
    return Site().show("/plan", PLAN, plan(2568)).show("/r", REPORT, report(2567))


def test_everything_there_is_ready_with_the_best_of_each() -> None:
    item = both().judged().item("O5")
    assert (item.verdict, item.presence, item.recency) == ("ready", "found", "current")
    assert (item.readability, item.access) == ("readable", "open")


def test_a_ready_item_has_no_error() -> None:
    site = both().show("/p", "ประกาศนโยบายต่อต้านการรับสินบน 2568", policy(2568))
    site.show("/e", "Anti-Bribery Policy 2025", policy_in_english())
    site.show("/pr", "รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน", policy_report())
    site.show("/c", "ช่องทางร้องเรียนการทุจริต", complaint_channel())
    site.show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures())
    ready = [item for item in site.judged().judgement.items if item.verdict == "ready"]
    assert {item.code for item in ready} == {"O5", "O17", "O18"}
    assert not [f for item in ready for f in item.findings if f.severity == "error"]


def test_a_gap_beats_a_review() -> None:
    site = (
        Site()
        .show("/plan", "แผนปฏิบัติราชการประจำปี", plan(""))
        .show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(2565))
    )
    assert site.judged().item("O5").verdict == "gap"


def test_a_missing_part_beats_an_unseen_one() -> None:
    judged = Site().shut("/a.pdf", PLAN, outcome="timeout").judged()
    assert judged.element("O5", "action-plan").presence == "unseen"
    assert judged.item("O5").verdict == "gap"


def test_a_review_beats_ready() -> None:
    site = Site().shut("/a.pdf", PLAN, outcome="timeout").show("/r", REPORT, report(2567))
    assert site.judged().item("O5").verdict == "review"


def test_a_review_beats_not_due() -> None:
    site = Site().shut("/tell", "ช่องทางร้องเรียนการทุจริต", outcome="timeout")
    assert site.judged(day=dt.date(2025, 3, 31)).item("O17").verdict == "review"


def test_not_due_beats_ready() -> None:
    site = Site().show("/c", "ช่องทางร้องเรียนการทุจริต", complaint_channel())
    item = site.judged(day=dt.date(2025, 3, 31)).item("O17")
    assert (item.verdict, item.recency) == ("not_due", "not_due")


def test_a_gap_beats_not_due() -> None:
    assert Site().judged(day=dt.date(2025, 3, 31)).item("O17").verdict == "gap"


def test_degraded_is_a_review() -> None:
    site = Site().file("/p.pdf", marks_lost(plan(2568)), PLAN).show("/r", REPORT, report(2567))
    item = site.judged().item("O5")
    assert (item.verdict, item.readability) == ("review", "degraded")


def test_some_found_and_others_missing_is_partial() -> None:
    item = Site().show("/plan", PLAN, plan(2568)).judged().item("O5")
    assert (item.presence, item.verdict) == ("partial", "gap")


def test_nothing_found_is_missing() -> None:
    item = Site().judged().item("O5")
    assert item.presence == "missing"
    assert {item.recency, item.readability, item.access} == {"not_applicable"}


def test_an_item_takes_the_worst_of_each_dimension() -> None:
    site = (
        Site()
        .file("/p.pdf", marks_lost(plan(2568)), PLAN)
        .show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(2565))
    )
    item = site.judged().item("O5")
    assert (item.recency, item.readability, item.access) == ("outdated", "degraded", "open")


def test_an_item_leaves_out_what_does_not_apply() -> None:
    site = Site().show("/c", "ช่องทางร้องเรียนการทุจริต", complaint_channel())
    site.show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures())
    judged = site.judged()
    assert judged.element("O17", "complaint-channel").recency == "not_applicable"
    assert judged.item("O17").recency == "current"


def test_an_optional_element_that_is_missing_is_no_gap_and_no_finding() -> None:
    site = Site().shut("/q.pdf", "นโยบาย", status=404)
    optional = [e.id for item in site.judged().judgement.items for e in item.elements if not e.required]
    assert optional
    findings = [f for item in site.judged().judgement.items for f in item.findings if f.element in optional]
    assert not [f for f in findings if f.severity != "info"]


def test_an_optional_element_out_of_date_leaves_the_item_alone() -> None:
    months = "<p>แผนการใช้จ่ายงบประมาณ ไตรมาส 1 ไตรมาส 2 งบบุคลากร งบดำเนินงาน 1,000,000 2,000,000 3,000,000 4,000,000 5,000,000 6,000,000 บาท</p>"
    spent = "<p>รายงานผลการใช้จ่ายงบประมาณ เบิกจ่ายแล้ว ได้รับจัดสรร คงเหลือ งบลงทุน 1,000,000 2,000,000 3,000,000 4,000,000 5,000,000 6,000,000 บาท</p>"
    site = Site().show("/a", "แผนการใช้จ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. 2568", months)
    site.show("/b", "รายงานผลการใช้จ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. 2567", spent)
    site.shut("/q.pdf", "ผลการใช้จ่ายงบประมาณรายไตรมาส ปี 2568", status=404)
    item = site.judged().item("O13")
    assert item.verdict == "ready"
    assert not [f for f in item.findings if f.severity == "error"]


def test_there_are_22_items_in_order() -> None:
    codes = [item.code for item in Site().judged().judgement.items]
    assert codes == [f"O{n}" for n in range(1, 23)]


def test_a_typed_copy_and_a_page_of_the_same_are_both_evidence() -> None:
    site = both().file("/plan.pdf", typed(plan(2568)), PLAN)
    assert len(site.judged().element("O5", "action-plan").evidence) == 2
