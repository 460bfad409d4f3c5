"""`oit audit` and `oit check` as programs on small sites: scope, folders, and signals while documents are read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from oit.cli.app import run
from tests.documents.making_documents import pdf
from tests.siteserver import ProxyServer, Reply, SiteServer, page

ROOT = Path(__file__).resolve().parents[2]
RULES = ("--fiscal-year", "2568", "--as-of", "2025-04-30", "--quiet")
PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
OFFICE = "สำนักงานเขตบางตาลสูง"
HOME = f"<html><head><title>{OFFICE}</title></head><body><a href='/plan.pdf'>{PLAN}</a></body></html>"
PAGES = {"/": HOME, "/plan.pdf": Reply(pdf([PLAN]), content_type="application/pdf")}


def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "gap-report.json").read_text(encoding="utf-8"))


def audited(site: SiteServer, folder: Path) -> Path:
    assert run(["audit", site.url(), "--out", str(folder), "--delay", "0", *RULES]) == 0
    return folder


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """A folder with a pdftotext that never ends and leaves its process id in "pid"."""
    folder = tmp_path / "tools"
    folder.mkdir()
    tool, pid = folder / "pdftotext", folder / "pid"
    tool.write_text(
        f"#!{sys.executable}\nimport os, time\nfrom pathlib import Path\n"
        f"Path({str(pid)!r}).write_text(str(os.getpid()))\ntime.sleep(600)\n"
    )
    tool.chmod(0o755)
    return folder


def reading(tools: Path, *arguments: str) -> subprocess.Popen[str]:
    """The program in a process of its own, as soon as it is at the document that never ends."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment |= {"PATH": str(tools), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "oit", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    deadline = time.monotonic() + 60
    while not (tools / "pid").exists():
        assert time.monotonic() < deadline and process.poll() is None, "it did not come so far"
        time.sleep(0.02)
    return process


def assert_says_interrupted(folder: Path, site: SiteServer) -> None:
    made = report(folder)
    assert made["run"]["stopped_because"] == "interrupted"
    assert {"url": site.url("/plan.pdf"), "reason": "blocked", "witness": "not read"} in made["not_seen"]
    # The page may have been read by then, or not.
    assert {entry["witness"] for entry in made["not_seen"]} == {"not read"}
    assert {item["verdict"] for item in made["items"]} <= {"review", "not_due"}


def assert_ended(pid: int) -> None:
    """A process is gone, or dead and waiting for whoever collects the dead."""
    stat = Path(f"/proc/{pid}/stat")
    deadline = time.monotonic() + 10
    while stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z":
        assert time.monotonic() < deadline, "the reader's tool still runs"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_documents_are_read_makes_a_report(
    serve: Callable[..., SiteServer], tmp_path: Path, hanging: Path, number: signal.Signals
) -> None:
    site, folder = serve(PAGES), tmp_path / "run"
    process = reading(hanging, "audit", site.url(), "--out", str(folder), "--delay", "0", *RULES)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert_says_interrupted(folder, site)
    assert_ended(int((hanging / "pid").read_text()))
    assert run(["check", str(folder), "--quiet"]) == 0
    again = report(folder / "checks" / "1")
    assert (again["run"]["stopped_because"], again["not_seen"]) == ("finished", [])


def test_a_second_signal_stops_at_once(
    serve: Callable[..., SiteServer], tmp_path: Path, hanging: Path
) -> None:
    site, folder = serve(PAGES), tmp_path / "run"
    process = reading(hanging, "audit", site.url(), "--out", str(folder), "--delay", "0", *RULES)
    process.send_signal(signal.SIGSTOP)  # both are there when it goes on
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    assert process.wait(timeout=30) == 130
    with suppress(ProcessLookupError):  # the tool may outlive the program by a moment, and holds its stderr
        os.kill(int((hanging / "pid").read_text()), signal.SIGKILL)
    _, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    assert not (folder / "gap-report.json").exists()


def test_a_check_never_replaces_a_report(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    folder = audited(serve(PAGES), tmp_path / "run")
    before = (folder / "gap-report.json").read_bytes()
    for _ in range(2):
        assert run(["check", str(folder), "--quiet"]) == 0
    assert sorted(path.name for path in (folder / "checks").iterdir()) == ["1", "2"]
    for taken in (folder, folder / "checks" / "1"):
        assert run(["check", str(folder), "--out", str(taken), "--quiet"]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"oit: {taken}: ") and "give another --out" in err
    assert (folder / "gap-report.json").read_bytes() == before


def test_a_check_says_which_options_do_nothing(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    folder = str(audited(serve(PAGES), tmp_path / "run"))
    assert run(["check", folder, "--browser", "auto", "--ocr", "never", "--delay", "2"]) == 0
    assert capsys.readouterr().err == (
        "oit: --delay, --browser, --ocr: nothing to do in a check, which uses no network\n"
    )
    assert run(["check", folder]) == 0
    assert capsys.readouterr().err == ""


PORTAL = "http://webportal.bangkok.go.th"
SHARED = f"id: office\nname: {OFFICE}\nstart_urls: ['{PORTAL}/']\ndelay: 0\n"


def test_the_scope_of_a_site_file_wins_over_the_rule_of_shared_hosts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path, folder = tmp_path / "office.yaml", tmp_path / "run"
    pages = {"/": page("/bangtan/a", "/other/b"), "/bangtan/a": page(), "/other/b": page()}
    with ProxyServer({"webportal.bangkok.go.th": pages}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        path.write_text(SHARED, encoding="utf-8")
        for command in (["site", "lint", str(path)], ["audit", str(path), "--out", str(folder), *RULES]):
            assert run(command) == 2
            assert "many offices share this host" in capsys.readouterr().err
        path.write_text(f"{SHARED}scope: ['{PORTAL}/bangtan']\n", encoding="utf-8")
        assert run(["site", "lint", str(path)]) == 0
        assert run(["audit", str(path), "--out", str(folder), *RULES]) == 0
    assert {f"{PORTAL}/", f"{PORTAL}/bangtan/a"} <= set(proxy.hits)
    assert f"{PORTAL}/other/b" not in proxy.hits
    assert report(folder)["run"]["stopped_because"] == "finished"
