"""Periods in every form that offices write, and numbers that are none."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.thai.seen_forms import DATED, IMPOSSIBLE, NO_PERIOD, Days
from thai.periods import Period, PeriodKind, read_periods


def only(text: str) -> Period:
    (period,) = read_periods(text)
    return period


@pytest.mark.parametrize(("text", "days"), DATED)
def test_first_and_last_day(text: str, days: Days) -> None:
    period = only(text)
    assert (period.start, period.end, period.impossible) == (*days, "")


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_period_is_found_and_not_repaired(text: str) -> None:
    period = only(text)
    assert period.impossible
    assert period.start is None
    assert period.end is None
    assert period.fiscal_years == ()


@pytest.mark.parametrize("text", NO_PERIOD)
def test_numbers_that_are_no_period(text: str) -> None:
    assert read_periods(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31 มีนาคม 2568", PeriodKind.DAY),
        ("มีนาคม 2568", PeriodKind.MONTH),
        ("ต.ค. 67 - ก.ย. 68", PeriodKind.RANGE),
        ("ปีงบประมาณ 2568", PeriodKind.FISCAL),
        ("รอบ 6 เดือนแรก", PeriodKind.HALF),
        ("ไตรมาสที่ 2", PeriodKind.QUARTER),
        ("พ.ศ. 2566–2570", PeriodKind.YEARS),
        ("พ.ศ. 2568", PeriodKind.YEAR),
        ("ปีการศึกษา 2567", PeriodKind.ACADEMIC),
    ],
)
def test_the_form_is_told(text: str, kind: PeriodKind) -> None:
    assert only(text).kind is kind


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("รอบ ๖ เดือนแรก", (1, 6)),
        ("หกเดือนหลัง", (7, 12)),
        ("รอบ 12 เดือน", (1, 12)),
        ("ครึ่งปีหลัง", (7, 12)),
        ("ไตรมาสที่ 2", (4, 6)),
        ("ไตรมาส ๑-๔", (1, 12)),
        ("ไตรมาสที่ 1 และ 2", (1, 6)),
    ],
)
def test_a_round_without_a_year_has_its_part_and_no_days(text: str, part: tuple[int, int]) -> None:
    period = only(text)
    assert (period.part, period.start, period.end, period.year) == (part, None, None, None)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("30 กันยายน 2567", (2567,)),
        ("1 ตุลาคม 2567", (2568,)),
        ("ธ.ค. 67", (2568,)),
        ("มกราคม 2568", (2568,)),
        ("ต.ค. 67 - ก.ย. 68", (2568,)),
        ("1 มกราคม - 31 ธันวาคม 2567", (2567, 2568)),
        ("ปีงบประมาณ 2568", (2568,)),
        ("ปี 2568", (2568,)),
        ("ปีการศึกษา 2567", (2567,)),
        ("พ.ศ. 2566–2570", (2566, 2567, 2568, 2569, 2570)),
        ("ปี งบประมาณ ๒๕61-๒๕๖3", (2561, 2562, 2563)),
        ("รอบ 6 เดือนแรก", ()),
    ],
)
def test_the_fiscal_years_touched(text: str, years: tuple[int, ...]) -> None:
    assert only(text).fiscal_years == years


def test_a_plan_of_many_years_covers_the_years_between() -> None:
    plan = only("แผนพัฒนากรุงเทพมหานคร ระยะที่ 3 (พ.ศ. ๒๕๖๖ – ๒๕๗๐)")
    assert plan.covers(dt.date(2024, 10, 1), dt.date(2025, 9, 30))
    assert not plan.covers(dt.date(2027, 10, 1), dt.date(2028, 9, 30))


def test_a_plan_that_is_over_does_not_cover_the_year() -> None:
    assert not only("แผนพัฒนา พ.ศ. 2561-2565").covers(dt.date(2024, 10, 1), dt.date(2025, 9, 30))


@pytest.mark.parametrize(
    "text",
    [
        "พระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560",
        "พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐",
        "พรบ.ข้อมูลข่าวสาร 2540",
        "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้าง พ.ศ. 2560",
        "ข้อบัญญัติกรุงเทพมหานคร เรื่อง สถานที่จำหน่ายอาหาร พ.ศ. 2565",
        "กฎกระทรวง พ.ศ. 2563",
        "พระราชบัญญัติอำนวยความสะดวก พ.ศ. ๒๕๕๘ และที่แก้ไขเพิ่มเติม (ฉบับที่ 2) พ.ศ. 2562",
    ],
)
def test_the_year_of_a_law_is_marked(text: str) -> None:
    periods = read_periods(text)
    assert periods
    assert all(period.law for period in periods)


@pytest.mark.parametrize(
    "text",
    [
        "แผนปฏิบัติการตามระเบียบ ประจำปีงบประมาณ พ.ศ. 2568",
        "ข้อบัญญัติกรุงเทพมหานคร เรื่อง งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2568",
        "รายงานผล พ.ศ. 2568",
        "ระเบียบ ลงวันที่ 1 มีนาคม 2568",
    ],
)
def test_a_year_beside_a_law_that_is_not_its_own(text: str) -> None:
    assert [period.law for period in read_periods(text)] == [False]


def test_a_law_and_a_plan_in_one_line() -> None:
    law, plan = read_periods("พระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร พ.ศ. 2528 แผนปี 2568")
    assert (law.law, law.year, plan.law, plan.year) == (True, 2528, False, 2568)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("แผน 2568 รายงานผล", 2568),
        ("มีนาคม 68 รายงานผล", 2568),
        ("2568 ครั้งที่ 1", 2568),
        ("2568 หลังจากนั้น", 2568),
    ],
)
def test_a_word_that_begins_like_a_unit_of_counting_does_not_hide_a_year(text: str, year: int) -> None:
    assert only(text).year == year


def test_an_interval_is_no_reporting_round() -> None:
    assert only("ติดตามทุก 6 เดือน ปีงบประมาณ 2568").kind is PeriodKind.FISCAL


def test_two_periods_of_one_text_come_in_order() -> None:
    fiscal, days = read_periods("ปีงบประมาณ ๒๕๖๗ (๑ ตุลาคม ๒๕๖๖ - ๓๐ กันยายน ๒๕๖๗)")
    assert (fiscal.kind, days.kind) == (PeriodKind.FISCAL, PeriodKind.RANGE)
    assert (fiscal.start, fiscal.end) == (days.start, days.end)


def test_a_second_year_that_is_no_later_year_stands_for_something_else() -> None:
    assert only("ปี 2568-10 โครงการ").year == 2568
    assert only("ปี 2568-60 โครงการ").kind is PeriodKind.YEAR


@pytest.mark.parametrize(
    "text", ["ที่ กท 5030/2568", "ที่ / ๒๕68", "ที่ กท ๕๐๓๐/๑๒๓๔/๒๕๖๘", "บันทึกข้อความ\nที่ มท. 0810.2/2568"]
)
def test_the_number_of_a_letter_is_no_period(text: str) -> None:
    assert read_periods(text) == []


@pytest.mark.parametrize(
    "text", ["ครั้งที่ 1/2568", "คำสั่งที่ 12/2568", "ประกาศ ณ วันที่ 2 ธันวาคม 2567\nที่ประชุม ปี 2568"]
)
def test_the_year_of_a_meeting_or_an_order_is_read(text: str) -> None:
    assert 2568 in {year for period in read_periods(text) for year in period.fiscal_years}
