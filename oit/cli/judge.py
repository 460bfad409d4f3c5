"""`oit audit` and `oit check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from oit.cli import arguments as arg
from oit.errors import UsageError
from oit.options import CHECKLIST, DELAY, AuditOptions, Browser, FailOn, JudgeOptions, Ocr, today
from oit.parsing import (
    find_run,
    parse_day,
    parse_formats,
    parse_minutes,
    parse_seconds,
    parse_start,
    parse_year,
)
from reports.wording import Lang
from thai.calendar import fiscal_year as fiscal_year_of


def audit(
    start_url: Annotated[
        list[str] | None,
        typer.Argument(metavar="START_URL…", help="Addresses, a site file, or saved copies."),
    ] = None,
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
    as_of: arg.AsOf = None,
    out: arg.Out = None,
    delay: arg.Delay = None,
    max_pages: arg.MaxPages = None,
    max_minutes: arg.MaxMinutes = None,
    scope: arg.Scope = None,
    copy: arg.From = None,
    browser: arg.BrowserUse = Browser.AUTO,
    ocr: arg.OcrUse = Ocr.AUTO,
    formats: arg.Formats = None,
    fail_on: arg.FailFromKept = None,
    lang: arg.LanguageKept = None,
    quiet: arg.Quiet = False,
    resume: arg.Resume = False,
    previous: arg.Previous = None,
) -> None:
    """Crawl a website, check it and write the gap report."""
    texts = start_url or []
    from oit.cli.resume import Again
    from oit.resuming import named_run, newest_unfinished

    again = Again(
        checklist=checklist,
        fiscal_year=fiscal_year,
        as_of=as_of,
        delay=delay,
        max_pages=max_pages,
        max_minutes=max_minutes,
        formats=formats,
        fail_on=fail_on,
        lang=lang,
        quiet=quiet,
    )
    if resume and (run := named_run(texts, out)) is not None:
        raise typer.Exit(again.resumed(run))
    if not texts:
        raise UsageError("Missing argument 'START_URL…': give the address of the site's home page")
    start = parse_start(texts, copy or ())
    day = parse_day(as_of) if as_of else today()
    options = AuditOptions(
        start_urls=start.urls,
        copies=start.copies,
        site=start.site,
        as_of=day,
        fiscal_year=fiscal_year_of(day) if fiscal_year is None else parse_year(fiscal_year),
        checklist=checklist or CHECKLIST,
        delay=_delay(delay, start.site.delay if start.site else None),
        max_pages=max_pages,
        max_minutes=parse_minutes(max_minutes),
        scope=scope,
        browser=browser,
        ocr=ocr,
        previous=previous,
        out=Path(out) if out else None,
        formats=parse_formats(formats or ()),
        fail_on=fail_on or FailOn.NEVER,
        lang=lang or Lang.TH,
        quiet=quiet,
    )
    if options.copies:
        from oit.saved import run_saved_audit

        raise typer.Exit(run_saved_audit(options))
    if resume and out is None and (run := newest_unfinished(options)) is not None:
        raise typer.Exit(again.resumed(run))
    from oit.audit import run_audit

    raise typer.Exit(run_audit(options))


def check(
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or its id.")],
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
    as_of: arg.AsOf = None,
    out: arg.Out = None,
    delay: arg.Delay = None,
    max_pages: arg.MaxPages = None,
    max_minutes: arg.MaxMinutes = None,
    scope: arg.Scope = None,
    browser: arg.BrowserIdle = None,
    ocr: arg.OcrIdle = None,
    formats: arg.Formats = None,
    fail_on: arg.FailFrom = FailOn.NEVER,
    lang: arg.Language = Lang.TH,
    quiet: arg.Quiet = False,
) -> None:
    """Judge a stored run again, without any network. What is not said is taken from the run."""
    crawling = {"--delay": delay, "--max-pages": max_pages, "--max-minutes": max_minutes, "--scope": scope}
    _say_idle({**crawling, "--browser": browser, "--ocr": ocr}, quiet)
    options = JudgeOptions(
        run=find_run(run),
        checklist=checklist,
        fiscal_year=None if fiscal_year is None else parse_year(fiscal_year),
        as_of=parse_day(as_of) if as_of else None,
        out=Path(out) if out else None,
        formats=parse_formats(formats or ()),
        fail_on=fail_on,
        lang=lang,
        quiet=quiet,
    )
    from oit.check import run_check

    raise typer.Exit(run_check(options))


def _delay(asked: float | None, of_site: float | None) -> float:
    """What a person says wins over the site file, and that over the default; 0 is obeyed."""
    given = parse_seconds("--delay", asked)
    if given is not None:
        return given
    return DELAY if of_site is None else of_site


def _say_idle(crawling: dict[str, object], quiet: bool) -> None:
    """Options of a crawl are accepted where nothing is crawled, and said to do nothing."""
    given = [name for name, value in crawling.items() if value is not None]
    if given and not quiet:
        sys.stderr.write(f"oit: {', '.join(given)}: nothing to do in a check, which uses no network\n")
