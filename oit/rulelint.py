"""Linting every file of rules: profiles with their words, single items, weights."""

from __future__ import annotations

from pathlib import Path

from checklist.lint import lint
from checklist.loader import PROFILES, Checklist, available, read_profile, read_words
from checklist.messages import read_messages
from checklist.models import Item
from checklist.weights import Weights, read_weights
from checklist.yamlfile import ChecklistError, read_model


def checked(path: Path | None) -> tuple[list[str], list[str]]:
    """Lint one profile's folder or one item's file, or all that this program has.

    Returns:
        (what is sound, faults), a line each.
    """
    if path is None:
        return _all()
    if path.is_file() and path.name != "profile.yaml":
        return _one(path)
    return _profile(path.parent if path.is_file() else path)


def _all() -> tuple[list[str], list[str]]:
    sound: list[str] = []
    faults: list[str] = []
    read_messages()
    for name, year in available():
        told, wrong = _profile(PROFILES / name / str(year))
        sound += told
        faults += wrong
    return sound, faults


def _one(path: Path) -> tuple[list[str], list[str]]:
    try:
        item = read_model(path, Item)
    except ChecklistError as error:
        return [], [str(error)]
    return [f"{path}: {item.code}, {len(item.elements)} elements, sound"], []


def _profile(folder: Path) -> tuple[list[str], list[str]]:
    try:
        profile = read_profile(folder)
        weights = read_weights(profile.id)
        faults = lint(Checklist(profile, read_words(), profile.fiscal_year))
    except ChecklistError as error:
        return [], [str(error)]
    faults = [f"{folder}: {fault}" for fault in faults]
    faults += [
        f"weights of {profile.id}: {fault}"
        for fault in _weight_faults(weights, profile.fiscal_year, profile.items)
    ]
    return [f"{folder}: {len(profile.items)} items, sound"] if not faults else [], faults


def _weight_faults(weights: Weights, year: int, items: tuple[Item, ...]) -> list[str]:
    """Sub-indicators that carry no item, and items under an indicator that has no weight."""
    rules, _ = weights.for_year(year)
    used = {item.indicator for item in items}
    weighed = {indicator.id for indicator in rules.indicators}
    fixed = [part for i in rules.indicators if i.parts for part in i.parts.fixed]
    faults = [f"no item in {part}, which has a weight" for part in fixed if items and part not in used]
    return faults + [f"{part} has no weight" for part in sorted(used) if part.split(".")[0] not in weighed]
