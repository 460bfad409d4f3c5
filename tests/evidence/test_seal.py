"""A sealed store shows every altered byte, and names what it belongs to; writing on in good order keeps the seal."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.errors import StoreError
from evidence.records import Link, LinkKind, Outcome
from evidence.seal import OPEN, SEAL, seal
from evidence.store import INDEX, Store
from evidence.verify import verify
from tests.evidence.test_exports import HOME, PLAN, RUN, capture

HOME_URL = "http://office.example/"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed") / "evidence"
    with Store.create(folder, RUN) as store:
        links = [
            Link(
                source=HOME_URL,
                target=HOME_URL + "plan.pdf",
                raw="/plan.pdf",
                kind=LinkKind.ANCHOR,
                text="แผน",
            )
        ]
        store.add_capture(capture("/"), HOME, links)
        store.add_capture(capture("/plan.pdf"), PLAN * 40)
        store.add_capture(capture("/late", outcome=Outcome.TIMEOUT, status=None), None)
        store.put_facts("k", b'{"a": 1}')
    (folder / "copy-notes.txt").write_text("a note\n")
    seal(folder)
    return folder


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "evidence"))


def body_of(store: Path, what: bytes) -> Path:
    with Store.open(store) as opened:
        digest = next(c.sha256 for c in opened.captures() if c.sha256 and opened.body(c.sha256) == what)
    return store / "bodies" / digest[:2] / f"{digest}.zst"


def test_a_whole_store_is_whole(store: Path) -> None:
    found = verify(store)
    assert (found.faults, found.notes, found.captures, found.bodies, len(found.seal)) == ((), (), 3, 2, 64)
    # Reading leaves every byte as it was.
    with Store.open(store) as opened:
        assert len(list(opened.captures())) == 3 and opened.all_facts()
    assert verify(store) == found


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_altered_byte_is_found(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    files = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    size = (whole / name).stat().st_size
    at, flip = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, 255))
    altered = tmp_path_factory.mktemp("altered") / "evidence"
    shutil.copytree(whole, altered)
    with (altered / name).open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ flip]))
    assert verify(altered).faults, (name, at, flip)
    shutil.rmtree(altered)


def test_every_byte_of_a_body_and_of_the_seal_counts(store: Path) -> None:
    for path in (body_of(store, HOME), store / SEAL):
        kept = path.read_bytes()
        for at in range(len(kept)):
            path.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
            assert verify(store).faults, (path, at)
        path.write_bytes(kept)
    assert verify(store).faults == ()


def test_altered_bodies_name_their_address(store: Path) -> None:
    path = body_of(store, HOME)
    path.write_bytes(path.read_bytes() + b"!")
    (store / "copy-notes.txt").write_text("b note\n")
    assert [line.split(" (")[0] for line in verify(store).faults] == [
        f"{HOME_URL}: the file of its body was altered",
        "copy-notes.txt: was altered",
    ]
    path.write_bytes(b"junk")
    assert verify(store).faults[0].startswith(f"{HOME_URL}: its body was altered")
    path.unlink()
    assert verify(store).faults[0].startswith(f"{HOME_URL}: its body is lacking")


def changed(store: Path, *statements: str) -> None:
    db = sqlite3.connect(store / INDEX)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_altered_records_name_their_address(store: Path) -> None:
    changed(
        store,
        "UPDATE capture SET status = 404 WHERE url LIKE '%plan%'",
        "DELETE FROM capture WHERE url LIKE '%late'",
    )
    assert verify(store).faults == (
        f"{HOME_URL}late: its record is lacking",
        f"{HOME_URL}plan.pdf: its record was altered",
    )


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE run SET record = replace(record, 'tal', 'tak')", "the record of the run was altered"),
        ("DELETE FROM page_links", "its links is lacking"),
        ("UPDATE facts SET payload = x'00'", "the cache of facts was altered"),
        ("CREATE TABLE more (x)", "more was added"),
        ("PRAGMA user_version = 9", "was altered"),
    ],
)
def test_whatever_is_altered_in_the_index_is_said(store: Path, statement: str, says: str) -> None:
    changed(store, statement)
    assert any(says in line for line in verify(store).faults)


def test_things_added_after_the_seal_are_said(store: Path) -> None:
    (store / "bodies" / "aa").mkdir(exist_ok=True)
    (store / "bodies" / "aa" / "x.txt").write_text("x")
    (store / "more.txt").write_text("x")
    assert {line.split(":")[0] for line in verify(store).faults} >= {"bodies/aa/x.txt", "more.txt"}


def test_writing_on_in_good_order_keeps_the_seal(store: Path) -> None:
    with Store.open(store) as opened:
        opened.put_facts("more", b"{}")
        assert (store / OPEN).exists()
    assert verify(store).faults == () and not (store / OPEN).exists()
    with Store.open(store) as opened:
        opened.add_capture(capture("/new"), b"<p>new")
    assert (verify(store).faults, verify(store).captures) == ((), 4)


def test_a_store_that_was_altered_is_never_sealed_anew(store: Path) -> None:
    changed(store, "UPDATE capture SET status = 500 WHERE url LIKE '%plan%'")
    with Store.open(store) as opened:
        opened.put_facts("more", b"{}")
    assert f"{HOME_URL}plan.pdf: its record was altered" in verify(store).faults


def test_an_altered_body_stays_found_out_after_writing_on(store: Path) -> None:
    path = body_of(store, HOME)
    path.write_bytes(path.read_bytes() + b"!")
    with Store.open(store) as opened:
        opened.put_facts("more", b"{}")
    assert verify(store).faults


def test_a_cache_that_was_being_written_when_the_program_was_killed_breaks_nothing(store: Path) -> None:
    opened = Store.open(store)
    opened.put_facts("more", b"{}")
    opened.flush()
    killed = store.with_name("killed")
    shutil.copytree(store, killed)
    opened.close()
    found = verify(killed)
    assert found.faults == () and "is being written on" in found.notes[0]
    with Store.open(killed) as again:
        again.put_facts("and more", b"{}")
    assert (verify(killed).faults, verify(killed).notes) == ((), ())


def test_a_run_without_a_seal_is_not_called_whole(store: Path) -> None:
    (store / SEAL).unlink()
    assert [line.split(":")[0] for line in verify(store).faults] == [SEAL]


def test_what_is_no_store_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no stored run"):
        verify(tmp_path)
    (tmp_path / INDEX).write_bytes(random.Random(1).randbytes(4096))
    with pytest.raises(StoreError, match="cannot be read"):
        verify(tmp_path)
