"""Periods in texts, each text read once: several elements ask for the same ones."""

from __future__ import annotations

from functools import lru_cache

from thai.periods import Period, read_normalised
from thai.text import normalise


@lru_cache(maxsize=4096)
def periods_in(text: str) -> tuple[Period, ...]:
    """The periods in a text that `normalise` has been over."""
    return tuple(read_normalised(text))


@lru_cache(maxsize=8192)
def periods_in_words(words: str) -> tuple[Period, ...]:
    """The periods in the words around a link, which are as the page has them."""
    return periods_in(normalise(words))
