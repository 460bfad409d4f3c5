"""Item numbers as they stand around links: O5, ข้อ O5, "O1 - O17"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checklist.models import Item
from evidence.records import Link
from thai.labels import Label, read_labels


@dataclass(frozen=True)
class Labelled:
    """One link with the numbers in the nearest words around it that hold any."""

    link: Link
    labels: tuple[Label, ...]
    words: str


def number_of(item: Item) -> int:
    """The number in an item's code."""
    return int(re.sub(r"\D", "", item.code))


def labelled(links: Iterable[Link], highest: int) -> tuple[Labelled, ...]:
    """The links that have numbers around them, none above `highest`."""
    found = []
    for link in links:
        for words in (link.text, link.row, link.item, link.heading):
            labels = tuple(label for label in read_labels(words, highest) if label.sure) if words else ()
            if labels:
                found.append(Labelled(link, labels, words))
                break
    return tuple(found)
