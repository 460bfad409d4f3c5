"""Presence: what is there, what only names it, what is being prepared, and whose it is."""

from __future__ import annotations

import pytest

from tests.validators.bodies import typed
from tests.validators.sites import OFFICE, Judged, Site, address
from tests.validators.texts import (
    news,
    plan,
    policy,
    policy_in_english,
    policy_report,
    report,
    table,
    tax_figures,
)

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
REPORT = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"
OTHER = "สำนักงานเขตวังทองหลาง"


def shown(title: str, html: str, words: str = "", office: str = OFFICE) -> Judged:
    return Site().show("/x", title, html, words, office).judged()


# -- nothing, or nothing but a name --------------------------------------------------------------------------------


def test_nothing_found_leaves_the_other_three_open() -> None:
    judged = Site().judged()
    assert judged.four("O5", "action-plan") == ("missing", *["not_applicable"] * 3)
    assert judged.codes("O5", "action-plan") == {"presence.missing"}


def test_a_missing_part_of_a_found_item_is_named_as_a_part() -> None:
    judged = shown(PLAN, plan(2568))
    assert judged.item("O5").presence == "partial"
    assert judged.codes("O5", "performance-report") == {"presence.element_missing"}
    assert judged.item("O5").verdict == "gap"


NAMING_ONLY = {
    "news": (
        "ข่าวกิจกรรม ประชุมจัดทำแผนปฏิบัติราชการประจำปี 2568",
        "<p>วันที่ 5 มกราคม 2568 ผู้อำนวยการเขตเป็นประธานการประชุม พร้อมด้วยผู้ช่วยผู้อำนวยการเขต ณ ห้องประชุมสำนักงานเขต "
        "เพื่อพิจารณาแผนปฏิบัติราชการประจำปี 2568 โครงการ 24 โครงการ งบประมาณ 12,000,000 บาท</p>",
    ),
    "list of requirements": (
        "องค์ประกอบด้านข้อมูล แบบวัดการเปิดเผยข้อมูลสาธารณะ",
        "<p>O5 แผนปฏิบัติราชการประจำปี ให้แสดงโครงการหรือกิจกรรม งบประมาณ ระยะเวลา ของปี 2568 ต้องเผยแพร่บนเว็บไซต์</p>",
    ),
    "score table": (
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567",
        table([("ข้อ", "ชื่อ", "คะแนน"), ("O5", "แผนปฏิบัติราชการประจำปี", "100.00"), ("IIT", "98.13", "29.44"),
               ("EIT", "96.42", "28.93"), ("OIT", "96.25", "38.50")]),
    ),
    "memo": (
        "บันทึกข้อความ ขอความร่วมมือจัดทำแผนปฏิบัติราชการ",
        "<p>ด้วยฝ่ายปกครองขอให้ทุกฝ่ายส่งข้อมูลเพื่อจัดทำแผนปฏิบัติราชการประจำปี 2568 ภายในวันที่ 15 ตุลาคม 2567</p>",
    ),
    "law": (
        "พระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร พ.ศ. 2528",
        "<p>มาตรา 1 พระราชบัญญัตินี้เรียกว่า มาตรา 2 ให้ใช้บังคับ มาตรา 3 ให้จัดทำแผนปฏิบัติราชการ โครงการ งบประมาณ</p>",
    ),
    "job page": (
        "รับสมัครเจ้าหน้าที่จัดทำแผนปฏิบัติราชการ 2568",
        "<p>คุณสมบัติของผู้สมัคร วุฒิปริญญาตรี ค่าธรรมเนียมการสมัคร 100 บาท ยื่นใบสมัครที่ฝ่ายปกครอง</p>",
    ),
    "measure": (
        "มาตรการส่งเสริมความโปร่งใส",
        "<p>ข้อ 3 ให้ทุกฝ่ายเผยแพร่แผนปฏิบัติราชการประจำปี 2568 พร้อมงบประมาณของโครงการบนเว็บไซต์</p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NAMING_ONLY)
def test_what_only_names_an_item_is_no_candidate(kind: str) -> None:
    judged = shown(*NAMING_ONLY[kind])
    assert judged.element("O5", "action-plan").presence == "missing"
    assert not judged.element("O5", "action-plan").evidence


def test_a_list_of_links_is_not_the_evidence() -> None:
    judged = (
        Site()
        .show("/oit", "การเปิดเผยข้อมูลสาธารณะ (OIT)", f"<ul><li>O5 {PLAN}</li><li>O5 {REPORT}</li></ul>")
        .judged()
    )
    assert judged.item("O5").presence == "missing"


def test_a_staff_manual_is_no_service_manual() -> None:
    judged = shown(
        "คู่มือการปฏิบัติงานของเจ้าหน้าที่", "<p>ขั้นตอน ระยะเวลา ค่าธรรมเนียม เอกสาร ของงานทะเบียนบ้านและแจ้งเกิด</p>"
    )
    assert judged.element("O7", "service-manuals").presence == "missing"


def test_general_complaints_are_no_corruption_channel() -> None:
    judged = shown(
        "ร้องทุกข์ Traffy Fondue",
        "<p>แจ้งเรื่องเดือดร้อน ถนนชำรุด ขยะตกค้าง ผ่านสายด่วน 1555</p><form><input type='text'><input type='submit'></form>",
    )
    assert judged.element("O17", "complaint-channel").presence == "missing"


# -- placeholders ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["อยู่ระหว่างดำเนินการ", "อยู่ระหว่างจัดเตรียมข้อมูล", "Coming soon"])
def test_a_page_under_preparation_is_a_placeholder(said: str) -> None:
    judged = shown(PLAN, f"<p>{said}</p>")
    assert judged.four("O5", "action-plan")[0] == "missing"
    finding = judged.finding("O5", "action-plan", "presence.placeholder")
    assert (finding.severity, finding.urls[0]) == ("error", address("/x"))
    assert said in finding.message
    assert judged.item("O5").verdict == "gap"


def test_a_link_to_nothing_is_a_placeholder() -> None:
    judged = Site().link("#", PLAN).judged()
    assert judged.element("O5", "action-plan").presence == "missing"
    assert judged.finding("O5", "action-plan", "presence.placeholder").urls == (address("/"),)


def test_a_row_under_preparation_is_a_placeholder() -> None:
    judged = shown("งานของเขต", table([(PLAN, "อยู่ระหว่างดำเนินการ"), ("วิสัยทัศน์", "เขตน่าอยู่")]))
    assert judged.codes("O5", "action-plan") == {"presence.placeholder"}


def test_content_beside_a_placeholder_stands() -> None:
    site = Site().show("/soon", PLAN, "<p>อยู่ระหว่างดำเนินการ</p>").show("/plan", PLAN, plan(2568))
    assert site.judged().four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_under_way_in_a_table_of_results_is_no_placeholder() -> None:
    row = table([("โครงการปรับปรุงทางเท้า", "อยู่ระหว่างดำเนินการ", "120,000")])
    judged = shown(REPORT, report(2567) + row)
    assert judged.four("O5", "performance-report") == ("found", "current", "readable", "open")


# -- whose it is -------------------------------------------------------------------------------------------------


def test_another_office_in_the_text_of_the_paper_makes_it_missing() -> None:
    judged = Site().file("/p.pdf", typed(policy(2568, OTHER)), "ประกาศนโยบายต่อต้านการรับสินบน 2568").judged()
    assert judged.element("O18", "policy").presence == "missing"
    finding = judged.finding("O18", "policy", "presence.other_body")
    assert finding.severity == "error"
    assert finding.urls == (address("/p.pdf"), address("/"))
    assert OTHER in finding.message


def test_another_office_in_the_title_makes_it_missing() -> None:
    title = f"แผนปฏิบัติราชการ {OTHER} ประจำปีงบประมาณ พ.ศ. 2568"
    judged = Site().file("/p.pdf", typed(f"<h1>{title}</h1>" + plan(2568, "สำนักงานเขต")), PLAN).judged()
    assert judged.element("O5", "action-plan").presence == "missing"
    assert "presence.other_body" in judged.codes("O5", "action-plan")


def test_another_office_in_the_signature_makes_it_missing() -> None:
    body = plan(2568, "สำนักงานเขต") + "<p>(นายสมพงษ์ ใจดี)</p><p>ผู้อำนวยการเขตวังทองหลาง</p>"
    judged = Site().file("/p.pdf", typed(f"<h1>{PLAN}</h1>" + body), PLAN).judged()
    assert judged.element("O5", "action-plan").presence == "missing"
    assert "presence.other_body" in judged.codes("O5", "action-plan")


def test_another_office_in_running_text_is_a_warning() -> None:
    passing = (
        f"<p>ในการจัดทำโครงการแยกขยะครั้งนี้ คณะทำงานได้ศึกษาดูงานการจัดการขยะชุมชนของ{OTHER} "
        "เมื่อเดือนสิงหาคมที่ผ่านมา แล้วนำแนวทางที่ได้มาปรับใช้กับชุมชนริมคลองในพื้นที่ให้เหมาะสมกับบริบทของประชาชน</p>"
    )
    site = Site().show("/plan", PLAN, plan(2568) + passing + plan(2568)).show("/r", REPORT, report(2567))
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert {f.severity for f in judged.findings("O5", "action-plan")} == {"warning"}
    assert judged.item("O5").verdict == "ready"


def test_our_own_paper_beside_anothers_is_found() -> None:
    site = Site().file("/their.pdf", typed(policy(2568, OTHER)), "ประกาศนโยบายต่อต้านการรับสินบน 2568 (ตัวอย่าง)")
    site.show("/our", "ประกาศนโยบายต่อต้านการรับสินบน ประจำปี 2568", policy(2568))
    judged = site.judged()
    assert judged.four("O18", "policy") == ("found", "current", "readable", "open")
    assert judged.urls("O18", "policy") == {address("/our")}


@pytest.mark.parametrize("form", ["สำนักงานเขตวังทองหลาง", "เขตวังทองหลาง", "เขต วังทองหลาง", "วังทองหลาง"])
def test_another_name_of_ours_in_any_form_makes_its_papers_ours(form: str) -> None:
    for site in (Site(other_names=(form,)), Site(name=form)):
        judged = site.show("/plan", PLAN, plan(2568), office=OTHER).judged()
        assert "presence.other_body" not in judged.codes("O5", "action-plan"), form
    assert site.judged().judgement.office == "สำนักงานเขตวังทองหลาง"


@pytest.mark.parametrize("form", ["สำนักงานเขต", "เทศบาลตำบลวังทองหลาง", "Wang Thonglang", ""])
def test_what_names_no_district_makes_no_papers_ours(form: str) -> None:
    judged = Site(other_names=(form,)).show("/plan", PLAN, plan(2568), office=OTHER).judged()
    assert "presence.other_body" in judged.codes("O5", "action-plan")


def test_the_evidence_of_another_body_is_still_listed() -> None:
    judged = Site().file("/p.pdf", typed(policy(2568, OTHER)), "ประกาศนโยบายต่อต้านการรับสินบน 2568").judged()
    assert judged.urls("O18", "policy") == {address("/p.pdf")}


@pytest.mark.parametrize("other", ["เทศบาลตำบลตาลเดี่ยว", "องค์การบริหารส่วนตำบลหนองตาล"])
def test_a_body_of_another_kind_makes_it_missing(other: str) -> None:
    body = f"<h1>แผนปฏิบัติราชการ ประจำปีงบประมาณ พ.ศ. 2568</h1><p>{other}</p>" + plan(2568, "หน่วยงาน")
    judged = Site().file("/p.pdf", typed(body), PLAN).judged()
    assert judged.element("O5", "action-plan").presence == "missing"
    assert "presence.other_body" in judged.codes("O5", "action-plan")


def test_our_name_in_damaged_spelling_is_ours() -> None:
    body = plan(2568).replace(OFFICE, "สำนกงานเขตบางตาลสงู")
    judged = Site().file("/p.pdf", typed(f"<h1>{PLAN}</h1>" + body), PLAN).judged()
    assert judged.element("O5", "action-plan").presence == "found"


# -- one document, several elements --------------------------------------------------------------------------------


def test_one_page_may_serve_plan_and_report() -> None:
    html = f"<h2>{PLAN}</h2>{plan(2568)}<h2>{REPORT}</h2>{report(2567)}"
    judged = shown("แผนปฏิบัติราชการประจำปี และรายงานผลการปฏิบัติราชการประจำปี", html)
    assert judged.element("O5", "action-plan").presence == "found"
    assert judged.element("O5", "performance-report").presence == "found"
    assert judged.item("O5").verdict == "ready"


def test_one_page_may_serve_the_policy_in_two_languages_and_its_report() -> None:
    html = (
        f"<h2>ประกาศนโยบายต่อต้านการรับสินบน ประจำปีงบประมาณ พ.ศ. 2568</h2>{policy(2568)}"
        f"<h2>Anti-Bribery Policy 2025</h2>{policy_in_english()}"
        f"<h2>รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน</h2>{policy_report()}"
    )
    judged = shown("ประกาศนโยบายต่อต้านการรับสินบน และการรายงานผลสู่การปฏิบัติ", html)
    assert [e.presence for e in judged.item("O18").elements if e.required] == ["found"] * 3


# -- doubt -------------------------------------------------------------------------------------------------------


def test_a_paper_with_little_content_is_a_weak_match_and_wants_a_person() -> None:
    html = "<p>แผนปฏิบัติราชการ 2568 มีโครงการ 3 โครงการ งบประมาณ 500,000 บาท ผู้รับผิดชอบฝ่ายโยธา</p>"
    site = Site().show("/plan", "โครงการ 2568", html, PLAN).show("/r", REPORT, report(2567))
    judged = site.judged()
    finding = judged.finding("O5", "action-plan", "presence.weak_match")
    assert finding.severity == "warning"
    assert judged.element("O5", "action-plan").presence == "found"
    assert judged.item("O5").verdict == "review"


def test_a_sure_match_is_taken_before_a_weak_one() -> None:
    html = "<p>แผนปฏิบัติราชการ 2568 มีโครงการ 3 โครงการ งบประมาณ 500,000 บาท ผู้รับผิดชอบฝ่ายโยธา</p>"
    site = Site().show("/a", "โครงการ 2568", html, PLAN).show("/plan", PLAN, plan(2568))
    judged = site.judged()
    assert "presence.weak_match" not in judged.codes("O5", "action-plan")


def test_the_news_of_the_office_is_found() -> None:
    days = ("3 ธันวาคม 2567", "9 มกราคม 2568", "20 กุมภาพันธ์ 2568", "1 มีนาคม 2568", "2 เมษายน 2568")
    assert shown("ข่าวประชาสัมพันธ์", news(*days)).item("O4").verdict == "ready"


def test_content_under_a_caption_of_its_own_is_found_behind_words_that_say_nothing() -> None:
    judged = shown(PLAN, plan(2568), "คลิกที่นี่")
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_tax_figures_are_no_revenue_figures() -> None:
    judged = shown("สถิติการจัดเก็บภาษี", tax_figures("ปีงบประมาณ พ.ศ. 2567", "ตุลาคม 2567 - มีนาคม 2568"))
    assert judged.element("O10", "revenue-figures").presence == "missing"
