"""The accuracy gate: figures against pinned floors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.eval.measure import Count, Figures

FLOORS = Path(__file__).parent / "floors.yaml"

Floors = Mapping[str, Mapping[str, tuple[float, float]]]


def read_floors(path: Path = FLOORS) -> Floors:
    """Part of the corpus to name to (precision, recall)."""
    return {
        part: {name: (float(p), float(r)) for name, (p, r) in rows.items()}
        for part, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


def rows(figures: Figures) -> dict[str, Count]:
    """Everything that has a floor: items, all items together, dimensions."""
    return {**figures.items, "all": figures.all_items, **figures.dimensions}


def below(part: str, figures: Figures, floors: Floors) -> list[str]:
    """What has fallen below its floor, or has a floor and no figure, a line each."""
    told = []
    counts = rows(figures)
    for name, (precision, recall) in floors[part].items():
        count = counts.get(name)
        if count is None:
            told.append(f"{part} {name}: no figure")
        elif count.precision < precision or count.recall < recall:
            told.append(
                f"{part} {name}: {count.precision:.4f} {count.recall:.4f}, floor {precision} {recall}"
            )
    return told
