"""The store gives back what was put in, and says plainly when it cannot."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.agenda import Row
from evidence.records import Capture, Link, LinkKind, Outcome, Redirect, Role, RunRecord, SiteRecord, Zone
from evidence.rows import CAPTURE_COLUMNS
from evidence.store import INDEX, Store, StoreError, StoreFullError

RUN = RunRecord(
    id="r1",
    site=SiteRecord(id="x", name="สำนักงานเขตตัวอย่าง", start_urls=("http://x.example/",), scope=("x.example",)),
    started_at="2025-04-30T02:00:00+07:00",
)


def capture(url: str, at: str = "2025-04-30T02:00:01+07:00", **more: object) -> Capture:
    values = {"final_url": url, "role": Role.PAGE, "outcome": Outcome.ANSWERED, "status": 200, **more}
    return Capture.model_validate({"url": url, "fetched_at": at, **values})


def link(source: str, order: int, **more: object) -> Link:
    return Link(source=source, target=f"{source}t", raw="t", kind=LinkKind.ANCHOR, order=order, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "evidence", RUN) as made:
        yield made


def test_what_goes_in_comes_out(store, tmp_path):
    page = capture(
        "http://x.example/b",
        headers={"content-type": "text/html"},
        redirects=(Redirect(url="http://x.example/b", status=302, location="/c"),),
        witness="ก",
        depth=2,
    )
    links = [
        link(page.url, 0, text="คลิก", row="O13 | แผน", zone=Zone.MENU),
        link(page.url, 1, heading="หัวข้อ", item="รายการ", column="ลิงก์"),
    ]
    kept = store.add_capture(page, "หน้า".encode(), links)
    store.add_capture(capture("http://x.example/a", at="2025-04-30T02:00:09+07:00"), None)
    store.add_capture(capture("http://x.example/a", at="2025-04-30T02:00:05+07:00"), None)
    store.close()
    with Store.open(tmp_path) as again:
        assert again.run() == RUN
        assert [(c.url, c.fetched_at[17:19]) for c in again.captures()] == [
            ("http://x.example/a", "05"),
            ("http://x.example/a", "09"),
            ("http://x.example/b", "01"),
        ]
        assert list(again.captures())[2] == kept == again.capture(page.url)
        assert kept.size == 12 and again.body(kept.sha256 or "") == "หน้า".encode()
        assert list(again.links()) == links
        assert again.capture("http://x.example/never") is None


def test_records_are_whole_pydantic_records(store):
    store.add_capture(capture("http://x.example/"), None, [link("http://x.example/", 0)])
    (found,), (seen,) = list(store.links()), list(store.captures())
    assert Link.model_validate_json(found.model_dump_json()) == found
    assert Capture.model_validate_json(seen.model_dump_json()) == seen
    with pytest.raises(ValueError):
        found.text = "no"


def test_links_come_by_page_and_place(store):
    for name in "cab":
        url = f"http://x.example/{name}"
        store.add_capture(capture(url), None, [link(url, n) for n in range(3)])
    store.add_links([link("", 0)])
    store.add_links([link("", 1)])
    found = [(k.source[-1:], k.order) for k in store.links()]
    assert found == [("", 0), ("", 1)] + [(name, n) for name in "abc" for n in range(3)]


def test_a_body_is_kept_once(store):
    for name in "abc":
        store.add_capture(capture(f"http://x.example/{name}"), b"same body")
    files = [p for p in (store.folder / "bodies").rglob("*") if p.is_file()]
    assert len(files) == 1 and files[0].suffix == ".zst"


def test_an_altered_or_missing_body_is_noticed(store):
    kept = store.add_capture(capture("http://x.example/"), b"the body")
    (path,) = (p for p in (store.folder / "bodies").rglob("*.zst"))
    path.write_bytes(zstandard.compress(b"another body"))
    with pytest.raises(StoreError, match="altered"):
        store.body(kept.sha256 or "")
    path.write_bytes(b"no zstd")
    with pytest.raises(StoreError, match="cannot be read"):
        store.body(kept.sha256 or "")
    path.unlink()
    with pytest.raises(StoreError, match="lacks"):
        store.body(kept.sha256 or "")


def test_facts_are_cached(store, tmp_path):
    assert store.facts("a") is None
    store.put_facts("b", b"2" * 1000)
    store.put_facts("a", b"1")
    store.put_facts("a", b"one")
    store.close()
    with Store.open(tmp_path) as again:
        assert again.all_facts() == {"a": b"one", "b": b"2" * 1000}
        assert again.facts("a") == b"one"


def test_a_folder_that_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="no stored run"):
        Store.open(tmp_path / "nowhere")
    (tmp_path / INDEX).write_bytes(b"not a database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(StoreError, match="cannot read"):
        Store.open(tmp_path)
    (tmp_path / INDEX).unlink()
    sqlite3.connect(tmp_path / INDEX).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(StoreError, match="not a stored run"):
        Store.open(tmp_path)


def test_a_store_of_another_version_is_refused(store, tmp_path):
    store.close()
    with sqlite3.connect(tmp_path / "evidence" / INDEX) as index:
        index.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="version 99"):
        Store.open(tmp_path)


def test_a_store_is_not_overwritten(store, tmp_path):
    with pytest.raises(StoreError, match="already"):
        Store.create(tmp_path / "evidence", RUN)


def test_a_damaged_record_of_the_run(store, tmp_path):
    store.close()
    with sqlite3.connect(tmp_path / "evidence" / INDEX) as index:
        index.execute("DELETE FROM run")
    with Store.open(tmp_path) as again, pytest.raises(StoreError, match="record of the run"):
        again.run()


def test_a_full_disk_has_its_own_error(store):
    store._db.execute("PRAGMA max_page_count = 20")
    with pytest.raises(StoreFullError):
        for n in range(1000):
            store.add_capture(capture(f"http://x.example/{n}", witness="w" * 4000), None)
    store._db.execute("ROLLBACK") if store._db.in_transaction else None


READ = """
import os, sys
from pathlib import Path
from evidence.store import Store
if os.getuid() == 0:
    os.setuid(65534)
