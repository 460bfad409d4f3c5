"""The main job: crawl a site, read what was fetched, judge it, write the reports."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from checklist.loader import Checklist, load
from checklist.sites import SiteFile
from crawler.memory import GOES_ON
from crawler.plan import CrawlPlan, plan_for
from evidence.address import prefix
from evidence.records import RunRecord, SiteRecord
from evidence.store import INDEX, Store
from oit.browsing import browser_of
from oit.errors import UsageError
from oit.judging import finish, judged_report, letter_of
from oit.options import BANGKOK, AuditOptions, Output, ResumeOptions
from oit.places import EVIDENCE, PLAN
from oit.previous import compared_with, earlier_of, previous_of
from oit.progress import TerminalProgress
from oit.runlock import locked
from reports.files import tidy
from reports.json_report import WHOLE
from reports.terminal import console

RUNS = Path("var")


def run_audit(options: AuditOptions) -> int:
    """`oit audit`: returns the exit code. Raises errors of use before anything is written or requested.

    Ctrl-C ends the crawl; what was seen by then is judged and written.
    """
    checklist = load(options.checklist, options.fiscal_year)
    plan = plan_of(options)
    run = _run_record(options, plan)
    folder = options.out or RUNS / run.site.id / run.id
    run = compared_with(run, previous_of(folder, plan, options.previous), plan)
    fresh(folder)
    with locked(folder), Store.create(folder / EVIDENCE, run) as store:
        _crawl(plan, store, options)
        rules = checklist, options.as_of, options.notes
        return _reported(store, folder, rules, options)


def run_resume(options: ResumeOptions) -> int:
    """`oit audit --resume` where there is a run: it goes on where it was, or only its reports are written again.

    Returns the exit code. Raises errors of use before anything is written or requested.
    """
    folder = options.run
    with locked(folder), Store.resume(folder / EVIDENCE) as store:
        tidy(folder)
        run = store.run()
        name, year, day = options.rules_for(run)
        checklist = load(name, year)
        plan = _plan_to_go_on(options, run)
        if plan is not None:
            _crawl(plan, store, options)
        return _reported(store, folder, (checklist, day, options.notes_for(run)), options)


def _plan_to_go_on(options: ResumeOptions, run: RunRecord) -> CrawlPlan | None:
    """The plan of a crawl that is to go on, None where it is over. A limit that was reached is a decision: only a larger
    one goes on from there."""
    plan = kept_plan(run)
    given = {name: getattr(options, name) for name in ("delay", "max_pages", "max_minutes")}
    changes = {name: value for name, value in given.items() if value is not None}
    limit = run.stopped_because
    if limit in ("max_pages", "max_minutes"):
        goes_on = limit in changes and changes[limit] > (getattr(plan, limit) or 0)
    else:
        goes_on = limit in GOES_ON
    return plan.model_copy(update=changes) if goes_on else None


def kept_plan(run: RunRecord) -> CrawlPlan:
    """The plan that a run was begun with.

    Raises:
        UsageError: it was not begun by `oit audit`, or by another version of the program.
    """
    try:
        return CrawlPlan.model_validate_json(str(run.options[PLAN]))
    except (KeyError, ValueError):
        raise UsageError(f"run {run.id}: what it was to crawl is not known; start a new one") from None


def _crawl(plan: CrawlPlan, store: Store, options: Output) -> None:
    from crawler.run import crawl  # takes a second to import: only where there is a crawl

    with earlier_of(store) as earlier:
        run = crawl(plan, store, TerminalProgress(console(), options.lang.value, options.quiet), earlier)
    if run.stopped_because == "disk_full":
        sys.stderr.write(f"oit: no room on the disk: {run.reason}; make room and say --resume\n")


def _reported(
    store: Store, folder: Path, rules: tuple[Checklist, dt.date, Sequence[str]], options: Output
) -> int:
    """Judge a run and write its reports; give the exit code."""
    screen = console()
    checklist, day, notes = rules
    report = judged_report(store, checklist, day, notes, None if options.quiet else screen, reuse=True)
    letter = letter_of(store, report)
    store.close()  # what was read is kept, and the room held back is free for the reports
    return finish(report, folder, checklist, options, screen, letter)


def plan_of(options: AuditOptions) -> CrawlPlan:
    """What an audit is to crawl.

    Raises:
        PlanError: an address or a prefix is none, or names no office on a host that many share.
    """
    site = options.site
    more: dict[str, object] = {
        "delay": options.delay,
        "max_pages": options.max_pages,
        "max_minutes": options.max_minutes,
        **browser_of(options.browser),
    }
    if site is not None:
        more["contact"] = site.contact
        more["file_prefixes"] = tuple(prefix(folder) for folder in site.file_folders)
    given = (options.scope,) if options.scope is not None else site.scope if site else ()
    return plan_for(options.start_urls, given, **more)


def _run_record(options: AuditOptions, plan: CrawlPlan) -> RunRecord:
    now = dt.datetime.now(BANGKOK).replace(microsecond=0)
    return RunRecord(
        id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        site=site_record(options.site, plan),
        started_at=now.isoformat(),
        user_agent=plan.user_agent,
        options={**options.recorded(), PLAN: plan.model_dump_json()},
        browser=plan.browser_name,
    )


def site_record(site: SiteFile | None, plan: CrawlPlan) -> SiteRecord:
    """The site of a run: as its site file tells it, else as its plan does."""
    if site is None:
        name = site_id(plan.scope[0])
        return SiteRecord(id=name, name=name, start_urls=plan.start_urls, scope=plan.scope)
    return SiteRecord(
        id=site.id,
        name=site.name,
        start_urls=plan.start_urls,
        scope=plan.scope,
        file_prefixes=plan.file_prefixes,
        director=site.director,
        other_names=site.other_names,
        owners=site.owners,
        contacts={unit: " ".join(filter(None, (c.name, c.phone, c.email))) for unit, c in site.units.items()},
    )


def site_id(scope: str) -> str:
    """A folder name for a site without a site file: its segment on a shared host, else the host."""
    parts = urlsplit(f"//{scope}")
    segment = parts.path.strip("/").split("/")[-1]
    return re.sub(r"[^a-z0-9]+", "-", (segment or parts.netloc).lower()).strip("-") or "site"


def fresh(folder: Path) -> Path:
    """A new folder. Raises UsageError where an earlier run or report lies there or it cannot be made."""
    if (folder / EVIDENCE / INDEX).exists() or (folder / WHOLE).exists():
        raise UsageError(f"{folder}: an earlier run lies there and is never overwritten; give another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror}); give another --out") from error
    return folder
