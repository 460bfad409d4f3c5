"""Findings in words that a unit understands: what stood there, why that fails, and the one act that mends it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checklist.loader import Checklist
from checklist.messages import Message
from checklist.models import Element, Item, Period
from evidence.address import readable
from thai import calendar as cal
from validators.recency import Asked
from validators.results import Finding, Severity
from validators.testimony import Witness, WitnessKind

QUOTE = 120
"""Letters of a quote inside a message."""


class _Fields(dict[str, str]):
    """Fields of a message; a field that a finding does not have is shown as a dash, never as an error."""

    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True)
class Speaker:
    """Writes the findings of one element."""

    checklist: Checklist
    messages: Mapping[str, Message]
    item: Item
    element: Element
    asked: Asked
    body: str
    units: str
    """Names of the units that own the element."""
    director: str = ""

    def say(
        self,
        code: str,
        urls: Iterable[str] = (),
        details: dict[str, Any] | None = None,
        severity: Severity | None = None,
        variant: str = "",
        **fields: object,
    ) -> Finding:
        """One finding. `fields` fill the message; `urls`: first what it is about, then the page that carries it.

        `variant`: other words for the same code, where another act mends it.
        """
        message = self.messages[code]
        words = message.variants[variant] if variant else message
        addresses = tuple(dict.fromkeys(url for url in urls if url))
        known = self._fields(addresses, fields)
        return Finding(
            code=code,
            severity=severity or Severity(message.severity),
            element=self.element.id,
            message=_filled(words.message, known),
            fix=_filled(words.fix, known),
            source=self.element.source,
            urls=addresses,
            details=details or {},
        )

    def _fields(self, urls: tuple[str, ...], fields: Mapping[str, object]) -> _Fields:
        known = _Fields(
            element=self.element.title.th,
            units=self.units,
            body=self.body,
            director=self.director,
            year=str(self.asked.year),
            previous=str(self.asked.year - 1),
            wanted=wanted_words(self.element.period, self.asked),
            url=readable(urls[0]) if urls else "หน้าของข้อนี้",
        )
        known.update({key: str(value) for key, value in fields.items()})
        page = fields.get("page")
        known["page"] = f" หน้า {page}" if page else ""
        known["quote"] = _short(str(fields.get("quote") or self.element.title.th))
        hint = str(fields.get("hint") or "")
        known["hint"] = f" (ร่องรอยอื่นที่ใช้ตัดสินไม่ได้: {hint})" if hint else ""
        known["act"] = self.act()
        return known

    def act(self) -> str:
        """The element's own order, for the year that is judged."""
        months = ", ".join(cal.thai_month(y, m) for y, m in self.asked.half())
        return _filled(
            self.element.act.th,
            _Fields(
                year=str(self.asked.year), previous=str(self.asked.year - 1), months=months, body=self.body
            ),
        )


def _filled(template: str, fields: Mapping[str, str]) -> str:
    return string.Formatter().vformat(template, (), fields)


def _short(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= QUOTE else one_line[:QUOTE] + "…"


def wanted_words(period: Period, asked: Asked) -> str:
    """The period that a rule asks for, in words."""
    n = asked.year
    half = f"{cal.THAI_MONTH[10]} {n - 1} – {cal.THAI_MONTH[3]} {n}"
    words = {
        Period.PLAN: f"ปีงบประมาณ {n}",
        Period.RANGE: f"แผนที่ครอบคลุมปี {n}",
        Period.REPORT: f"ปีงบประมาณ {n - 1}",
        Period.HALF_YEAR: f"{half} (6 เดือนแรกของปีงบประมาณ {n})",
        Period.REPORT_AND_HALF: f"ปีงบประมาณ {n - 1} ทั้งปี และ {half}",
        Period.REPORT_OR_HALF: f"ปีงบประมาณ {n - 1} หรือรอบ 6 เดือนแรกของปีงบประมาณ {n}",
        Period.MONTHS: f"รายเดือน {half}",
        Period.CURRENT: "ฉบับที่ใช้อยู่ปัจจุบัน",
        Period.DATED: f"ในปีงบประมาณ {n}",
    }
    return words[period]


PLACES = {
    WitnessKind.TITLE: "ชื่อเรื่อง",
    WitnessKind.HEADING: "หัวข้อ",
    WitnessKind.TEXT: "เนื้อความ",
    WitnessKind.TABLE: "ตาราง",
    WitnessKind.SIGNATURE: "วันที่ลงนาม",
    WitnessKind.ABOUT: "เนื้อความ",
    WitnessKind.LINK: "ลิงก์",
    WitnessKind.LINK_HEADING: "หัวข้อเหนือลิงก์",
    WitnessKind.FILE_NAME: "ชื่อไฟล์",
    WitnessKind.FOLDER: "โฟลเดอร์",
    WitnessKind.OCR: "ข้อความที่อ่านจากภาพได้ไม่ชัด",
    WitnessKind.METADATA: "คุณสมบัติของไฟล์",
    WitnessKind.PAGE_MARK: "วันที่ที่กรอบของหน้าเว็บ",
    WitnessKind.LAST_MODIFIED: "เซิร์ฟเวอร์",
    WitnessKind.FIRST_SEEN: "วันที่ตรวจพบครั้งแรก",
}
"""What people call the places that say a year."""


def witness_words(witnesses: Iterable[Witness]) -> str:
    """Witnesses with their years, in words: "ลิงก์ปี 2568, โฟลเดอร์ปี 2568"."""
    said = (f"{PLACES[w.kind]}ปี {'/'.join(map(str, sorted(w.years)))}" for w in witnesses if w.years)
    return ", ".join(dict.fromkeys(said))


def due_words(period: Period, asked: Asked) -> str:
    """The day on which the evidence falls due, in words."""
    if period is Period.HALF_YEAR:
        return f"1 {cal.THAI_MONTH[4]} {asked.year}"
    if period is Period.MONTHS:
        return f"1 {cal.THAI_MONTH[11]} {asked.year - 1}"
    return f"1 {cal.THAI_MONTH[10]} {asked.year - 1}"
