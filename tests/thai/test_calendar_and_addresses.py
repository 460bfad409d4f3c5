"""The official calendar, and years in addresses."""

from __future__ import annotations

import datetime as dt

import pytest

from thai import calendar as cal
from thai.paths import file_name, file_years, folder_years


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2024, 9, 30), 2567),
        (dt.date(2024, 10, 1), 2568),
        (dt.date(2024, 12, 31), 2568),
        (dt.date(2025, 1, 1), 2568),
    ],
)
def test_the_fiscal_year_of_a_day(day: dt.date, year: int) -> None:
    assert cal.fiscal_year(day) == year
    assert cal.fiscal_start(year) <= day <= cal.fiscal_end(year)


def test_the_months_of_a_fiscal_year() -> None:
    assert cal.fiscal_months(2568, 1, 6) == [
        (2024, 10),
        (2024, 11),
        (2024, 12),
        (2025, 1),
        (2025, 2),
        (2025, 3),
    ]
    assert len(cal.fiscal_months(2568)) == 12
    assert cal.fiscal_months(2568)[-1] == (2025, 9)


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2024, 2, 29), (2025, 2, 28), (2024, 12, 31), (2025, 4, 30)]
)
def test_the_last_day_of_a_month(year: int, month: int, last: int) -> None:
    assert cal.month_end(year, month) == dt.date(year, month, last)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_name_of_a_month_is_read(number: int) -> None:
    assert {cal.month_number(name) for name in cal.MONTHS[number - 1]} == {number}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("ตค", 10),
        ("มีค.", 3),
        ("มนี าคม", 3),
        ("กรกฏาคม", 7),
        ("กุมภาพันธ", 2),
        ("มกราคม", 1),
        ("Sept", None),
        ("จังหวัด", None),
        ("", None),
    ],
)
def test_other_spellings_of_a_month(name: str, number: int | None) -> None:
    assert cal.month_number(name) == number


@pytest.mark.parametrize(
    ("digits", "year"),
    [
        ("68", 2568),
        ("50", 2550),
        ("79", 2579),
        ("49", None),
        ("80", None),
        ("2568", 2568),
        ("2024", 2567),
        ("1939", 2482),
        ("2300", None),
    ],
)
def test_the_era_of_a_year(digits: str, year: int | None) -> None:
    assert cal.buddhist_year(digits) == year


def test_days_and_months_as_an_office_writes_them() -> None:
    assert cal.thai_date(dt.date(2025, 3, 31)) == "31 มีนาคม 2568"
    assert cal.thai_date(dt.date(2025, 3, 31), short=True) == "31 มี.ค. 2568"
    assert cal.thai_month(2025, 3) == "มีนาคม 2568"


@pytest.mark.parametrize(
    ("address", "folders", "file"),
    [
        (
            "https://office.example/80/ITA/2567/O05/66.O08-แผนปฏิบัติราชการประจำปี 2566-ทุ่งมะกอก.pdf",
            (2567,),
            (2566,),
        ),
        ("/99/ITA/2568/Action_Plan_2568.pdf", (2568,), (2568,)),
        ("/upload/user/00000083/General/Manual63/02_tabain63.pdf", (2563,), (2563,)),
        ("/upload/user/00000098/News/Procurement/1-64/1.pdf", (2564,), ()),
        ("/1060220400-2566/ita2023/94", (2566, 2566), ()),
        ("/oit66/9-3.htm", (2566,), ()),
        ("/files/63_แผน.pdf", (), (2563,)),
        ("/files/67-2/1.pdf", (2567,), ()),
        ("/files/ITA 66", (), (2566,)),
        ("/files/66/77", (), ()),  # numbers of sites
        ("/files/September2021/x.pdf", (2564,), ()),
        ("/files/12.สขร เดือน ตุลาคม2567.pdf", (), (2568,)),
        ("/files/%E0%B9%92%E0%B9%95%E0%B9%96%E0%B9%98/x.pdf", (2568,), ()),
        ("/menu/7/91", (), ()),
        ("", (), ()),
    ],
)
def test_years_in_an_address(address: str, folders: tuple[int, ...], file: tuple[int, ...]) -> None:
    assert (folder_years(address), file_years(address)) == (folders, file)


def test_the_name_of_a_file_is_made_readable() -> None:
    assert file_name("https://office.example/a/Action_Plan_2568.pdf?x=1#p") == "Action Plan 2568.pdf"
    assert file_name("https://office.example") == ""
