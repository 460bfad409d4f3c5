"""An HTTP answer as WARC files keep it: status line, headers, and a body that may be chunked and packed."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

import brotli
import zstandard

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
MOST_HEAD = 256 * 1024
"""Longest status line and headers together, in bytes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, decoded."""

    status: int
    headers: dict[str, str]
    body: bytes
    too_long: bool = False
    """The decoded body is longer than asked for: it is cut."""
    broken: str = ""
    """Why the body could not be decoded to its end, "" where it could."""


def read_reply(block: bytes, most: int) -> Reply | None:
    """The answer that a block holds, its body cut at `most` bytes; None where it begins with no status line."""
    match = _STATUS.match(block)
    if match is None:
        return None
    end = _HEAD_END.search(block, 0, MOST_HEAD)
    head = block[: end.start()] if end else block[:MOST_HEAD]
    headers = read_headers(head.split(b"\n")[1:])
    body = block[end.end() :] if end else b""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = unchunked(body)
    broken = ""
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body, fault = _decoded(body, coding.strip(), most)
        broken = broken or fault
    return Reply(int(match[1]), headers, body[:most], len(body) > most, broken)


def read_headers(lines: list[bytes]) -> dict[str, str]:
    """Headers by lower-case name; of one that is repeated, the first. Folded lines are joined."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        text = _text(line.strip(b"\r\n"))
        if text[:1] in (" ", "\t") and name:
            found[name] += f" {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if colon and name and name not in found:
            found[name] = value.strip()
        else:
            name = ""
    return found


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def unchunked(body: bytes) -> bytes:
    """A body without its chunk marks. Many tools keep the header and drop the marks: such a body stays as it is."""
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        start = match.end()
        parts.append(body[start : start + size])
        at = start + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(parts) if parts and at >= len(body) else body


def _decoded(body: bytes, coding: str, most: int) -> tuple[bytes, str]:
    """A body without one content coding, cut one byte after `most`; and what went wrong.

    A body that does not begin as its coding does was decoded by the tool that saved it.
    """
    if coding in ("", "identity") or not body:
        return body, ""
    try:
        if coding in ("gzip", "x-gzip"):
            return _inflated(body, 31, most) if body[:2] == b"\x1f\x8b" else (body, "")
        if coding == "deflate":
            return _inflated(body, 15 if body[0] & 15 == 8 else -15, most)
        if coding == "br":
            return brotli.Decompressor().process(body, output_buffer_limit=most + 1)[: most + 1], ""
        if coding == "zstd":
            return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read(most + 1), ""
    except (zlib.error, brotli.error, zstandard.ZstdError, MemoryError):
        return body, ""
    return body, f"packed in a way that is not known here ({coding[:20]})"


def _inflated(body: bytes, bits: int, most: int) -> tuple[bytes, str]:
    machine = zlib.decompressobj(wbits=bits)
    found = bytearray()
    fault = ""
    at = 0
    while at < len(body) and len(found) <= most and not machine.eof:
        try:
            piece = body[at : at + 65536]
            found += machine.decompress(piece, most + 1 - len(found))
        except zlib.error:
            if not found:
                raise
            fault = "its packed body is damaged"
            break
        at += len(piece)
        while machine.unconsumed_tail and len(found) <= most:
            found += machine.decompress(machine.unconsumed_tail, most + 1 - len(found))
    if not machine.eof and len(found) <= most and not fault:
        fault = "its packed body is cut off"
    return bytes(found), fault
