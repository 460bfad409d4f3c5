"""Readability of real public documents against the class that people gave them. They are not part of the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from documents.extract import extract
from documents.legibility import legibility

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FOLDER = Path(os.environ.get("OIT_CORPUS", BESIDE))
LABELS = FOLDER / "documents.json"
CASES = json.loads(LABELS.read_text(encoding="utf-8")) if LABELS.is_file() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"no corpus of real documents at {FOLDER} (set OIT_CORPUS)")


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_readability(case: dict[str, object]) -> None:
    facts = extract((FOLDER / "documents" / str(case["file"])).read_bytes())
    assert facts.corrupt == ""
    assert legibility(facts) in {case["readability"], *case.get("also_ok", [])}
