"""Measures pages in the browser: pages a second, and the memory of this program, the driver and the browser together.

    python -m scripts.rendering [pages]

Every page has two tabs that a script fills; the server is on loopback, without a pause.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from os import getpid
from pathlib import Path

from crawler.browser_find import find_browser
from crawler.plan import plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.store import Store
from tests.siteserver import Answering, SiteServer

ACT = (
    "document.querySelectorAll('button').forEach(b=>b.onclick=()=>fetch('/part/'+b.dataset.n).then(r=>r.text())"
    ".then(t=>{document.getElementById('p').innerHTML=t}))"
)


def page(body: str, script: str = "") -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>หน้า</title></head><body>{body}<script>{script}</script></body></html>"


def site(count: int) -> dict[str, Answering]:
    text = "<p>ข้อความของหน้านี้ยาวพอที่จะเป็นหน้าหนึ่งของสำนักงานเขต และมีหลายคำ</p>" * 20
    tabs = "<button role='tab' data-n='1'>แผนงาน</button><button role='tab' data-n='2'>รายงาน</button><div id='p' class='tab-content'></div>"
    pages: dict[str, Answering] = {
        f"/page/{n}": page(f"<h1>หน้า {n}</h1>{text}{tabs}", ACT) for n in range(count)
    }
    pages["/"] = page(text + "".join(f"<a href='/page/{n}'>หน้า {n}</a> " for n in range(count)))
    return pages | {
        f"/part/{n}": f"<table>{'<tr><td>โครงการ</td><td>1,000</td></tr>' * 200}</table>" for n in (1, 2)
    }


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def memory() -> float:
    """Megabytes that the program and everything it started hold, shared pages counted once (PSS)."""
    total = 0
    for pid in family(getpid()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def main(count: int) -> None:
    browser = find_browser()
    if browser is None:
        sys.exit("no Chromium or Chrome on this machine")
    peak, before = [0.0], memory()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], memory())

    threading.Thread(target=watch, daemon=True).start()
    with SiteServer(site(count)) as server, tempfile.TemporaryDirectory() as folder:
        plan = plan_for((server.url("/"),), delay=0, browser=browser.path, browser_name=browser.name)
        with Store.create(Path(folder) / "run", new_run(plan)) as store:
            begun = time.monotonic()
            crawl(plan, store)
            seconds = time.monotonic() - begun
            shown = sum(bool(capture.browser) for capture in store.captures())
    done.set()
    print(f"{browser.name}: {shown} of {count} pages in {seconds:.0f} s, {shown / seconds:.2f} pages/s")
    print(f"memory (PSS): {before:.0f} MB before, {peak[0]:.0f} MB at the most, browser and driver included")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
