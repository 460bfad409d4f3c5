"""Sets that must be complete: divisions, licence units, criteria, parts of a service, months, notices."""

from __future__ import annotations

import pytest

from tests.validators.bodies import typed
from tests.validators.sites import Judged, Site, address
from tests.validators.texts import (
    CRITERIA,
    DIVISIONS,
    LICENCE,
    SERVICE_ROWS,
    criteria,
    discretion,
    half_year_months,
    manuals,
    services,
    summary,
    table,
)

UNITS = (
    "administration",
    "registration",
    "works",
    "environment",
    "revenue",
    "cleaning",
    "education",
    "finance",
    "enforcement",
    "community",
)
MANUALS = "คู่มือการปฏิบัติงานของเจ้าหน้าที่"


def lacks(judged: Judged, code: str, element: str, missing: list[str]) -> None:
    assert judged.element(code, element).presence == "missing"
    assert judged.element(code, element).evidence
    finding = judged.finding(code, element, "presence.part_missing")
    assert (finding.severity, finding.details["missing"]) == ("error", missing)
    assert judged.item(code).verdict == "gap"


# -- ten divisions -------------------------------------------------------------------------------------------------


def test_manuals_of_ten_divisions_are_ready() -> None:
    assert Site().show("/m", MANUALS, manuals()).judged().item("O6").verdict == "ready"


@pytest.mark.parametrize("lacking", range(10))
def test_each_of_the_ten_divisions_is_wanted(lacking: int) -> None:
    rest = [name for number, name in enumerate(DIVISIONS) if number != lacking]
    judged = Site().show("/m", MANUALS, manuals(rest)).judged()
    lacks(judged, "O6", "staff-manuals", [UNITS[lacking]])
    assert DIVISIONS[lacking] in judged.finding("O6", "staff-manuals", "presence.part_missing").message


def hub(**answers: dict[str, object]) -> Judged:
    """A page that links to a file for each division; `m9={…}` answers otherwise for the last one."""
    site = Site()
    rows = [
        (f"คู่มือการปฏิบัติงาน {name}", f"<a href='/files/m{n}.pdf'>ดาวน์โหลด</a>")
        for n, name in enumerate(DIVISIONS)
    ]
    site.show("/m", MANUALS, "<p>คู่มือของเจ้าหน้าที่ทุกฝ่าย ฉบับปัจจุบัน ดาวน์โหลดไฟล์ PDF</p>" + table(rows))
    for n, name in enumerate(DIVISIONS):
        if f"m{n}" in answers:
            site.put(f"/files/m{n}.pdf", **answers[f"m{n}"])
        else:
            html = f"<h1>คู่มือการปฏิบัติงาน {name}</h1>" + manuals([name])
            site.add(f"/files/m{n}.pdf", typed(html))
    return site.judged()


def test_ten_files_make_the_set() -> None:
    assert hub().item("O6").verdict == "ready"


def test_a_dead_link_to_one_divisions_manual_is_a_gap() -> None:
    judged = hub(m6={"status": 404})
    lacks(judged, "O6", "staff-manuals", ["education"])
    assert judged.finding("O6", "staff-manuals", "access.dead_link").urls == (
        address("/files/m6.pdf"),
        address("/m"),
    )


def test_a_wall_before_one_divisions_manual_is_a_review() -> None:
    judged = hub(m6={"outcome": "timeout"})
    assert judged.element("O6", "staff-manuals").presence == "unseen"
    assert judged.item("O6").verdict == "review"


def test_a_wall_and_a_gap_are_a_gap() -> None:
    judged = hub(m6={"outcome": "timeout"}, m8={"status": 404})
    assert judged.item("O6").verdict == "gap"


CHART = "โครงสร้างการแบ่งส่วนราชการ"


def test_a_chart_that_lacks_a_division_is_a_warning_only() -> None:
    boxes = "".join(f"<li>{name}</li>" for name in DIVISIONS[:9])
    judged = (
        Site()
        .show("/c", CHART, f"<p>ผู้อำนวยการเขต ผู้ช่วยผู้อำนวยการเขต กำกับดูแลส่วนราชการ</p><ul>{boxes}</ul>")
        .judged()
    )
    assert judged.element("O1", "chart").presence == "found"
    finding = next(f for f in judged.findings("O1", "chart") if f.details.get("missing"))
    assert (finding.severity, finding.details["missing"]) == ("warning", ["community"])


# -- licence five, approval ------------------------------------------------------------------------------------------

DISCRETION = "แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่"


def test_the_guideline_of_five_units_with_approval_is_ready() -> None:
    assert Site().show("/d", DISCRETION, discretion()).judged().item("O20").verdict == "ready"


