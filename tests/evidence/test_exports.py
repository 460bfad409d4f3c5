"""Exports say what the store says, in files that other programs read; the same run gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from evidence.errors import StoreError
from evidence.export.wacz import write_wacz
from evidence.export.warc import write_warc
from evidence.records import Capture, Outcome, Redirect, Role, RunRecord, SiteRecord
from evidence.saved.door import read_copies
from evidence.store import Store
from tests.evidence.making_copies import SITE, page

WHEN = "2025-04-30T09:00:00+07:00"
HOME = page("สำนักงานเขตบางตาลสูง", "/plan.pdf").encode()
PLAN = b"%PDF-1.7 plan"
RUN = RunRecord(
    id="r1",
    site=SiteRecord(id="tal", name="สำนักงานเขตบางตาลสูง", start_urls=(SITE + "/",), scope=("office.example",)),
    started_at=WHEN,
    finished_at="2025-04-30T09:10:00+07:00",
    user_agent="oit/1.0 (+https://office.example/)",
)


def capture(path: str, **more: Any) -> Capture:
    known = {"final_url": SITE + path, "role": Role.PAGE, "outcome": Outcome.ANSWERED, "status": 200}
    known |= {
        "fetched_at": WHEN,
        "headers": {"content-type": "text/html; charset=utf-8", "content-length": "9"},
    }
    return Capture.model_validate({"url": SITE + path, **known, **more})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "run", RUN)
    made.add_capture(capture("/"), HOME)
    pdf = {"headers": {"content-type": "application/pdf", "content-encoding": "gzip"}, "role": Role.FILE}
    kept = made.add_capture(capture("/plan.pdf", **pdf), PLAN)
    body = {"sha256": kept.sha256, "size": kept.size}
    made.add_capture(capture("/twin.pdf", **pdf, **body), None)
    seen = {"first_seen": "2025-04-01T09:00:00+07:00", "not_modified": True}
    made.add_capture(capture("/same", **seen), b"<p>same</p>")
    hop = Redirect(url=SITE + "/old", status=301, location="/แผน")
    made.add_capture(capture("/old", final_url=SITE + "/plan.pdf", redirects=(hop,), **body), None)
    made.add_capture(capture("/gone", status=404), b"")
    made.add_capture(capture("/shown", browser="Chromium 156"), b"<html>shown")
    made.add_capture(capture("/late", outcome=Outcome.TIMEOUT, status=None, witness="ช้า 30 s"), None)
    made.flush()
    return made


def records(data: bytes) -> list[tuple[str, str, str, bytes]]:
    """Type, address, status line and block of each record, as warcio reads them, digests checked."""
    found = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        line = record.http_headers.statusline if record.http_headers else ""
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        found.append((record.rec_type, url.removeprefix(SITE), line, record.content_stream().read()))
    return found


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    list(write_warc(store, out))
    return out.getvalue()


def test_each_record_says_what_was_seen(store: Store) -> None:
    found = records(exported(store))
    assert [one[0] for one in found[:2]] == ["warcinfo", "metadata"]
    assert RunRecord.model_validate_json(found[1][3]) == RUN
    assert found[2:] == [
        ("response", "/", "200 OK", HOME),
        ("response", "/gone", "404 Not Found", b""),
        (
            "metadata",
            "urn:oit:unanswered:" + SITE + "/late",
            "",
            '{"outcome": "timeout", "witness": "ช้า 30 s"}'.encode(),
        ),
        ("response", "/old", "301 Moved Permanently", b""),
        ("response", "/plan.pdf", "200 OK", PLAN),
        ("response", "/same", "200 OK", b"<p>same</p>"),
        ("revisit", "/same", "304 Not Modified", b""),
        ("resource", "/shown", "", b"<html>shown"),
        ("revisit", "/twin.pdf", "200 OK", b""),
    ]


def test_dates_digests_and_headers_fit(store: Store) -> None:
    heads = {}
    for record in ArchiveIterator(io.BytesIO(exported(store))):
        heads[record.rec_type, record.rec_headers.get_header("WARC-Target-URI")] = (
            record.rec_headers,
            record.http_headers,
        )
    plan, http = heads["response", SITE + "/plan.pdf"]
    assert plan.get_header("WARC-Date") == "2025-04-30T02:00:00Z"
    assert plan.get_header("WARC-Payload-Digest") == "sha256:" + hashlib.sha256(PLAN).hexdigest()
    assert (http.get_header("Content-Length"), http.get_header("Content-Encoding")) == (str(len(PLAN)), None)
    twin, _ = heads["revisit", SITE + "/twin.pdf"]
    assert twin.get_header("WARC-Profile").endswith("/identical-payload-digest")
    assert twin.get_header("WARC-Refers-To-Target-URI") == SITE + "/plan.pdf"
    first, (again, _) = heads["response", SITE + "/same"][0], heads["revisit", SITE + "/same"]
    assert first.get_header("WARC-Date") == "2025-04-01T02:00:00Z" == again.get_header("WARC-Refers-To-Date")
    assert again.get_header("WARC-Date") == "2025-04-30T02:00:00Z"
    assert again.get_header("WARC-Profile").endswith("/server-not-modified")
    _, moved = heads["response", SITE + "/old"]
    assert moved.get_header("Location") == "/%E0%B9%81%E0%B8%9C%E0%B8%99"


def test_the_same_run_gives_the_same_bytes(store: Store) -> None:
    def wacz() -> bytes:
        out = io.BytesIO()
        write_wacz(store, out)
        return out.getvalue()

    assert exported(store) == exported(store)
    assert wacz() == wacz()


def test_a_wacz_has_what_the_standard_asks_for(store: Store) -> None:
    out = io.BytesIO()
    write_wacz(store, out)
    with zipfile.ZipFile(out) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
    package = json.loads(files["datapackage.json"])
    assert package["wacz_version"] == "1.1.1"
    assert (package["mainPageUrl"], package["title"]) == (SITE + "/", "สำนักงานเขตบางตาลสูง")
    told = {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]}
    assert told == {
        path: ("sha256:" + hashlib.sha256(files[path]).hexdigest(), len(files[path]))
        for path in ("archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl")
    }
    assert (
        json.loads(files["datapackage-digest.json"])["hash"]
        == "sha256:" + hashlib.sha256(files["datapackage.json"]).hexdigest()
    )
    head, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert (pages[0]["url"], pages[0]["title"]) == (SITE + "/", "สำนักงานเขตบางตาลสูง")
    lines = files["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines) and lines[0].startswith("example,office)/ 20250430020000 {")
    for line in lines:
        entry = json.loads(line.split(" ", 2)[2])
        part = files["archive/data.warc.gz"][
            int(entry["offset"]) : int(entry["offset"]) + int(entry["length"])
        ]
        (record,) = ArchiveIterator(io.BytesIO(part))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]


def test_what_is_exported_can_be_read_again(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(exported(store))
    shelf = read_copies([tmp_path / "x.warc.gz"], tmp_path / "spool")
    assert shelf.notes.run == RUN and shelf.notes.lines == []
    for seen in store.captures():
        kept = shelf.get(seen.url)
        assert kept is not None
        assert (kept.saved.outcome, kept.saved.saved_at, kept.saved.browser) == (
            seen.outcome,
            WHEN,
            seen.browser,
        )
        if seen.sha256 and not seen.redirects:
            assert (kept.sha256, kept.saved.status) == (seen.sha256, seen.status)
    late = shelf.get(SITE + "/late")
    assert late is not None and late.saved.witness == "ช้า 30 s"


def test_an_altered_body_is_not_exported(store: Store, tmp_path: Path) -> None:
    body = (
        tmp_path
        / "run"
        / "bodies"
        / hashlib.sha256(PLAN).hexdigest()[:2]
        / f"{hashlib.sha256(PLAN).hexdigest()}.zst"
    )
    body.write_bytes(b"something else")
    with pytest.raises(StoreError, match="cannot be read"):
        exported(store)
