"""`oit checklist`: the rules as people read and edit them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from oit.cli import arguments as arg
from oit.cli.rules import codes_between, rules_of
from oit.errors import UsageError
from oit.outcome import WRONG_USE
from reports.wording import Lang


def list_items(
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
    as_json: arg.AsJson = False,
    lang: arg.Language = Lang.TH,
) -> None:
    """List the items with their units and parts."""
    rules = rules_of(checklist, fiscal_year)
    if as_json:
        items = [item.model_dump(mode="json") for item in rules.profile.items]
        _print_json(
            {"id": rules.id, "fiscal_year": rules.fiscal_year, "sha256": rules.sha256, "items": items}
        )
        return
    from oit.cli.rulesview import items_table
    from reports.terminal import console
    from reports.wording import read_wording

    console().print(items_table(rules, read_wording(lang)))


def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An item's code, as the list shows it.")],
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
    as_json: arg.AsJson = False,
    lang: arg.Language = Lang.TH,
) -> None:
    """Show one item: what it needs, for which period, in which form, by which words, from which source."""
    rules = rules_of(checklist, fiscal_year)
    item = rules.profile.item(code.upper())
    if item is None:
        known = codes_between([item.code for item in rules.profile.items])
        raise UsageError(f"no item {code} in {rules.id} (there are {known})")
    if as_json:
        _print_json(item.model_dump(mode="json"))
        return
    from oit.cli.rulesview import item_text
    from reports.terminal import console
    from reports.wording import read_wording

    console().print(item_text(rules, item, read_wording(lang)))


def lint(
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help="A profile's folder, or one item.")
    ] = None,
) -> None:
    """Say what is wrong with the rules: all of this program's, or those at PATH."""
    from oit.rulelint import checked

    sound, faults = checked(Path(path) if path else None)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(WRONG_USE)
    for line in sound:
        typer.echo(line)


def schema(
    of: Annotated[str, typer.Option("--of", help="profile, item, words or weights.")] = "profile",
) -> None:
    """Print the JSON Schema of the rules' files, for editors."""
    from checklist.models import Item, Profile, Words
    from checklist.weights import Weights

    models: dict[str, type[BaseModel]] = {
        "profile": Profile,
        "item": Item,
        "words": Words,
        "weights": Weights,
    }
    if of not in models:
        raise UsageError(f"--of {of}: there are {', '.join(models)}")
    _print_json(models[of].model_json_schema())


def _print_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


commands: dict[str, Callable[..., None]] = {"list": list_items, "show": show, "lint": lint, "schema": schema}
