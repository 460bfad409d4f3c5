"""What the number around a link says of an item. A number alone decides nothing; it tells where to look."""

from __future__ import annotations

from checklist.models import Item
from validators.labelled import number_of
from validators.leads import Cue
from validators.matching import Matcher
from validators.spoken import periods_in_words
from validators.view import Source
from validators.witnesses import years_of

POINTS = 0.5
"""How strongly a number around a link speaks of its item."""


def numbered(matcher: Matcher, source: Source, item: Item) -> Cue:
    """What the number around a link says of an item; nothing where the words around it name another year's list."""
    number, year = number_of(item), matcher.checklist.fiscal_year
    for one in matcher.numbers(source):
        years = years_of(periods_in_words(f"{one.words} {one.link.heading}"))
        if any(label.first <= number <= label.last for label in one.labels) and (not years or year in years):
            return Cue(POINTS, one.words, "number")
    return Cue(0.0)
