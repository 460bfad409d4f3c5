"""The main job on a saved copy: read it as if it were crawled, judge it, write the reports. No network at all."""

from __future__ import annotations

import datetime as dt
import secrets
import sys
import tempfile
from pathlib import Path

from checklist.loader import load
from crawler.copies import walk_copy
from crawler.plan import CrawlPlan, PlanError, plan_for
from evidence.address import prefix, readable
from evidence.errors import CopyError
from evidence.records import RunRecord
from evidence.saved.door import read_copies
from evidence.saved.shelf import Shelf
from evidence.store import Store
from oit.audit import RUNS, fresh, site_record
from oit.judging import finish, judged_report
from oit.options import BANGKOK, AuditOptions
from oit.places import EVIDENCE
from oit.progress import TerminalProgress
from reports.terminal import console

NOTES = "copy-notes.txt"
"""What the readers had to say about the copy, beside the store."""
GUESSED = "start_guessed"
"""Key of the run's options: how the start page of the copy was guessed."""


def run_saved_audit(options: AuditOptions) -> int:
    """`oit audit` on saved copies: returns the exit code. Raises errors of use before anything is written.

    The bodies lie in a temporary folder until the store has them.
    """
    checklist = load(options.checklist, options.fiscal_year)
    with tempfile.TemporaryDirectory(prefix="oit-copy-") as spool:
        shelf = read_copies(options.copies, Path(spool), next(iter(options.start_urls), ""))
        plan, guessed = _plan(options, shelf)
        run = _run_record(options, plan, shelf, guessed)
        folder = fresh(options.out or RUNS / run.site.id / run.id)
        screen = console()
        with Store.create(folder / EVIDENCE, run) as store:
            run = walk_copy(plan, shelf, store, TerminalProgress(screen, options.lang.value, options.quiet))
            _write_notes(folder / EVIDENCE, shelf, guessed, options.quiet)
            notes = options.notes_for(run)
            report = judged_report(store, checklist, options.as_of, notes, None if options.quiet else screen)
    return finish(report, folder, checklist, options, screen)


def _plan(options: AuditOptions, shelf: Shelf) -> tuple[CrawlPlan, str]:
    """What to walk, and how its start was guessed ("" where it was given or stands in the copy).

    The start is what a person gave, else what an exported run had, else what the copy names as its own.
    """
    site, own = options.site, shelf.notes.run
    starts, guessed = options.start_urls, ""
    scope = (options.scope,) if options.scope is not None else site.scope if site else ()
    folders = tuple(prefix(folder) for folder in site.file_folders) if site else ()
    if not starts and own is not None:
        starts = own.site.start_urls
        scope, folders = scope or own.site.scope, own.site.file_prefixes
    if not starts:
        start, guessed = shelf.start()
        if not start:
            raise CopyError(f"{', '.join(shelf.names)}: no page in it to start from")
        starts = (start,)
    starts = tuple(found.saved.url if (found := shelf.get(url)) else url for url in starts)
    try:
        return plan_for(starts, scope, file_prefixes=folders), guessed
    except PlanError as error:
        raise PlanError(f"{error}; or name the office's pages with --scope") from None


def _run_record(options: AuditOptions, plan: CrawlPlan, shelf: Shelf, guessed: str) -> RunRecord:
    now = dt.datetime.now(BANGKOK).replace(microsecond=0)
    own = shelf.notes.run
    site = own.site if own is not None and options.site is None else site_record(options.site, plan)
    return RunRecord(
        id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        site=site.model_copy(update={"start_urls": plan.start_urls, "scope": plan.scope}),
        started_at=now.isoformat(),
        options={**options.recorded(), GUESSED: guessed},
        source=", ".join(shelf.names)[:500],
        browser=own.browser if own else "",
    )


def _write_notes(folder: Path, shelf: Shelf, guessed: str, quiet: bool) -> None:
    """Keep what there is to say about the copy beside the store, and say the first of it to whoever watches."""
    lines = [f"the start page was guessed: {guessed}"] if guessed else []
    lines += [readable(line) for line in shelf.notes.lines]
    if shelf.notes.left_out:
        lines.append(f"and {shelf.notes.left_out} notes more")
    if lines:
        (folder / NOTES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if not quiet:
        for line in lines[:5]:
            sys.stderr.write(f"oit: {line}\n")
        if len(lines) > 5:
            sys.stderr.write(f"oit: {len(lines) - 5} notes more in {folder / NOTES}\n")