@pytest.mark.parametrize(
    ("lacking", "part"), enumerate(["works", "environment", "revenue", "enforcement", "cleaning"])
)
def test_each_of_the_licence_five_is_wanted(lacking: int, part: str) -> None:
    rest = [name for number, name in enumerate(LICENCE) if number != lacking]
    lacks(Site().show("/d", DISCRETION, discretion(rest)).judged(), "O20", "discretion-guideline", [part])


def test_a_guideline_without_approval_is_incomplete() -> None:
    judged = Site().show("/d", DISCRETION, discretion(approved=False)).judged()
    lacks(judged, "O20", "discretion-guideline", ["approval"])


# -- five criteria ---------------------------------------------------------------------------------------------------

HR = "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล"


def test_five_criteria_are_ready() -> None:
    assert Site().show("/h", HR, criteria()).judged().item("O16").verdict == "ready"


@pytest.mark.parametrize("lacking", CRITERIA)
def test_each_of_the_five_criteria_is_wanted(lacking: str) -> None:
    judged = Site().show("/h", HR, criteria([one for one in CRITERIA if one != lacking])).judged()
    lacks(judged, "O16", "hr-criteria", [lacking])


def test_five_criteria_in_five_papers_are_ready() -> None:
    site = Site()
    for part, title in CRITERIA.items():
        site.file(f"/h/{part}.pdf", typed(f"<h1>{title}</h1>" + criteria([part])), title)
    assert site.judged().item("O16").verdict == "ready"


# -- six parts of a service --------------------------------------------------------------------------------------------

SERVICES = "คู่มือการให้บริการประชาชน"


def test_services_with_six_parts_are_ready() -> None:
    assert Site().show("/s", SERVICES, services()).judged().item("O7").verdict == "ready"


@pytest.mark.parametrize("lacking", ["channel", "fee", "documents"])
def test_each_part_of_a_service_is_wanted(lacking: str) -> None:
    judged = Site().show("/s", SERVICES, services([one for one in SERVICE_ROWS if one != lacking])).judged()
    lacks(judged, "O7", "service-manuals", [lacking])


# -- months ------------------------------------------------------------------------------------------------------------

ALL = half_year_months()
SUMMARY = "สรุปผลการจัดซื้อจัดจ้างรายเดือน"


def monthly(states: dict[int, dict[str, object]] | None = None, none: int | None = None) -> Judged:
    site = Site()
    rows = [
        (f"{SUMMARY} เดือน{month}", f"<a href='/files/s{n}.pdf'>ดาวน์โหลด</a>") for n, month in enumerate(ALL)
    ]
    site.show("/s", f"{SUMMARY} ปีงบประมาณ พ.ศ. 2568", table(rows))
    for n, month in enumerate(ALL):
        if states and n in states:
            site.put(f"/files/s{n}.pdf", **states[n])
        else:
            site.add(f"/files/s{n}.pdf", typed(summary(month, empty=n == none)))
    return site.judged()


def test_six_files_in_a_table_are_the_series() -> None:
    judged = monthly()
    assert judged.four("O15", "monthly-summary") == ("found", "current", "readable", "open")


def test_a_month_that_says_there_was_nothing_is_there() -> None:
    assert monthly(none=2).four("O15", "monthly-summary") == ("found", "current", "readable", "open")


def test_a_line_that_says_a_month_had_nothing_is_enough() -> None:
    site = Site()
    for n, month in enumerate(ALL[:5]):
        site.show(f"/s{n}", f"{SUMMARY} {month}", summary(month))
    site.show("/none", f"{SUMMARY} ปีงบประมาณ พ.ศ. 2568", "<p>เดือนมีนาคม 2568 ไม่มีการจัดซื้อจัดจ้าง</p>")
    assert site.judged().element("O15", "monthly-summary").recency == "current"


def test_a_dead_month_is_missing_and_says_why() -> None:
    judged = monthly({2: {"status": 404}})
    assert judged.four("O15", "monthly-summary")[:2] == ("found", "incomplete")
    finding = judged.finding("O15", "monthly-summary", "recency.month_missing")
    assert finding.details["missing"] == ["2024-12"]
    assert judged.finding("O15", "monthly-summary", "access.dead_link").urls[0] == address("/files/s2.pdf")


def test_a_month_behind_a_wall_is_never_a_gap() -> None:
    judged = monthly({2: {"outcome": "timeout"}})
    assert not [f for f in judged.findings("O15", "monthly-summary") if f.severity == "error"]
    assert judged.element("O15", "monthly-summary").recency != "incomplete"


def test_a_dead_month_beside_one_behind_a_wall_is_the_only_one_missing() -> None:
    judged = monthly({2: {"outcome": "timeout"}, 3: {"status": 404}})
    finding = judged.finding("O15", "monthly-summary", "recency.month_missing")
    assert finding.details["missing"] == ["2025-01"]


