"""A zip whose every member is encrypted, the one that says what it is too."""

from __future__ import annotations

from documents.extract import extract
from tests.documents.making_documents import zipped


def locked(data: bytes) -> bytes:
    """The same zip with the sign of encryption on every member."""
    body = bytearray(data)
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := body.find(head, start + 1)) >= 0:
            body[start + at] |= 1
    return bytes(body)


def test_a_locked_open_document_is_no_error() -> None:
    members = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
    assert extract(zipped(members)).kind == "odt"
    assert not extract(locked(zipped(members))).corrupt.startswith("unforeseen")
