"""`oit audit` on saved copies: the verdicts of a crawl, and what the copy lacks is never missing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence.records import Outcome
from evidence.store import Store
from oit.cli.app import run
from oit.exampleserver import serve as example
from tests.documents.making_documents import pdf
from tests.evidence.making_copies import DATE_BANGKOK, SITE, Answer, mhtml, page, tree, wacz, warc
from tests.validators.texts import plan
from tests.validators.texts import report as yearly

ROOT = Path(__file__).resolve().parents[2]
RULES = ("--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet")
OFFICE = "สำนักงานเขตบางตาลสูง"
PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
REPORT = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"
PAPER = page(f"{PLAN} {OFFICE}", text=plan(2568, OFFICE))


def audited(*arguments: str | Path, out: Path, code: int = 0) -> dict[str, Any]:
    assert run(["audit", *map(str, arguments), "--out", str(out), *RULES]) == code
    return json.loads((out / "gap-report.json").read_text(encoding="utf-8"))


def element(report: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    item = next(item for item in report["items"] if item["code"] == code)
    return next(one for one in item["elements"] if one["id"] == name)


def codes(report: dict[str, Any], code: str) -> set[str]:
    item = next(item for item in report["items"] if item["code"] == code)
    return {finding["code"] for finding in item["findings"]}


def test_a_copy_is_read_as_if_crawled(tmp_path: Path) -> None:
    home = page(
        OFFICE,
        f"/plan|{PLAN}",
        f"/report|{REPORT}",
        "/gone|นโยบาย No Gift Policy",
        "http://far.example/a|แผนที่",
    )
    answers = [
        Answer("/", status=302, headers={"Location": "/index"}),
        Answer("/index", home),
        Answer("/plan", PAPER, type="application/pdf"),
        Answer("/gone", "ไม่พบ", status=404),
        Answer("/a", "<p>แผนที่</p>", site="http://far.example"),
    ]
    copy = tmp_path / "office.warc.gz"
    copy.write_bytes(warc(answers))
    report = audited(copy, out=tmp_path / "run")
    assert report["run"]["stopped_because"] == "finished"
    assert report["run"]["notes"][-2:] == ["saved_copy", "start_guessed"]
    assert (report["run"]["pages"], report["run"]["documents"], report["run"]["outside_links"]) == (2, 0, 1)
    plan = element(report, "O5", "action-plan")
    assert plan["presence"] == "found"
    assert plan["evidence"][0]["url"] == SITE + "/plan"
    assert plan["evidence"][0]["fetched_at"] == DATE_BANGKOK
    assert [step["url"] for step in plan["evidence"][0]["click_path"]] == [SITE + "/", SITE + "/plan"]
    # What a link speaks of and the copy does not hold was not looked at.
    assert element(report, "O5", "performance-report")["presence"] == "unseen"
    assert {"url": SITE + "/report", "reason": "limit", "witness": "not in the saved copy"} in report[
        "not_seen"
    ]
    # What answered 404 is a dead link; what nothing speaks of is missing.
    assert "access.dead_link" in codes(report, "O18")
    assert element(report, "O3", "schools")["presence"] == "missing"
    with Store.open(tmp_path / "run") as store:
        assert store.run().source == "office.warc.gz"
        found = {capture.url: capture for capture in store.captures()}
    assert found[SITE + "/"].final_url == SITE + "/index"
    assert found[SITE + "/index"].witness == "saved copy: office.warc.gz, record 3"
    assert found[SITE + "/report"].outcome is Outcome.LIMIT
    assert run(["check", str(tmp_path / "run"), "--quiet"]) == 0
    again = json.loads((tmp_path / "run" / "checks" / "1" / "gap-report.json").read_text(encoding="utf-8"))
    assert (again["items"], again["run"]["notes"]) == (report["items"], report["run"]["notes"])


def test_a_copy_that_lacks_most_of_the_site_makes_nothing_missing(tmp_path: Path) -> None:
    copy = tmp_path / "home.mhtml"
    copy.write_bytes(mhtml(SITE + "/", page(OFFICE, *(f"/p{n}|เมนู {n}" for n in range(5)))))
    report = audited(copy, out=tmp_path / "run")
    assert report["run"]["stopped_because"] == "max_pages"
    assert report["run"]["reason"] == "the saved copy holds 1 of 6 pages that it speaks of"
    assert {item["verdict"] for item in report["items"]} == {"review"}


def test_a_damaged_copy_makes_nothing_missing(tmp_path: Path) -> None:
    copy = tmp_path / "cut.warc.gz"
    copy.write_bytes(warc([Answer("/", page(OFFICE)), Answer("/plan", PAPER)])[:-30])
    report = audited(copy, out=tmp_path / "run")
    assert report["run"]["stopped_because"] == "interrupted"
    assert "the rest was not read" in report["run"]["reason"]
    assert {item["verdict"] for item in report["items"]} == {"review"}
    assert "cut.warc.gz" in (tmp_path / "run" / "evidence" / "copy-notes.txt").read_text(encoding="utf-8")


def test_a_page_that_no_link_was_seen_to_is_no_gap_where_pages_lack(tmp_path: Path) -> None:
    report_page = page(f"{REPORT} {OFFICE}", text=yearly(2567, OFFICE))
    answers = [
        Answer("/", page(OFFICE, "/menu|เมนู", f"/plan|{PLAN}")),
        Answer("/plan", PAPER),
        Answer("/r", report_page),
    ]
    copy = tmp_path / "some.warc"
    copy.write_bytes(warc(answers, packed=False))
    found = element(audited(copy, out=tmp_path / "part"), "O5", "performance-report")
    assert (found["presence"], found["access"]) == ("found", "blocked")
    whole = tmp_path / "all.warc"
    whole.write_bytes(warc([*answers, Answer("/menu", page("เมนู"))], packed=False))
    report = audited(whole, out=tmp_path / "whole")
    assert element(report, "O5", "performance-report")["access"] == "unlinked"


def test_a_copy_behind_a_wall_is_a_site_that_was_not_seen(tmp_path: Path) -> None:
    wall = Answer("/", "<title>Just a moment...</title>", status=403, headers={"cf-mitigated": "challenge"})
    copy = tmp_path / "wall.warc.gz"
    copy.write_bytes(warc([wall]))
    report = audited(SITE, "--from", copy, out=tmp_path / "run", code=3)
    assert (report["run"]["stopped_because"], report["items"]) == ("blocked", [])


def test_a_site_file_and_a_start_address_say_what_the_copy_does_not(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text(
        f"id: tal\nname: {OFFICE}\nstart_urls: [{SITE}/office/index]\nscope: [{SITE}/office]\n",
        encoding="utf-8",
    )
    files = {"index": page("หน้าแรก", f"plan|{PLAN}"), "plan": PAPER}
    folder = tree(tmp_path / "saved", files)
    report = audited(site, "--from", folder, out=tmp_path / "run")
    assert report["site"] == {"id": "tal", "name": OFFICE, "start_urls": [SITE + "/office/index"]}
    assert element(report, "O5", "action-plan")["evidence"][0]["url"] == SITE + "/office/plan"
    assert "start_guessed" not in report["run"]["notes"]


def test_links_to_other_spellings_of_a_mirrored_page_lead_to_it(tmp_path: Path) -> None:
    home = page(OFFICE, f"http://office.example/ita|{PLAN}", "http://office.example/index.html|หน้าแรก")
    tree(tmp_path / "m", {"office.example/index.html": home, "office.example/ita.html": PAPER})
    report = audited(tmp_path / "m", out=tmp_path / "run")
    assert report["not_seen"] == []
    assert element(report, "O5", "action-plan")["evidence"][0]["url"] == SITE + "/ita.html"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda f: tree(f / "empty", {"a.txt": "no page"}), "files do not say which address"),
        (lambda f: tree(f, {"x.warc": "no warc"}) / "x.warc", "no saved copy"),
        (lambda f: tree(f, {"x.wacz": wacz(b"junk")}) / "x.wacz", "nothing in it"),
        (
            lambda f: (
                tree(f, {"x.warc": warc([Answer("/plan", pdf(["ก"]), type="application/pdf")])}) / "x.warc"
            ),
            "no page in it",
        ),
    ],
)
def test_wrong_copies_end_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, make: Callable[[Path], Path], says: str
) -> None:
    assert run(["audit", str(make(tmp_path / "in")), "--out", str(tmp_path / "run"), *RULES]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), says in err) == ("", 1, True), err
    assert not (tmp_path / "run").exists()


def test_a_start_that_is_not_in_the_copy_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "x.warc"
    copy.write_bytes(warc([Answer("/", page(OFFICE))]))
    assert run(["audit", SITE + "/other", "--from", str(copy), "--out", str(tmp_path / "run"), *RULES]) == 2
    assert "is not in the saved copy" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wget") is None, reason="no wget on this machine")
def test_what_wget_saves_of_an_example_office_is_judged_like_the_site(tmp_path: Path) -> None:
    with example(ROOT / "examples" / "thungmakok", 0) as server:
        live = audited(server.start_url, "--delay", "0", out=tmp_path / "live")
        command = [
            "wget",
            "-q",
            "--no-proxy",
            "-e",
            "robots=off",
            "-r",
            "-l",
            "inf",
            "-p",
            "--warc-file=w",
            "-P",
            "tree",
        ]
        subprocess.run([*command, server.start_url], cwd=tmp_path, check=False)
    saved = audited(tmp_path / "w.warc.gz", out=tmp_path / "saved")
    verdicts = {item["code"]: item["verdict"] for item in live["items"]}
    changed = {
        item["code"] for item in saved["items"] if item["verdict"] not in (verdicts[item["code"]], "review")
    }
    assert changed == set()
    same = [item["code"] for item in saved["items"] if item["verdict"] == verdicts[item["code"]]]
    assert len(same) >= 16


@pytest.mark.slow
@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_an_exported_run_is_judged_as_the_run_itself(tmp_path: Path, form: str) -> None:
    with example(ROOT / "examples" / "khlongbualuang", 0) as server:
        live = audited(server.start_url, "--delay", "0", out=tmp_path / "live")
    out = tmp_path / f"run.{form}"
    assert run(["evidence", "export", str(tmp_path / "live"), "--format", form, "--out", str(out)]) == 0
    saved = audited(out, out=tmp_path / "saved")
    assert saved["items"] == live["items"]
    assert (saved["not_seen"], saved["summary"]) == (live["not_seen"], live["summary"])
    # And the export of what was read is the same run once more.
    again = tmp_path / f"again.{form}"
    assert run(["evidence", "export", str(tmp_path / "saved"), "--format", form, "--out", str(again)]) == 0
    assert audited(again, out=tmp_path / "third")["items"] == live["items"]


def test_an_export_never_replaces_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "x.warc"
    copy.write_bytes(warc([Answer("/", page(OFFICE))]))
    audited(copy, out=tmp_path / "run")
    assert run(["evidence", "export", str(tmp_path / "run"), "--out", str(copy)]) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert run(["evidence", "export", str(tmp_path / "run"), "--out", str(tmp_path / "no" / "x.wacz")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert run(["evidence", "export", str(tmp_path / "run")]) == 0
    assert Path(capsys.readouterr().out.strip()).parent == tmp_path / "run"
