"""Counts that show whether a machine can read a page. Counts only: the thresholds live in `documents.legibility`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import Enum, auto
from functools import lru_cache

import ahocorasick

from documents.facts import PageHealth
from documents.words import words
from thai.text import STOP_WORDS

ENGLISH_STOP_WORDS = words(
    "the of and to in is for that with on as by be are this or from an at which it not shall will has have its"
)
"""A quarter of the words of any English text; noise holds hardly one."""

_ENGLISH = re.compile(r"[a-z]+")
_ENOUGH_LATIN = 20


class _Class(Enum):
    SPACE = auto()
    MARK = auto()
    THAI = auto()
    LATIN = auto()
    LETTER = auto()
    PRIVATE = auto()
    CONTROL = auto()
    REPLACEMENT = auto()
    OTHER = auto()


_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_RARE = "ฃฅฆฌฎฏฑฒฤฦฬฮ"
_LAST_LATIN = "\u024f"


_THAI_SIGNS = "\u0e3f\u0e46"
"""The baht sign and the repetition mark stand among the letters and are none."""


def _thai_class(character: str) -> _Class:
    above_or_below = character == "\u0e31" or "\u0e34" <= character <= "\u0e3a" or character >= "\u0e47"
    return _Class.MARK if above_or_below else _Class.THAI


_CATEGORIES = {"Cc": _Class.CONTROL, "Cs": _Class.CONTROL, "Cn": _Class.CONTROL, "Co": _Class.PRIVATE}


@lru_cache(maxsize=8192)
def _class(character: str) -> _Class:
    if "\u0e01" <= character <= "\u0e4e" and character not in _THAI_SIGNS:
        return _thai_class(character)
    if character == "\ufffd":
        return _Class.REPLACEMENT
    if character.isspace():
        return _Class.SPACE
    if character.isalpha():
        return _Class.LATIN if character <= _LAST_LATIN else _Class.LETTER
    return _CATEGORIES.get(unicodedata.category(character), _Class.OTHER)


def _stop_words() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in sorted(STOP_WORDS):
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


_STOP_WORDS = _stop_words()


def count_stop_words(text: str) -> int:
    """Occurrences of `thai.text.STOP_WORDS`, the longest first, none overlapping another."""
    return sum(1 for _ in _STOP_WORDS.iter_long(text))


def count_english(text: str) -> int:
    """Occurrences of `ENGLISH_STOP_WORDS` as whole words."""
    return sum(word in ENGLISH_STOP_WORDS for word in _ENGLISH.findall(text.lower()))


def _classes(text: str) -> Counter[_Class]:
    sums: Counter[_Class] = Counter()
    for character, count in Counter(text).items():
        sums[_class(character)] += count
    return sums


def measure(raw: str, text: str, *, repaired: int = 0, pictures: int = 0) -> PageHealth:
    """The health of a page from its words as extracted (`raw`) and after normalising (`text`)."""
    classes = _classes(raw)
    mended = _classes(text)
    thai = classes[_Class.THAI] + classes[_Class.MARK]
    latin = classes[_Class.LATIN]
    return PageHealth(
        letters=thai + latin + classes[_Class.LETTER],
        thai=thai,
        latin=latin,
        private_use=classes[_Class.PRIVATE],
        control=classes[_Class.CONTROL],
        replacement=classes[_Class.REPLACEMENT],
        stop_words=count_stop_words(raw) if thai else 0,
        marks=mended[_Class.MARK],
        rare=sum(map(text.count, _RARE)) if thai else 0,
        tones=sum(map(text.count, _TONES)) if thai else 0,
        pictures=pictures,
        repaired=repaired,
        characters=classes.total() - classes[_Class.SPACE],
        mended_stop_words=count_stop_words(text) if thai else 0,
        unmended=mended[_Class.PRIVATE] + mended[_Class.REPLACEMENT] + classes[_Class.CONTROL],
        sara_am=text.count("\u0e33"),
        sara_aa=text.count("\u0e32"),
        english=count_english(text) if latin >= _ENOUGH_LATIN else 0,
    )
