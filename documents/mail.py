"""E-mail and MHTML: the text of a message and the documents attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from documents import limits
from documents.blocks import Draft, clean, settle
from documents.bundle import Member, Read, joined
from documents.facts import Facts, Kind, Shape

MEDIA_TYPE = "message/rfc822"
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*")
_MACHINE_MADE = frozenset({b"mime-version", b"received", b"message-id"})
"""Headers that no person writes at the head of a memo."""
_TELLING = _MACHINE_MADE | {b"from", b"to", b"subject", b"date", b"content-type"}
_LEAST_TELLING = 3
_HEAD = 8192
_DECORATION = ("image/", "font/", "text/css", "text/javascript", "application/javascript", "audio/", "video/")
_MOST_PARTS = 2_000
_BAD = (MessageError, ValueError, LookupError, TypeError, OverflowError)
"""What the parser of the standard library raises for headers and parts that are spoilt."""


def is_mail(body: bytes) -> bool:
    """Whether a text begins with the headers of a message."""
    head, at, seen = body[:_HEAD].lstrip(b"\r\n"), 0, set()
    while found := _HEADER.match(head, at):
        seen.add(found[1].lower())
        at = found.end()
    return len(seen & _TELLING) >= _LEAST_TELLING and bool(seen & _MACHINE_MADE)


def read_mail(body: bytes, extractor: str, read: Read) -> Facts:
    """The facts of a message: its subject, its text, then each attachment under its name."""
    base = Facts(kind=Kind.MAIL, media_type=MEDIA_TYPE, extractor=extractor)
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(body)
        parts = list(_parts(message))
    except (RecursionError, *_BAD) as error:
        return base.model_copy(update={"corrupt": f"damaged message: {type(error).__name__}"})
    subject = _header(message, "Subject")
    head, _ = settle([Draft(subject, Shape.TITLE)] if subject.strip() else [])
    known = {
        "title": clean(subject),
        "author": clean(_header(message, "From")),
        "created": _day(message),
        "blocks": tuple(head),
    }
    members = (_member(part, number, read) for number, part in enumerate(parts))
    return joined(base.model_copy(update=known), members, more=len(parts) > limits.BUNDLE_MEMBERS)


def _header(message: Message, name: str) -> str:
    """A header's words. Encoded words in an unknown charset stay as they are."""
    given = str(message.get(name, ""))
    try:
        return str(make_header(decode_header(given)))
    except _BAD:
        return given


def _day(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).isoformat()
    except _BAD:
        return ""


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold documents, in order: of alternatives the richest, of a saved page no decoration."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        children = part.get_payload() if part.is_multipart() else None
        if not isinstance(children, list):
            if part.get_filename() or not part.get_content_type().startswith(_DECORATION):
                yield part
            continue
        inner = [child for child in children if isinstance(child, Message)]
        if part.get_content_type() == "multipart/alternative":
            inner = inner[-1:]
        waiting.extend(reversed(inner))


def _member(part: Message, number: int, read: Read) -> Member:
    try:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
        name = clean(part.get_filename() or "")
    except _BAD:
        payload, charset, name = b"", "", ""
    body = payload if isinstance(payload, bytes) else b""
    facts = read(body, part.get_content_type(), charset, name)
    return Member(name or ("" if number == 0 else f"part {number + 1}"), facts)
