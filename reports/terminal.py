"""The report in a terminal: a line an item, then the counts, the score and what could not be seen."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evidence.address import readable
from reports.contract import GapReport
from reports.rows import OPEN_VERDICTS, Aspect, Tone, aspects, tasks_of
from reports.wording import Wording
from validators.results import ItemResult, Verdict
from validators.score import Score

SIGNS = {Tone.GOOD: "✓", Tone.DOUBT: "?", Tone.BAD: "✗", Tone.NONE: "–"}
STYLES = {Tone.GOOD: "green", Tone.DOUBT: "yellow", Tone.BAD: "red", Tone.NONE: "dim"}
TONES = {
    Verdict.READY: Tone.GOOD,
    Verdict.GAP: Tone.BAD,
    Verdict.REVIEW: Tone.DOUBT,
    Verdict.NOT_DUE: Tone.NONE,
}
WIDE = 110
"""Columns from which the first act has room in the table."""
UNSEEN = 5
"""Addresses named that could not be seen; the rest is counted."""


def console(stream: TextIO | None = None, width: int | None = None) -> Console:
    """A terminal to print on, standard output by default; without colours where it is none."""
    return Console(file=stream or sys.stdout, width=width, highlight=False, emoji=False, markup=False)


def print_report(report: GapReport, wording: Wording, to: Console | None = None) -> None:
    """Print a report for people."""
    target = to or console()
    target.print(terminal_view(report, wording, target.width))


def terminal_view(report: GapReport, wording: Wording, width: int) -> RenderableType:
    """The report as something that rich can print, for a terminal of `width` columns."""
    parts: list[RenderableType] = [_heading(report, wording)]
    if report.items:
        parts.append(_table(report, wording, width))
        parts.append(Text(f"{wording('terminal.signs')}\n{wording('terminal.key')}", style="dim"))
        if width < WIDE:
            parts.append(_acts(report, wording))
        parts.append(_counts(report, wording))
    if report.summary.score is not None:
        lines = score_lines(report.summary.score, report.checklist.fiscal_year, wording, parts=False)
        parts.append(Text("\n".join([*lines, wording("first.forecast")])))
    parts.append(_unseen(report, wording))
    return Group(*parts)


def _heading(report: GapReport, wording: Wording) -> Text:
    text = Text(report.site.name, style="bold")
    year = f"{wording('first.year')} {report.checklist.fiscal_year}"
    text.append(f"\n{year} · {wording('first.day')} {wording.day(report.as_of)}", style="not bold")
    if not report.items:
        text.append(f"\n{wording('first.no_items')}", style="not bold red")
    if report.run.stopped_because != "finished":
        why = wording.of(*report.run.ending)
        text.append(f"\n{why}{': ' if report.run.reason else ''}{report.run.reason}", style="not bold yellow")
    return text


def _table(report: GapReport, wording: Wording, width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(wording("terminal.title"), no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column(wording("terminal.verdict"), no_wrap=True)
    for dimension in ("presence", "recency", "readability", "access"):
        table.add_column(wording(f"terminal.{dimension}"), no_wrap=True, justify="center")
    if wide:
        table.add_column(wording("terminal.act"), no_wrap=True, overflow="ellipsis", ratio=4)
    for item in report.items:
        table.add_row(*_cells(item, wording, wide))
    return table


def _cells(item: ItemResult, wording: Wording, wide: bool) -> list[Text]:
    tone = TONES[item.verdict]
    verdict = Text(f"{SIGNS[tone]} {wording.of('verdict', item.verdict)}", style=STYLES[tone])
    cells = [Text(item.code), Text(item.title), verdict, *(_sign(aspect) for aspect in aspects(item))]
    return [*cells, Text(_first_act(item))] if wide else cells


def _sign(aspect: Aspect) -> Text:
    return Text(SIGNS[aspect.tone], style=STYLES[aspect.tone])


def _first_act(item: ItemResult) -> str:
    found = tasks_of(item) if item.verdict in OPEN_VERDICTS else ()
    return readable(" ".join(found[0].finding.fix.split())) if found else ""


def _acts(report: GapReport, wording: Wording) -> RenderableType:
    """The first act of every open item, below a table that has no room for them."""
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    for item in report.items:
        act = _first_act(item)
        if act:
            lines.add_row(item.code, Text(act))
    if not lines.row_count:
        return Text("")
    return Group(Text(f"\n{wording('terminal.acts')}", style="bold"), lines)


def _counts(report: GapReport, wording: Wording) -> Padding:
    text = Text()
    counts = report.summary
    for verdict, count in (
        (Verdict.READY, counts.ready),
        (Verdict.GAP, counts.gap),
        (Verdict.REVIEW, counts.review),
        (Verdict.NOT_DUE, counts.not_due),
    ):
        style = f"bold {STYLES[TONES[verdict]]}" if count else "dim"
        text.append(f"{wording.of('verdict', verdict)} {count}", style=style)
        text.append("   ")
    return Padding(text, (1, 0, 0, 0))


def score_lines(score: Score, fiscal_year: int, wording: Wording, parts: bool = True) -> list[str]:
    """A score in words, a line each; with the indicators where `parts` is true."""
    least, most = (wording.points(end) for end in score.range)
    if score.oit is None:
        lines = [wording("score.range", least=least, most=most)]
    elif least == most:
        lines = [wording("score.oit", points=wording.points(score.oit))]
    else:
        lines = [wording("score.both", points=wording.points(score.oit), least=least, most=most)]
    if score.ita is not None:
        lines.append(wording("score.ita", points=wording.points(score.ita)))
    if score.grade is not None:
        lines.append(wording("score.grade", grade=score.grade))
    if parts:
        lines += [
            wording("score.indicator", indicator=indicator, points=wording.points(points))
            for indicator, points in score.indicators.items()
        ]
    used = score.weights.year
    if score.weights.assumed:
        return [*lines, wording("score.assumed", year=fiscal_year, used=used)]
    return [*lines, wording("score.weights", year=used)]


def _unseen(report: GapReport, wording: Wording) -> Text:
    if not report.not_seen:
        return Text("")
    text = Text(f"\n{wording('terminal.unseen', count=len(report.not_seen))}", style="yellow")
    reasons = Counter(one.reason for one in report.not_seen)
    named = ", ".join(f"{wording.of('reason', reason)} {count}" for reason, count in sorted(reasons.items()))
    text.append(f": {named}")
    for one in report.not_seen[:UNSEEN]:
        text.append(f"\n  {readable(one.url)}", style="not yellow")
    rest = len(report.not_seen) - UNSEEN
    if rest > 0:
        text.append(f"\n  {wording('terminal.more', count=rest)}", style="not yellow")
    return text


__all__ = ["console", "print_report", "score_lines", "terminal_view"]
