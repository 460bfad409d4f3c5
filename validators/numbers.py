"""Item numbers around links: O5, ข้อ O5, "O1 - O17". A number alone decides nothing; it tells where to look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklist.models import Item
from evidence.records import Link
from thai.labels import Label, read_labels
from validators.leads import Cue
from validators.matching import Matcher
from validators.spoken import periods_in_words
from validators.view import Source
from validators.witnesses import years_of

POINTS = 0.5
"""How strongly a number around a link speaks of its item."""


def number_of(item: Item) -> int:
    """The number in an item's code."""
    return int(re.sub(r"\D", "", item.code))


def highest(matcher: Matcher) -> int:
    """The greatest number of the list."""
    return max(number_of(item) for item in matcher.checklist.profile.items)


def labels_around(link: Link, most: int) -> Iterator[tuple[Label, str]]:
    """The sure labels in the nearest words around a link that hold any, with these words."""
    for words in (link.text, link.row, link.item, link.heading):
        labels = [label for label in read_labels(words, most) if label.sure]
        if labels:
            yield from ((label, words) for label in labels)
            return


def numbered(matcher: Matcher, source: Source, item: Item) -> Cue:
    """What the number around a link says of an item; nothing where the words around it name another year's list."""
    number, most, year = number_of(item), highest(matcher), matcher.checklist.fiscal_year
    for link in source.inbound:
        for label, words in labels_around(link, most):
            years = years_of(periods_in_words(f"{words} {link.heading}"))
            if label.first <= number <= label.last and (not years or year in years):
                return Cue(POINTS, words, "number")
    return Cue(0.0)
