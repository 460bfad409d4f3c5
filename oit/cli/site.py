"""`oit site`: checking site files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from oit.cli import arguments as arg
from oit.cli.rules import rules_of
from oit.outcome import WRONG_USE


def lint(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Like sites/prawet.yaml.")],
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
) -> None:
    """Say what is wrong with a site file."""
    from checklist.sites import lint_site, read_site
    from crawler.plan import plan_for

    path = Path(file)
    site = read_site(path)
    profile = rules_of(checklist, fiscal_year).profile
    faults = lint_site(site, {i.code for i in profile.items}, {u.id for u in profile.units}, path)
    plan_for(site.start_urls, site.scope)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(WRONG_USE)
    typer.echo(f"{path}: sound")


def schema() -> None:
    """Print the JSON Schema of site files, for editors."""
    from checklist.sites import SiteFile

    typer.echo(json.dumps(SiteFile.model_json_schema(), ensure_ascii=False, indent=2))


commands: dict[str, Callable[..., None]] = {"lint": lint, "schema": schema}
