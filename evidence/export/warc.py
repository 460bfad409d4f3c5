"""A stored run as a WARC 1.1 file: the same run gives the same bytes.

The store keeps decoded bodies, so each answer is written with headers that fit what is written: no content or
transfer coding, the true length. What no WARC record can say (a name that does not resolve, a time-out, the run itself)
stands in metadata records that replay programs pass over and `evidence.saved` reads.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import IO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from evidence.records import Capture, Outcome, RunRecord
from evidence.saved.warc import RUN_NAME, UNANSWERED, UNANSWERED_NAME
from evidence.store import Store

_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_FITS_NO_MORE = frozenset(
    {"content-encoding", "transfer-encoding", "content-length", "content-range", "location", "retry-after"}
)
_NAMES = uuid.UUID("6f697400-0000-5000-8000-000000000000")
"""Name space of record ids: they follow from what is exported."""


@dataclass(frozen=True, slots=True)
class Written:
    """One record of the file that a replay program looks up."""

    url: str
    date: str
    """UTC, as in WARC-Date."""
    status: int
    media_type: str
    digest: str
    """Of the payload, as in WARC-Payload-Digest; "" where there is none."""
    offset: int
    length: int
    sha256: str = ""
    revisit: bool = False


def write_warc(store: Store, out: IO[bytes], packed: bool = True) -> Iterator[Written]:
    """Write all of a run, record by record, and give each one that can be replayed.

    Args:
        store: of the run.
        out: takes the bytes; must tell its position.
        packed: each record as a gzip member of its own.

    Raises:
        StoreError: a body is lacking, unreadable or altered.
        OSError: no room on the disk.
    """
    writer = _Writer(store, out, packed)
    writer.write_run()
    for capture in store.captures():
        yield from writer.write(capture)


class _Writer:
    def __init__(self, store: Store, out: IO[bytes], packed: bool) -> None:
        self._store = store
        self._run: RunRecord = store.run()
        self._out = out
        self._writer = WARCWriter(out, gzip=packed, warc_version="WARC/1.1")
        self._first: dict[str, Written] = {}
        """Digest to the record that holds its body."""
        self._count = 0

    def write_run(self) -> None:
        """Who made the file, and the record of the run."""
        run = self._run
        made = _utc(run.finished_at or run.started_at)
        fields = {
            "software": run.user_agent.split(" ", 1)[0] or "oit",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": run.id,
            "http-header-user-agent": run.user_agent,
        }
        text = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items() if value)
        self._record("warcinfo", "", made, text.encode(), "application/warc-fields")
        self._record("metadata", RUN_NAME, made, run.model_dump_json().encode(), "application/json")

    def write(self, capture: Capture) -> Iterator[Written]:
        """What came of one address, in one or two records."""
        date = _utc(capture.fetched_at)
        sent_on = next((hop for hop in capture.redirects if hop.url == capture.url), None)
        if capture.outcome is not Outcome.ANSWERED:
            told = {"outcome": capture.outcome.value, "witness": capture.witness}
            body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
            self._record("metadata", UNANSWERED_NAME + capture.url, date, body, UNANSWERED)
        elif sent_on is not None:
            yield self._answer(capture, date, sent_on.status, {"location": sent_on.location}, b"")
        elif capture.sha256 is None:
            yield self._answer(capture, date, capture.status or 200, {}, b"")
        else:
            yield from self._with_body(capture, date, capture.sha256)

    def _with_body(self, capture: Capture, date: str, sha256: str) -> Iterator[Written]:
        """The body once, then only that it came again.

        A body that an earlier run saw already is dated when that was, and this run's answer is a revisit of it.
        """
        first = self._first.get(sha256)
        if first is None:
            seen = _utc(capture.first_seen) if capture.first_seen else ""
            earlier = seen if seen and seen < date else ""
            first = self._first[sha256] = self._body(capture, earlier or date, sha256)
            yield first
            if not earlier:
                return
        yield self._revisit(capture, date, first)

    def _body(self, capture: Capture, date: str, sha256: str) -> Written:
        body = self._store.body(sha256)
        if capture.browser:
            kind = "text/html; charset=utf-8"
            extra = {"WARC-JSON-Metadata": json.dumps({"browser": capture.browser}, sort_keys=True)}
            return self._written("resource", capture, date, 200, body, kind, f"sha256:{sha256}", extra=extra)
        status = 200 if capture.status in (None, 304) else capture.status or 200
        return self._answer(capture, date, status, {}, body, sha256)

    def _answer(
        self, capture: Capture, date: str, status: int, more: dict[str, str], body: bytes, sha256: str = ""
    ) -> Written:
        digest = f"sha256:{sha256}" if sha256 else ""
        head = _head(capture, status, more, len(body))
        return self._written("response", capture, date, status, body, "", digest, head)

    def _revisit(self, capture: Capture, date: str, first: Written) -> Written:
        status = 304 if capture.not_modified else capture.status or 200
        extra = {
            "WARC-Profile": _NOT_MODIFIED if capture.not_modified else _SAME_PAYLOAD,
            "WARC-Refers-To-Target-URI": first.url,
            "WARC-Refers-To-Date": first.date,
        }
        head = _head(capture, status, {}, None)
        return self._written("revisit", capture, date, status, b"", "", first.digest, head, extra)

    def _written(
        self,
        kind: str,
        capture: Capture,
        date: str,
        status: int,
        body: bytes,
        media_type: str,
        digest: str,
        head: StatusAndHeaders | None = None,
        extra: dict[str, str] | None = None,
    ) -> Written:
        more = {**(extra or {}), **({"WARC-Payload-Digest": digest} if digest else {})}
        offset, length = self._record(kind, capture.url, date, body, media_type, head, more)
        declared = capture.headers.get("content-type", media_type).split(";", 1)[0].strip()
        revisit = kind == "revisit"
        return Written(
            capture.url, date, status, declared, digest, offset, length, capture.sha256 or "", revisit
        )

    def _record(
        self,
        kind: str,
        url: str,
        date: str,
        body: bytes,
        media_type: str = "",
        head: StatusAndHeaders | None = None,
        extra: dict[str, str] | None = None,
    ) -> tuple[int, int]:
        """Write one record; gives its offset and length in the file."""
        self._count += 1
        name = uuid.uuid5(_NAMES, f"{self._run.id} {self._count} {kind} {url} {date}")
        headers = {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": date, **(extra or {})}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=media_type,
            warc_headers_dict=headers,
            http_headers=head,
        )
        offset = self._out.tell()
        self._writer.write_record(record)
        return offset, self._out.tell() - offset


def _head(capture: Capture, status: int, more: dict[str, str], length: int | None) -> StatusAndHeaders:
    """Status line and headers that fit the body as it is written."""
    kept = {} if "location" in more else capture.headers
    headers = {name: value for name, value in kept.items() if name not in _FITS_NO_MORE}
    headers |= more | ({} if length is None else {"content-length": str(length)})
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unknown"
    pairs = [(name.title(), " ".join(value.split())) for name, value in sorted(headers.items())]
    return StatusAndHeaders(f"{status} {reason}", pairs, protocol="HTTP/1.1")


def _utc(text: str) -> str:
    """A stored time as a WARC date."""
    when = dt.datetime.fromisoformat(text)
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
