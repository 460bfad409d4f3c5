"""What a crawl shows on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from crawler.plan import plan_for
from crawler.runs import new_run
from evidence.records import Capture, Outcome, Role
from oit.progress import TEXTS, TerminalProgress

PLAN = plan_for(("http://office.example/",), delay=2.0, max_minutes=5)


def shown(terminal: bool, lang: str = "en", quiet: bool = False) -> str:
    out = io.StringIO()
    progress = TerminalProgress(Console(file=out, force_terminal=terminal, width=200), lang, quiet)
    progress.planned(PLAN)
    progress._drawn = 0.0  # the line is drawn a few times a second; here at once
    page = Capture(
        url="http://office.example/",
        final_url="http://office.example/",
        role=Role.PAGE,
        outcome=Outcome.ANSWERED,
        fetched_at="",
        status=200,
    )
    progress.fetched(page, 41)
    run = new_run(PLAN).model_copy(update={"pages": 12, "documents": 7})
    progress.finished(run)
    return out.getvalue()


def test_before_during_and_after():
    text = shown(terminal=True)
    assert "http://office.example/" in text and "13 min" in text and "at most 5 min" in text
    assert "pages 1 " in text and "queue 41" in text
    assert "12 pages and 7 documents" in text


def test_in_thai():
    assert "รอคิว 41" in shown(terminal=True, lang="th")


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_quiet_where_nobody_watches(terminal, quiet):
    assert shown(terminal, quiet=quiet) == ""


def test_both_languages_say_the_same_things():
    assert TEXTS["th"].keys() == TEXTS["en"].keys()