store = Store.open(Path(sys.argv[1]))
assert not store.writable
store.put_facts("x", b"ignored")
print(len(list(store.captures())), store.facts("x"))
store.close()
"""


def test_a_read_only_folder_can_be_read(tmp_path):
    folder = tmp_path / "evidence"
    with Store.create(folder, RUN) as store:
        store.add_capture(capture("http://x.example/"), b"body")
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, *tmp_path.parents[:3]):
        path.chmod(path.stat().st_mode | 0o055)
    here = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder)],
        cwd=here,
        env=os.environ | {"PYTHONPATH": here},
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    assert (done.stdout.strip(), done.stderr) == ("1 None", "")


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50), body=st.binary(max_size=300)
)
def test_any_text_and_any_body_survive(tmp_path_factory, text, body):
    folder = tmp_path_factory.mktemp("s")
    with Store.create(folder, RUN) as store:
        kept = store.add_capture(
            capture("http://x.example/", witness=text), body, [link("http://x.example/", 0, text=text)]
        )
        assert next(store.captures()).witness == text
        assert next(store.links()).text == text
        assert store.body(kept.sha256 or "") == body
    shutil.rmtree(folder)


def test_a_store_of_the_first_version_is_read_and_not_gone_on_with(tmp_path):
    folder = tmp_path / "evidence"
    kept = capture("http://x.example/", witness="ก")
    with Store.create(folder, RUN) as store:
        kept = store.add_capture(kept, b"body", [link(kept.url, 0)])
    with sqlite3.connect(folder / INDEX) as index:
        columns = ", ".join(n for n in CAPTURE_COLUMNS if n not in ("browser", "not_modified", "first_seen"))
        index.executescript(
            f"CREATE TABLE first AS SELECT {columns} FROM capture; DROP TABLE capture; ALTER TABLE first RENAME TO capture;"
            "CREATE INDEX capture_url ON capture (url, fetched_at); DROP INDEX page_links_source;"
            "ALTER TABLE page_links DROP COLUMN digest; DROP TABLE agenda; DROP TABLE crawl_state; PRAGMA user_version = 1"
        )
    with Store.open(tmp_path) as again:
        assert (list(again.captures()), again.capture(kept.url)) == ([kept], kept)
        assert again.run() == RUN and again.body(kept.sha256 or "") == b"body"
        assert [k.order for k in again.links()] == [0]
        again.put_facts("a", b"1")
        assert again.facts("a") == b"1"
    with pytest.raises(StoreError, match="earlier version"):
        Store.resume(folder)


def test_what_was_not_committed_is_taken_back(store, tmp_path):
    store.add_capture(capture("http://x.example/a"), b"a")
    store.agenda.put([Row("http://x.example/b", True, 1, 1, "{}")])
    store.flush()
    store.add_capture(capture("http://x.example/b"), b"b")
    store.agenda.put([Row("http://x.example/b", False, 1, 1, "{}")])
    store.drop()
    assert [c.url for c in store.captures()] == ["http://x.example/a"]
    assert [row.waits for row in store.agenda.rows()] == [True]


def test_what_was_noted_at_the_end_is_taken_back(store):
    store.add_capture(capture("http://x.example/a"), None, [link("http://x.example/a", 0)])
    store.agenda.put_state("counts", {"pages": 1, "gone": [1, {"a": None}]})
    store.agenda.put_state("counts", {"pages": 2}, gone=["gone"])
    store.agenda.mark_end()
    store.add_capture(
        capture("http://x.example/b", outcome=Outcome.LIMIT), None, [link("http://x.example/b", 0)]
    )
    store.agenda.take_back_end()
    store.agenda.take_back_end()
    assert [c.url for c in store.captures()] == ["http://x.example/a"]
    assert {k.source for k in store.links()} == {"http://x.example/a"}
    assert store.agenda.state("counts") == {"pages": 2}


def test_bodies_and_facts_of_another_store(store, tmp_path):
    kept = store.add_capture(
        capture("http://x.example/"), b"shared", [link("http://x.example/", 0, text="ก")]
    )
    store.put_facts("a", b"1")
    store.flush()
    digest = kept.sha256 or ""
    with Store.create(tmp_path / "other", RUN) as other:
        other.take_body(store, digest)
        other.take_body(store, digest)
        other.take_facts(store, ["a", "none"])
        assert (other.body(digest), other.all_facts(), other.has_body("0" * 64)) == (
            b"shared",
            {"a": b"1"},
            False,
        )
    shutil.rmtree(store.folder / "bodies")
    with Store.open(tmp_path / "other") as other:
        assert other.body(digest) == b"shared"
    assert [k.text for k in store.links_of_page(kept.url, digest)] == ["ก"]
    assert store.links_of_page(kept.url, "0" * 64) == []
