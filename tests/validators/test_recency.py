"""Recency: years, half-years, series, what falls due when, and what says nothing about time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.validators.bodies import typed
from tests.validators.sites import Judged, Site, address, page
from tests.validators.texts import (
    bma_plan,
    complaint_figures,
    criteria,
    half_year_months,
    news,
    plan,
    policy,
    policy_report,
    report,
    summary,
    tax_figures,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def with_plan(year: int | str, title: str = "แผนปฏิบัติราชการประจำปี", path: str = "/plan") -> Judged:
    return Site().show(path, title, plan(year)).judged()


@pytest.mark.parametrize("said", ["2568", "๒๕๖๘"])
def test_a_plan_of_the_year_is_current(said: str) -> None:
    assert with_plan(said).four("O5", "action-plan") == ("found", "current", "readable", "open")


@pytest.mark.parametrize("year", [2566, 2567, 2569])
def test_a_plan_of_another_year_is_out_of_date(year: int) -> None:
    judged = with_plan(year)
    assert judged.four("O5", "action-plan") == ("found", "outdated", "readable", "open")
    finding = judged.finding("O5", "action-plan", "recency.old_year")
    assert finding.severity == "error"
    assert finding.urls == (address("/plan"), address("/"))
    assert str(year) in finding.message
    assert judged.item("O5").verdict == "gap"


@pytest.mark.parametrize(("year", "recency"), [(2566, "outdated"), (2567, "current"), (2568, "outdated")])
def test_a_report_must_be_of_the_year_before(year: int, recency: str) -> None:
    judged = Site().show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(year)).judged()
    assert judged.element("O5", "performance-report").recency == recency


def test_the_plan_of_the_year_is_chosen_among_plans_of_all_years() -> None:
    site = Site()
    for year in (2564, 2565, 2566, 2567, 2568):
        site.show(f"/plan{year}", f"แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. {year}", plan(year))
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert not judged.findings("O5", "action-plan")


def test_the_same_site_is_out_of_date_the_year_after() -> None:
    site = Site().show("/plan", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568", plan(2568))
    assert site.judged(2569, day("2025-10-01")).element("O5", "action-plan").recency == "outdated"


def test_a_plan_without_a_year_is_undated() -> None:
    judged = with_plan("")
    assert judged.four("O5", "action-plan") == ("found", "undated", "readable", "open")
    assert judged.finding("O5", "action-plan", "recency.undated").severity == "warning"


def test_undated_wants_a_person() -> None:
    site = Site().show("/plan", "แผนปฏิบัติราชการประจำปี", plan(""))
    site.show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(2567))
    assert site.judged().item("O5").verdict == "review"


def test_the_year_of_a_law_says_nothing() -> None:
    law = (
        "<p>จัดทำตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560 "
        "และพระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร พ.ศ. 2528</p>"
    )
    judged = Site().show("/plan", "แผนปฏิบัติราชการประจำปี", plan("") + law).judged()
    assert judged.element("O5", "action-plan").recency == "undated"
    judged = Site().show("/plan", "แผนปฏิบัติราชการประจำปี", law + plan(2568)).judged()
    assert judged.element("O5", "action-plan").recency == "current"


def test_an_old_plan_in_the_new_folder_is_judged_by_itself() -> None:
    path = "/public/user_files_editor/81/ITA/2568/O05/plan.pdf"
    judged = Site().file(path, typed("<h1>แผนปฏิบัติราชการประจำปี</h1>" + plan(2567)), "แผนปฏิบัติราชการ").judged()
    assert judged.element("O5", "action-plan").recency == "outdated"
    assert {"recency.old_year", "recency.year_conflict"} <= judged.codes("O5", "action-plan")
    assert judged.finding("O5", "action-plan", "recency.year_conflict").urls[0] == address(path)


def test_a_new_plan_in_an_old_folder_is_current_with_a_warning() -> None:
    site = Site().file("/ITA/2567/O05/plan.pdf", typed(plan(2568)), "แผนปฏิบัติราชการ")
    site.show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(2567))
    judged = site.judged()
    assert judged.element("O5", "action-plan").recency == "current"
    assert judged.finding("O5", "action-plan", "recency.year_conflict").severity == "warning"
    assert judged.item("O5").verdict == "ready"


def test_folder_and_document_of_one_year_do_not_disagree() -> None:
    judged = Site().file("/ITA/2568/O05/plan.pdf", typed(plan(2568)), "แผนปฏิบัติราชการ").judged()
    assert "recency.year_conflict" not in judged.codes("O5", "action-plan")


def test_a_link_of_the_new_year_does_not_make_an_old_plan_new() -> None:
    site = Site().file("/files/plan.pdf", typed(plan(2567)), "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568")
    judged = site.judged()
    assert judged.element("O5", "action-plan").recency == "outdated"
    assert "recency.old_year" in judged.codes("O5", "action-plan")


@pytest.mark.parametrize(
    ("span", "recency"),
    [("พ.ศ. 2566 - 2570", "current"), ("พ.ศ. ๒๕๖๖ – ๒๕๗๐", "current"), ("พ.ศ. 2561 - 2565", "outdated")],
)
def test_a_plan_of_several_years_counts_while_it_lasts(span: str, recency: str) -> None:
    judged = Site().show("/p", "แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี", bma_plan(span)).judged()
    assert judged.element("O2", "bma-plan").recency == recency


# -- due ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_not_due_before_the_first_of_october() -> None:
    judged = Site().judged(day=day("2024-09-30"))
    found = judged.element("O5", "action-plan")
    assert (found.presence, found.recency) == ("missing", "not_due")
    assert judged.codes("O5", "action-plan") == {"recency.not_due"}
    assert judged.item("O5").verdict == "not_due"


def test_a_plan_is_due_on_the_first_of_october() -> None:
    judged = Site().judged(day=day("2024-10-01"))
    assert judged.element("O5", "action-plan").recency == "not_applicable"
    assert judged.item("O5").verdict == "gap"


def test_what_is_in_force_is_always_due() -> None:
    assert Site().judged(day=day("2024-09-30")).item("O12").verdict == "gap"


def test_a_half_year_falls_due_on_the_first_of_april() -> None:
    before = Site().judged(day=day("2025-03-31"))
    assert before.element("O17", "complaint-statistics").recency == "not_due"
    after = Site().judged(day=day("2025-04-01"))
    assert after.element("O17", "complaint-statistics").recency == "not_applicable"
    assert after.element("O17", "complaint-statistics").presence == "missing"


def test_a_half_year_is_found_and_current() -> None:
    judged = Site().show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures()).judged()
    assert judged.four("O17", "complaint-statistics") == ("found", "current", "readable", "open")


def test_a_half_year_of_the_year_before_is_out_of_date() -> None:
    said = "ตั้งแต่วันที่ 1 ตุลาคม 2566 ถึงวันที่ 31 มีนาคม 2567"
    judged = Site().show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures(said)).judged()
    assert judged.element("O17", "complaint-statistics").recency == "outdated"


def test_a_quarter_is_not_a_half_year() -> None:
    said = "ตั้งแต่วันที่ 1 ตุลาคม 2567 ถึงวันที่ 31 ธันวาคม 2567"
    judged = Site().show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures(said)).judged()
    assert judged.element("O17", "complaint-statistics").recency == "incomplete"
    assert judged.item("O17").verdict == "gap"


@pytest.mark.parametrize(
    "said",
    ["ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๘ ถึงวันที่ ๓๑ มีนาคม ๒๕๖๘", "ตั้งแต่วันที่ 1 ตุลาคม 2568 ถึงวันที่ 31 มีนาคม 2567"],
)
def test_a_period_that_ends_before_it_begins_is_said(said: str) -> None:
    judged = Site().show("/s", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures(said)).judged()
    finding = judged.finding("O17", "complaint-statistics", "recency.impossible_period")
    assert finding.urls == (address("/s"), address("/"))
    assert finding.severity == "warning"


# -- a report of N-1, or a half-year of N ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "recency"),
    [
        ("รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2567", "current"),
        ("รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2568", "current"),
        ("รอบ 6 เดือนแรก (1 ตุลาคม 2567 - 31 มีนาคม 2568)", "current"),
        ("รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2566", "outdated"),
    ],
)
def test_either_the_report_or_the_half_year_is_taken(said: str, recency: str) -> None:
    title = "รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน"
    judged = Site().show("/r", title, policy_report(said)).judged()
    assert judged.element("O18", "report").recency == recency


# -- a report of N-1 and a half-year of N ------------------------------------------------------------------------

FULL, HALF = "ปีงบประมาณ พ.ศ. 2567", "ตุลาคม 2567 - มีนาคม 2568"


def taxes(*periods: str, on: str = "2025-04-30") -> Judged:
    return Site().show("/tax", "สถิติการจัดเก็บภาษี", tax_figures(*periods)).judged(day=day(on))


def test_figures_of_both_periods_are_current() -> None:
    assert taxes(FULL, HALF).four("O9", "tax-figures") == ("found", "current", "readable", "open")


def test_figures_without_the_half_year_are_incomplete() -> None:
    judged = taxes(FULL)
    assert judged.element("O9", "tax-figures").recency == "incomplete"
    assert judged.item("O9").verdict == "gap"


def test_the_half_year_is_not_due_on_its_last_day() -> None:
    judged = taxes(FULL, on="2025-03-31")
    assert judged.four("O9", "tax-figures")[:2] == ("found", "not_due")
    assert judged.item("O9").verdict == "not_due"
    assert taxes(FULL, on="2025-04-01").element("O9", "tax-figures").recency == "incomplete"


def test_figures_of_long_ago_are_out_of_date() -> None:
    judged = taxes("ปีงบประมาณ พ.ศ. 2565")
    assert judged.element("O9", "tax-figures").recency == "outdated"
    assert "recency.old_year" in judged.codes("O9", "tax-figures")


# -- series ------------------------------------------------------------------------------------------------------


def series(months: list[str], on: str = "2025-04-30") -> Judged:
    site = Site()
    for number, month in enumerate(months):
        site.show(f"/s{number}", f"สรุปผลการจัดซื้อจัดจ้างรายเดือน {month}", summary(month))
    return site.judged(day=day(on))


ALL = half_year_months()


def test_six_months_are_current() -> None:
    judged = series(ALL)
    assert judged.four("O15", "monthly-summary") == ("found", "current", "readable", "open")
    assert not judged.findings("O15", "monthly-summary")


def test_a_missing_month_is_named() -> None:
    judged = series([*ALL[:2], *ALL[3:]])
    assert judged.four("O15", "monthly-summary")[:2] == ("found", "incomplete")
    finding = judged.finding("O15", "monthly-summary", "recency.month_missing")
    assert finding.severity == "error"
    assert finding.details["missing"] == ["2024-12"]
    assert "ธันวาคม 2567" in finding.message
    assert judged.item("O15").verdict == "gap"


def test_the_finding_of_a_missing_month_names_the_files_of_the_series() -> None:
    urls = series([*ALL[:2], *ALL[3:]]).finding("O15", "monthly-summary", "recency.month_missing").urls
    assert {address(f"/s{n}") for n in range(5)} <= set(urls)


def test_a_series_is_not_due_until_its_last_month() -> None:
    assert series(ALL[:5], "2025-03-31").element("O15", "monthly-summary").recency == "not_due"
    assert series(ALL[:1], "2024-11-01").element("O15", "monthly-summary").recency == "not_due"


def test_the_last_month_falls_due_on_the_first_of_april() -> None:
    judged = series(ALL[:5], "2025-04-01")
    assert judged.element("O15", "monthly-summary").recency == "incomplete"
    finding = judged.finding("O15", "monthly-summary", "recency.month_missing")
    assert finding.details["missing"] == ["2025-03"]


def test_a_month_falls_due_the_day_after_its_end() -> None:
    assert series(ALL[:2], "2024-12-31").element("O15", "monthly-summary").recency == "not_due"
    late = series(ALL[:2], "2025-01-01").finding("O15", "monthly-summary", "recency.month_missing")
    assert late.details["missing"] == ["2024-12"]


def test_a_series_that_lacks_a_due_month_is_incomplete_before_its_end() -> None:
    judged = series([ALL[0], ALL[2]], "2025-01-15")
    assert judged.element("O15", "monthly-summary").recency == "incomplete"


def test_no_month_is_due_in_october() -> None:
    judged = Site().judged(day=day("2024-10-31"))
    assert judged.element("O15", "monthly-summary").recency == "not_due"


def test_the_months_of_the_year_before_are_out_of_date() -> None:
    judged = series(half_year_months(2567))
    found = judged.element("O15", "monthly-summary")
    assert (found.presence, found.recency) in {("found", "outdated"), ("found", "incomplete")}
    assert judged.item("O15").verdict == "gap"


# -- in force ----------------------------------------------------------------------------------------------------


def test_a_missing_date_is_no_fault_of_what_is_in_force() -> None:
    html = criteria().replace("ใช้ในปีงบประมาณ พ.ศ. 2568", "")
    judged = Site().show("/hr", "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล", html).judged()
    assert judged.element("O16", "hr-criteria").recency == "not_applicable"
    assert judged.item("O16").verdict == "ready"


def test_an_old_date_is_a_warning_where_the_table_says_so() -> None:
    html = criteria().replace("2568", "2565")
    judged = Site().show("/hr", "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล", html).judged()
    assert judged.element("O16", "hr-criteria").recency == "not_applicable"
    assert judged.item("O16").verdict == "ready"
    assert {f.severity for f in judged.findings("O16", "hr-criteria")} == {"warning"}


def schools(year: int) -> str:
    rows = "".join(
        f"<tr><td>โรงเรียนวัดตาล{n}</td><td>นางสมใจ ตาลงาม{n}</td><td>ถนนตาลสูง แขวงบางตาลสูง</td><td>0 2000 11{n}0</td></tr>"
        for n in range(1, 6)
    )
    return (
        f"<p>ปีการศึกษา {year} เปิดสอนระดับอนุบาลถึงประถมศึกษา</p>"
        f"<table><tr><td>โรงเรียน</td><td>ผู้อำนวยการสถานศึกษา</td><td>ที่ตั้ง</td><td>โทรศัพท์</td></tr>{rows}</table>"
    )


@pytest.mark.parametrize(("year", "verdict"), [(2567, "ready"), (2565, "gap")])
def test_a_list_of_schools_of_long_ago_is_out_of_date(year: int, verdict: str) -> None:
    judged = Site().show("/schools", "รายชื่อโรงเรียนสังกัดกรุงเทพมหานคร ในพื้นที่เขต", schools(year)).judged()
    assert judged.element("O3", "schools").presence == "found"
    assert judged.item("O3").verdict == verdict


# -- news, announcements -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "recency"),
    [
        (("3 ธันวาคม 2567", "9 มกราคม 2568", "20 กุมภาพันธ์ 2568", "1 มีนาคม 2568", "2 เมษายน 2568"), "current"),
        (("3 มิถุนายน 2567", "9 กรกฎาคม 2567", "20 สิงหาคม 2567", "1 กันยายน 2567", "15 ตุลาคม 2567"), "current"),
        (
            ("3 พฤษภาคม 2567", "3 มิถุนายน 2567", "9 กรกฎาคม 2567", "20 สิงหาคม 2567", "30 กันยายน 2567"),
            "outdated",
        ),
    ],
)
def test_news_must_be_of_the_fiscal_year(days: tuple[str, ...], recency: str) -> None:
    judged = Site().show("/news", "ข่าวประชาสัมพันธ์", news(*days)).judged()
    assert judged.element("O4", "news").recency == recency


def test_an_announcement_counts_by_the_year_it_was_signed_for() -> None:
    judged = Site().show("/p", "ประกาศนโยบายต่อต้านการรับสินบน", policy("", signed="4 พฤศจิกายน 2567")).judged()
    assert judged.element("O18", "policy").recency == "current"
    judged = Site().show("/p", "ประกาศนโยบายต่อต้านการรับสินบน", policy("", signed="4 พฤศจิกายน 2566")).judged()
    assert judged.element("O18", "policy").recency == "outdated"


def test_a_policy_signed_by_another_than_the_director_is_out_of_date() -> None:
    site = Site(director="นายประหยัด สูงเนินตาล")
    site.show("/p", "ประกาศนโยบายต่อต้านการรับสินบน", policy(2568))
    judged = site.judged()
    assert judged.element("O18", "policy").recency == "outdated"
    assert judged.item("O18").verdict == "gap"


def test_a_policy_signed_by_the_director_is_current() -> None:
    site = Site(director="นางสาวรุ่งทิวา ตาลเรืองศรี")
    site.show("/p", "ประกาศนโยบายต่อต้านการรับสินบน", policy(2568))
    assert site.judged().element("O18", "policy").recency == "current"


def test_the_half_year_of_the_year_before_is_neither_report_nor_half_year() -> None:
    html = policy_report("รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2567")
    judged = Site().show("/r", "รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน", html).judged()
    assert judged.element("O18", "report").recency == "outdated"


def test_figures_in_two_files_are_current() -> None:
    site = Site().show("/a", f"สถิติการจัดเก็บภาษี {FULL}", tax_figures(FULL))
    judged = site.show("/b", f"สถิติการจัดเก็บภาษี {HALF}", tax_figures(HALF)).judged()
    assert judged.element("O9", "tax-figures").recency == "current"
    assert judged.urls("O9", "tax-figures") == {address("/a"), address("/b")}


def test_figures_of_the_half_year_alone_are_incomplete() -> None:
    judged = Site().show("/tax", "สถิติการจัดเก็บภาษี", tax_figures(HALF)).judged()
    assert judged.element("O9", "tax-figures").recency == "incomplete"
    assert judged.item("O9").verdict == "gap"


def test_the_plan_of_the_running_year_is_no_gap_before_the_next_one_is_due() -> None:
    site = Site().show("/plan", "แผนปฏิบัติราชการประจำปี", plan(2567))
    site.show("/r", "รายงานผลการปฏิบัติราชการประจำปี", report(2566))
    judged = site.judged(day=dt.date(2024, 9, 30))
    assert judged.element("O5", "action-plan").recency == "not_due"
    assert judged.item("O5").verdict == "not_due"


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"body": page("แผนปฏิบัติราชการประจำปี", "<p>อยู่ระหว่างจัดทำ</p>")}]
)
def test_an_empty_place_for_what_is_not_due_is_no_gap(answer: dict[str, Any]) -> None:
    judged = (
        Site()
        .shut("/plan", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568", **answer)
        .judged(day=dt.date(2024, 9, 30))
    )
    assert judged.element("O5", "action-plan").recency == "not_due"
    assert judged.item("O5").verdict == "not_due"
