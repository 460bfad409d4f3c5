"""What `oit audit` and `oit check` share: from a store to a report, from a report to files, a table and an exit code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console

from checklist.loader import Checklist
from checklist.weights import read_weights
from documents.facts import Facts
from documents.ocr import is_unread
from evidence.records import Capture, RunRecord
from evidence.store import Store
from oit.browsing import true_notes
from oit.facts import collector_paused, facts_of
from oit.interruption import InterruptedWorkError, interruptible
from oit.options import BANGKOK, Output
from oit.outcome import exit_code
from oit.reuse import judgement_key, keep, kept
from reports.build import NOT_LOOKED_AT, build_report
from reports.contract import GapReport
from reports.formats import Format, write_reports
from reports.letter import letter_text, refusals, write_letter
from reports.terminal import print_report
from reports.wording import read_wording
from validators.judge import Judgement, judge, not_seen
from validators.view import build_view


def judged_report(
    store: Store,
    checklist: Checklist,
    as_of: dt.date,
    notes: Sequence[str],
    screen: Console | None,
    reuse: bool = False,
) -> GapReport:
    """The report of a stored run under some rules, as of a day. A site that was not seen at all is not judged.

    With `reuse` a judgement that was kept for the very same input counts (`oit.reuse`).

    After SIGINT or SIGTERM it is the report of what was read by then, and says "interrupted"; the store keeps how the
    crawl ended, so that judging it again can read the rest.
    """
    run, captures = store.run(), list(store.captures())
    if run.stopped_because in NOT_LOOKED_AT:
        # Nothing is read here, so what did answer must not be told as a document that could not be read.
        closed = [capture for capture in captures if capture.status is None or capture.status >= 400]
        links = list(store.links())
        judgement = Judgement("", (), not_seen(build_view(run, closed, links, {}, checklist.words)))
    else:
        key = judgement_key(store, run, captures, checklist, as_of) if reuse else ""
        known = kept(store, key, captures) if reuse else None
        facts: dict[str, Facts] = {}
        if known is not None:
            judgement = known
        else:
            run, judgement, facts = _judged(store, run, captures, checklist, as_of, _told(screen))
        asked, notes = notes, _notes_of(notes, run, captures, facts)
        # What was not read, or not shown, may be the next time.
        is_whole = run.stopped_because != "interrupted" and tuple(notes) == true_notes(
            asked, run, captures, {}
        )
        if reuse and known is None and is_whole:
            keep(store, key, judgement, captures)
    now = dt.datetime.now(BANGKOK).replace(microsecond=0).isoformat()
    return build_report(run, judgement, checklist, read_weights(checklist.id), as_of, now, notes)


def _notes_of(
    notes: Sequence[str], run: RunRecord, captures: list[Capture], facts: dict[str, Facts]
) -> tuple[str, ...]:
    """The codes of what could not be carried out, and mattered."""
    unread = ("no_ocr",) if any(map(is_unread, facts.values())) else ()
    return (*true_notes(notes, run, captures, facts), *unread)


def _judged(
    store: Store,
    run: RunRecord,
    captures: list[Capture],
    checklist: Checklist,
    as_of: dt.date,
    told: Callable[[int, int], None] | None,
) -> tuple[RunRecord, Judgement, dict[str, Facts]]:
    """The run, marked where a signal ended its reading or judging, what is judged of it, and the facts by address."""
    facts: dict[str, Facts] = {}
    ocr = run.options.get("ocr") != "never"
    links = list(store.links())
    with interruptible(), collector_paused():
        try:
            with closing(facts_of(store, captures, told, ocr=ocr)) as reading:
                for url, known in reading:
                    facts[url] = known
            return run, judge(run, captures, links, facts, checklist, as_of), facts
        except InterruptedWorkError:
            reason = "stopped by hand while documents were read and judged"
        run = run.model_copy(update={"stopped_because": "interrupted", "reason": reason})
        return run, judge(run, captures, links, facts, checklist, as_of), facts


def _told(screen: Console | None) -> Callable[[int, int], None] | None:
    if screen is None or not screen.is_terminal:
        return None

    def told(done: int, total: int) -> None:
        if done == total or done % 20 == 0:
            screen.print(f"อ่านเอกสาร {done}/{total}", end="\r", markup=False, highlight=False)

    return told


def letter_of(store: Store, report: GapReport) -> str:
    """The letter to the owner of the server, "" where neither a wall nor robots.txt kept anything from us."""
    run = store.run()
    return letter_text(run, refusals(run, store.captures(), report), report)


def finish(
    report: GapReport, folder: Path, checklist: Checklist, options: Output, screen: Console, letter: str = ""
) -> int:
    """Write the reports and the letter, show the table and the path of the HTML, and say what the exit code is."""
    asks = write_letter(folder, letter) if letter else None
    written = write_reports(folder, report, checklist, options.formats, options.lang, asks is not None)
    if not options.quiet:
        wording = read_wording(options.lang)
        if asks:
            screen.print(wording("letter.written", name=asks.name), style="yellow", markup=False)
        print_report(report, wording, screen)
        page = written.get(Format.HTML) or written[Format.JSON]
        screen.print(str(page.resolve()), markup=False, highlight=False, soft_wrap=True)
    return exit_code(report, options.fail_on)
