"""DOCX and ODT through the front door."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from documents.extract import extract
from documents.facts import Facts, Kind, Shape, Zone
from tests.documents.making_documents import PROSE, W, docx, png, zipped


def paragraph(text: str, style: str = "", outline: int | None = None) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{level}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def seen(facts: Facts) -> list[tuple[Shape, int, str]]:
    return [(block.shape, block.level, block.text) for block in facts.blocks]


def test_a_file_as_an_office_program_writes_it() -> None:
    document = python_docx.Document()
    document.core_properties.title = "คู่มือปฏิบัติงาน ๒๕๖๘"
    document.core_properties.author = "ฝ่ายทะเบียน"
    document.add_heading("คำนำ", 1)
    document.add_paragraph(PROSE)
    table = document.add_table(2, 3)
    for row, words in enumerate([["ลำดับ", "รายการ", "วงเงิน"], ["๑", "", "๕๐,๐๐๐"]]):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_picture(io.BytesIO(png(20, 10)))
    document.sections[0].header.paragraphs[0].text = "สำนักงานเขตบึงทดลอง"
    out = io.BytesIO()
    document.save(out)
    facts = extract(out.getvalue())
    assert facts.kind is Kind.DOCX
    assert facts.title == "คู่มือปฏิบัติงาน 2568"
    assert facts.author == "ฝ่ายทะเบียน"
    assert seen(facts)[1:5] == [
        (Shape.HEADING, 1, "คำนำ"),
        (Shape.TEXT, 0, PROSE.strip()),
        (Shape.ROW, 0, "ลำดับ | รายการ | วงเงิน"),
        (Shape.ROW, 0, "1 | | 50,000"),
    ]
    assert [b.text for b in facts.blocks if b.zone is Zone.FOOT] == ["สำนักงานเขตบึงทดลอง"]
    assert facts.health[0].pictures == 1
    assert facts.created


@pytest.mark.parametrize(
    ("style", "styles", "level"),
    [
        ("1", '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>', 1),
        ("a3", '<w:style w:styleId="a3"><w:name w:val="หัวเรื่อง 2"/></w:style>', 2),
        ("own", '<w:style w:styleId="own"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>', 3),
        (
            "mine",
            '<w:style w:styleId="mine"><w:name w:val="ของฉัน"/><w:basedOn w:val="H"/></w:style>'
            '<w:style w:styleId="H"><w:name w:val="heading 4"/></w:style>',
            4,
        ),
        ("Heading2", "", 2),
        ("a", '<w:style w:styleId="a"><w:name w:val="Normal"/></w:style>', 0),
        ("loop", '<w:style w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>', 0),
        ("T", '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>', 1),
    ],
)
def test_headings_by_style(style: str, styles: str, level: int) -> None:
    (block,) = extract(docx(paragraph("บทที่หนึ่ง", style), styles)).blocks
    assert block.level == level
    assert block.shape is (Shape.HEADING if level else Shape.TEXT)


def test_outline_of_the_paragraph_wins() -> None:
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    levels = [extract(docx(paragraph("ก", "1", outline), styles)).blocks[0].level for outline in (0, 4, 9)]
    assert levels == [1, 5, 0]


def test_boxes_controls_links_and_deleted_words() -> None:
    box = f"<w:txbxContent>{paragraph('ในกล่อง')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('ในช่องกรอก')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>ดู</w:t><w:tab/></w:r><w:hyperlink><w:r><w:t>แผน ปี</w:t></w:r></w:hyperlink>"
        "<w:del><w:r><w:delText>ลบแล้ว</w:delText></w:r></w:del><w:r><w:br/><w:t>บรรทัดใหม่</w:t></w:r></w:p>"
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>นอกกล่อง</w:t></w:r></w:p>"
    )
    facts = extract(docx(body))
    assert [(b.text, b.links) for b in facts.blocks] == [
        ("ในช่องกรอก", 0),
        ("ดู แผน ปี", 5),
        ("บรรทัดใหม่", 0),
        ("นอกกล่อง", 0),
        ("ในกล่อง", 0),
    ]


def test_a_table_around_the_page_is_no_table() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ก</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>ข</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    facts = extract(docx(f"<w:tbl><w:tr><w:tc>{paragraph('หัว', outline=0)}{inner}</w:tc></w:tr></w:tbl>"))
    assert seen(facts) == [(Shape.HEADING, 1, "หัว"), (Shape.ROW, 0, "ก | ข")]


def test_a_file_of_pictures_alone_has_no_characters() -> None:
    body = '<w:p><w:r><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:r></w:p>'
    facts = extract(docx(body))
    assert (facts.health[0].characters, facts.health[0].pictures, facts.empty) == (0, 1, False)


def test_an_empty_file_is_empty() -> None:
    assert extract(docx("<w:p/>")).empty


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_corrupt(share: float) -> None:
    whole = docx(paragraph(PROSE * 50))
    facts = extract(whole[: int(len(whole) * share)])
    assert facts.corrupt.startswith("damaged")


def test_entities_are_not_opened() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "{"ก" * 50}"><!ENTITY b "{"&a;" * 50}">]><w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    facts = extract(zipped({"[Content_Types].xml": b"", "word/document.xml": bomb.encode()}))
    assert sum(len(block.text) for block in facts.blocks) < 50


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
 <office:body><office:text><text:h text:outline-level="2">หัวข้อ<text:s/>หนึ่ง</text:h>
 <text:p>ข้อความ<text:span>กลาง</text:span>ท้าย<text:tab/>จบ</text:p>
 <table:table><table:table-row><table:table-cell><text:p>ก</text:p></table:table-cell><table:table-cell/>
 <table:table-cell><text:p>ข</text:p><text:p>ค</text:p></table:table-cell></table:table-row></table:table>
 </office:text></office:body></office:document-content>"""


def test_odt() -> None:
    mimetype = b"application/vnd.oasis.opendocument.text"
    facts = extract(zipped({"mimetype": mimetype, "content.xml": ODT.encode()}))
    assert facts.kind is Kind.ODT
    assert seen(facts) == [
        (Shape.HEADING, 2, "หัวข้อ หนึ่ง"),
        (Shape.TEXT, 0, "ข้อความกลางท้าย จบ"),
        (Shape.ROW, 0, "ก | | ข ค"),
    ]


def test_a_locked_odt_is_encrypted() -> None:
    manifest = b"<manifest><encryption-data/></manifest>"
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"\x8f\x01",
        "META-INF/manifest.xml": manifest,
    }
    assert extract(zipped(members)).encrypted
