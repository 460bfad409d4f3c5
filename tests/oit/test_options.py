"""Options: what is taken from where, and what a report means for the exit code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from evidence.records import RunRecord, SiteRecord
from oit.options import AuditOptions, Browser, FailOn, JudgeOptions, Ocr
from oit.outcome import exit_code
from tests.reports.samples import judged, report, run_record
from validators.results import Verdict

AUDIT = AuditOptions(
    start_urls=("http://office.example/",), as_of=dt.date(2025, 4, 30), fiscal_year=2568, delay=0.0
)


def stored(**options: str | int | float | bool | None) -> RunRecord:
    site = SiteRecord(
        id="office", name="", start_urls=("http://office.example/",), scope=("office.example/",)
    )
    return RunRecord(id="r", site=site, started_at="2024-11-05T10:00:00+07:00", options=options)


def test_a_check_takes_rules_year_and_day_from_the_run() -> None:
    run = stored(**AUDIT.recorded())
    assert JudgeOptions(run=Path("r")).rules_for(run) == ("bma-district", 2568, dt.date(2025, 4, 30))


def test_a_check_takes_what_it_is_told_instead() -> None:
    run = stored(**AUDIT.recorded())
    told = JudgeOptions(run=Path("r"), checklist="other", as_of=dt.date(2026, 1, 1))
    assert told.rules_for(run) == ("other", 2568, dt.date(2026, 1, 1))
    assert JudgeOptions(run=Path("r"), fiscal_year=2569).rules_for(run)[1] == 2569


def test_a_run_without_options_is_judged_as_of_its_own_day() -> None:
    assert JudgeOptions(run=Path("r")).rules_for(stored()) == ("bma-district", 2568, dt.date(2024, 11, 5))


def test_what_could_not_be_carried_out_is_noted() -> None:
    assert AUDIT.notes == ("no_browser",)
    quiet = AuditOptions(**{**AUDIT.__dict__, "browser": Browser.NEVER, "ocr": Ocr.NEVER})
    assert quiet.notes == ()
    check = JudgeOptions(run=Path("r"))
    assert check.notes_for(stored(**AUDIT.recorded())) == ("no_browser",)
    assert check.notes_for(stored(**quiet.recorded())) == ()
    assert check.notes_for(stored()) == ()


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.READY, (0, 0, 0)),
        (Verdict.NOT_DUE, (0, 0, 0)),
        (Verdict.REVIEW, (0, 0, 1)),
        (Verdict.GAP, (0, 1, 1)),
    ],
)
def test_exit_codes_by_the_worst_verdict(verdict: Verdict, expected: tuple[int, int, int]) -> None:
    made = report(judged({"O1": verdict}))
    assert tuple(exit_code(made, f) for f in (FailOn.NEVER, FailOn.GAP, FailOn.REVIEW)) == expected


@pytest.mark.parametrize("ending", ["blocked", "unreachable", "empty"])
def test_a_site_that_could_not_be_looked_at_is_3_whatever_was_asked(ending: str) -> None:
    made = report(run=run_record(stopped_because=ending))
    assert {exit_code(made, fail_on) for fail_on in FailOn} == {3}
