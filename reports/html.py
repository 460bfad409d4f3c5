"""`report.html`: one file that opens in any browser without network, can be mailed, and prints.

Everything that came from a website is escaped; nothing is loaded from anywhere, and the page's own policy forbids it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checklist.loader import Checklist
from evidence.address import readable
from reports.contract import GapReport
from reports.files import write_whole
from reports.rows import (
    TaskGroup,
    UnitTally,
    aspects,
    groups,
    tallies,
    tasks_of,
)
from reports.wording import Lang, Wording, read_wording
from validators.results import ItemResult, Verdict

NAME = "report.html"
EVIDENCE_SHOWN = 3
"""Pieces of evidence of one element that stand open; the rest is folded."""
_TEMPLATES = Path(__file__).parent / "templates"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Indicator:
    """A sub-indicator with its items and, where known, its points."""

    id: str
    name: str
    points: float | None
    items: tuple[ItemResult, ...]


@dataclass(frozen=True)
class Page:
    """What the templates show."""

    report: GapReport
    checklist: Checklist
    wording: Wording
    letter: bool = False
    """Whether a letter to the owner of the server lies beside the report."""

    @property
    def thai(self) -> bool:
        """Whether the page's own words are Thai, as what a site or a rule says always is."""
        return self.wording.lang is Lang.TH

    @property
    def counts(self) -> tuple[tuple[Verdict, int], ...]:
        """Each verdict with its number of items, in the order of the first screen."""
        summary = self.report.summary
        return (
            (Verdict.READY, summary.ready),
            (Verdict.GAP, summary.gap),
            (Verdict.REVIEW, summary.review),
            (Verdict.NOT_DUE, summary.not_due),
        )

    @cached_property
    def groups(self) -> tuple[TaskGroup, ...]:
        """What is to be done, by owners."""
        return groups(self.report)

    @cached_property
    def tallies(self) -> tuple[UnitTally, ...]:
        """What is open, by unit."""
        return tallies(self.report)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The items under their sub-indicators, in the checklist's order."""
        names = {indicator.id: indicator.names[0] for indicator in self.checklist.profile.indicators}
        score = self.report.summary.score
        known = score.indicators if score else {}
        members: dict[str, list[ItemResult]] = {}
        for item in self.report.items:
            members.setdefault(item.indicator, []).append(item)
        return tuple(
            Indicator(id, names.get(id, ""), known.get(id), tuple(items)) for id, items in members.items()
        )

    @cached_property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why things could not be looked at, with how many, the most frequent first."""
        found: dict[str, int] = {}
        for one in self.report.not_seen:
            found[one.reason] = found.get(one.reason, 0) + 1
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def english(self, item: ItemResult) -> str:
        """An item's English name, "" where the checklist has none or the page is Thai."""
        known = self.checklist.profile.item(item.code)
        return known.title.en if known and not self.thai else ""

    def unit(self, id: str) -> str:
        """The name of a unit."""
        return next((unit.name for unit in self.report.units if unit.id == id), id)

    def owners(self, units: tuple[str, ...]) -> str:
        """The names of an item's owners; all units of the office are said as such."""
        if len(units) > 2 and len(units) >= len(self.checklist.profile.units) - 1:
            return self.wording("tasks.everyone")
        return ", ".join(self.unit(unit) for unit in units)


def html_text(report: GapReport, checklist: Checklist, lang: Lang, letter: bool = False) -> str:
    """A report as one HTML file in a language (what sites and rules say stays Thai)."""
    wording = read_wording(lang)
    style = _source("style.css")
    script = _source("script.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("report.html")
        .render(
            page=Page(report, checklist, wording, letter),
            report=report,
            t=wording,
            style=Markup(style),
            script=Markup(script),
            policy=policy,
        )
    )


def write_html(
    folder: Path, report: GapReport, checklist: Checklist, lang: Lang, letter: bool = False
) -> Path:
    """Write `report.html` into a folder. Raises ReportError where it cannot be written."""
    path = folder / NAME
    write_whole(path, html_text(report, checklist, lang, letter))
    return path


def web_link(url: str) -> str:
    """An address that may become a link: http and https only; "" for any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def shown_address(url: str) -> str:
    """An address as people read it: Thai letters and spaces instead of escapes. The link itself keeps them."""
    return readable(url).replace("%20", " ")


def printable(value: Any) -> Any:
    """A value without the control characters that no HTML file may hold."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _CONTROL.sub("", value)
    return value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        aspects=aspects,
        tasks_of=tasks_of,
        web_link=web_link,
        shown_address=shown_address,
        shown=EVIDENCE_SHOWN,
    )
    return environment


def _source(name: str) -> str:
    """A style sheet or script of ours, to stand in the page as it is."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The digest by which the page's policy knows its own style and script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
