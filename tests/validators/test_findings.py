"""Findings: whose they are, what they name, which addresses they give; and that order never matters."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from tests.validators.bodies import scanned, typed
from tests.validators.sites import Judged, Site, address, page
from tests.validators.texts import (
    DIVISIONS,
    complaint_channel,
    half_year_months,
    manuals,
    plan,
    policy,
    report,
    summary,
)
from validators.results import Finding

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"


def varied() -> Site:
    """A site with a fault of every kind."""
    site = Site(sitemap=["/hidden"]).add("/hidden", page("ช่องทางร้องเรียนการทุจริต", complaint_channel()))
    site.shut("/gone.pdf", PLAN, status=404)
    site.shut("/gone2.pdf", PLAN, outcome="dns")
    site.file("/scan.pdf", scanned(), "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567")
    site.show("/m", "คู่มือการปฏิบัติงานของเจ้าหน้าที่", manuals(DIVISIONS[:8]))
    site.shut("/track", "ระบบติดตามสถานะการขอใบอนุญาต", outcome="timeout", witness="30 s")
    site.file("/p.pdf", typed(policy(2568, "สำนักงานเขตวังทองหลาง")), "ประกาศนโยบายต่อต้านการรับสินบน")
    site.link("#", "รายชื่อโรงเรียนสังกัดกรุงเทพมหานคร")
    for n, month in enumerate(half_year_months()[:4]):
        site.show(f"/s{n}", f"สรุปผลการจัดซื้อจัดจ้างรายเดือน {month}", summary(month))
    return site


def findings(judged: Judged) -> list[Finding]:
    return [f for item in judged.judgement.items for f in item.findings]


# -- order ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_captures_and_links_does_not_matter(seed: int) -> None:
    assert varied().judged(shuffled=seed).bytes() == varied().judged().bytes()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_matter_where_two_copies_are_equally_good(seed: int) -> None:
    site = Site()
    for name in "cab":
        site.show(f"/{name}", PLAN, plan(2568)).show(f"/r{name}", f"{PLAN} ฉบับ {name}", plan(2568))
    assert site.judged(shuffled=seed).bytes() == site.judged().bytes()


def test_the_same_input_gives_the_same_bytes() -> None:
    site = varied()
    assert site.judged().bytes() == site.judged().bytes()


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["message", "fix"])
def test_no_two_elements_share_a_message(field: str) -> None:
    for judged in (Site().judged(), varied().judged(), Site().judged(day=dt.date(2024, 9, 1))):
        said = {
            (f.element, item.code): getattr(f, field)
            for item in judged.judgement.items
            for f in item.findings
        }
        shared = [text for text, times in Counter(said.values()).items() if times > 1]
        assert not shared


def test_a_message_names_element_and_unit() -> None:
    finding = Site().judged().finding("O9", "tax-figures", "presence.missing")
    assert "สถิติการจัดเก็บภาษี" in finding.message
    assert "ฝ่ายรายได้" in finding.message


def test_an_element_of_one_unit_names_that_unit_alone() -> None:
    message = Site().judged().finding("O14", "community-grants", "presence.missing").message
    assert "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม" in message
    assert "ฝ่ายการคลัง" not in message


def test_all_units_are_called_every_unit() -> None:
    assert "ทุกฝ่าย" in Site().judged().finding("O6", "staff-manuals", "presence.missing").message


def test_the_site_file_names_the_owners() -> None:
    judged = Site(owners={"O9": ("finance",)}).judged()
    assert judged.item("O9").units == ("finance",)
    message = judged.finding("O9", "tax-figures", "presence.missing").message
    assert "ฝ่ายการคลัง" in message
    assert "ฝ่ายรายได้" not in message
    assert judged.item("O10").units == ("revenue", "finance")


def test_the_owners_of_the_site_file_hold_for_every_element() -> None:
    judged = Site(owners={"O21": ("works",)}).judged()
    assert all("ฝ่ายโยธา" in f.message for f in judged.item("O21").findings)


def test_every_finding_has_a_source_a_message_and_an_act_in_thai() -> None:
    thai = re.compile("[ก-๎]")
    for f in findings(varied().judged()):
        assert f.source
        assert thai.search(f.message)
        assert thai.search(f.fix)
        assert "{" not in f.message + f.fix


def test_an_act_names_the_year_that_is_judged() -> None:
    assert "2568" in Site().judged().finding("O13", "spending-plan", "presence.missing").fix
    assert (
        "2570"
        in Site().judged(2570, dt.date(2027, 4, 30)).finding("O13", "spending-plan", "presence.missing").fix
    )


def test_every_code_belongs_to_an_element_of_its_item() -> None:
    for item in varied().judged().judgement.items:
        assert {f.element for f in item.findings} <= {e.id for e in item.elements}


def test_a_finding_about_an_old_paper_quotes_it() -> None:
    judged = Site().show("/plan", "แผนปฏิบัติราชการประจำปี", plan(2566)).judged()
    message = judged.finding("O5", "action-plan", "recency.old_year").message
    assert "2566" in message
    assert "2568" in message


def test_a_finding_in_a_paged_file_names_the_page() -> None:
    cover = "<p>หนังสือนำ ที่ กท 8501/123 สำนักงานเขตบางตาลสูง ถนนตาลสูง กรุงเทพมหานคร</p>"
    body = typed(cover, "<h1>แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2566</h1>" + plan(2566))
    judged = Site().file("/p.pdf", body, "แผนปฏิบัติราชการ").judged()
    assert "หน้า 2" in judged.finding("O5", "action-plan", "recency.old_year").message


# -- addresses -----------------------------------------------------------------------------------------------------


def test_the_page_that_carries_a_link_stands_second() -> None:
    site = Site().show("/work", "งานของเขต", f"<ul><li><a href='/p.pdf'>{PLAN}</a></li></ul>")
    judged = site.put("/p.pdf", status=404).judged()
    assert judged.finding("O5", "action-plan", "access.dead_link").urls == (
        address("/p.pdf"),
        address("/work"),
    )


def test_a_page_with_the_link_in_its_text_is_named_before_the_menu() -> None:
    site = Site(menu={"/p.pdf": PLAN}).show("/work", "งานของเขต", f"<p><a href='/p.pdf'>{PLAN}</a></p>")
    site.add("/p.pdf", typed(plan(2566)))
    urls = site.judged().finding("O5", "action-plan", "recency.old_year").urls
    assert urls == (address("/p.pdf"), address("/work"))


def test_details_say_where_a_missing_element_was_looked_for() -> None:
    site = Site().show("/work", "แผนงานและผลงาน", "<p>เขตทำงานเพื่อประชาชน</p>")
    looked = site.judged().finding("O5", "action-plan", "presence.missing").details["looked"]
    assert address("/") in looked
    assert all(url.startswith("http") for url in looked)


def test_missing_elements_always_say_where_they_were_looked_for() -> None:
    missing = [
        f for f in findings(Site().judged()) if f.code in ("presence.missing", "presence.element_missing")
    ]
    assert missing
    assert all(f.details["looked"] for f in missing)


def test_a_missing_part_of_a_found_item_says_where_it_was_looked_for() -> None:
    judged = Site().show("/plan", PLAN, plan(2568)).judged()
    finding = judged.finding("O5", "performance-report", "presence.element_missing")
    assert address("/") in finding.details["looked"]


# -- evidence ------------------------------------------------------------------------------------------------------


def test_the_click_path_goes_from_the_home_page_to_the_evidence() -> None:
    site = (
        Site()
        .show("/work", "งานของเขต", f"<p><a href='/plan'>{PLAN}</a></p>")
        .add("/plan", page(PLAN, plan(2568)))
    )
    evidence = site.judged().element("O5", "action-plan").evidence[0]
    assert [step.url for step in evidence.click_path] == [address("/"), address("/work"), address("/plan")]
    assert [step.text for step in evidence.click_path][1:] == ["งานของเขต", PLAN]


def test_the_evidence_carries_digest_type_and_a_verbatim_quote() -> None:
    body = typed("<h1>แผนปฏิบัติราชการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘</h1>" + plan("๒๕๖๘"))
    evidence = Site().file("/p.pdf", body, PLAN).judged().element("O5", "action-plan").evidence[0]
    assert evidence.media_type == "application/pdf"
    assert evidence.sha256
    assert evidence.page == 1
    assert "๒๕๖๘" in evidence.quote
    assert evidence.fiscal_years == (2568,)


def test_a_quote_is_no_longer_than_the_contract_says() -> None:
    judged = (
        Site().show("/plan", PLAN, plan(2568) * 3).show("/r", "รายงานผลการปฏิบัติราชการ", report(2567)).judged()
    )
    quotes = [e.quote for item in judged.judgement.items for x in item.elements for e in x.evidence]
    assert quotes
    assert max(map(len, quotes)) <= 300


# -- severity ------------------------------------------------------------------------------------------------------


def test_an_error_makes_a_gap_wherever_it_stands() -> None:
    for site in (varied(), Site(), varied().show("/plan", PLAN, plan(2568))):
        for item in site.judged().judgement.items:
            errors = [f for f in item.findings if f.severity == "error"]
            assert (item.verdict == "gap") == bool(errors), (
                item.code,
                item.verdict,
                [f.code for f in errors],
            )


def test_what_is_not_due_is_information() -> None:
    judged = Site().judged(day=dt.date(2024, 9, 1))
    assert {f.severity for f in judged.item("O5").findings} == {"info"}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_matter_where_several_pages_carry_a_link(seed: int) -> None:
    site = Site()
    for n in range(5):
        site.show(f"/page{n}", f"งานของเขต ตอน {n}", f"<p><a href='/plan.pdf'>{PLAN} {n}</a></p>")
    site.add("/plan.pdf", typed(plan(2567)))
    assert site.judged(shuffled=seed).bytes() == site.judged().bytes()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_matter_where_links_give_a_scan_different_years(seed: int) -> None:
    site = Site()
    for year in (2566, 2567, 2568):
        words = f"แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. {year}"
        site.show(f"/page{year}", f"งานของเขต ตอน {year}", f"<p><a href='/plan.pdf'>{words}</a></p>")
    site.add("/plan.pdf", scanned())
    assert site.judged(shuffled=seed).bytes() == site.judged().bytes()
