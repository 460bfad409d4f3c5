"""What a body is, by its content. Names and declared types are often wrong; only CSV against text asks them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents import ole
from documents.archive import Archive
from documents.facts import Kind
from documents.limits import DamagedError
from documents.pictures import picture_type
from documents.plain import decode_plain, is_textual, sniff_delimiter

_HEAD = 1024
_HTML_HEAD = 4096
_HTML_TAGS = rb"html|head|body|title|meta|table|div|frameset|script|center|p|h[1-6]|ul|br|a|link|style|font|span|form|b|img"
_HTML = re.compile(rb"<!doctype\s+html|<(?:" + _HTML_TAGS + rb")(?:\s[^<]*)?/?>", re.I)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html)", re.I | re.S
)
_XML_START = re.compile(rb"\s*<(?:\?xml|[a-z][\w:.-]*(?:\s[^<>]*)?>)", re.I)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<[!?][^>]*>\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:rdf)[\s>]", re.I
)
_TAGS_IN_TEXT = 2
"""A text that does not begin with a tag may hold so many and be no page."""
_JSON_START = re.compile(rb"\s*[\[{]\s*[\"\[{\]}\d\-tfn]")
_BOM8 = b"\xef\xbb\xbf"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    "word/document.xml": (Kind.DOCX, _OFFICE + "wordprocessingml.document"),
    "xl/workbook.xml": (Kind.XLSX, _OFFICE + "spreadsheetml.sheet"),
    "xl/workbook.bin": (Kind.XLSX, "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    "ppt/presentation.xml": (Kind.OTHER, _OFFICE + "presentationml.presentation"),
}
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    "application/vnd.oasis.opendocument.text": Kind.ODT,
}
_OLD_OFFICE = (
    ("WordDocument", Kind.OTHER, "application/msword"),
    ("PowerPoint Document", Kind.OTHER, "application/vnd.ms-powerpoint"),
    ("Workbook", Kind.XLS, "application/vnd.ms-excel"),
    ("Book", Kind.XLS, "application/vnd.ms-excel"),
    ("EncryptedPackage", Kind.OTHER, "application/vnd.ms-office"),
)
_STARTS = (
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"RIFF", "application/x-riff"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"MZ", "application/x-msdownload"),
    (b"%!PS", "application/postscript"),
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a body is."""

    kind: Kind
    media_type: str
    encrypted: bool = False


def sniff(body: bytes, *, table: bool = False) -> Sniffed:
    """Kind and media type of a body by its content.

    Args:
        body: the bytes; an empty body is kind OTHER of type "application/x-empty".
        table: whether the address or the declared type says CSV; asked only of text that has no clear shape.
    """
    if not body:
        return Sniffed(Kind.OTHER, "application/x-empty")
    head = body[:_HEAD]
    if b"%PDF-" in head and not _HTML_START.match(body[:_HEAD]):
        return Sniffed(Kind.PDF, "application/pdf")
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(body)
    if body.startswith(ole.MAGIC):
        return _old_office(body)
    picture = picture_type(body)
    if picture:
        return Sniffed(Kind.IMAGE, picture)
    return _binary(body) or _textual(body, table=table)


def _zipped(body: bytes) -> Sniffed:
    try:
        archive = Archive(body)
        names = set(archive.names)
        declared = archive.read("mimetype") if "mimetype" in names else None
    except DamagedError:
        return _damaged_zip(body)
    for name, (kind, media_type) in _ZIPPED.items():
        if name in names:
            return Sniffed(kind, media_type)
    media_type = (declared or b"")[:100].decode("ascii", "replace").strip()
    if media_type.startswith("application/"):
        return Sniffed(_OPEN_DOCUMENTS.get(media_type, Kind.OTHER), media_type)
    return Sniffed(Kind.OTHER, "application/zip")


def _damaged_zip(body: bytes) -> Sniffed:
    """A zip whose directory is gone (a download cut short) still names its first members in clear."""
    for name, (kind, media_type) in _ZIPPED.items():
        folder = name.partition("/")[0].encode() + b"/"
        if name.encode() in body or (body.find(folder) >= 0 and b"[Content_Types].xml" in body):
            return Sniffed(kind, media_type)
    for media_type, kind in _OPEN_DOCUMENTS.items():
        if media_type.encode() in body[:_HEAD]:
            return Sniffed(kind, media_type)
    return Sniffed(Kind.OTHER, "application/zip")


def _old_office(body: bytes) -> Sniffed:
    names = ole.root_names(body)
    for name, kind, media_type in _OLD_OFFICE:
        if name in names:
            return Sniffed(kind, media_type, encrypted=name == "EncryptedPackage")
    return Sniffed(Kind.OTHER, "application/x-ole-storage")


def _binary(body: bytes) -> Sniffed | None:
    for start, media_type in _STARTS:
        if body.startswith(start):
            return Sniffed(Kind.OTHER, media_type)
    if body[4:8] == b"ftyp":
        return Sniffed(Kind.OTHER, "video/mp4")
    return None


def _textual(body: bytes, *, table: bool) -> Sniffed:
    if _HTML_START.match(body.removeprefix(_BOM8)[:_HTML_HEAD]):
        return Sniffed(Kind.HTML, "text/html")
    if not is_textual(body):
        return Sniffed(Kind.OTHER, "application/octet-stream")
    text, _ = decode_plain(body)
    head = text[:_HTML_HEAD].encode("utf-8", "replace")
    if _is_html(head, table=table):
        return Sniffed(Kind.HTML, "text/html")
    if _XML_START.match(head):
        return Sniffed(Kind.OTHER, "application/xml")
    if sniff_delimiter(text, table=table):
        return Sniffed(Kind.CSV, "text/csv")
    return Sniffed(Kind.TEXT, "application/json" if _JSON_START.match(head) else "text/plain")


def _is_html(head: bytes, *, table: bool) -> bool:
    """Whether text without a doctype is a page, or the part of one."""
    if _FEED.match(head):
        return False
    tags = len(_HTML.findall(head))
    if _XML_START.match(head):
        return tags > 0 and (not head.lstrip().startswith(b"<?xml") or b"<html" in head.lower())
    return not table and tags > _TAGS_IN_TEXT
