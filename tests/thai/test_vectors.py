"""Vectors that others wrote: dates by ICU, cases of dateparser and PyThaiNLP, damage in real files.

They are not part of the repository; the folder is named by OIT_CORPUS (default: ../shared/corpus).
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest

from thai.periods import PeriodKind, read_periods
from thai.text import normalise, skeleton

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("OIT_CORPUS") or ROOT.parent / "shared" / "corpus")
FILE = CORPUS / "thai-vectors.json"

Vector = dict[str, Any]


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    if not FILE.is_file():
        pytest.skip(f"the vectors are not here: {FILE} (set OIT_CORPUS to their folder)")
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def _days_met(vector: Vector) -> bool:
    """One period of the right kind on the right day, or in the right month."""
    periods = read_periods(vector["text"])
    if len(periods) != 1 or periods[0].start is None:
        return False
    meant, read = dt.date.fromisoformat(vector["iso"]), periods[0]
    if vector.get("precision") == "month":
        return read.kind is PeriodKind.MONTH and (periods[0].start.year, periods[0].start.month) == (
            meant.year,
            meant.month,
        )
    return read.kind is PeriodKind.DAY and read.start == read.end == meant


def _fiscal_met(vector: Vector) -> bool:
    """The fiscal year of every period, or none single where the vector has none; the day where it has one."""
    periods = read_periods(vector["text"])
    if vector["fiscal_year_be"] is None:
        return not any(period.kind is PeriodKind.DAY or len(period.fiscal_years) == 1 for period in periods)
    in_year = {year for period in periods for year in period.fiscal_years} == {vector["fiscal_year_be"]}
    return in_year and (vector["iso"] is None or _days_met(vector))


def _unmet(vectors: list[Vector], met: Any) -> list[str]:
    return [
        vector.get("text") or vector.get("input") or vector["seen"] for vector in vectors if not met(vector)
    ]


def test_dates_written_by_icu(vectors: dict[str, Any]) -> None:
    dates = vectors["dates_icu"]["vectors"]
    assert (len(dates), _unmet(dates, _days_met)) == (1560, [])


def test_dates_of_upstream_tests(vectors: dict[str, Any]) -> None:
    dates = vectors["dates_upstream"]
    assert (len(dates), _unmet(dates, _days_met)) == (19, [])


def test_dates_seen_in_documents(vectors: dict[str, Any]) -> None:
    dates = vectors["dates_seen_in_documents"]
    assert (len(dates), _unmet(dates, _fiscal_met)) == (9, [])


def test_cases_of_pythainlp(vectors: dict[str, Any]) -> None:
    cases = vectors["normalize_pythainlp"]["vectors"]
    assert (len(cases), _unmet(cases, lambda case: normalise(case["input"]) == case["expected"])) == (32, [])


def test_damage_seen_in_files(vectors: dict[str, Any]) -> None:
    cases = vectors["pdf_damage_seen"]
    assert len(cases) == 4
    assert _unmet(cases, lambda case: skeleton(case["seen"]) == skeleton(case["means"])) == []
    assert (
        len(_unmet(cases, lambda case: normalise(case["seen"]) == normalise(case["means"]))) == 3
    )  # docs/thai.md
