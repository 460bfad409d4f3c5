"""Sara am that a PDF writer lost (สานักงาน for สำนักงาน) or put in place of every sara aa (กำร for การ).

Two kinds of regular damage, often in one file: one font loses the ring of ำ, another shows า as ำ. A general rule cannot
mend them, for both letters are frequent; a list of words that exist in one spelling only can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_AM, _AA = "ำ", "า"

_LOST = re.compile(
    "ส(?=านัก(?:งาน|ปลัด|การ|บริหาร|นายก|อนามัย|พัฒนา|สิ่งแวด|เทศกิจ|ยุทธ|หอ))|"
    "ส(?=าคัญ|าเร็จ|ารวจ|าหรับ|าเนา)|ด(?=าเนิน|ารง)|ก(?=าหนด|ากับดูแล)|ประจ(?=า(?!น|[\u0e31-\u0e3a]))|"
    "จ(?=านวน|ากัด|าเป็น|าหน่าย|าแนก)|อ(?=านาจ|านวย|าเภอ)|ต(?=าบล|าแหน่ง|ารวจ)|(?<!เว)ล(?=าดับ)|"
    "แนะน(?=า(?!ย|ท|ม|[\u0e31-\u0e3a]))|บ(?=ารุง|าเหน็จ|านาญ|าบัด)|ช(?=านาญ|าระ(?:เงิน|ภาษี|ค่า|หนี้))|ค(?=านวณ|านึงถึง)|ท(?=ารายงาน)"
)
"""Letters behind which a ำ was lost: with า none of these is a word, nor the end of one and the head of the next."""
_SWAPPED = re.compile("กำร|ควำม|งำน|ประมำณ|บำท|หน้ำ|จ้ำง|พยำ|รำย|รำช|ตำม|มำตร|เอกสำร(?!อง|วจ)|อำคำร|ประกำศ")
"""Letters that stand in no word unless ำ is in place of า."""
_LEAST = 2
"""So many words that lost theirs show the damage; one is enough in a text that has no ำ at all, or had it swapped."""


def restore(lines: Sequence[str]) -> tuple[list[str], int]:
    """Normalised lines of one page with their ำ where it belongs, and the number of letters that were changed."""
    whole = "\n".join(lines)
    changed = 0
    if _SWAPPED.search(whole):
        straight = "\n".join(map(_unswapped, lines))
        changed, whole = whole.count(_AM) - straight.count(_AM), straight
    lost = [found.end() for found in _LOST.finditer(whole)]
    if len(lost) < (_LEAST if _AM in whole and not changed else 1):
        lost = []
    letters = list(whole) if lost else []
    for place in lost:
        letters[place] = _AM
    return ("".join(letters) if lost else whole).split("\n") if lines else [], changed + len(lost)


def _unswapped(line: str) -> str:
    """A line in which every า stands as ำ, with า: those that were ำ are found by their words afterwards."""
    if _AA in line or not _SWAPPED.search(line):
        return line
    return line.replace(_AM, _AA)
