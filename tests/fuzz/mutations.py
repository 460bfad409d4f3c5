"""Damage as it happens and as it is made: small real files with bytes flipped, parts cut, repeated, moved and forged."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

Draw = TypeVar("Draw")
_NUMBER = re.compile(rb"\d{1,12}")
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e309", b"")
_LONGEST = 400_000
"""Bytes of an input: repeating must not make the fuzzer measure nothing but length."""
_MOST_CHANGES = 6


@st.composite
def damaged(draw: Callable[..., Draw], seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """One of some files after up to six changes; in a packed one they may fall on what is packed in it."""
    data = draw(st.sampled_from(seeds))
    if data.startswith(b"PK\x03\x04") and draw(st.booleans()):
        return _repacked(draw, data, seeds, tokens)
    if data.startswith(b"\x1f\x8b") and draw(st.booleans()):
        return gzip.compress(_changed(draw, _gunzipped(data), seeds, tokens), mtime=0)
    return _changed(draw, data, seeds, tokens)


def _changed(
    draw: Callable[..., Draw], data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    for kind in draw(st.lists(st.sampled_from(sorted(_KINDS)), max_size=_MOST_CHANGES)):
        at = draw(st.integers(0, len(data)))
        data = _KINDS[kind](draw, data, at, seeds, tokens)[:_LONGEST]
    return data


def _flip(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    if at >= len(data):
        return data
    return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]


def _cut(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    return data[:at] + data[at + draw(st.integers(1, 64)) :]


def _end(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    return data[:at]


def _insert(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    return data[:at] + draw(st.sampled_from(tokens) | st.binary(max_size=8)) + data[at:]


def _pile(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    """The same thing again and again: what nests or repeats does so without end."""
    times = draw(st.sampled_from([3, 40, 700, 6000]))
    return data[:at] + draw(st.sampled_from(tokens)) * times + data[at:]


def _repeat(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    part = data[at : at + draw(st.integers(1, 400))]
    return data[:at] + part * draw(st.integers(2, 20)) + data[at:]


def _number(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    match = _NUMBER.search(data, at)
    if match is None:
        return data
    return data[: match.start()] + draw(st.sampled_from(_NUMBERS)) + data[match.end() :]


def _binary_number(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    value = draw(st.sampled_from([0, 1, 0x7F, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF]))
    size = draw(st.sampled_from([1, 2, 4]))
    return data[:at] + (value & (256**size - 1)).to_bytes(size, "little") + data[at + size :]


def _splice(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    other = draw(st.sampled_from(seeds))
    return data[:at] + other[draw(st.integers(0, len(other))) :]


def _swap(
    draw: Callable[..., Draw], data: bytes, at: int, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    size = draw(st.integers(1, 200))
    return data[:at] + data[at + size : at + 2 * size] + data[at : at + size] + data[at + 2 * size :]


_KINDS = {
    "flip": _flip,
    "cut": _cut,
    "end": _end,
    "insert": _insert,
    "pile": _pile,
    "repeat": _repeat,
    "number": _number,
    "binary number": _binary_number,
    "splice": _splice,
    "swap": _swap,
}


def _repacked(
    draw: Callable[..., Draw], data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    """A zip whose members are whole as zip goes, and one of them is damaged inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {info.filename: packed.read(info) for info in packed.infolist()}
    name = draw(st.sampled_from(sorted(members)))
    members[name] = _changed(draw, members[name], [members[name]], tokens)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members.items():
            packed.writestr(zipfile.ZipInfo(member, (2025, 4, 30, 0, 0, 0)), content)
    return out.getvalue()


def _gunzipped(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data
