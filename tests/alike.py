"""Two runs of one site compared: their reports without what differs between any two."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_CHANGING = frozenset({"started_at", "finished_at", "generated_at", "fetched_at"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00|\d{8}T\d{6}-[0-9a-f]{4}|\d\d:\d\d")


def told(folder: Path) -> dict[str, Any]:
    """All reports of a run by file name, without ids of runs and times of day."""
    found: dict[str, Any] = {}
    for path in [*folder.glob("*.json"), *folder.glob("units/*.json")]:
        found[path.name] = _timeless(json.loads(path.read_text("utf-8")))
    assert "gap-report.json" in found, f"no report in {folder}"
    found["report.html"] = _MOMENT.sub("", (folder / "report.html").read_text("utf-8"))
    return found


def _timeless(value: Any) -> Any:
    if isinstance(value, list):
        return [_timeless(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _timeless(one) for name, one in value.items() if name not in _CHANGING}
    if isinstance(kept.get("run"), dict):
        kept["run"].pop("id", None)
    return kept
