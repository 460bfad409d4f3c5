"""All phrases of a checklist in one automaton, so that a text is read once.

Exact phrases are looked for in the squeezed text; long ones (8 bones or more) in the consonant skeleton too, which
survives lost, moved and doubled marks. Short words would collide there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import ahocorasick

from thai.text import skeleton_squeezed, squeeze_normalised

LONG = 8
"""Least length of a skeleton that may be looked for in a skeleton."""

Hits = frozenset[str]


class Lexicon:
    """Phrases in squeezed form; `find` says which of them a text holds."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._exact = ahocorasick.Automaton()
        self._bones = ahocorasick.Automaton()
        by_bones: dict[str, list[str]] = {}
        for phrase in sorted({squeezed(phrase) for phrase in phrases} - {""}):
            self._exact.add_word(phrase, phrase)
            bones = skeleton_squeezed(phrase)
            if len(bones) >= LONG:
                by_bones.setdefault(bones, []).append(phrase)
        for bones, same in by_bones.items():
            self._bones.add_word(bones, tuple(same))
        self._exact.make_automaton()
        self._bones.make_automaton()

    def find(self, text: str) -> Hits:
        """The phrases (squeezed) that a normalised text holds."""
        return self.find_squeezed(squeeze_normalised(text))

    def find_squeezed(self, text: str) -> Hits:
        """The phrases that a squeezed text holds."""
        if not text:
            return frozenset()
        found = {phrase for _, phrase in self._exact.iter(text)} if len(self._exact) else set()
        if len(self._bones):
            for _, same in self._bones.iter(skeleton_squeezed(text)):
                found.update(same)
        return frozenset(found)


@lru_cache(maxsize=16384)
def squeezed(phrase: str) -> str:
    """`squeeze` of a rule's phrase, remembered. Rules are written in normal form (`checklist.lint` holds that)."""
    return squeeze_normalised(phrase)


@lru_cache(maxsize=4096)
def _squeezed_tuple(phrases: tuple[str, ...]) -> Hits:
    return frozenset(squeezed(phrase) for phrase in phrases)


def squeezed_all(phrases: Iterable[str]) -> Hits:
    """The squeezed forms of a rule's phrases."""
    return _squeezed_tuple(tuple(phrases))
