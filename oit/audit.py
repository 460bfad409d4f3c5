"""The main job: crawl a site, read what was fetched, judge it, write the reports."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from checklist.loader import load
from checklist.sites import SiteFile
from crawler.plan import CrawlPlan, plan_for
from evidence.address import prefix
from evidence.records import RunRecord, SiteRecord
from evidence.store import Store
from oit.errors import UsageError
from oit.judging import finish, judged_report
from oit.options import BANGKOK, AuditOptions
from oit.progress import TerminalProgress
from reports.json_report import WHOLE
from reports.terminal import console

RUNS = Path("var")
EVIDENCE = "evidence"


def run_audit(options: AuditOptions) -> int:
    """`oit audit`: returns the exit code. Raises errors of use before anything is written or requested.

    Ctrl-C ends the crawl; what was seen by then is judged and written.
    """
    checklist = load(options.checklist, options.fiscal_year)
    plan = _plan(options)
    run = _run_record(options, plan)
    folder = fresh(options.out or RUNS / run.site.id / run.id)
    from crawler.run import crawl  # takes a second to import: only where there is a crawl

    screen = console()
    progress = TerminalProgress(screen, options.lang.value, options.quiet)
    with Store.create(folder / EVIDENCE, run) as store:
        crawl(plan, store, progress)
        report = judged_report(
            store, checklist, options.as_of, options.notes, None if options.quiet else screen
        )
    return finish(report, folder, checklist, options, screen)


def _plan(options: AuditOptions) -> CrawlPlan:
    site = options.site
    more: dict[str, object] = {
        "delay": options.delay,
        "max_pages": options.max_pages,
        "max_minutes": options.max_minutes,
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
        options=options.recorded(),
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
    if (folder / EVIDENCE).exists() or (folder / WHOLE).exists():
        raise UsageError(f"{folder}: an earlier run lies there and is never overwritten; give another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror}); give another --out") from error
    return folder
