"""`gap-report.json` and `units/<unit-id>.json`: the files that other programs read."""

from __future__ import annotations

import json
from pathlib import Path

from reports.build import unit_reports
from reports.contract import GapReport, RunFacts
from reports.files import write_whole

WHOLE = "gap-report.json"
UNITS = "units"


def json_text(report: GapReport) -> str:
    """A report as JSON: keys in the contract's order, Thai as Thai, numbers as numbers, a newline at the end."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def write_json(folder: Path, report: GapReport) -> Path:
    """Write the report and every unit's part of it into `folder`; each file is whole or not there.

    Returns:
        The path of the whole report, which is written last.

    Raises:
        ReportError: the folder cannot be written.
    """
    for unit, part in unit_reports(report).items():
        write_whole(folder / UNITS / f"{unit}.json", json_text(part))
    path = folder / WHOLE
    write_whole(path, json_text(report))
    return path


def run_facts_of(path: Path) -> RunFacts | None:
    """What a written report says of its run, None where there is no report that can be read."""
    try:
        return RunFacts.model_validate(json.loads(path.read_text("utf-8"))["run"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
