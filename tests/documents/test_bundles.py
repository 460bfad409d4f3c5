"""Files that hold other files: ZIP, gzip, e-mail and saved pages."""

from __future__ import annotations

import gzip
import io
import zipfile
from email.message import EmailMessage

import pytest

from documents import limits
from documents.extract import extract
from documents.facts import Facts, Kind, Shape
from documents.legibility import Legibility, legibility
from documents.ocr import is_unread
from tests.documents.making_documents import PROSE, docx, pdf, png, zipped
from tests.documents.making_scans import scan

LINES = PROSE.strip().replace(" ", "\n")
PLAN = pdf(["แผนปฏิบัติการ\n" + LINES, "หน้าที่สอง\n" + LINES])
MEMO = docx(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>")


def headings(facts: Facts) -> list[tuple[str, int | None]]:
    return [(block.text, block.page) for block in facts.blocks if block.shape is Shape.HEADING]


def test_members_follow_one_another() -> None:
    facts = extract(zipped({"แผน/แผน.pdf": PLAN, "__MACOSX/._x": b"x", "Thumbs.db": b"x", "บันทึก.docx": MEMO}))
    assert (facts.kind, facts.pages, len(facts.health)) == (Kind.ARCHIVE, 3, 3)
    assert headings(facts) == [("แผน/แผน.pdf", 1), ("บันทึก.docx", 3)]
    assert next(block.page for block in facts.blocks if block.text == "หน้าที่สอง") == 2
    assert facts.blocks[-1].page == 3
    assert legibility(facts) is Legibility.READABLE


def test_names_of_old_packers_are_thai() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xxxx.txt", "ประกาศ")
    body = out.getvalue().replace(b"xxxx.txt", "แผน1".encode("cp874") + b".txt")
    assert headings(extract(body)) == [("แผน1.txt", 1)]


def test_what_cannot_be_read_is_named() -> None:
    facts = extract(zipped({"a.pdf": PLAN[:60], "b.rar": b"Rar!\x1a\x07\x01\0", "c.txt": "ประกาศ".encode()}))
    assert [note.split(":")[0] for note in facts.notes] == ["a.pdf", "b.rar"]
    assert facts.notes[1] == "b.rar: not read, application/vnd.rar"
    assert facts.corrupt == ""
    assert extract(zipped({"a.pdf": PLAN[:60]})).corrupt.startswith("a.pdf: ")
    alone = extract(zipped({"b.rar": b"Rar!\x1a\x07\x01\0"}))
    assert legibility(alone) is Legibility.NOT_TEXT
    assert extract(zipped({})).empty


def locked(body: bytes) -> bytes:
    """The same archive, its members marked as encrypted."""
    changed = bytearray(body)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(mark, place + 1)
    return bytes(changed)


def test_an_archive_with_a_password_is_encrypted() -> None:
    facts = extract(locked(zipped({"a.txt": b"x"})))
    assert facts.encrypted
    assert facts.notes == ("a.txt: encrypted",)


def test_archives_in_archives_are_opened_once() -> None:
    inner = zipped({"ใน.txt": "ประกาศ".encode()})
    facts = extract(zipped({"ชั้น1.zip": inner}))
    assert headings(facts) == [("ชั้น1.zip", 1), ("ใน.txt", 1)]
    deeper = extract(zipped({"ก.zip": zipped({"ข.zip": inner})}))
    assert "ประกาศ" not in [block.text for block in deeper.blocks]
    assert deeper.notes == ("ก.zip: ข.zip: not read, application/zip",)


def test_bombs_are_met_by_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"a.txt": bytes(50_000_000)})
    assert "limit: unpacks to more than 200 times its size" in extract(bomb).corrupt
    nested = extract(zipped({f"{n}.zip": bomb for n in range(3)}))
    assert nested.corrupt
    assert "limit" in extract(gzip.compress(bytes(50_000_000))).corrupt
    monkeypatch.setattr(limits, "BUNDLE_MEMBERS", 3)
    many = extract(zipped({f"{n}.txt": b"x" for n in range(9)}))
    assert many.truncated
    assert len(headings(many)) == 3


def test_a_scan_in_an_archive_asks_for_ocr() -> None:
    facts = extract(zipped({"สแกน.pdf": scan([["ประกาศ"]]), "a.png": png(8, 8)}))
    assert is_unread(facts)
    assert legibility(facts) is Legibility.UNREADABLE


def test_gzip_is_looked_through() -> None:
    facts = extract(gzip.compress(PLAN))
    assert (facts.kind, facts.pages) == (Kind.PDF, 2)
    assert facts.notes == ("unpacked from gzip",)
    assert extract(gzip.compress(PLAN)[:-20]).corrupt.startswith("damaged gzip")


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = "ฝ่ายปกครอง <office@tong.example>"
    message["Subject"] = "ส่งแผนปฏิบัติการ ประจำปี ๒๕๖๘"
    message["Date"] = "Mon, 31 Mar 2025 09:00:00 +0700"
    message.set_content("ข้อความธรรมดา")
    message.add_alternative(f"<html><body><p>{PROSE}</p></body></html>", subtype="html")
    message.add_attachment(PLAN, maintype="application", subtype="pdf", filename="แผน.pdf")
    message["Message-ID"] = "<1@tong.example>"
    return message.as_bytes()


def test_a_message_with_its_attachment() -> None:
    facts = extract(mail())
    assert facts.kind is Kind.MAIL
    assert facts.title == "ส่งแผนปฏิบัติการ ประจำปี 2568"
    assert "ฝ่ายปกครอง" in facts.author
    assert facts.created == "2025-03-31T09:00:00+07:00"
    words = [block.text for block in facts.blocks]
    assert "ข้อความธรรมดา" not in words
    assert any("ต่อต้านการรับสินบน" in text for text in words)
    assert headings(facts) == [("แผน.pdf", 2)]
    assert facts.pages == 3


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: http://tong.example/
Subject: =?utf-8?Q?=E0=B9=80=E0=B8=82=E0=B8=95?=
Date: Mon, 31 Mar 2025 09:00:00 +0700
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Transfer-Encoding: 8bit
Content-Location: http://tong.example/

<html><head><meta charset=utf-8></head><body><p>{}</p></body></html>
--b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""


def test_a_saved_page() -> None:
    facts = extract(MHTML.format(PROSE).replace("\n", "\r\n").encode())
    assert (facts.kind, facts.title, facts.pages) == (Kind.MAIL, "เขต", 1)
    assert [block.text for block in facts.blocks if block.shape is Shape.TEXT] == [PROSE.strip()]
    assert facts.notes == ()


@pytest.mark.parametrize(
    "spoilt",
    [
        mail().replace(b"base64", b"x-unknown"),
        mail().replace(b"utf-8", b"no-such-charset"),
        mail()[: len(mail()) // 2],
        mail().replace(b"=?utf-8?", b"=?utf-8?b?x?= =?utf-8?", 1),
        mail().replace(b"Mon, 31 Mar 2025", b"yesterday"),
    ],
)
def test_damaged_messages_are_read_as_far_as_they_go(spoilt: bytes) -> None:
    facts = extract(spoilt)
    assert facts.kind is Kind.MAIL
    assert not facts.corrupt.startswith("unforeseen")
    assert facts.title
