"""An exported run in ReplayWeb.page, in a real browser: a stored page shows its Thai text, a redirect leads on."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error, Frame, Page, sync_playwright

from evidence.export.wacz import write_wacz
from evidence.records import Capture, Outcome, Redirect, Role, RunRecord, SiteRecord
from evidence.store import Store
from tests.evidence.making_copies import page as html

TOOL = Path(__file__).resolve().parents[2] / ".tools" / "replaywebpage-2.5.3"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SITE = "http://office.example"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (TOOL / "ui.js").exists(),
        reason=f"no {TOOL.name} in .tools/: make setup-dev brings it where npm is",
    ),
]


def _capture(path: str, **more: object) -> Capture:
    known = {"final_url": SITE + path, "role": Role.PAGE, "outcome": Outcome.ANSWERED, "status": 200}
    known |= {
        "fetched_at": "2025-04-30T09:00:00+07:00",
        "headers": {"content-type": "text/html; charset=utf-8"},
    }
    return Capture.model_validate({"url": SITE + path, **known, **more})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder on loopback with the tool, an export, and a page that shows it."""
    folder = tmp_path_factory.mktemp("replay")
    known = SiteRecord(id="x", name="สำนักงานเขตบางตาลสูง", start_urls=(SITE + "/",), scope=("office.example",))
    run = RunRecord(
        id="r1", site=known, started_at="2025-04-30T09:00:00+07:00", finished_at="2025-04-30T09:10:00+07:00"
    )
    with Store.create(folder / "store", run) as store:
        home = html("ยินดีต้อนรับสู่สำนักงานเขตบางตาลสูง", "/old|แผนปฏิบัติราชการ", text="แขวงตาลเดี่ยว").encode()
        store.add_capture(_capture("/"), home)
        thai = {"content-type": "text/html; charset=windows-874"}
        plan = html("แผนปฏิบัติราชการ พ.ศ. ๒๕๖๘").replace("utf-8", "windows-874").encode("cp874")
        store.add_capture(_capture("/plan", headers=thai), plan)
        hop = Redirect(url=SITE + "/old", status=301, location="/plan")
        store.add_capture(_capture("/old", final_url=SITE + "/plan", redirects=(hop,)), None)
        with (folder / "run.wacz").open("w+b") as out:
            write_wacz(store, out)
    for name in ("ui.js", "sw.js"):
        shutil.copy(TOOL / name, folder / name)
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><script src=ui.js></script>"
        "<replay-web-page style='height:95vh' replayBase='./' embed=replayonly source=run.wacz "
        f"url='{SITE}/'></replay-web-page>",
        encoding="utf-8",
    )
    handler = partial(_Ranges, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class _Ranges(SimpleHTTPRequestHandler):
    """Gives parts of files, as the servers do on which such exports lie."""

    def do_GET(self) -> None:
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if match is None or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        start = int(match[1]) if match[1] else max(0, len(data) - int(match[2]))
        end = min(int(match[2]) + 1, len(data)) if match[1] and match[2] else len(data)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        self.wfile.write(data[start:end])

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 1000, "height": 700})
        browser.close()


def _headings(frame: Frame) -> list[str]:
    try:
        return frame.locator("h1").all_inner_texts()
    except Error:
        return []  # the frame is on its way to another page


def _shown(page: Page, heading: str) -> Frame:
    """The frame of the stored page, once it shows a heading."""
    for _ in range(600):
        for frame in page.frames:
            if frame.name == "___wb_replay_top_frame" and heading in _headings(frame):
                return frame
        page.wait_for_timeout(200)
    raise AssertionError([(frame.name, frame.url) for frame in page.frames])


def test_a_stored_page_is_shown_with_its_thai_text_and_a_redirect_leads_on(site: str, page: Page) -> None:
    page.goto(site)
    home = _shown(page, "ยินดีต้อนรับสู่สำนักงานเขตบางตาลสูง")
    assert home.locator("p").all_inner_texts() == ["แขวงตาลเดี่ยว"]
    home.get_by_text("แผนปฏิบัติราชการ").click()
    _shown(page, "แผนปฏิบัติราชการ พ.ศ. ๒๕๖๘")
