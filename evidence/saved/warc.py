"""WARC files (ISO 28500), packed or not: a stream of records, of which answers, resources and revisits count.

The framing is read here and not by warcio: a foreign file may hold lines without end, lengths that lie and stretches
that are damaged, and each of these shall cost one note and a bounded amount of memory. Lost between two records, the
reader goes on at the next line that begins one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from evidence.records import Outcome, RunRecord
from evidence.saved.framing import DamagedError, Stream
from evidence.saved.http import MOST_HEAD, read_headers, read_reply
from evidence.saved.records import MOST_BODY, Notes, Saved, bangkok, web_address

RUN_NAME = "urn:oit:run"
"""Target of the metadata record that holds the run which a file was exported from."""
UNANSWERED_NAME = "urn:oit:unanswered:"
"""Before the address that the target of such a record as below means: no replay program takes that for an answer."""
UNANSWERED = "application/vnd.oit.unanswered+json"
"""Type of the metadata record that says what came of an address that did not answer."""
_VERSION = re.compile(rb"WARC/1\.\d+\s*$|WARC/0\.1[78]\s*$")
_LONGEST_LINE = 64 * 1024
_MOST_HEADERS = 200
_MOST_LOST = 256 * 1024 * 1024
_USED = frozenset({"response", "resource", "revisit", "request", "metadata"})


@dataclass(frozen=True, slots=True)
class _Record:
    number: int
    headers: dict[str, str]
    block: bytes
    whole: bool
    """The file holds all of the block."""
    long: bool
    """The block is longer than what was kept of it."""

    @property
    def type(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        return web_address(self.headers.get("warc-target-uri", "").strip("<> ").replace(" ", "%20"))

    @property
    def name(self) -> str:
        return self.headers.get("warc-record-id", "")


def read_warc(raw: IO[bytes], size: int, name: str, notes: Notes) -> Iterator[Saved]:
    """What a WARC file holds, record by record; a damaged one ends early, and the notes say so.

    Args:
        raw: the file, at its beginning; it can be rewound.
        size: its bytes.
        name: what to call it.
        notes: takes what there is to say.
    """
    try:
        for record in _records(Stream.unpacked(raw, size), name, notes):
            saved = _saved(record, f"{name}, record {record.number}", notes)
            if saved is not None:
                yield saved
    except DamagedError as error:
        notes.end(f"{name}: {error}; the rest was not read")


def looks_like_warc(head: bytes) -> bool:
    """Whether the first unpacked bytes of a file are a WARC's."""
    return bool(_VERSION.match(head.split(b"\n", 1)[0]))


def _records(stream: Stream, name: str, notes: Notes) -> Iterator[_Record]:
    number = lost = 0
    while line := stream.line(_LONGEST_LINE):
        if not line.strip():
            continue
        if not _VERSION.match(line):
            if not lost:
                notes.say(f"{name}: no record where one should begin, after {stream.at - len(line)} bytes")
            lost += len(line)
            if lost > _MOST_LOST:
                raise DamagedError(f"no record in {_MOST_LOST >> 20} MB, after {stream.at} bytes")
            continue
        number += 1
        lost = 0
        record = _record(stream, number)
        if record is None:
            notes.say(f"{name}, record {number}: its head is no head; left out")
            continue
        yield record
        if not record.whole:
            raise DamagedError(f"cut off in record {number}")


def _record(stream: Stream, number: int) -> _Record | None:
    lines: list[bytes] = []
    while (line := stream.line(_LONGEST_LINE)).strip():
        if len(lines) > _MOST_HEADERS or not line.endswith(b"\n"):
            return None
        lines.append(line)
    headers = read_headers(lines)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return None
    most = MOST_HEAD + MOST_BODY if headers.get("warc-type", "").lower() in _USED else 0
    block, there = stream.block(int(length), most)
    return _Record(number, headers, block, there == int(length), there > most)


def _saved(record: _Record, place: str, notes: Notes) -> Saved | None:
    """What one record says of an address, None where it says nothing that counts."""
    if record.type == "request":
        _withdraw_unless_get(record, notes)
        return None
    if record.type == "metadata":
        return _stated(record, place, notes)
    if record.type not in ("response", "resource", "revisit") or not record.url:
        return None
    if "warc-segment-number" in record.headers:
        notes.say(f"{place}: a record in segments; left out")
        return None
    return _resource(record, place, notes) if record.type == "resource" else _answer(record, place, notes)


def _withdraw_unless_get(record: _Record, notes: Notes) -> None:
    """The answer to a form is not what stands at the address."""
    if not record.block.startswith((b"GET ", b"HEAD ")):
        notes.withdrawn.add(record.headers.get("warc-concurrent-to", ""))


