"""XLSX and ODS through the front door."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest

from documents import limits
from documents.extract import extract
from documents.facts import Facts, Kind, Shape
from tests.documents.making_documents import zipped


def xlsx(fill: Callable[[openpyxl.Workbook], None]) -> Facts:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return extract(out.getvalue())


def procurement(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "ต.ค. ๖๗"
    sheet.append(["ที่", "งานที่จัดซื้อ", "วงเงิน", "วันที่", "เวลา", "จริง", None, ""])
    sheet.append([1, "กระดาษ\nถ่ายเอกสาร", 12500.0, dt.date(2024, 10, 3), dt.time(9, 30), True])
    sheet.append([2.5, None, 0.1, dt.datetime(2024, 10, 4, 13, 45)])
    sheet.append([])
    sheet.append([None, None, "รวม"])
    book.create_sheet("พ.ย. ๖๗").append(["ไม่มีการจัดซื้อจัดจ้าง"])
    hidden = book.create_sheet("ซ่อน")
    hidden.append(["ค่าอ้างอิง"])
    hidden.sheet_state = "hidden"


def test_rows_as_a_reader_sees_them() -> None:
    facts = xlsx(procurement)
    assert facts.kind is Kind.XLSX
    assert facts.pages == 3
    assert [(b.page, b.shape, b.text) for b in facts.blocks] == [
        (1, Shape.HEADING, "ต.ค. 67"),
        (1, Shape.ROW, "ที่ | งานที่จัดซื้อ | วงเงิน | วันที่ | เวลา | จริง"),
        (1, Shape.ROW, "1 | กระดาษ ถ่ายเอกสาร | 12500 | 2024-10-03 | 09:30:00 | TRUE"),
        (1, Shape.ROW, "2.5 | | 0.1 | 2024-10-04T13:45:00"),
        (1, Shape.ROW, "| | รวม"),
        (2, Shape.HEADING, "พ.ย. 67"),
        (2, Shape.ROW, "ไม่มีการจัดซื้อจัดจ้าง"),
    ]
    assert any("sheet 3 is hidden" in note for note in facts.notes)
    assert len(facts.health) == 3


def test_an_empty_workbook_is_empty() -> None:
    facts = xlsx(lambda book: None)
    assert facts.empty
    assert facts.pages == 1


def test_long_sheets_are_cut_and_say_so() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for number in range(limits.ROWS + 10):
            book.active.append([number])

    facts = xlsx(fill)
    assert facts.truncated
    assert sum(block.shape is Shape.ROW for block in facts.blocks) == limits.ROWS


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
 <office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
 <office:body><office:spreadsheet><table:table table:name="ภาษี"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>ภาษีที่ดิน</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="1500"><text:p>1,500</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="16000"/>
 </table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>
 <table:table-row><table:table-cell office:value-type="date" office:date-value="2025-03-31"><text:p>31 มี.ค. 68</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>ไม่มี</text:p></table:table-cell></table:table-row>
 </table:table><table:table table:name="ลับ" table:style-name="h"><table:table-row>
 <table:table-cell><text:p>ซ่อน</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.mark.parametrize("content", [ODS, ODS.replace("\n", "").replace("> <", "><")])
def test_ods_with_and_without_line_ends(content: str) -> None:
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": content.encode(),
    }
    facts = extract(zipped(members))
    assert facts.kind is Kind.ODS
    assert [block.text for block in facts.blocks] == ["ภาษี", "ภาษีที่ดิน | 1500", "2025-03-31 | ไม่มี | ไม่มี"]
    assert facts.notes == ("sheet 2 is hidden or no table and was not read",)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_corrupt(share: float) -> None:
    book = openpyxl.Workbook()
    procurement(book)
    out = io.BytesIO()
    book.save(out)
    facts = extract(out.getvalue()[: int(len(out.getvalue()) * share)])
    assert facts.kind in {Kind.XLSX, Kind.ARCHIVE}
    assert facts.corrupt
    assert not facts.corrupt.startswith("unforeseen")
