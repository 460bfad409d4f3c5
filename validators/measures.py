"""What can be counted in a text: figures, people, telephones, dates."""

from __future__ import annotations

import re

from checklist.models import Content, Group, Measure
from documents.facts import Shape
from validators.lexicon import Hits, Lexicon, squeezed_all
from validators.spoken import periods_in
from validators.view import Passage, Source

_AMOUNT = re.compile(r"(?<![\d.,/:-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2}|\d{1,9})(?![\d/:-]|\.\d)")
_YEAR = re.compile(r"25\d\d|20[12]\d")
_PERSON = re.compile(
    r"(?:นาย|นางสาว|นาง|น\.ส\.|ว่าที่ ?(?:ร้อย)?|ดร\.|ร\.[ตทอ]\.|พ\.[ตทอจ]\.|สิบ[ตทอเ])[ .]?[ก-๙]{2,}"
)
_PHONE = re.compile(
    r"(?<!\d)0[ -]?\d{1,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)|(?:ต่อ|โทร\.?(?:ศัพท์)?|call)\s*\d{3,}", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+(?:@|\[at\]|\(at\))[\w-]+\.[\w.]+")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_FORM_LINK = re.compile(
    r"docs\.google\.com/forms|forms\.gle|forms\.office|/form|traffy|webform|surveymonkey", re.IGNORECASE
)


def measure(kind: Measure, source: Source, passage: Passage) -> int:
    """How much of one thing a passage holds; counted once."""
    if kind not in passage.counted:
        passage.counted[kind] = _count(kind, source, passage)
    return passage.counted[kind]


def _count(kind: Measure, source: Source, passage: Passage) -> int:
    text = passage.text
    if kind is Measure.AMOUNTS:
        return sum(1 for number in _AMOUNT.findall(text) if not _YEAR.fullmatch(number))
    if kind is Measure.PEOPLE:
        return len(set(_PERSON.findall(text)))
    if kind is Measure.PHONES:
        return len(_PHONE.findall(text))
    if kind is Measure.EMAILS:
        return len(_EMAIL.findall(text))
    if kind is Measure.DATES:
        return sum(1 for period in periods_in(text) if period.start is not None)
    if kind is Measure.LATIN_WORDS:
        return len(_LATIN.findall(text))
    if kind is Measure.ROWS:
        return sum(1 for block in passage.blocks if block.shape is Shape.ROW)
    return source.facts.forms if source.facts else 0


def groups_met(content: Content, hits: Hits, source: Source, passage: Passage) -> tuple[int, bool]:
    """How many groups of an element's content a passage meets, and whether all that must be met are."""
    met, sound = 0, True
    for group in content.groups:
        holds = _met(group, hits, source, passage)
        met += holds
        sound = sound and (holds or not group.must)
    return met, sound


def _met(group: Group, hits: Hits, source: Source, passage: Passage) -> bool:
    if group.measure is not None:
        return measure(group.measure, source, passage) >= group.least
    return len(hits & squeezed_all(group.any)) >= group.least


def hits_of(passage: Passage, lexicon: Lexicon, links_are_content: bool) -> Hits:
    """The phrases in a passage; link lists count only where a list of links is the content."""
    return lexicon.find(passage.text if links_are_content else passage.own_words)
