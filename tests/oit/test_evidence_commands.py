"""`oit evidence verify` and `show` as people type them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.store import INDEX
from oit.cli.app import run
from tests.evidence.making_copies import SITE, Answer, page, warc

OFFICE = "สำนักงานเขตบางตาลสูง"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "x.warc"
    old = Answer("/old", status=301, headers={"Location": "/"})
    copy.write_bytes(warc([Answer("/", page(OFFICE, "/old", "/gone")), old]))
    rules = ["--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet"]
    assert run(["audit", SITE, "--from", str(copy), "--out", str(tmp_path / "run"), *rules]) == 0
    return tmp_path / "run"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    def saying(*arguments: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        code = run(["evidence", *arguments])
        out, err = capsys.readouterr()
        return code, [*out.splitlines(), *err.splitlines()]

    return saying


def test_verify(folder: Path, said: Callable[..., tuple[int, list[str]]]) -> None:
    code, lines = said("verify", str(folder))
    assert (code, lines[0], lines[1][:5], len(lines)) == (0, "3 records, 1 bodies: whole", "seal ", 2)
    assert run(["check", str(folder), "--quiet"]) == 0
    assert said("verify", str(folder)) == (code, lines)
    body = next((folder / "evidence" / "bodies").rglob("*.zst"))
    body.write_bytes(b"other")
    code, lines = said("verify", str(folder))
    assert code == 1 and lines[0].startswith(f"{SITE}/: its body was altered")
    (folder / "evidence" / INDEX).unlink()
    (folder / "evidence" / "seal.json").unlink()
    code, lines = said("verify", str(folder))
    assert code == 2 and len(lines) == 1


def test_show(folder: Path, tmp_path: Path, said: Callable[..., tuple[int, list[str]]]) -> None:
    code, lines = said("show", str(folder), SITE + "/")
    assert code == 0 and lines[0] == SITE + "/"
    assert {"  when: 2025-04-01T10:00:00+07:00", "  status: 200", "  outcome: answered"} <= set(lines)
    out = tmp_path / "home.html"
    code, lines = said("show", str(folder), SITE + "/old", "--body", str(out))
    assert code == 0 and "  sent on: 301 http://office.example/old -> /" in lines
    assert OFFICE in out.read_text(encoding="utf-8")
    for wrong in (
        (SITE + "/old", str(out)),
        (SITE + "/gone", str(tmp_path / "y")),
        (SITE + "/never", str(tmp_path / "y")),
    ):
        code, lines = said("show", str(folder), wrong[0], "--body", wrong[1])
        assert (code, len(lines)) == (2, 1)
