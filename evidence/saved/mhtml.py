"""MHTML files (RFC 2557): one page with its parts in a letter, as browsers and word processors save it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message

from evidence.errors import CopyError
from evidence.records import Outcome
from evidence.saved.records import MOST_BODY, Notes, Saved, bangkok, web_address

MOST_FILE = 200 * 1024 * 1024
"""Longest MHTML file that is read, in bytes: it is parsed in memory."""
MOST_PARTS = 5000
_HEAD = re.compile(rb"(?:[A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,60}", re.IGNORECASE)
_MARK = re.compile(rb"^content-type:\s*multipart/|^mime-version:|^snapshot-content-location:", re.I | re.M)


def looks_like_mhtml(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a letter with parts."""
    match = _HEAD.match(head.lstrip())
    return bool(match and _MARK.search(match[0]))


def read_mhtml(data: bytes, name: str, notes: Notes, base: str = "") -> Iterator[Saved]:
    """The page of an MHTML file and its parts.

    Args:
        data: the file.
        name: what to call it.
        notes: takes what there is to say.
        base: canonical address for a page that does not say its own; "" for none.

    Raises:
        CopyError: it is no MHTML file, or holds no page that says its web address.
    """
    try:
        letter = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in letter.walk() if not part.is_multipart()][:MOST_PARTS]
    except (RecursionError, ValueError, LookupError, AttributeError, IndexError, TypeError) as error:
        raise CopyError(f"{name}: cannot be read as an MHTML file") from error
    root = _root(letter, parts)
    if root is None:
        raise CopyError(f"{name}: no page in it: no MHTML file")
    address = _address(root) or web_address(_header(letter, "Snapshot-Content-Location")) or base
    if not address:
        raise CopyError(
            f"{name}: says no web address that it was saved from; give one as START_URL, with --from"
        )
    notes.start(address)
    yield from _saved(letter, root, parts, address, name, notes)


def _root(letter: Message, parts: list[Message]) -> Message | None:
    """The part that is the page: the one that the letter names as its start, else the first that is HTML."""
    start = letter.get_param("start")
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = [part for part in pages if isinstance(start, str) and _header(part, "Content-ID") == start]
    return next(iter([*named, *pages]), None)


def _saved(
    letter: Message, root: Message, parts: list[Message], address: str, name: str, notes: Notes
) -> Iterator[Saved]:
    when = bangkok(_header(letter, "Date"))
    maker = _header(letter, "From").strip("<> ")
    browser = maker[:100] if "blink" in maker.lower() or "webkit" in maker.lower() else ""
    places = {id(part): address if part is root else _address(part) for part in parts}
    frames = {f"cid:{_header(part, 'Content-ID').strip('<> ')}": places[id(part)] for part in parts}
    notes.links.append(lambda page, raw: frames.get(raw.strip(), ""))
    for number, part in enumerate(parts, 1):
        url = places[id(part)]
        if not url:
            continue
        body = _body(part)
        if body is None:
            notes.say(f"{name}, part {number}: cannot be read; left out")
            continue
        kind = _header(part, "Content-Type") or part.get_content_type()
        html = part.get_content_maintype() == "text" and part.get_content_subtype() == "html"
        yield Saved(
            url=url,
            body=b"" if len(body) > MOST_BODY else body,
            place=f"{name}, part {number}",
            saved_at=when,
            headers={"content-type": " ".join(kind.split())[:200]},
            page=part is root,
            browser=browser if html else "",
            outcome=Outcome.TOO_LARGE if len(body) > MOST_BODY else Outcome.ANSWERED,
        )


def _address(part: Message) -> str:
    return web_address(_header(part, "Content-Location"))


def _header(part: Message, name: str) -> str:
    """A header as text, white space folded; "" where there is none."""
    try:
        return (
            re.sub(r"\s+", "", str(part.get(name, "")))
            if name.endswith("ocation")
            else str(part.get(name, ""))
        )
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""


def _body(part: Message) -> bytes | None:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, IndexError, TypeError, RecursionError):
        return None
    return found if isinstance(found, bytes) else None
