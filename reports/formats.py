"""Which reports there are, and one door to write them."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from checklist.loader import Checklist
from reports.contract import GapReport
from reports.html import write_html
from reports.json_report import write_json
from reports.wording import Lang


class Format(StrEnum):
    """A report that can be asked for. JSON is always written: other programs wait for it."""

    JSON = "json"
    HTML = "html"


def write_reports(
    folder: Path,
    report: GapReport,
    checklist: Checklist,
    formats: Collection[Format],
    lang: Lang,
    letter: bool = False,
) -> dict[Format, Path]:
    """Write the reports asked for, and JSON in any case and last, into a folder. `letter`: one to the server's owner lies there.

    Returns:
        The main file of each format written.

    Raises:
        ReportError: the folder cannot be written.
    """
    # JSON comes last: whoever waits for it finds all the others there.
    wanted = [*(kind for kind in Format if kind in formats and kind is not Format.JSON), Format.JSON]
    return {kind: _write(kind, folder, report, checklist, lang, letter) for kind in wanted}


def _write(
    kind: Format, folder: Path, report: GapReport, checklist: Checklist, lang: Lang, letter: bool
) -> Path:
    match kind:
        case Format.JSON:
            return write_json(folder, report)
        case Format.HTML:
            return write_html(folder, report, checklist, lang, letter)
        case _:
            assert_never(kind)
