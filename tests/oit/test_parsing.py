"""What a person types: what is meant, and one line where nothing can be meant."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.yamlfile import ChecklistError
from crawler.plan import PlanError
from oit.errors import NotInThisVersionError, UsageError
from oit.parsing import (
    Start,
    find_run,
    parse_day,
    parse_formats,
    parse_points,
    parse_seconds,
    parse_start,
    parse_year,
)
from reports.formats import Format

OF_USE = (UsageError, PlanError, ChecklistError)
SITE = "id: office\nname: สำนักงานเขตบางตาลสูง\nstart_urls: [http://office.example/a, http://office.example/b]\ndelay: 3\n"


def test_addresses_with_and_without_a_scheme() -> None:
    start = parse_start(
        ["office.example/bangtan", "http://OFFICE.example:80/old", "http://office.example/old"]
    )
    assert start.urls == ("https://office.example/bangtan", "http://office.example/old")
    assert start.site is None
    assert parse_start(["localhost:8080"]).urls == ("https://localhost:8080/",)


def test_a_site_file_names_the_addresses(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(SITE, encoding="utf-8")
    start = parse_start([str(tmp_path / "office.yaml")])
    assert start.urls == ("http://office.example/a", "http://office.example/b")
    assert start.site is not None
    assert start.site.delay == 3
    with pytest.raises(UsageError, match="alone"):
        parse_start([str(tmp_path / "office.yaml"), "http://office.example/"])


def test_a_site_file_that_is_not_there_or_has_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ChecklistError, match=r"none\.yaml"):
        parse_start([str(tmp_path / "none.yaml")])
    (tmp_path / "bad.yaml").write_text(SITE.replace("delay", "dealy"), encoding="utf-8")
    with pytest.raises(ChecklistError, match=r"bad\.yaml:4: dealy"):
        parse_start([str(tmp_path / "bad.yaml")])


@pytest.mark.parametrize(
    "text", ["hello", "", "ftp://office.example/", "http://", "javascript:alert(1)", "http:///x"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(OF_USE, match="is not a web address"):
        parse_start([text])


def test_things_that_lie_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(UsageError, match="is a file on this machine"):
        parse_start([str(tmp_path / "plan.pdf")])
    for saved in ("site.warc.gz", "site.WACZ", "page.mhtml"):
        with pytest.raises(UsageError, match="there is no such file or folder"):
            parse_start([saved])


def test_saved_copies(tmp_path: Path) -> None:
    (tmp_path / "site.WACZ").write_bytes(b"PK")
    copies = [str(tmp_path), str(tmp_path / "site.WACZ")]
    assert parse_start(copies) == Start((), copies=tuple(map(Path, copies)))
    assert parse_start(["http://a.example"], copies) == Start(
        ("http://a.example/",), copies=tuple(map(Path, copies))
    )
    for texts, more in (([copies[0], "http://a.example"], []), (copies[:1], copies[1:])):
        with pytest.raises(UsageError, match="copies with --from, or copies alone"):
            parse_start(texts, more)


@given(st.lists(st.text(alphabet=st.characters(), max_size=400), min_size=1, max_size=2))
def test_no_text_ends_in_anything_but_addresses_or_an_error_of_use(texts: list[str]) -> None:
    try:
        start = parse_start(texts)
    except OF_USE:
        return
    assert all(url.startswith(("http://", "https://")) for url in start.urls)


@given(st.text(max_size=20))
def test_days_points_and_formats_never_end_in_anything_else(text: str) -> None:
    for parse in (parse_day, lambda t: parse_points("--iit", t), lambda t: parse_formats([t])):
        try:
            parse(text)
        except UsageError as error:
            assert "\n" not in str(error) or "\n" in text


def test_days() -> None:
    assert parse_day("2025-04-30") == dt.date(2025, 4, 30)


@pytest.mark.parametrize("text", ["30/04/2025", "2025-02-29", "20250430", "", "2025-4-3"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        parse_day(text)


def test_the_wrong_era_is_said() -> None:
    with pytest.raises(UsageError, match=r"2025, not 2568"):
        parse_day("2568-04-30")
    with pytest.raises(UsageError, match=r"2568, not 2025"):
        parse_year(2025)
    with pytest.raises(UsageError, match="like 2568"):
        parse_year(68)
    assert parse_year(2568) == 2568


def test_formats() -> None:
    assert parse_formats([]) == tuple(Format)
    assert parse_formats(["html,json", "HTML"]) == (Format.HTML, Format.JSON)
    with pytest.raises(UsageError, match="there are json, html"):
        parse_formats(["pdf"])
    for later in ("xlsx", "submission", "memo"):
        with pytest.raises(NotInThisVersionError, match="not in this version"):
            parse_formats([later])


def test_points_stay_exact() -> None:
    assert parse_points("--iit", "98.13") == Decimal("98.13")
    for text in ("-1", "100.01", "NaN", "Infinity", "x", ""):
        with pytest.raises(UsageError, match="points from 0 to 100"):
            parse_points("--iit", text)


def test_seconds() -> None:
    assert parse_seconds("--delay", 0.0) == 0.0
    assert parse_seconds("--delay", None) is None
    for number in (-1.0, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="zero or more"):
            parse_seconds("--delay", number)


def test_a_run_by_folder_or_id(tmp_path: Path) -> None:
    run = tmp_path / "prawet" / "20250430T010000"
    run.mkdir(parents=True)
    assert find_run(str(run)) == run
    assert find_run("20250430T010000", tmp_path) == run
    with pytest.raises(UsageError, match="no run"):
        find_run("20250430T0*", tmp_path)
    (tmp_path / "bangrak" / "20250430T010000").mkdir(parents=True)
    with pytest.raises(UsageError, match="there are 2 of that name"):
        find_run("20250430T010000", tmp_path)
