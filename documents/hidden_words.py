"""The words of hidden.yaml, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_PARTS = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class HiddenWords:
    """Words and names by which a page says that scripts hold the rest; squeezed."""

    counters: tuple[str, ...]
    loading: frozenset[str]
    more: frozenset[str]
    generic: frozenset[str]
    idle_words: frozenset[str]
    idle_names: frozenset[str]
    idle_places: frozenset[str]


@cache
def hidden_words() -> HiddenWords:
    """The words, as hidden.yaml holds them."""
    loaded = yaml.safe_load(files("documents").joinpath("hidden.yaml").read_text("utf-8"))
    counters = tuple(loaded.pop("counters"))
    return HiddenWords(counters, **{name: frozenset(map(squeezed, words)) for name, words in loaded.items()})


def squeezed(text: str) -> str:
    """A text in lower case without spaces, dots and arrows around it."""
    return "".join(text.lower().split()).strip(".…»›>«<:!▼▾▸►")


@lru_cache(maxsize=4096)
def parts_of(name: str) -> frozenset[str]:
    """The words of a class, id or function: "btn-loadMore" is btn, load and more."""
    return frozenset(part for part in _PARTS.split(_CAMEL.sub("-", name).lower()) if part)
