"""Sentences of the contract that a hostile reader would try, each with a site that would break them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.validators.bodies import scanned, typed
from tests.validators.sites import Site, address, page
from tests.validators.texts import (
    CRITERIA,
    DIVISIONS,
    complaint_figures,
    criteria,
    discretion,
    manuals,
    online,
    plan,
    policy,
    report,
    summary,
)

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
REPORT = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"
POLICY = "ประกาศนโยบายต่อต้านการรับสินบน"
DISCRETION = "แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่"
BEFORE = dt.date(2024, 9, 30)

# -- "An element that we could not look at is never a gap" ---------------------------------------------------------


@pytest.mark.parametrize("words", ["O5", "ข้อ O5", "O1 - O17", "O๕ ประจำปี 2568"])
def test_the_number_of_an_item_speaks_of_its_elements(words: str) -> None:
    judged = Site().shut("/x", words, outcome="timeout").judged()
    assert [e.presence for e in judged.item("O5").elements] == ["unseen", "unseen"]
    assert judged.item("O5").verdict == "review"


@pytest.mark.parametrize("words", ["O6", "O6 - O17", "5", "O5 ประจำปี 2566"])
def test_another_number_or_another_years_list_does_not(words: str) -> None:
    judged = Site().shut("/x", words, outcome="timeout").judged()
    assert judged.element("O5", "action-plan").presence == "missing"


def test_the_folders_of_an_address_speak() -> None:
    judged = Site().shut("/แผนปฏิบัติราชการประจำปี-2568/download?id=3", "คลิก", outcome="timeout").judged()
    assert judged.element("O5", "action-plan").presence == "unseen"
    assert judged.element("O5", "performance-report").presence == "missing"


def test_another_offices_paper_beside_a_wall_before_ours_is_unseen() -> None:
    site = Site().file("/p.pdf", typed(policy(2568, "สำนักงานเขตวังทองหลาง")), POLICY)
    assert site.judged().element("O18", "policy").presence == "missing"
    site.shut("/q.pdf", f"{POLICY} ปี 2568", outcome="timeout")
    assert site.judged().element("O18", "policy").presence == "unseen"


@pytest.mark.parametrize(
    "site",
    [
        pytest.param(Site().shut("/gone.pdf", PLAN, status=404), id="dead link"),
        pytest.param(Site().show("/p", PLAN, "<p>อยู่ระหว่างจัดทำ</p>"), id="placeholder"),
        pytest.param(
            Site().show("/p", PLAN, plan(2568, "สำนักงานเขตบางรัก"), office="สำนักงานเขตบางรัก"), id="other body"
        ),
    ],
)
def test_a_crawl_that_ended_early_speaks_of_all_that_is_missing_for_any_reason(site: Site) -> None:
    assert site.judged().element("O5", "action-plan").presence == "missing"
    site.stopped_because = "max_pages"
    assert site.judged().element("O5", "action-plan").presence == "unseen"


def test_a_set_with_a_dead_member_in_a_crawl_that_ended_early_is_unseen() -> None:
    site = Site(stopped_because="max_pages")
    for number, name in enumerate(DIVISIONS[:9]):
        site.show(f"/m{number}", f"คู่มือการปฏิบัติงานของเจ้าหน้าที่ {name}", manuals([name]))
    site.shut("/m9.pdf", f"คู่มือการปฏิบัติงานของเจ้าหน้าที่ {DIVISIONS[9]}", status=404)
    assert site.judged().element("O6", "staff-manuals").presence == "unseen"


# -- "not_due: all that is lacking cannot exist yet" ---------------------------------------------------------------


def test_last_years_scan_is_no_gap_before_this_years_plan_is_due() -> None:
    site = Site().file("/p.pdf", scanned(), "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567")
    site.show("/r", "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2566", report(2566))
    judged = site.judged(day=BEFORE)
    assert judged.four("O5", "action-plan") == ("found", "not_due", "not_applicable", "not_applicable")
    assert judged.item("O5").verdict == "not_due"
    assert judged.codes("O5", "action-plan") == {"recency.not_due"}


def test_last_years_unlinked_half_year_is_no_gap_before_this_years_is_due() -> None:
    said = "ตั้งแต่วันที่ 1 ตุลาคม 2566 ถึงวันที่ 31 มีนาคม 2567"
    body = page("สถิติเรื่องร้องเรียนการทุจริต", complaint_figures(said))
    judged = Site(sitemap=["/s"]).add("/s", body).judged(day=dt.date(2025, 3, 31))
    assert judged.four("O17", "complaint-statistics")[1:] == ("not_due", "not_applicable", "not_applicable")


def test_a_month_that_is_due_and_cannot_be_read_is_a_gap_before_the_series_ends() -> None:
    """The series is not due as a whole; what is due of it must be readable all the same."""
    site = Site().file("/o.pdf", scanned(), "สรุปผลการจัดซื้อจัดจ้างรายเดือน ตุลาคม 2567")
    site.show("/n", "สรุปผลการจัดซื้อจัดจ้างรายเดือน พฤศจิกายน 2567", summary("พฤศจิกายน 2567"))
    judged = site.judged(day=dt.date(2024, 12, 31))
    assert judged.four("O15", "monthly-summary") == ("found", "not_due", "unreadable", "open")
    assert judged.item("O15").verdict == "gap"


# -- "Judged on the best current copy": of each member of a set ----------------------------------------------------


def ten_manuals(scan: int) -> Site:
    site = Site()
    for number, name in enumerate(DIVISIONS):
        text = f"<p>คู่มือการปฏิบัติงานของเจ้าหน้าที่ {name}</p>{manuals([name])}"
        site.file(f"/m{number}.pdf", scanned() if number == scan else typed(text), f"คู่มือการปฏิบัติหน้าที่ {name}")
    return site


@pytest.mark.parametrize("scan", [0, 4, 9])
def test_a_scan_among_ten_manuals_cannot_be_read(scan: int) -> None:
    judged = ten_manuals(scan).judged()
    assert judged.four("O6", "staff-manuals")[::2] == ("found", "unreadable")
    assert judged.item("O6").verdict == "gap"
    finding = judged.finding("O6", "staff-manuals", "readability.scanned_pdf")
    assert finding.urls[0] == address(f"/m{scan}.pdf")


def test_a_text_copy_of_the_one_scan_makes_the_set_readable() -> None:
    site = ten_manuals(4)
    text = f"<p>คู่มือการปฏิบัติงานของเจ้าหน้าที่ {DIVISIONS[4]}</p>{manuals([DIVISIONS[4]])}"
    site.file("/m4-text.pdf", typed(text), f"คู่มือการปฏิบัติหน้าที่ {DIVISIONS[4]} (ข้อความ)")
    assert site.judged().item("O6").verdict == "ready"


def test_a_scan_beside_a_page_that_holds_the_whole_set_is_no_fault() -> None:
    site = Site().show("/h", "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล", criteria())
    site.file("/s.pdf", scanned(), CRITERIA["appraisal"])
    assert site.judged().item("O16").verdict == "ready"


# -- "Period C": in force --------------------------------------------------------------------------------------------


def test_a_guideline_in_force_outlives_the_director_who_signed_it() -> None:
    """Only of the policy does the table say that another signer makes it stale."""
    site = Site(director="นายประหยัด สูงเนินตาล").show("/d", DISCRETION, discretion())
    judged = site.judged()
    assert judged.element("O20", "discretion-guideline").recency == "not_applicable"
    assert judged.finding("O20", "discretion-guideline", "recency.other_signer").severity == "warning"
    assert judged.item("O20").verdict == "ready"


# -- "Web page or system, must answer" -------------------------------------------------------------------------------


def test_a_system_that_is_only_described_wants_a_person() -> None:
    judged = Site().show("/e", "E-Service บริการออนไลน์", online()).judged()
    assert judged.item("O8").verdict == "review"
    assert "presence.weak_match" in judged.codes("O8", "online-service")


def test_a_system_with_a_link_is_there() -> None:
    site = Site().show("/e", "E-Service บริการออนไลน์", online(("https://oss.example/", "BMA OSS")))
    judged = site.put("https://oss.example/", body=page("OSS", "<p>ยื่นคำขอ</p>"), role="outside").judged()
    assert judged.item("O8").verdict == "ready"
