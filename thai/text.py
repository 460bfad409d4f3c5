"""One normaliser for Thai text, and the forms that phrases are compared in.

`normalise` keeps every word readable and is what facts and quotes are made of; `squeeze` is for exact phrases,
`skeleton` for long phrases in damaged text, `likeness` for letters that were swapped by OCR. Unicode
normalisation alone repairs none of the damage seen on district websites and breaks น้ำ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import fuzz

from thai import marks
from thai.variants import SPELLINGS

_C, _V, _T, _E, _M = marks.CONSONANT, marks.VOWELS, marks.TONES, marks.ENDINGS, marks.MARKS

_SILENT: dict[int, str | int | None] = {
    **dict.fromkeys(map(ord, marks.INVISIBLE)),
    **dict.fromkeys(map(ord, marks.SPACES), " "),
    **marks.THAI_DIGITS,
}
"""Changes that no reader sees; they are not counted as repairs."""

_GLYPHS = str.maketrans({chr(k): v for k, v in marks.PRIVATE_USE.items()})
_HAS_GLYPH = re.compile("[\uf700-\uf71a]")


def _reordered(match: re.Match[str]) -> str:
    """The marks of one letter: each once, vowels, then the last tone, then the endings."""
    found = match.group()
    vowels = "".join(dict.fromkeys(c for c in found if c in _V))
    tones = [c for c in found if c in _T]
    endings = "".join(dict.fromkeys(c for c in found if c in _E))
    return vowels + (tones[-1] if tones else "") + endings


_REPAIRS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # Two letters that look like one.
    (re.compile("เเ"), "แ"),
    (re.compile("(?<![ฤฦ])(?<![ฤฦ] )ๅ"), "า"),
    # A mark that a line break or a PDF writer tore off its letter: no Thai word begins with a mark, ะ, า or ำ.
    (re.compile(f"(?<=[{_C}{_M}]) +(?=[{_M}])"), ""),
    (re.compile(f"(?<=[{_C}{_M}]) +(?=[ะาำ])"), ""),
    # คมู ือ: one letter with a vowel below and one above; the first belongs to the letter before.
    (re.compile(f"([{_C}])([{_C}])([\u0e38\u0e39])([\u0e34-\u0e37])"), r"\1\3\2\4"),
    (re.compile(f"([{_C}])([{_C}])([\u0e34-\u0e37])([\u0e38\u0e39])"), r"\1\3\2\4"),
    # Sara am in two pieces, with the tone before, between or after; nikhahit after aa, then a space (สาํ นักงาน).
    (re.compile(f"\u0e4d+([{_T}]?)\u0e32"), r"\1ำ"),
    (re.compile(f"([{_T}])\u0e4d+\u0e32"), r"\1ำ"),
    (re.compile(f"\u0e32([{_T}]?)\u0e4d+ ?(?=[{_C}เ-ไ])"), r"\1ำ"),
    (re.compile(f"\u0e32([{_T}]?)\u0e4d+"), r"\1ำ"),
    # U+FFFD in place of nikhahit: ประจ\ufffdาปี.
    (re.compile(f"(?<=[{_C}{_T}])\ufffd\u0e32"), "ำ"),
    # A tone behind the vowel that it stands above: กา่ → ก่า.
    (re.compile(f"(?<=[{_C}])([{_V}]*)([ะาำ])([{_T}]+)"), r"\1\3\2"),
    # Doubled vowels, also with spaces between (no word begins with ะ, า or ำ).
    (re.compile("ะ[ะ ]*ะ|า[า ]*า|ำ[ำ ]*ำ"), lambda match: match.group()[0]),
    (re.compile(f"[{_M}]{{2,}}"), _reordered),
    # A mark without a letter under it.
    (re.compile(f"(?<![{_C}{_M}])[{_M}]+"), ""),
)

_BLANKS = re.compile(" +")
_LINES = re.compile(r" *[\r\n\x85\u2028\u2029]+ *")
_THAI = re.compile("[\u0e01-\u0e5b\uf700-\uf71a]")


def normalise_counted(text: str) -> tuple[str, int]:
    """The canonical form of a text, and the number of places that were mended by rule.

    Thai digits become ASCII, invisible characters go, white space folds to one space (line ends stay), sara am is
    joined, marks are put in order, doubled and orphaned ones go. Idempotent; never raises; words without Thai
    letters keep every visible character.
    """
    text = text.translate(_SILENT)
    mended = 0
    if _THAI.search(text):
        if _HAS_GLYPH.search(text):
            mended += len(_HAS_GLYPH.findall(text))
            text = text.translate(_GLYPHS)
        text, more = _mended(text)
        mended += more
    text = _LINES.sub("\n", _BLANKS.sub(" ", text))
    return text.strip(), mended


def _mended(text: str) -> tuple[str, int]:
    mended = 0
    while True:
        before = text
        for pattern, replacement in _REPAIRS:
            changed, count = pattern.subn(replacement, text)
            if changed != text:
                mended += count
                text = changed
        if text == before:
            return text, mended


def normalise(text: str) -> str:
    """The canonical form of a text (see `normalise_counted`)."""
    return normalise_counted(text)[0]


_DROPPED = re.compile("[^0-9a-z\u0e01-\u0e2e\u0e30-\u0e39\u0e40-\u0e45\u0e47-\u0e4e\u00c0-\u024f]+")
_TORN = re.compile(
    f"เเ|([ะาำ])(?:\\1|[{_T}])|\u0e32\u0e4d|\u0e4d\u0e32|[{_T}{_E}][{_M}]|[{_V}]{{2}}|(?<![{_C}{_M}])[{_M}]"
)
"""Neighbours that normalised text has only across a sign which `squeeze` takes out."""


def _either(table: dict[str, str]) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(f"(?:{words})(?![{_M}])")  # กทม is no word in กทมิฬ


_SPELLING = _either(SPELLINGS)


def squeeze(text: str) -> str:
    """The form that exact phrases are compared in: normalised, lower case, letters and digits only, one spelling.

    Spaces and punctuation carry little meaning in Thai and much damage; variants of a spelling (`thai.variants`) are
    folded into one.
    """
    return squeeze_normalised(normalise(text))


def squeeze_normalised(text: str) -> str:
    """`squeeze` for a text that `normalise` has been over (facts): the repairs are not made again."""
    letters, dropped = _DROPPED.subn("", text.lower())
    if dropped and _TORN.search(letters):  # marks that punctuation or U+FFFD kept apart
        letters = _mended(letters)[0]
    return _folded(letters, _SPELLING, SPELLINGS)


def _folded(letters: str, pattern: re.Pattern[str], table: dict[str, str]) -> str:
    """One spelling for each word; again while a replacement meets its neighbours in another entry."""
    while pattern.search(letters):
        letters = pattern.sub(lambda m: table[m.group()], letters)
    return letters


_BONES = {ord("ำ"): "า", **dict.fromkeys(map(ord, marks.MARKS))}
_BARE_SPELLINGS = {
    bare: folded
    for bare, folded in ((k.translate(_BONES), v.translate(_BONES)) for k, v in SPELLINGS.items())
    if len(bare) >= 6 and bare != folded
}
"""Variants of a spelling once their marks are lost; shorter ones would meet other words."""

_BARE_SPELLING = _either(_BARE_SPELLINGS)


def skeleton(text: str) -> str:
    """The consonants and written-out vowels of a text: what survives lost, moved and doubled marks.

    For long phrases only (8 consonants or more): short words collide.
    """
    return skeleton_squeezed(squeeze(text))


def skeleton_squeezed(text: str) -> str:
    """`skeleton` for a text that `squeeze` has been over."""
    return _folded(text.translate(_BONES), _BARE_SPELLING, _BARE_SPELLINGS)


@lru_cache(maxsize=4096)
def _bones(phrase: str) -> str:
    return skeleton(phrase)


def likeness(phrase: str, text: str) -> float:
    """How alike a phrase and the most similar part of a text are, 0 to 100, by their skeletons.

    For OCR noise: 90 and more is the phrase, 75 to 90 wants a person. Empty input gives 0.
    """
    bones, body = _bones(phrase), skeleton(text)
    if not bones or not body:
        return 0.0
    score = float(fuzz.partial_ratio(bones, body))
    return score * min(1.0, len(body) / len(bones))


STOP_WORDS = frozenset(
    (
        "การ",
        "ความ",
        "และ",
        "ของ",
        "ใน",
        "ที่",
        "เป็น",
        "มี",
        "ให้",
        "ได้",
        "จาก",
        "โดย",
        "หรือ",
        "ตาม",
        "เพื่อ",
        "กับ",
        "ต่อ",
        "แก่",
        "ผู้",
        "ไม่",
        "จะ",
        "นี้",
        "แห่ง",
        "ซึ่ง",
        "ดังนี้",
        "ทั้ง",
        "ต้อง",
        "แล้ว",
        "วัน",
        "ปี",
    )
)
"""Frequent short Thai words: 44 to 68 of them in 1,000 letters of sound text (measured on public documents)."""
