"""A stored run as a WACZ 1.1.1 file: the WARC file with an index, a list of pages and digests of all of it.

https://specs.webrecorder.net/wacz/1.1.1/ — one zip, nothing packed in it twice, the same bytes for the same run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from evidence.address import path_of, server
from evidence.encoding import charset_of, decode_html
from evidence.export.warc import Written, write_warc
from evidence.records import RunRecord
from evidence.store import Store

_ARCHIVE = "archive/data.warc.gz"
_INDEX = "indexes/index.cdx"
_PAGES = "pages/pages.jsonl"
_PACKAGE = "datapackage.json"
_TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_HEAD = 65536


def write_wacz(store: Store, out: IO[bytes]) -> None:
    """Write a run as a WACZ file.

    Args:
        store: of the run.
        out: takes the bytes; can be sought.

    Raises:
        StoreError: a body is lacking, unreadable or altered.
        OSError: no room on the disk.
    """
    run = store.run()
    with tempfile.TemporaryFile() as archive:
        written = list(write_warc(store, archive))
        packed = _Zip(out, run)
        packed.add_file(_ARCHIVE, archive)
        packed.add(_INDEX, _index(written))
        pages = _pages(store, run, written)
        packed.add(
            _PAGES, _lines([{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *pages])
        )
        packed.close(run, pages[0] if pages else {})


def _index(written: Sequence[Written]) -> bytes:
    """CDXJ: a line for each record, by address turned round and time."""
    lines = []
    for one in written:
        entry = {
            "url": one.url,
            "mime": "warc/revisit" if one.revisit else one.media_type or "unk",
            "status": str(one.status),
            "digest": one.digest,
            "length": str(one.length),
            "offset": str(one.offset),
            "filename": _ARCHIVE.rsplit("/", 1)[-1],
        }
        stamp = re.sub(r"\D", "", one.date)
        lines.append(f"{_turned(one.url)} {stamp} {json.dumps(entry, ensure_ascii=False)}\n")
    return "".join(sorted(lines)).encode()


def _turned(url: str) -> str:
    """An address as an index sorts it: `go.th,office)/path?query`, in lower case."""
    name, colon, port = server(url).partition(":")
    host = (
        name if name.startswith("[") or re.fullmatch(r"[\d.]+", name) else ",".join(reversed(name.split(".")))
    )
    query = url.partition("?")[2]
    return f"{host}{colon}{port}){path_of(url)}{'?' + query if query else ''}".lower()


def _pages(store: Store, run: RunRecord, written: Sequence[Written]) -> list[dict[str, Any]]:
    """The pages of the run with their titles, the start page first."""
    final = {capture.final_url for url in run.site.start_urls if (capture := store.capture(url))}
    starts = {*run.site.start_urls, *final}
    found: dict[str, dict[str, Any]] = {}
    for one in written:
        if (
            one.media_type not in ("text/html", "application/xhtml+xml")
            or one.status >= 300
            or not one.sha256
        ):
            continue
        title = _title(store, one) or one.url
        found[one.url] = {
            "id": hashlib.sha256(one.url.encode()).hexdigest()[:22],
            "url": one.url,
            "ts": one.date,
            "title": title,
        }
    return sorted(found.values(), key=lambda page: (page["url"] not in starts, page["url"]))


def _title(store: Store, one: Written) -> str:
    capture = store.capture(one.url)
    declared = capture.headers.get("content-type", "") if capture else ""
    text, _ = decode_html(store.body(one.sha256)[:_HEAD], charset_of(declared))
    match = _TITLE.search(text)
    return " ".join(html.unescape(match[1]).split())[:300] if match else ""


def _lines(values: Sequence[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


class _Zip:
    """A zip whose members carry the time of the run, and the list of them."""

    def __init__(self, out: IO[bytes], run: RunRecord) -> None:
        self._packed = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        when = dt.datetime.fromisoformat(run.finished_at or run.started_at).astimezone(dt.UTC)
        self._when = max(when.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self._resources: list[dict[str, Any]] = []

    def add(self, path: str, data: bytes) -> None:
        """Add a small file."""
        self._packed.writestr(self._info(path), data)
        self._note(path, len(data), hashlib.sha256(data).hexdigest())

    def add_file(self, path: str, source: IO[bytes]) -> None:
        """Add a file from its beginning, bite by bite."""
        source.seek(0)
        digest, size = hashlib.sha256(), 0
        while bite := source.read(1 << 20):
            digest.update(bite)
            size += len(bite)
        source.seek(0)
        info = self._info(path)
        info.file_size = (
            size  # else the local header gets a field that the central one lacks, and readers miscount
        )
        with self._packed.open(info, "w") as member:
            shutil.copyfileobj(source, member)
        self._note(path, size, digest.hexdigest())

    def close(self, run: RunRecord, main: dict[str, Any]) -> None:
        """Add what describes the rest, and end the zip."""
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": run.site.name or run.site.id,
            "created": _stamp(self._when),
            "software": run.user_agent.split(" ", 1)[0] or "oit",
            **({"mainPageUrl": main["url"], "mainPageDate": main["ts"]} if main else {}),
            "resources": self._resources,
        }
        data = json.dumps(package, ensure_ascii=False, indent=2).encode()
        self._packed.writestr(self._info(_PACKAGE), data)
        told = {"path": _PACKAGE, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._packed.writestr(self._info("datapackage-digest.json"), json.dumps(told, indent=2))
        self._packed.close()

    def _info(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._when)
        info.external_attr = 0o644 << 16
        return info

    def _note(self, path: str, size: int, digest: str) -> None:
        name = Path(path).name
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{digest}", "bytes": size})


def _stamp(when: tuple[int, ...]) -> str:
    return dt.datetime(*when[:6], tzinfo=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # type: ignore[misc,arg-type]
