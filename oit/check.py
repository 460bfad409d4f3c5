"""Judging a stored run again, without any network."""

from __future__ import annotations

from pathlib import Path

from checklist.loader import load
from evidence.store import Store
from oit.audit import fresh
from oit.judging import finish, judged_report, letter_of
from oit.options import JudgeOptions
from oit.places import EVIDENCE
from reports.terminal import console


def run_check(options: JudgeOptions) -> int:
    """`oit check`: returns the exit code. Rules, year, day and options are the run's unless told otherwise."""
    screen = console()
    with Store.open(options.run / EVIDENCE) as store:
        name, year, day = options.rules_for(store.run())
        checklist = load(name, year)
        folder = fresh(options.out or _next(options.run / "checks"))
        notes = options.notes_for(store.run())
        report = judged_report(store, checklist, day, notes, None if options.quiet else screen)
        letter = letter_of(store, report)
    return finish(report, folder, checklist, options, screen, letter)


def _next(folder: Path) -> Path:
    """The first free number in a folder of checks."""
    taken = {int(child.name) for child in folder.glob("*") if child.name.isdigit()}
    return folder / str(max(taken, default=0) + 1)
