"""No bytes make a reader stumble, run on or give back without end: each reader for its share of 20 seconds."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("OIT_FUZZ_SECONDS", 20 / len(TARGETS)))


@pytest.fixture(scope="module")
def came() -> dict[str, dict[str, Any]]:
    """What came of each reader, all in one process of their own: its limits of memory and time are not ours."""
    command = [sys.executable, "-m", "tests.fuzz", str(SECONDS), "0", *TARGETS]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (done.returncode, [line["name"] for line in lines], done.stderr[-2000:])
    return {line["name"]: line for line in lines}


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_make_a_reader_stumble(came: dict[str, dict[str, Any]], name: str) -> None:
    assert came[name]["runs"]
    assert not came[name]["crash"], f"{came[name]['crash']}\n{base64.b64decode(came[name]['data'])!r}"


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_read(name: str) -> None:
    for data in TARGETS[name].seeds():
        TARGETS[name].run(data)
