"""The report in a terminal: a line an item, at any width, with colours only where there is a terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from reports.contract import GapReport
from reports.terminal import console, print_report
from reports.wording import Lang, read_wording
from tests.reports.samples import HOST, MIXED, OFFICE, RULES, judged, report, run_record
from validators.judge import NotSeen

SHUT = tuple(NotSeen(f"{HOST}/closed/{n}", "blocked", "403") for n in range(9))


def printed(made: GapReport, width: int = 80, lang: Lang = Lang.TH) -> str:
    stream = io.StringIO()
    print_report(made, read_wording(lang), console(stream, width))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("lang", list(Lang))
def test_a_line_an_item_that_fits_the_terminal(width: int, lang: Lang) -> None:
    lines = printed(report(judged(MIXED), SHUT), width, lang).splitlines()
    assert all(cell_len(line) <= width for line in lines)
    rows = [line for line in lines if line.split(" ")[0] in {item.code for item in RULES.profile.items}]
    codes = [row.split(" ")[0] for row in rows]
    assert codes[:22] == [item.code for item in RULES.profile.items]


def test_verdicts_signs_counts_and_score() -> None:
    text = printed(report(judged(MIXED)))
    rows = {line.split(" ")[0]: line for line in reversed(text.splitlines()) if line.startswith("O")}
    assert "✗ ต้องแก้ไข" in rows["O15"]
    assert "? ต้องให้คนตรวจ" in rows["O18"]
    assert "✓ พร้อม" in rows["O1"]
    assert rows["O1"].count("✓") == 5
    assert "พร้อม 18" in text
    assert "ต้องแก้ไข 2" in text
    assert OFFICE in text
    assert "ไม่ใช่คะแนนของผู้ประเมิน" in text
    assert "จึงใช้ของปี 2567" in text


@pytest.mark.parametrize("width", [80, 120])
def test_the_first_act_of_every_open_item(width: int) -> None:
    text = printed(report(judged(MIXED)), width)
    for code in ("O5", "O15", "O18"):
        assert f"สิ่งที่ต้องทำของ {code}" in text
    assert "สิ่งที่ต้องทำของ O17" not in text


def test_what_could_not_be_seen_is_counted_and_named() -> None:
    text = printed(report(judged(), SHUT))
    assert "เปิดดูไม่ได้ 9 แห่ง (ไม่นับว่าขาด)" in text
    assert f"{HOST}/closed/0" in text
    assert "และอีก 4 แห่ง" in text


def test_a_blocked_site_shows_the_reason_and_no_table() -> None:
    text = printed(report(run=run_record(stopped_because="blocked", reason="403 [cf-ray]")))
    assert "ตรวจเว็บไซต์นี้ไม่ได้" in text
    assert "403 [cf-ray]" in text
    assert "O1 " not in text


def test_no_colour_where_there_is_no_terminal() -> None:
    assert "\x1b" not in printed(report(judged(MIXED), SHUT))
    stream = io.StringIO()
    print_report(
        report(judged(MIXED)), read_wording(Lang.TH), Console(file=stream, width=80, force_terminal=True)
    )
    assert "\x1b" in stream.getvalue()


def test_markup_of_a_website_is_text() -> None:
    site = run_record().site.model_copy(update={"name": "เขต [red]แดง[/red] [/nothing]"})
    assert "เขต [red]แดง[/red] [/nothing]" in printed(report(run=run_record(site=site)))