def test_six_months_on_one_page_are_the_series() -> None:
    html = "".join(f"<h2>{SUMMARY} เดือน{month}</h2>{summary(month)}" for month in ALL)
    judged = Site().show("/s", f"{SUMMARY} ปีงบประมาณ พ.ศ. 2568", html).judged()
    assert judged.element("O15", "monthly-summary").recency == "current"


def test_six_pages_of_one_form_are_not_taken_for_furniture() -> None:
    """The head of the table is the same in each month; a small site has hardly more pages than months."""
    site = Site()
    for number, month in enumerate(half_year_months()):
        title = f"{SUMMARY} {month}"
        site.show(f"/s{number}", title, summary(month).replace("48,500", f"4{number},500"))
    for number in range(5):
        site.show(f"/h{number}", f"ประวัติแขวง {number}", f"<p>แขวงที่ {number} มีตลาดเก่าริมคลอง</p>")
    assert site.judged().four("O15", "monthly-summary") == ("found", "current", "readable", "open")


# -- notices -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "html"),
    [
        (
            "ประกาศผู้ชนะการเสนอราคา",
            "<p>ประกาศสำนักงานเขตบางตาลสูง เรื่อง ประกาศผู้ชนะการเสนอราคา จ้างซ่อมรถยนต์ โดยวิธีเฉพาะเจาะจง ปีงบประมาณ 2568 "
            "ผู้ได้รับการคัดเลือก อู่สูงยนต์ วงเงิน 23,100 บาท ประกาศ ณ วันที่ 12 ธันวาคม 2567</p>",
        ),
        (
            "ประกาศจัดซื้อจัดจ้าง ปีงบประมาณ 2568",
            "<p>ปีงบประมาณ พ.ศ. 2568 ไม่มีการจัดซื้อจัดจ้างที่มีวงเงินเกิน 500,000 บาท และไม่มีประกาศจัดซื้อจัดจ้าง</p>",
        ),
    ],
)
def test_one_kind_of_notice_or_a_sentence_of_none_is_enough(title: str, html: str) -> None:
    judged = Site().show("/n", title, html).judged()
    assert judged.four("O15", "notices") == ("found", "current", "readable", "open")


NOTHING = "<p>ไม่มีการจัดซื้อจัดจ้างในเดือนนี้</p>"


def test_a_page_of_a_month_that_says_there_was_nothing_is_there() -> None:
    """The title names the month, the sentence does not."""
    site = Site()
    for number, month in enumerate(half_year_months()):
        site.show(f"/s{number}", f"{SUMMARY} {month}", NOTHING if number == 2 else summary(month))
    assert site.judged().four("O15", "monthly-summary") == ("found", "current", "readable", "open")


def test_a_file_of_a_month_that_says_there_was_nothing_is_there() -> None:
    site = Site()
    for number, month in enumerate(half_year_months()):
        html = f"<h1>{SUMMARY} {month}</h1>" + (NOTHING if number == 2 else summary(month))
        site.file(f"/s{number}.pdf", typed(html), f"{SUMMARY} {month}")
    assert site.judged().four("O15", "monthly-summary") == ("found", "current", "readable", "open")


def nine_and_a_link(**answer: object) -> Judged:
    link = f"<p><a href='/files/m10.pdf'>คู่มือการปฏิบัติงาน {DIVISIONS[9]}</a></p>"
    return Site().show("/m", MANUALS, manuals(DIVISIONS[:9]) + link).put("/files/m10.pdf", **answer).judged()


def test_a_dead_link_beside_nine_manuals_is_no_manual() -> None:
    judged = nine_and_a_link(status=404)
    assert judged.element("O6", "staff-manuals").presence == "missing"
    assert judged.item("O6").verdict == "gap"


def test_a_wall_before_the_tenth_manual_is_a_review() -> None:
    judged = nine_and_a_link(outcome="timeout")
    assert judged.element("O6", "staff-manuals").presence == "unseen"
    assert judged.item("O6").verdict == "review"


@pytest.mark.parametrize("lacking", [None, "เทศกิจ"])
def test_short_names_of_parts_are_read_in_damaged_text(lacking: str | None) -> None:
    """Sara am stands for every sara aa: โยธำ is โยธา, and what is not there is not read into it."""
    units = [unit for unit in LICENCE if unit.removeprefix("ฝ่าย") != lacking]
    html = discretion(units).replace("า", "ำ")
    judged = Site().show("/d", "แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่", html).judged()
    found = judged.element("O20", "discretion-guideline")
    assert (found.presence == "found") == (lacking is None)
    assert found.readability == "degraded"
