"""The record of a run that starts now."""

from __future__ import annotations

import datetime as dt
import re

from crawler.answers import BANGKOK, now_text
from crawler.plan import CrawlPlan
from evidence.address import readable
from evidence.records import RunRecord, SiteRecord


def site_id(plan: CrawlPlan) -> str:
    """A short name for a site without a site file: its first prefix in letters, digits and dashes."""
    return (
        re.sub(r"[^a-z0-9]+", "-", readable(f"http://{plan.scope[0]}").lower().removeprefix("http://")).strip(
            "-"
        )
        or "site"
    )


def run_id() -> str:
    """A name for a run: the time in Bangkok, to the second."""
    return dt.datetime.now(BANGKOK).strftime("%Y%m%dT%H%M%S")


def new_run(
    plan: CrawlPlan, site: SiteRecord | None = None, **options: str | int | float | bool | None
) -> RunRecord:
    """The record of a run, as it stands before the first request.

    Args:
        plan: of the crawl.
        site: as the site file tells it; None: what the plan tells.
        options: the audit's options as given.
    """
    known = site or SiteRecord(
        id=site_id(plan), name=site_id(plan), start_urls=plan.start_urls, scope=plan.scope
    )
    return RunRecord(
        id=run_id(), site=known, started_at=now_text(), user_agent=plan.user_agent, options=options
    )
