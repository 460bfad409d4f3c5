"""A paper that no word of the rules names, under the item's number: for a person to look at, and no gap."""

from __future__ import annotations

import pytest

from tests.validators.bodies import scanned, typed
from tests.validators.sites import Judged, Site, address, page
from tests.validators.texts import criteria, plan, report

UNKNOWN = (
    "<p>ข้าราชการและลูกจ้างของเขตได้รับการดูแลตั้งแต่วันแรกที่เข้าทำงานจนถึงวันเกษียณ ทุกคนมีพี่เลี้ยงประจำฝ่าย "
    "มีการพัฒนาทักษะปีละสองครั้ง และมีการประเมินผลงานทุกหกเดือน ผู้ที่ทำงานดีเด่นได้รับใบประกาศจากผู้อำนวยการเขตหน้าแถวเคารพธงชาติ "
    "ส่วนผู้ที่มาสายเกินกำหนดจะได้รับคำตักเตือนจากหัวหน้าฝ่ายก่อนเสนอเรื่องต่อไป</p>"
)
TITLE = "คนของเรา งานของเรา"


def listed(words: str, body: bytes, path: str = "/x") -> Judged:
    rows = f"<table><tr><td>{words}</td><td><a href='{path}'>เปิดดู</a></td></tr></table>"
    return Site().add("/", page("หน้าหลัก", rows)).add(path, body).judged()


@pytest.mark.parametrize("number", ["O16", "o.16", "O๑๖", "ข้อ O16", "OIT 16"])
def test_a_text_under_the_items_number_wants_a_person(number: str) -> None:
    judged = listed(number, page(TITLE, UNKNOWN))
    assert judged.element("O16", "hr-criteria").presence == "found"
    assert judged.item("O16").verdict == "review"
    finding = judged.finding("O16", "hr-criteria", "presence.weak_match")
    assert (finding.severity, finding.urls[0]) == ("warning", address("/x"))
    assert "O16" in finding.details["why"]


@pytest.mark.parametrize("number", ["O17", "O15 - O17", "O1", "16", "MOIT 16", "โทร 0 16"])
def test_another_number_points_at_nothing(number: str) -> None:
    assert listed(number, page(TITLE, UNKNOWN)).item("O16").verdict == "gap"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>อยู่ระหว่างดำเนินการพัฒนาและประเมินผล</p>", id="placeholder"),
        pytest.param("<p>ตลาดน้ำของเราเปิดทุกวันเสาร์ มีเรือพายและขนมไทยให้เลือกชิม</p>" * 6, id="something else"),
        pytest.param("<p>การพัฒนา การประเมินผล</p>", id="hardly a text"),
    ],
)
def test_a_number_alone_is_not_enough(html: str) -> None:
    assert listed("O16", page(TITLE, html)).item("O16").verdict == "gap"


def test_what_is_known_to_be_something_else_is_no_candidate() -> None:
    """Under O5 stands the plan alone: the report is missing, and the plan is not taken for it."""
    judged = listed("O5", page("แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568", plan(2568)))
    assert judged.element("O5", "performance-report").presence == "missing"
    judged = listed("O16", page("รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", report(2567)))
    assert judged.element("O16", "hr-criteria").presence == "missing"


def test_another_offices_paper_under_the_number_is_no_candidate() -> None:
    body = page(TITLE, UNKNOWN + "<p>สำนักงานเขตบางรัก</p>", office="สำนักงานเขตบางรัก")
    assert listed("O16", body).item("O16").verdict == "gap"


def test_a_scan_under_the_number_is_found_and_cannot_be_read() -> None:
    judged = listed("O16", scanned(), "/x.pdf")
    assert judged.four("O16", "hr-criteria")[::2] == ("found", "unreadable")
    assert "readability.scanned_pdf" in judged.codes("O16", "hr-criteria")


def test_a_named_paper_beside_it_is_taken_first() -> None:
    rows = "<p>O16 <a href='/x'>เปิดดู</a></p><p><a href='/hr.pdf'>หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล</a></p>"
    site = Site().add("/", page("หน้าหลัก", rows)).add("/x", page(TITLE, UNKNOWN))
    judged = site.add("/hr.pdf", typed("<p>หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล</p>" + criteria())).judged()
    assert judged.urls("O16", "hr-criteria") == {address("/hr.pdf")}
    assert judged.item("O16").verdict == "ready"
