"""What indicators weigh, per fiscal year, as data: `weights/<checklist>.yaml`.

Where no source says how parts share their indicator, every way that is kept is a weight set of its own; a score that
depends on them is a range.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from checklist.models import Rule, Slug
from checklist.yamlfile import ChecklistError, read_model

WEIGHTS = Path(__file__).parent / "weights"

Share = Annotated[Decimal, Field(ge=0, le=1)]
Points = Annotated[Decimal, Field(ge=0, le=100)]


class Sharing(StrEnum):
    """A way in which parts of unknown weight share what is left."""

    ITEMS = "items"
    """By the number of their items."""
    EQUAL = "equal"


class Parts(Rule):
    """How sub-indicators share their indicator."""

    fixed: dict[str, Share] = {}
    """Sub-indicator to its share, where a source tells it."""
    rest: Annotated[tuple[Sharing, ...], Field(min_length=1)]
    """Every way in which the others may share the rest."""
    source: str


class IndicatorWeight(Rule):
    """One indicator's share of OIT."""

    id: str
    weight: Share
    parts: Parts | None = None
    """None where the year's indicators are only ever given directly."""


class Tools(Rule):
    """Shares of the three tools of ITA."""

    iit: Share
    eit: Share
    oit: Share


class Grade(Rule):
    """A grade and what it asks for, in points."""

    name: str
    least: Points
    """Of ITA."""
    each: Points | None = None
    """Of every tool."""


class Grades(Rule):
    """The grades of a year, the best first."""

    table: Annotated[tuple[Grade, ...], Field(min_length=1)]
    source: str


class YearWeights(Rule):
    """Everything that turns items into a score in one fiscal year (Buddhist era)."""

    year: int
    indicators: Annotated[tuple[IndicatorWeight, ...], Field(min_length=1)]
    tools: Tools
    grades: Grades
    source: str

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(indicator.weight for indicator in self.indicators) != 1:
            raise ValueError("the weights of the indicators do not add up to 1")
        if self.tools.iit + self.tools.eit + self.tools.oit != 1:
            raise ValueError("the shares of the tools do not add up to 1")
        return self


class Weights(Rule):
    """The weights of one checklist over the years."""

    checklist: Slug
    years: Annotated[tuple[YearWeights, ...], Field(min_length=1)]

    def for_year(self, fiscal_year: int) -> tuple[YearWeights, bool]:
        """The weights for a fiscal year, and whether they are assumed: taken from the newest year that is known."""
        known = {weights.year: weights for weights in self.years}
        if fiscal_year in known:
            return known[fiscal_year], False
        return known[max(known)], True


@lru_cache(maxsize=8)
def read_weights(checklist: str, root: Path = WEIGHTS) -> Weights:
    """The weights of a checklist. Raises ChecklistError in one line where there are none or the file has a fault."""
    path = root / f"{checklist}.yaml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", checklist) or not path.is_file():
        known = ", ".join(sorted(file.stem for file in root.glob("*.yaml")))
        raise ChecklistError(f"checklist {checklist!r} has no weights (there are weights for: {known})")
    return read_model(path, Weights)