def _answer(record: _Record, place: str, notes: Notes) -> Saved | None:
    reply = read_reply(record.block, MOST_BODY)
    revisit = record.type == "revisit"
    if reply is None and not revisit:
        notes.say(f"{place}: no HTTP answer; left out")
        return None
    status, headers = (reply.status, reply.headers) if reply else (200, {})
    if status in (204, 304) and not revisit:
        return None
    if status == 206 and not _is_whole(headers):
        notes.say(f"{place}: a part of {record.url} only; left out")
        return None
    body = reply.body if reply and not revisit else b""
    faults = [
        reply.broken if reply else "",
        _altered(record, place, notes),
        "" if record.whole else "cut off",
    ]
    too_long = not revisit and (record.long or (reply is not None and reply.too_long))
    return Saved(
        url=record.url,
        body=b"" if too_long else body,
        place=place,
        saved_at=bangkok(record.headers.get("warc-date", "")),
        status=200 if status in (206, 304) else status,
        headers=headers,
        outcome=Outcome.TOO_LARGE if too_long else Outcome.ANSWERED,
        witness=", ".join(fault for fault in faults if fault),
        name=record.name,
        gives=() if revisit or too_long else _given(record),
        takes=_taken(record) if revisit else (),
    )


def _is_whole(headers: dict[str, str]) -> bool:
    """Whether a partial answer holds everything: `bytes 0-99/100`."""
    match = re.match(r"bytes\s+0-(\d{1,15})/(\d{1,15})$", headers.get("content-range", ""))
    return bool(match and int(match[1]) + 1 == int(match[2]))


def _resource(record: _Record, place: str, notes: Notes) -> Saved:
    """A thing that was saved without its HTTP answer: a rendered page, a file."""
    extra = _object(record.headers.get("warc-json-metadata", ""))
    browser = extra.get("browser", "")
    too_long = record.long or len(record.block) > MOST_BODY
    altered = _altered(record, place, notes)
    return Saved(
        url=record.url,
        body=b"" if too_long else record.block,
        place=place,
        saved_at=bangkok(record.headers.get("warc-date", "")),
        headers={"content-type": record.headers.get("content-type", "")},
        browser=browser[:100] if isinstance(browser, str) else "",
        outcome=Outcome.TOO_LARGE if too_long else Outcome.ANSWERED,
        witness=altered or ("" if record.whole else "cut off"),
        name=record.name,
        gives=_given(record),
    )


def _stated(record: _Record, place: str, notes: Notes) -> Saved | None:
    """What an export of this program says beside the answers: its run, and what came of addresses without one."""
    if record.headers.get("warc-target-uri") == RUN_NAME:
        try:
            notes.run = RunRecord.model_validate_json(record.block)
        except ValueError:
            notes.say(f"{place}: a record of a run that this version does not read; left out")
        return None
    target = record.headers.get("warc-target-uri", "")
    url = web_address(target.removeprefix(UNANSWERED_NAME))
    if record.headers.get("content-type") != UNANSWERED or not target.startswith(UNANSWERED_NAME) or not url:
        return None
    told = _object(record.block.decode("utf-8", "replace"))
    try:
        outcome = Outcome(str(told.get("outcome")))
    except ValueError:
        return None
    witness = told.get("witness")
    when = bangkok(record.headers.get("warc-date", ""))
    said = witness[:300] if isinstance(witness, str) else ""
    return Saved(url, b"", place, when, outcome=outcome, witness=said, name=record.name)


def _object(text: str) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _given(record: _Record) -> tuple[str, ...]:
    digest = record.headers.get("warc-payload-digest", "").lower()
    here = f"{record.url} {record.headers.get('warc-date', '')}"
    return tuple(mark for mark in (record.name, here, digest) if mark)


def _taken(record: _Record) -> tuple[str, ...]:
    """How a revisit names the record whose body it has: by its name, by address and date, by digest."""
    url = web_address(record.headers.get("warc-refers-to-target-uri", ""))
    there = f"{url} {record.headers.get('warc-refers-to-date', '')}" if url else ""
    marks = (
        record.headers.get("warc-refers-to", ""),
        there,
        record.headers.get("warc-payload-digest", "").lower(),
    )
    return tuple(mark for mark in marks if mark)


def _altered(record: _Record, place: str, notes: Notes) -> str:
    """Whether a block is not what its digest says."""
    kind, _, told = record.headers.get("warc-block-digest", "").partition(":")
    if not told or record.long or not record.whole or kind.lower() not in ("sha1", "sha256"):
        return ""
    digest = hashlib.new(kind.lower(), record.block, usedforsecurity=False)
    same = told.upper().rstrip("=") in (
        base64.b32encode(digest.digest()).decode().rstrip("="),
        digest.hexdigest().upper(),
    )
    if same:
        return ""
    notes.say(f"{place}: not what its digest says: altered or damaged ({record.url})")
    return "not what the copy's own digest says"
