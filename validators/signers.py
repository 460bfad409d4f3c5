"""Who signed? An announcement counts only from the director in office (domain R7), where the site file names one."""

from __future__ import annotations

import re

from thai.text import skeleton
from validators.view import Passage

_SIGNER = re.compile(
    r"(?:นาย|นางสาว|นาง|น\.ส\.|ว่าที่ ?ร้อย[ก-๙]+ ?)[ .]?([ก-๎]{2,}(?: [ก-๎]{2,})?)[)\s]*(?:ตำแหน่ง ?)?ผู้อำนวยการเขต"
)
_TITLES = re.compile(r"^(?:นาย|นางสาว|นาง|น\.ส\.|ว่าที่ ?ร้อย[ก-๙]+|ดร\.)[ .]*")


def other_signer(director: str, passage: Passage) -> str:
    """The name that signs as director where it is not the one in office; "" where it is, or where nobody signs."""
    if not director or passage.ocr is not None:
        return ""  # OCR misreads names
    ours = skeleton(_TITLES.sub("", director.strip()))
    signers = [match[1].strip() for match in _SIGNER.finditer(passage.text.replace("\n", " "))]
    if not ours or not signers or any(_same(ours, skeleton(name)) for name in signers):
        return ""
    return signers[-1]


def _same(ours: str, name: str) -> bool:
    return ours.startswith(name) or name.startswith(ours)
