"""The rules in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checklist.loader import Checklist
from checklist.models import Element, Item
from checklist.models import Text as Words
from reports.wording import Lang, Wording
from thai.calendar import fiscal_months, thai_month


def items_table(rules: Checklist, wording: Wording) -> RenderableType:
    """All items of a checklist, a row each."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", expand=True)
    table.add_column(wording("rules.code"), no_wrap=True)
    table.add_column(f"{wording('rules.title')} · {wording('rules.elements')}", ratio=5, overflow="fold")
    table.add_column(wording("rules.indicator"), no_wrap=True)
    table.add_column(wording("rules.units"), ratio=2, overflow="fold")
    for item in rules.profile.items:
        table.add_row(
            item.code,
            _title_and_parts(item, wording),
            item.indicator,
            Text(_units(rules, item.units, wording, short=True)),
        )
    title = f"{_said(rules.profile.title, wording)} · {wording('rules.year', year=rules.fiscal_year)}"
    return Group(Text(title, style="bold"), table)


def _title_and_parts(item: Item, wording: Wording) -> Text:
    text = Text(_said(item.title, wording))
    for element in item.elements:
        if element.required:
            text.append(f"\n· {_said(element.title, wording)}", style="dim")
    return text


def item_text(rules: Checklist, item: Item, wording: Wording) -> RenderableType:
    """One item in full."""
    facts = _facts(
        [
            (wording("rules.indicator"), item.indicator),
            (wording("rules.units"), _units(rules, item.units, wording)),
            (wording("rules.source"), item.source),
            (wording("rules.was"), ", ".join(f"{was.code} ({was.year})" for was in item.was)),
        ]
    )
    elements = [_element(rules, element, wording) for element in item.elements]
    return Group(Text(f"{item.code} {_said(item.title, wording)}", style="bold"), facts, *elements)


def _element(rules: Checklist, element: Element, wording: Wording) -> RenderableType:
    need = wording("rules.required" if element.required else "rules.optional")
    title = Text(f"\n{_said(element.title, wording)}", style="bold")
    title.append(f"  {element.id} · {need}", style="not bold")
    years = {"year": rules.fiscal_year, "previous": rules.fiscal_year - 1}
    parts = ", ".join(_said(part.title, wording) for part in rules.profile.parts_of(element))
    facts = _facts(
        [
            (wording("rules.period"), wording(f"period.{element.period}", **years)),
            (wording("rules.format"), wording(f"format.{element.format}")),
            (wording("rules.parts_warn" if element.parts_warn else "rules.parts"), parts),
            (wording("rules.names"), ", ".join(element.names)),
            (wording("rules.reject"), ", ".join(element.reject)),
            (wording("rules.act"), _act(rules, element, wording)),
            (wording("rules.source"), f"{element.source} ({_confidence(element, wording)})"),
        ]
    )
    return Group(title, facts)


def _facts(pairs: list[tuple[str, str]]) -> Padding:
    """Names and values in two columns; what is empty is left out."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(name, Text(value))
    return Padding(grid, (0, 0, 0, 2))


def _act(rules: Checklist, element: Element, wording: Wording) -> str:
    """The order to the unit, with the years and months of the fiscal year shown."""
    half = fiscal_months(rules.fiscal_year, 1, 6)
    fields = {
        "year": str(rules.fiscal_year),
        "previous": str(rules.fiscal_year - 1),
        "months": ", ".join(thai_month(year, month) for year, month in half),
        "body": rules.profile.body,
    }
    return _said(element.act, wording).format_map(fields)


def _confidence(element: Element, wording: Wording) -> str:
    return wording(f"rules.confidence.{element.confidence}")


def _units(rules: Checklist, units: tuple[str, ...], wording: Wording, short: bool = False) -> str:
    """Names of units, or their short names; all ten of them are every unit."""
    names = {u.id: u.short[0] if short and u.short else u.name for u in rules.profile.units}
    if len(units) >= len(names) - 1 > 1:
        return wording("rules.all_units")
    return ", ".join(names.get(unit, unit) for unit in units)


def _said(words: Words, wording: Wording) -> str:
    return words.th if wording.lang is Lang.TH else words.en
