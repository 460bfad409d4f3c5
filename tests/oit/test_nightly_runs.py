"""A night on which little changed: only what changed is sent and read, and the report is that of a full crawl."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence.records import Capture, RunRecord
from evidence.store import Store
from oit import judging
from oit.cli.app import run
from tests.alike import told
from tests.documents.making_documents import pdf
from tests.siteserver import Reply, SiteServer, page, redirect

RULES = ("--delay", "0", "--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet")
PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
OFFICE = "สำนักงานเขตบางตาลสูง"
OLD = "Mon, 06 Jan 2025 03:00:00 GMT"


def tagged(body: str | bytes, tag: str, kind: str = "text/html; charset=utf-8") -> Reply:
    return Reply(body, content_type=kind, headers={"ETag": f'"{tag}"'})


def office() -> dict[str, Any]:
    links = "".join(f"<a href='{link}'>{link}</a>" for link in ("/a", "/b", "/old"))
    home = f"<title>{OFFICE}</title><body><a href='/plan.pdf'>{PLAN}</a>{links}</body>"
    return {
        "/": tagged(home, "home"),
        "/a": tagged(page("/c"), "a"),
        "/b": Reply(page("/d"), headers={"Last-Modified": OLD}),
        "/c": Reply(page()),
        "/d": tagged(page(text="วันแรก"), "d1"),
        "/old": redirect("/new"),
        "/new": tagged(page(), "new"),
        "/plan.pdf": tagged(pdf([f"{PLAN}\n{OFFICE}\nโครงการ งบประมาณ ระยะเวลา"]), "plan", "application/pdf"),
        "/robots.txt": Reply(
            "User-agent: *\nDisallow: /no\n", content_type="text/plain", headers={"ETag": '"r"'}
        ),
    }


@pytest.fixture
def site(serve: Callable[..., SiteServer]) -> SiteServer:
    made = serve(office())
    made.conditional = True
    return made


def audited(site: SiteServer, folder: Path, *more: str) -> dict[str, Capture]:
    site.hits.clear()
    site.unchanged.clear()
    site.bytes_sent = 0
    assert run(["audit", site.url(), "--out", str(folder), *RULES, *more]) == 0
    with Store.open(folder, writable=False) as store:
        found = {c.url.removeprefix(site.url("")): c for c in store.captures()}
        for capture in found.values():
            assert capture.sha256 is None or len(store.body(capture.sha256)) == capture.size
        return found


def record(folder: Path) -> RunRecord:
    with Store.open(folder, writable=False) as store:
        return store.run()


def test_only_what_changed_is_sent_and_the_report_is_that_of_a_full_crawl(
    site: SiteServer, tmp_path: Path
) -> None:
    first = audited(site, tmp_path / "first")
    asked = dict(site.hits)
    site.pages["/d"] = tagged(page("/e", text="วันที่สอง"), "d2")
    site.pages["/e"] = tagged(pdf([f"{PLAN} เล่มใหม่"]), "e", "application/pdf")
    second = audited(site, tmp_path / "second")
    assert dict(site.unchanged) == dict.fromkeys(["/", "/a", "/b", "/new", "/plan.pdf", "/robots.txt"], 1)
    assert site.hits.keys() - asked.keys() == {"/e"}
    assert {path for path, c in second.items() if c.not_modified} == {
        "/",
        "/a",
        "/b",
        "/new",
        "/old",
        "/plan.pdf",
        "/robots.txt",
    }
    for path in ("/", "/a", "/b", "/c", "/new", "/old", "/plan.pdf"):
        assert (second[path].status, second[path].sha256) == (200, first[path].sha256)
        assert second[path].first_seen == first[path].fetched_at, path
    assert second["/d"].first_seen == second["/e"].first_seen == ""
    assert (record(tmp_path / "second").previous, record(tmp_path / "second").nights) == (
        record(tmp_path / "first").id,
        1,
    )
    audited(site, tmp_path / "full", "--previous", "none")
    assert not site.unchanged
    assert told(tmp_path / "second") == told(tmp_path / "full")
    assert (record(tmp_path / "full").previous, record(tmp_path / "full").nights) == ("", 0)


def test_a_server_that_ignores_conditions_costs_bytes_and_no_reading(
    site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(site, tmp_path / "first")
    site.conditional = False
    monkeypatch.setattr("oit.reading.extract_all", None)  # nothing may be left to read
    second = audited(site, tmp_path / "second")
    assert not any(c.not_modified for c in second.values())
    assert all(second[path].first_seen for path in ("/", "/a", "/plan.pdf"))
    assert told(tmp_path / "second") == told(tmp_path / "first")


def test_every_seventh_run_downloads_everything(site: SiteServer, tmp_path: Path) -> None:
    nights = []
    for number in range(8):
        audited(site, tmp_path / f"run{number}")
        nights.append((record(tmp_path / f"run{number}").nights, bool(site.unchanged)))
    assert nights == [(0, False), *((n, True) for n in range(1, 7)), (0, False)]
    assert record(tmp_path / "run7").previous == ""
    with (
        Store.open(tmp_path / "run7", writable=False) as last,
        Store.open(tmp_path / "run0", writable=False) as first,
    ):
        assert all(
            c.first_seen == first.capture(c.url).fetched_at  # type: ignore[union-attr]
            for c in last.captures()
            if c.sha256 and c.role in ("page", "file") and c.status == 200
        )


def test_a_validator_that_lies_is_found_out_by_a_full_download(site: SiteServer, tmp_path: Path) -> None:
    audited(site, tmp_path / "first")
    site.pages["/a"] = tagged(page("/c", text="ใหม่"), "a")
    stale = audited(site, tmp_path / "second")
    full = audited(site, tmp_path / "third", "--previous", "none")
    assert stale["/a"].sha256 != full["/a"].sha256


def test_a_304_that_nobody_asked_for_is_no_answer(serve: Callable[..., SiteServer], tmp_path: Path) -> None:
    site = serve(
        {
            "/": page("/a", "/b"),
            "/a": Reply(status=304),
            "/b": lambda n: Reply(status=304) if n == 1 else Reply(page()),
        }
    )
    found = audited(site, tmp_path / "run")
    assert (found["/a"].outcome, found["/a"].status, site.hits["/a"]) == ("error", None, 3)
    assert "304" in found["/a"].witness
    assert (found["/b"].status, site.hits["/b"]) == (200, 2)


def test_a_body_that_was_altered_is_asked_for_anew(site: SiteServer, tmp_path: Path) -> None:
    first = audited(site, tmp_path / "first")
    digest = first["/plan.pdf"].sha256 or ""
    (tmp_path / "first" / "evidence" / "bodies" / digest[:2] / f"{digest}.zst").write_bytes(b"altered")
    second = audited(site, tmp_path / "second")
    assert (second["/plan.pdf"].sha256, second["/plan.pdf"].not_modified) == (digest, False)
    assert site.hits["/plan.pdf"] == 2


def test_which_run_is_the_earlier_one(
    capsys: pytest.CaptureFixture[str], site: SiteServer, serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    other = serve({"/": page()})
    audited(other, tmp_path / "other")
    audited(site, tmp_path / "first")
    assert record(tmp_path / "first").previous == ""
    audited(site, tmp_path / "elsewhere" / "second", "--previous", str(tmp_path / "first"))
    assert record(tmp_path / "elsewhere" / "second").previous == record(tmp_path / "first").id
    for given, reason in ((tmp_path / "other", "of other addresses"), ("nowhere", "no run")):
        line = ["audit", site.url(), "--out", str(tmp_path / "new"), *RULES, "--previous", str(given)]
        assert run(line) == 2
        assert reason in capsys.readouterr().err
        assert not (tmp_path / "new").exists()


def test_a_run_stays_whole_without_the_earlier_one(site: SiteServer, tmp_path: Path) -> None:
    audited(site, tmp_path / "first")
    audited(site, tmp_path / "second")
    (tmp_path / "first").rename(tmp_path / "gone")
    assert run(["check", str(tmp_path / "second"), "--quiet"]) == 0
    assert told(tmp_path / "second" / "checks" / "1") == told(tmp_path / "second")


def test_the_very_same_is_judged_once_and_anything_else_anew(
    site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[int] = []
    real = judging.judge
    monkeypatch.setattr(judging, "judge", lambda *given: (judged.append(1), real(*given))[1])
    audited(site, tmp_path / "first")
    second = audited(site, tmp_path / "second")
    assert len(judged) == 1 and told(tmp_path / "second") == told(tmp_path / "first")
    made = json.loads((tmp_path / "second" / "gap-report.json").read_text("utf-8"))
    evidence = [e for item in made["items"] for part in item["elements"] for e in part["evidence"]]
    assert evidence
    assert all(e["fetched_at"] == second[e["url"].removeprefix(site.url(""))].fetched_at for e in evidence)
    audited(site, tmp_path / "tomorrow", "--as-of", "2025-05-01")
    assert len(judged) == 2
    site.pages["/d"] = tagged(page(text="วันที่สาม"), "d3")
    audited(site, tmp_path / "changed")
    assert len(judged) == 3
    assert run(["check", str(tmp_path / "second"), "--quiet"]) == 0
    assert len(judged) == 4, "a check judges"
