"""Judging a stored run of 1,000 pages and 300 documents whose facts are cached, beside reading the same facts alone.

The run is made from the first example office's own pages and files, repeated under other addresses with a line of their
own, so that the texts are as long and as varied as real ones. Prints seconds and the ratio to the yardstick.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

from checklist.loader import load
from crawler.links import read_page
from documents.extract import extract, extractor_key
from documents.facts import Facts
from evidence.address import canonical
from evidence.records import Capture, Link, LinkKind, Outcome, Role, RunRecord, SiteRecord
from evidence.store import Store
from oit.facts import collector_paused, facts_of
from validators.judge import judge

SITE = Path(__file__).resolve().parent.parent / "examples" / "thungmakok" / "site"
HOST = "http://office.example"
PAGES, DOCUMENTS = 1000, 300
DAY = dt.date(2025, 4, 30)
TYPES = {".pdf": "application/pdf", ".html": "text/html", ".xlsx": "", ".docx": "", ".csv": "text/csv"}


def main() -> None:
    """Make the run, warm up, measure five times, print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        _make(Path(folder) / "evidence")
        reading, judging, total = [], [], []
        for _ in range(5):
            r, j = _measured(Path(folder) / "evidence")
            reading.append(r)
            judging.append(j)
            total.append(r + j)
    middle = [sorted(values)[len(values) // 2] for values in (reading, judging, total)]
    print(f"judging a stored run: {PAGES} pages, {DOCUMENTS} documents, facts cached")
    print(f"  reading records and facts {middle[0]:6.2f} s   (yardstick)")
    print(f"  judging                   {middle[1]:6.2f} s   ({middle[1] / middle[0]:.2f} of the yardstick)")
    print(f"  together                  {middle[2]:6.2f} s   (asked: under 3)")


def _measured(folder: Path) -> tuple[float, float]:
    """Seconds for reading and for judging, as `oit check` does them."""
    began = time.perf_counter()
    with Store.open(folder) as store, collector_paused():
        run, captures, links = store.run(), list(store.captures()), list(store.links())
        facts = dict(facts_of(store, captures, ocr=False))
        read = time.perf_counter()
        judge(run, captures, links, facts, load("bma-district", 2568), DAY)
        return read - began, time.perf_counter() - read


def _make(folder: Path) -> None:
    site = SiteRecord(
        id="bench", name="สำนักงานเขตทุ่งมะกอก", start_urls=(f"{HOST}/",), scope=("office.example",)
    )
    run = RunRecord(id="bench", site=site, started_at="2025-04-30T00:00:00+07:00", stopped_because="finished")
    pages = sorted(SITE.rglob("*.html"))
    files = sorted(p for p in SITE.rglob("*") if p.suffix in (".pdf", ".docx", ".xlsx", ".csv"))
    with Store.create(folder, run) as store:
        for number in range(PAGES):
            source = pages[number % len(pages)]
            url = canonical(f"{HOST}/" if number == 0 else f"{HOST}/page/{number}")
            body = source.read_bytes() + f"<!-- {number} -->".encode()
            links = [*read_page(url, body, "text/html").links, _link(url, f"{HOST}/page/{number + 1}")]
            links += [_link(url, f"{HOST}/file/{number}")] if number < DOCUMENTS else []
            _add(store, url, body, Role.PAGE, "text/html", links)
        known: dict[Path, Facts] = {}
        for number in range(DOCUMENTS):
            source = files[number % len(files)]
            _add(
                store,
                f"{HOST}/file/{number}",
                source.read_bytes() + b" " * number,
                Role.FILE,
                "",
                [],
                known,
                source,
            )


def _link(source: str, target: str) -> Link:
    return Link(source=source, target=target, raw=target, kind=LinkKind.ANCHOR, text="รายละเอียด")


def _add(
    store: Store,
    url: str,
    body: bytes,
    role: Role,
    kind: str,
    links: list[Link],
    known: dict[Path, Facts] | None = None,
    path: Path | None = None,
) -> None:
    capture = store.add_capture(
        Capture(
            url=url,
            final_url=url,
            role=role,
            outcome=Outcome.ANSWERED,
            fetched_at="2025-04-30T00:00:00+07:00",
            status=200,
            headers={"content-type": kind} if kind else {},
        ),
        body,
        links,
    )
    assert capture.sha256
    if known is not None and path is not None:
        facts = known.setdefault(path, extract(path.read_bytes(), declared_type=kind, url=url))
    else:
        facts = extract(body, declared_type=kind, url=url)
    store.put_facts(extractor_key(capture.sha256, kind, "", url), facts.model_dump_json().encode())


if __name__ == "__main__":
    main()
