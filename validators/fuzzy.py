"""Long phrases in text whose letters may be wrong: what OCR read, and damaged text layers.

Marks are the first that OCR gets wrong, so phrases are compared by their consonant skeletons. 90 and more of 100 is the
phrase, 75 to 90 wants a person. Short phrases are not looked for: one wrong letter makes them another word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick
from rapidfuzz import fuzz

from thai.text import skeleton_squeezed, squeeze_normalised
from validators.lexicon import LONG, Hits, squeezed

SURE = 90.0
FAINT = 75.0

LEAST = 10
"""Least length of a skeleton: one wrong letter in ten is still 90 of 100."""

LONGEST = 6_000
"""Letters of a text that are compared: what a paper is stands on its first pages."""

WINDOW = 400
OVERLAP = 90
GRAM = 3
SHARED = 0.5
"""Share of a phrase's three-letter pieces that a window must hold before the phrase is compared at all."""

EXPLAINED = 0.75
"""A place that holds another known phrase, letter for letter and nearly as long, is that phrase and no misreading."""


@dataclass(frozen=True)
class Likely:
    """The phrases that a noisy text holds."""

    sure: Hits = frozenset()
    faint: Hits = frozenset()
    """Those that want a person; none of the sure ones."""


class FuzzyLexicon:
    """Finds phrases of a checklist in noisy text."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases: dict[str, set[str]] = {}
        self._exact = ahocorasick.Automaton()
        for phrase in sorted({squeezed(phrase) for phrase in phrases} - {""}):
            bones = skeleton_squeezed(phrase)
            if len(bones) >= LONG:
                self._exact.add_word(bones, bones)
            if len(bones) >= LEAST:
                self._phrases.setdefault(bones, set()).add(phrase)
        self._exact.make_automaton()
        self._holders: dict[str, list[str]] = {}
        for bones in self._phrases:
            for gram in _grams(bones):
                self._holders.setdefault(gram, []).append(bones)
        self._needed = {bones: SHARED * len(_grams(bones)) for bones in self._phrases}

    def find(self, text: str) -> Likely:
        """The phrases (squeezed) that a normalised text seems to hold; exact ones are among the sure."""
        best: dict[str, float] = {}
        for window in _windows(skeleton_squeezed(squeeze_normalised(text[:LONGEST]))):
            for bones, score in self._compare(window):
                best[bones] = max(score, best.get(bones, 0.0))
        sure = {phrase for bones, score in best.items() if score >= SURE for phrase in self._phrases[bones]}
        faint = {phrase for bones, score in best.items() if score < SURE for phrase in self._phrases[bones]}
        return Likely(frozenset(sure), frozenset(faint - sure))

    def _compare(self, window: str) -> Iterator[tuple[str, float]]:
        """The phrases that a window may hold, each with how alike the most similar place is."""
        shared: Counter[str] = Counter()
        for gram in _grams(window):
            shared.update(self._holders.get(gram, ()))
        known = self._known(window)
        for bones, count in shared.items():
            if count < self._needed[bones] or len(window) < len(bones):
                continue
            found = fuzz.partial_ratio_alignment(bones, window, score_cutoff=FAINT)
            if found is not None and not _explained(bones, found.dest_start, found.dest_end, known):
                yield bones, float(found.score)

    def _known(self, window: str) -> list[tuple[int, int, str]]:
        """Where a window holds phrases letter for letter."""
        if not len(self._exact):
            return []
        return [(end + 1 - len(bones), end + 1, bones) for end, bones in self._exact.iter(window)]


def _explained(bones: str, start: int, end: int, known: Iterable[tuple[int, int, str]]) -> bool:
    """Whether another phrase stands at the place, letter for letter, that is nearly as long."""
    here = [(max(start, s), min(end, e), other) for s, e, other in known]
    if any(other == bones and e > s for s, e, other in here):
        return False
    return any(e - s >= EXPLAINED * len(bones) for s, e, _ in here)


def _grams(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


def _windows(text: str) -> Iterator[str]:
    """Stretches of a text, each beginning within the one before."""
    for at in range(0, max(1, len(text) - OVERLAP), WINDOW - OVERLAP):
        yield text[at : at + WINDOW]
