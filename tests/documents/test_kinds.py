"""What bodies are, whatever their names say; pictures; limits on containers."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from documents import limits
from documents.extract import extract
from documents.facts import Kind
from tests.documents.making_documents import docx, pdf, png, zipped
from tests.documents.making_old_office import ole


@pytest.mark.parametrize(
    ("body", "kind", "media_type"),
    [
        (pdf(["ก"]), Kind.PDF, "application/pdf"),
        (
            docx("<w:p/>"),
            Kind.DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped({"แผน.pdf": b"x"}), Kind.ARCHIVE, "application/zip"),
        (
            zipped({"ppt/presentation.xml": b"<p/>"}),
            Kind.PPTX,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        (ole("WordDocument", "1Table"), Kind.DOC, "application/msword"),
        (ole("ObjectPool", "PowerPoint Document"), Kind.PPT, "application/vnd.ms-powerpoint"),
        (ole("Workbook"), Kind.XLS, "application/vnd.ms-excel"),
        (ole("Thumbs"), Kind.OTHER, "application/x-ole-storage"),
        (b"", Kind.OTHER, "application/x-empty"),
        (b"<html>x", Kind.HTML, "text/html"),
        (
            b"<!-- made by hand --><!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><p>x",
            Kind.HTML,
            "text/html",
        ),
        (b"\xef\xbb\xbf<!doctype html><p>x", Kind.HTML, "text/html"),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>x</body></html>",
            Kind.HTML,
            "text/html",
        ),
        (b"<div class='x'>ab</div>", Kind.HTML, "text/html"),
        (b"Warning: mysql on line 3 <br><b>x</b><table><tr><td>y</table>", Kind.HTML, "text/html"),
        (
            b"<?xml version='1.0'?><rss><channel><title>x</title><link>y</link></channel></rss>",
            Kind.OTHER,
            "application/xml",
        ),
        (b"<urlset xmlns='x'><url><loc>y</loc></url></urlset>", Kind.OTHER, "application/xml"),
        (b"{\\rtf1\\ansi x}", Kind.RTF, "application/rtf"),
        (b"Rar!\x1a\x07\x01\x00", Kind.OTHER, "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", Kind.OTHER, "application/x-7z-compressed"),
        (b"\x1f\x8b\x08" + bytes(9), Kind.ARCHIVE, "application/gzip"),
        (b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\ny", Kind.MAIL, "message/rfc822"),
        ("From: ฝ่ายปกครอง\nSubject: แผน\nDate: 1 มี.ค.\n".encode(), Kind.TEXT, "text/plain"),
        (b"\0\0\0\x18ftypmp42", Kind.OTHER, "video/mp4"),
        (bytes(range(256)) * 4, Kind.OTHER, "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind.IMAGE, "image/svg+xml"),
        (b"GIF89a\x01\x00\x01\x00", Kind.IMAGE, "image/gif"),
    ],
)
def test_by_content(body: bytes, kind: Kind, media_type: str) -> None:
    facts = extract(body, declared_type="application/pdf", url="https://example.test/a.pdf")
    assert (facts.kind, facts.media_type) == (kind, media_type)


def test_a_locked_office_file_is_encrypted() -> None:
    facts = extract(ole("EncryptionInfo", "EncryptedPackage"))
    assert facts.encrypted
    assert facts.kind is Kind.OTHER


def test_no_bytes_are_empty() -> None:
    assert extract(b"").empty


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08" + struct.pack(">2H", 30, 40) + bytes(8)
TIFF = (
    b"II*\0\x08\0\0\0\x02\0" + struct.pack("<2HIHH", 256, 3, 1, 40, 0) + struct.pack("<2HII", 257, 4, 1, 30)
)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (png(40, 30), "image/png"),
        (b"GIF87a" + struct.pack("<2H", 40, 30), "image/gif"),
        (JPEG, "image/jpeg"),
        (TIFF, "image/tiff"),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + bytes([39, 0, 0, 29, 0, 0]), "image/webp"),
        (b"BM" + bytes(12) + struct.pack("<I2i", 40, 40, -30) + bytes(8), "image/bmp"),
        (b"<?xml version='1.0'?>\n<svg height='30' viewBox='0 0 1 1' width='40'></svg>", "image/svg+xml"),
    ],
)
def test_pictures(body: bytes, media_type: str) -> None:
    facts = extract(body)
    assert (facts.kind, facts.media_type) == (Kind.IMAGE, media_type)
    assert facts.notes == ("40 × 30 pixels",)
    assert facts.blocks == ()


@pytest.mark.parametrize("body", [png(40, 30)[:18], JPEG[:9], TIFF[:12]])
def test_a_picture_cut_short_has_no_size(body: bytes) -> None:
    assert extract(body).notes == ("the size of the picture cannot be told",)


def test_a_bomb_is_met_by_the_ratio() -> None:
    facts = extract(docx("<w:p/>", word__media__a=bytes(30_000_000)))
    assert facts.corrupt == ""  # a member that nobody reads costs nothing
    facts = extract(docx("<w:p/>" + " " * 30_000_000))
    assert facts.corrupt == f"limit: unpacks to more than {limits.RATIO} times its size"


def test_sizes_in_headers_are_not_believed() -> None:
    body = bytearray(docx("<w:p/>" + " " * 30_000_000))
    directory = body.rindex(b"PK\x01\x02", 0, body.rindex(b"word/document.xml"))
    struct.pack_into("<I", body, directory + 24, 100)
    facts = extract(bytes(body))
    assert facts.kind is Kind.DOCX
    assert facts.corrupt.startswith(("limit", "damaged")) or facts.empty


def test_too_many_members() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(limits.MEMBERS):
            archive.writestr(f"word/{number}", b"")
        archive.writestr("word/document.xml", b"<x/>")
    facts = extract(out.getvalue())
    assert facts.corrupt.startswith("limit: more than 2,000 members")
