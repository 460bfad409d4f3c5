"""Old Office files, presentations, RTF and ODS through the front door."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from documents.extract import extract
from documents.facts import Facts, Kind, Shape
from documents.legibility import Legibility, legibility
from tests.documents.making_documents import PROSE, zipped
from tests.documents.making_old_office import doc, ole, ppt

needs_catdoc = pytest.mark.skipif(shutil.which("catdoc") is None, reason="catdoc is not installed")
LINES = PROSE.strip().replace(" ", "\n")


def texts(facts: Facts) -> list[str]:
    return [block.text for block in facts.blocks]


@needs_catdoc
def test_an_old_word_file() -> None:
    facts = extract(doc(f"{LINES}\nลำดับ\tรายการ\tราคา\nวันที่\t1"))
    assert facts.kind is Kind.DOC
    assert texts(facts)[:3] == LINES.split("\n")[:3]
    assert [b.text for b in facts.blocks if b.shape is Shape.ROW] == ["ลำดับ | รายการ | ราคา"]
    assert legibility(facts) is Legibility.READABLE


def test_a_locked_old_word_file() -> None:
    facts = extract(doc(LINES, locked=True))
    assert (facts.encrypted, facts.corrupt, facts.blocks) == (True, "", ())


def test_a_locked_old_presentation() -> None:
    assert extract(ole("PowerPoint Document", "EncryptedSummary")).encrypted


@needs_catdoc
def test_an_old_presentation() -> None:
    facts = extract(ppt([["แผนปฏิบัติการ", "ปีงบประมาณ ๒๕๖๘"], ["โครงการ"]]))
    assert facts.kind is Kind.PPT
    assert texts(facts) == ["แผนปฏิบัติการ", "ปีงบประมาณ 2568", "โครงการ"]


@needs_catdoc
@pytest.mark.parametrize("made", [doc(LINES), ppt([LINES.split("\n")])])
def test_an_old_file_cut_short_is_said(made: bytes) -> None:
    facts = extract(made[:1500])
    assert facts.kind in {Kind.DOC, Kind.PPT}
    assert facts.corrupt or facts.truncated
    assert not facts.corrupt.startswith("unforeseen")
    assert not facts.empty


def test_without_catdoc_a_file_was_not_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert extract(doc(LINES)).corrupt == "limit: catdoc is not installed"


def test_an_old_presentation_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "catppt").write_text("#!/bin/sh\nwhile :; do echo สไลด์; done\n")
    (tmp_path / "catppt").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("documents.limits.TEXT_BYTES", 100_000)
    facts = extract(ppt([["ก"]]))
    assert facts.truncated
    assert texts(facts)[0] == "สไลด์"


RTF = (
    r"{\rtf1\ansi\ansicpg874\deff0{\fonttbl{\f0\fnil\fcharset222 Made;}}{\*\generator made;}\f0 %s\par "
    r"\u3611?\u3637? \u3650\u3653?\u3654?\u3656?\par{\trowd\cellx100\cellx200 %s\cell 25\cell\row}}"
)


def rtf(first: str, cell: str) -> bytes:
    coded = ["".join(f"\\'{byte:02x}" for byte in text.encode("cp874")) for text in (first, cell)]
    return (RTF % tuple(coded)).encode("ascii")


def test_rtf_in_both_codings_of_thai() -> None:
    facts = extract(rtf("ประกาศสำนักงานเขต", "งบประมาณ"))
    assert facts.kind is Kind.RTF
    assert texts(facts)[0] == "ประกาศสำนักงานเขต"
    assert texts(facts)[1].startswith("ปี")
    assert [b.text for b in facts.blocks if b.shape is Shape.ROW] == ["งบประมาณ | 25"]


def test_rtf_that_is_damaged_is_corrupt_or_cut() -> None:
    facts = extract(rb"{\rtf1 \u99999999999999999999 x}")
    assert facts.corrupt == "damaged RTF: OverflowError"


A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def pptx(*slides: str) -> bytes:
    """A presentation whose slides stand in the opposite order of their files' names."""
    numbers = range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId r:id="r{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="r{n}" Target="slides/slide{len(slides) + 1 - n}.xml"/>' for n in numbers
    )
    members = {
        "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    for number, slide in zip(numbers, slides, strict=True):
        members[f"ppt/slides/slide{len(slides) + 1 - number}.xml"] = slide
    return zipped({name: text.encode() for name, text in members.items()})


def slide(inner: str, more: str = "") -> str:
    return f"<p:sld {P} {A} {R} {more}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"


def shape(text: str, kind: str = "") -> str:
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody>{words}</p:txBody></p:sp>"


TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>ต.ค.</a:t></a:r></a:p></a:txBody></a:tc>"
    "<a:tc><a:txBody><a:p><a:r><a:t>ไม่มี</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)


def test_slides_are_pages_in_the_order_of_the_show() -> None:
    facts = extract(
        pptx(
            slide(shape("แผนปฏิบัติการ", "ctrTitle") + shape(LINES)),
            slide(shape("ซ่อน"), 'show="0"'),
            slide(TABLE + "<p:pic><p:blipFill><a:blip/></p:blipFill></p:pic>"),
        )
    )
    assert (facts.kind, facts.pages) == (Kind.PPTX, 3)
    first = facts.blocks[0]
    assert (first.text, first.shape, first.page) == ("แผนปฏิบัติการ", Shape.HEADING, 1)
    assert "ซ่อน" not in texts(facts)
    last = facts.blocks[-1]
    assert (last.text, last.shape, last.page) == ("ต.ค. | ไม่มี", Shape.ROW, 3)
    assert [page.pictures for page in facts.health] == [0, 0, 1]


def test_a_presentation_without_its_list_is_corrupt() -> None:
    assert extract(zipped({"ppt/presentation.xml": b"<p/>"})).corrupt == "no list of slides"


ODP = """<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:p="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"><o:body><o:presentation>
 <d:page><d:frame p:class="title"><d:text-box><t:p>แผนงาน</t:p></d:text-box></d:frame>
 <d:frame><d:text-box><t:p>ข้อความ</t:p></d:text-box></d:frame><p:notes><t:p>บันทึกของผู้พูด</t:p></p:notes></d:page>
 <d:page><d:frame><d:image/></d:frame></d:page></o:presentation></o:body></o:document-content>"""


def test_open_presentations_have_slides_too() -> None:
    mimetype = b"application/vnd.oasis.opendocument.presentation"
    facts = extract(zipped({"mimetype": mimetype, "content.xml": ODP.encode()}))
    assert (facts.kind, facts.pages) == (Kind.ODP, 2)
    assert [(b.text, b.shape, b.page) for b in facts.blocks] == [
        ("แผนงาน", Shape.HEADING, 1),
        ("ข้อความ", Shape.TEXT, 1),
    ]
    assert [page.pictures for page in facts.health] == [0, 1]
