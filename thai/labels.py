"""Item labels as offices write them: O13, o.13, ข้อ 013, 0๑๓, ข้อ ๐ 13, "O๑ – O๑๗".

The number alone decides nothing: item numbers change between years and kinds of body (docs/checklist.md), so a
label only supports a name. Schemes of other bodies (MOIT 10, EB10, ISO ๓๗๐๐๑, ศธ O2), telephone numbers and dates
are told apart. Give the text as it stands: after `normalise` the mixed form 0๑๓ is no longer to be seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai import calendar, marks

_DIGIT = "0-9๐-๙"
_NUMBER = f"[0๐]?[1-9๑-๙][{_DIGIT}]?"
_AFTER = f"(?![{_DIGIT}])"
_LETTER = "A-Za-z\u0e01-\u0e2e\u0e40-\u0e44"

_PREFIXED = re.compile(f"(?<![{_LETTER}{_DIGIT}])(?:[Oo][Ii][Tt]|[Oo])[ .\\-]{{0,2}}(?P<n>{_NUMBER}){_AFTER}")
"""A letter O (or OIT) before the number."""

_ASKED = re.compile(f"(?:ข้อ|ชื่อ)(?:ที่)? ?[Oo0๐][ .]?(?P<n>{_NUMBER}){_AFTER}")
"""ข้อ (or ชื่อ, its OCR form) before any zero-like sign and the number."""

_MIXED = re.compile(f"(?<![{_LETTER}{_DIGIT}.,/-])(?:0(?P<n>[๑-๙][๐-๙]?)|๐(?P<m>[1-9][0-9]?)){_AFTER}")
"""A zero of one script before digits of the other: only a misread O looks like that."""

_BARE = re.compile(f"(?<![{_LETTER}{_DIGIT}.,/-])[0๐](?P<n>[1-9๑-๙][{_DIGIT}]?){_AFTER}")
"""A zero before the number: a label only beside the item's name."""

_RANGE = re.compile(f" ?[-–—] ?(?:[OoIiTt]{{1,3}}|[0๐])?[ .]?(?P<n>{_NUMBER}){_AFTER}")
_OTHER_SCHEME = re.compile("(?:ศธ|มท|ISO|iso)[ .]{0,3}$")
_SCHEME_REACH = 8
_GOES_ON = re.compile(rf"\s?[{_DIGIT}]{{2,4}}|[./:,][{_DIGIT}]|\s?(?:เดือน\s?)?{calendar.MONTH_BODY}")
"""What follows a number of another kind: more digits (telephone, score), a month."""

_DIALS_ON = re.compile(f"[-–][1-9๑-๙][{_DIGIT}]{{2}}")
"""02-224-2963: what follows a bare number in a telephone number."""

_SPACES = str.maketrans(dict.fromkeys(marks.SPACES, " "))


@dataclass(frozen=True, slots=True)
class Label:
    """An item number, or a range of them, found in a text."""

    first: int
    last: int
    start: int
    end: int
    sure: bool
    """False: counts only beside the name of the item."""


def read_labels(text: str, highest: int) -> list[Label]:
    """The item labels in a text in order, none above `highest`; overlapping readings keep the surest."""
    found: list[Label] = []
    taken = bytearray(len(text))
    text = text.translate(_SPACES)
    for pattern, sure in ((_PREFIXED, True), (_ASKED, True), (_MIXED, True), (_BARE, False)):
        for match in pattern.finditer(text):
            label = _label(text, match, sure, highest)
            if label and not any(taken[label.start : label.end]):
                found.append(label)
                taken[label.start : label.end] = b"\x01" * (label.end - label.start)
    return sorted(found, key=lambda label: label.start)


def _label(text: str, match: re.Match[str], sure: bool, highest: int) -> Label | None:
    groups = match.groupdict()
    first = _number(groups["n"] or groups["m"])
    if (
        _OTHER_SCHEME.search(text[max(0, match.start() - _SCHEME_REACH) : match.start()])
        or not 1 <= first <= highest
    ):
        return None
    ranged = _RANGE.match(text, match.end())
    if ranged and first < _number(ranged["n"]) <= highest and not _GOES_ON.match(text, ranged.end()):
        return Label(first, _number(ranged["n"]), match.start(), ranged.end(), sure)
    if _GOES_ON.match(text, match.end()) or (not sure and _DIALS_ON.match(text, match.end())):
        return None
    return Label(first, first, match.start(), match.end(), sure)


def _number(digits: str) -> int:
    return int(digits.translate(marks.THAI_DIGITS))
