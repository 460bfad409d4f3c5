"""Records to stored values and back, without validation: what the store wrote was valid when it was written.

Validating 100,000 links again would cost more time than judging them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

import zstandard

from evidence.records import Capture, Link, LinkKind, Outcome, Record, Redirect, Role, Zone

CAPTURE_COLUMNS = tuple(Capture.model_fields)
DEFAULTS = {"browser": "", "not_modified": 0, "first_seen": ""}
"""Stored values of the columns that stores of version 1 lack."""
_LINK_FIELDS = tuple(name for name in Link.model_fields if name != "source")
_KIND = {kind.value: kind for kind in LinkKind}
_ZONE = {zone.value: zone for zone in Zone}
_ROLE = {role.value: role for role in Role}
_OUTCOME = {outcome.value: outcome for outcome in Outcome}
_LINK_SET = set(Link.model_fields)
_CAPTURE_SET = set(Capture.model_fields)
_MAX_BLOB = 1 << 28

RecordT = TypeVar("RecordT", bound=Record)
_put = object.__setattr__
_new_link = Link.__new__


def _built(kind: type[RecordT], values: dict[str, Any], fields: set[str]) -> RecordT:
    """A record from trusted values: what `model_construct` does, at a fifth of its price."""
    record = kind.__new__(kind)
    _put(record, "__dict__", values)
    _put(record, "__pydantic_fields_set__", fields)
    _put(record, "__pydantic_extra__", None)
    _put(record, "__pydantic_private__", None)
    return record


def capture_row(capture: Capture) -> tuple[object, ...]:
    """A capture as the values of one row, in the order of `CAPTURE_COLUMNS`."""
    values = dict(capture.__dict__)
    values["headers"] = json.dumps(capture.headers, ensure_ascii=False, sort_keys=True)
    values["redirects"] = json.dumps([(r.url, r.status, r.location) for r in capture.redirects])
    return tuple(values[name] for name in CAPTURE_COLUMNS)


def capture_of(row: Sequence[Any]) -> Capture:
    """The capture of one row."""
    values = dict(zip(CAPTURE_COLUMNS, row, strict=True))
    values["role"] = _ROLE[values["role"]]
    values["outcome"] = _OUTCOME[values["outcome"]]
    values["headers"] = json.loads(values["headers"])
    values["not_modified"] = bool(values["not_modified"])
    hops = values["redirects"]
    values["redirects"] = (
        tuple(Redirect(url=u, status=s, location=at) for u, s, at in json.loads(hops)) if hops != "[]" else ()
    )
    return _built(Capture, values, _CAPTURE_SET)


def links_blob(links: Sequence[Link], compressor: zstandard.ZstdCompressor) -> bytes:
    """The links of one page as one compressed value: a menu that a page repeats costs next to nothing."""
    rows = [[link.__dict__[name] for name in _LINK_FIELDS] for link in links]
    return compressor.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def links_of(source: str, blob: bytes, decompressor: zstandard.ZstdDecompressor) -> list[Link]:
    """The links of one page, in the order in which they stand on it."""
    text = decompressor.decompress(blob, max_output_size=_MAX_BLOB).decode()
    return [_link(source, row) for row in json.loads(text)]


def _link(source: str, row: list[Any]) -> Link:
    """One link. `_built` is written out here: the call alone is a tenth of the time that reading links takes."""
    values = dict(zip(_LINK_FIELDS, row))  # noqa: B905 (a strict zip costs a third more, and the store wrote the row)
    values["source"] = source
    values["kind"] = _KIND[values["kind"]]
    values["zone"] = _ZONE[values["zone"]]
    link = _new_link(Link)
    _put(link, "__dict__", values)
    _put(link, "__pydantic_fields_set__", _LINK_SET)
    _put(link, "__pydantic_extra__", None)
    _put(link, "__pydantic_private__", None)
    return link
