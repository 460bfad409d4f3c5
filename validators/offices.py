"""Whose paper is it? The office named in title, heading, letterhead or signature.

Thai puts no space behind a name, so our own name is looked for as a prefix (damaged marks included) and another
office is believed only where its name ends at a space or line end, or is one of the known districts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from checklist.models import Words
from documents.facts import Kind
from thai.text import normalise, skeleton
from validators.view import Passage, Source, View

_DISTRICT = re.compile(r"(?:สำนักงานเขต|ผู้อำนวยการเขต|ผอ\. ?เขต)[ ]?([ก-๎]{2,40})")
_SHORT = re.compile(r"(?!สำนักงาน)(?:เขต ?)?([ก-๎]{2,40})")
_HEAD_LINES = 14
_TAIL_LINES = 10
_NAME = 16
_LINE = 90
_TAIL = 160
"""Letters of a closing line that may be a signature."""


@dataclass(frozen=True)
class Office:
    """The office whose site is judged."""

    name: str
    """The part behind สำนักงานเขต, normalised; "" where the site does not say."""
    other: tuple[str, ...]
    words: Words

    def is_ours(self, name: str) -> bool:
        """Whether a name (what follows สำนักงานเขต) begins with ours, in sound or damaged spelling."""
        bones = skeleton(name)
        for own in (self.name, *self.other):
            mine = skeleton(own)
            if mine and (bones.startswith(mine) or fuzz.ratio(bones[: len(mine)], mine) >= 80):
                return True
        return False

    def is_generic(self, name: str) -> bool:
        """Whether the words say "the district office" and name none."""
        return name.startswith(self.words.generic_after_body)

    def other_name(self, name: str) -> str:
        """The other district that a name is, or ""."""
        if not self.name or self.is_ours(name):
            return ""
        known = next((d for d in self.words.districts if _begins(name, d)), "")
        if known or self.is_generic(name):
            return known
        return name if len(name) <= 22 else ""


@lru_cache(maxsize=4096)
def _begins(name: str, district: str) -> bool:
    return skeleton(name).startswith(skeleton(district))


def office_of(view: View) -> Office:
    """The office by the site file's name, else by the name that titles and feet of its pages use most."""
    site = view.run.site
    others = tuple(name for other in site.other_names if (name := _given(other, view.words)))
    return Office(_given(site.name, view.words) or _most_used(view), others, view.words)


def _given(text: str, words: Words) -> str:
    """The name in a form that a site file gives: สำนักงานเขต…, เขต… or the bare Thai name; "" where it is none."""
    text = normalise(text).strip()
    if text.startswith(words.other_bodies):
        return ""
    found = _DISTRICT.search(text) or _SHORT.match(text)
    return found[1] if found else ""


def _most_used(view: View) -> str:
    generic = view.words.generic_after_body
    count: Counter[str] = Counter()
    for source in view.sources:
        if source.facts is None or source.facts.kind is not Kind.HTML or source.outside:
            continue
        texts = [source.facts.title, *(b.text for b in source.facts.blocks)]
        names = {name for text in texts for name in _DISTRICT.findall(text)}
        count.update({name for name in names if not name.startswith(generic)})
    if not count:
        return ""
    best, _ = max(count.items(), key=lambda pair: (pair[1], -len(pair[0]), pair[0]))
    # A shorter name that the best one begins with, used nearly as often, is the name without what follows it.
    shorter = [n for n in count if best.startswith(n) and count[n] * 2 >= count[best]]
    return min(shorter, key=len)


def foreign_body(office: Office, source: Source, passage: Passage) -> str:
    """The other body that title, heading, letterhead or signature names; "" where ours is named or none is."""
    places = list(_places(source, passage))
    district = [name for place in places for name in _DISTRICT.findall(place)]
    if any(office.is_ours(name) for name in district):
        return ""
    for place in places:
        for match in _DISTRICT.finditer(place):
            other = office.other_name(match[1])
            if other and (other != match[1] or _stands_alone(place, match)):
                return f"สำนักงานเขต{other}"
    return next((name for place in places[:3] if (name := _other_kind(office, place))), "")


def _stands_alone(place: str, match: re.Match[str]) -> bool:
    """Whether a name that no list knows is written as a name: short, on a short line, with nothing joined to it."""
    at = match.end()
    ends = at >= len(place) or not ("ก" <= place[at] <= "๎")
    return ends and len(match[1]) <= _NAME and len(place) <= _LINE


def _other_kind(office: Office, place: str) -> str:
    """A body of another kind that a title names as its own: "เทศบาลตำบล…", at the start or the end of the line."""
    line = place.strip()
    for prefix in office.words.other_bodies:
        at = line.find(prefix)
        if at >= 0 and (at == 0 or line[at - 1] in " |(-–:") and line[at:].count(" ") <= 2:
            return line[at:][:60]
    return ""


def _places(source: Source, passage: Passage) -> Iterable[str]:
    """Where a paper says whose it is: title, heading, first lines, closing lines."""
    assert source.facts is not None
    yield from passage.caption.split("\n")
    lines = [block.text for block in passage.blocks]
    yield from (line for line in lines[:_HEAD_LINES] if len(line) <= _TAIL)
    yield from (line for line in lines[-_TAIL_LINES:] if len(line) <= _TAIL)


def names_in_passing(office: Office, passage: Passage) -> str:
    """Another district that running text names: a warning, no more."""
    if not office.name:
        return ""
    for match in _DISTRICT.finditer(passage.text):
        known = next((d for d in office.words.districts if _begins(match[1], d)), "")
        if known and not office.is_ours(match[1]):
            return f"สำนักงานเขต{known}"
    return ""


__all__ = ["Office", "foreign_body", "names_in_passing", "office_of"]
