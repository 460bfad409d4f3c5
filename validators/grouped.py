"""The headings under which a checklist groups its items: "10.1 การดำเนินการเพื่อป้องกันการทุจริต" speaks of every item of 10.1."""

from __future__ import annotations

from functools import cache

from checklist.loader import Checklist
from checklist.models import Item
from thai.text import squeeze, squeeze_normalised
from validators.leads import Cue

GROUP = 0.5
"""Strength of a group's name for each of its items: enough for what could not be looked at, less than an item's own name."""
_LEAST = 8
"""Letters of a name that is a name by itself; a shorter one is a word of other pages too."""


def grouped(checklist: Checklist, item: Item, words: str) -> Cue:
    """What (normalised) words say of an item because they name the indicator that it belongs to."""
    said = squeeze_normalised(words)
    named = any(name in said for name in _names(_indicators(checklist), item.indicator))
    return Cue(GROUP, words, "group") if named else Cue(0.0)


def _indicators(checklist: Checklist) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((one.id, one.names) for one in checklist.profile.indicators)


@cache
def _names(indicators: tuple[tuple[str, tuple[str, ...]], ...], indicator: str) -> tuple[str, ...]:
    """The squeezed names of an indicator and of the one above it."""
    over = indicator.split(".", 1)[0]
    names = [name for known, called in indicators if known in (indicator, over) for name in called]
    return tuple(name for name in map(squeeze, names) if len(name) >= _LEAST)
