"""`oit score`: the score arithmetic alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

import typer

from oit.cli import arguments as arg
from oit.cli.rules import codes_between, year_of
from oit.errors import UsageError
from oit.options import CHECKLIST
from oit.parsing import parse_points
from reports.wording import Lang

Fail = Annotated[
    list[str] | None,
    typer.Option("--fail", metavar="CODE", help="An item that counts 0; repeat, or with commas."),
]
Given = Annotated[
    list[str] | None,
    typer.Option("--indicator", metavar="ID=POINTS", help="Points of an indicator instead of its items."),
]


def score(
    checklist: arg.ChecklistId = None,
    fiscal_year: arg.FiscalYear = None,
    fail: Fail = None,
    indicator: Given = None,
    iit: Annotated[str | None, typer.Option("--iit", metavar="POINTS", help="Internal survey.")] = None,
    eit: Annotated[str | None, typer.Option("--eit", metavar="POINTS", help="External survey.")] = None,
    as_json: arg.AsJson = False,
    lang: arg.Language = Lang.TH,
) -> None:
    """Work out OIT, and ITA where the two surveys are given, from the items that fail."""
    from checklist.weights import read_weights
    from validators.score import Standing
    from validators.score import score as worked_out

    year = year_of(fiscal_year)
    name = checklist or CHECKLIST
    given = _given(indicator or ())
    failed = _codes(fail or ())
    profile_id, items = _items(name, year, failed, given)
    rules, assumed = read_weights(profile_id).for_year(year)
    _refuse_both(failed, given, items)
    result = worked_out(
        rules,
        assumed,
        Standing(items, [code for code in items if code not in failed], given=given),
        None if iit is None else parse_points("--iit", iit),
        None if eit is None else parse_points("--eit", eit),
    )
    if as_json:
        typer.echo(json.dumps(result.model_dump(mode="json"), ensure_ascii=False))
        return
    from reports.terminal import score_lines
    from reports.wording import read_wording

    for line in score_lines(result, year, read_wording(lang)):
        typer.echo(line)


def _codes(texts: Sequence[str]) -> list[str]:
    codes = [code.strip().upper() for text in texts for code in text.split(",") if code.strip()]
    return list(dict.fromkeys(codes))


def _given(texts: Sequence[str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for text in texts:
        name, equals, points = text.partition("=")
        if not equals:
            raise UsageError(f"--indicator {text}: give an indicator and its points, like 9=91.00")
        found[name.strip()] = parse_points("--indicator", points.strip())
    return found


def _items(
    name: str, year: int, failed: Sequence[str], given: Mapping[str, Decimal]
) -> tuple[str, dict[str, str]]:
    """The checklist's id and each item's sub-indicator; no items for a year whose list is not known."""
    from checklist.loader import load
    from checklist.yamlfile import ChecklistError

    try:
        profile = load(name, year).profile
    except ChecklistError:
        if failed or not given:
            raise
        return name, {}
    items = {item.code: item.indicator for item in profile.items}
    for code in failed:
        if code not in items:
            raise UsageError(f"--fail {code}: no such item (there are {codes_between(items)})")
    return profile.id, items


def _refuse_both(failed: Sequence[str], given: Mapping[str, Decimal], items: Mapping[str, str]) -> None:
    for code in failed:
        part = items[code]
        for name in (part, part.split(".")[0]):
            if name in given:
                raise UsageError(
                    f"--fail {code} lies in indicator {name}, whose points are given: leave one out"
                )
