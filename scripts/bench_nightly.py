"""A second run of an unchanged site beside the first: bytes sent by the server, and CPU seconds of the whole program.

One site is made up: 1,000 pages of 30 KB and 100 documents, with the validators that servers give to files. The other is the
first example office. Each run is `oit audit` in a process of its own; CPU seconds are its own and its children's, and its
parts are told by clocks around the same functions.

    python scripts/bench_nightly.py [--pages 1000] [--documents 100]

Exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from oit.exampleserver import serve  # noqa: E402
from tests.alike import told  # noqa: E402
from tests.documents.making_documents import PROSE, pdf  # noqa: E402
from tests.siteserver import Reply, SiteServer  # noqa: E402

MOST_BYTES, MOST_CPU = 0.05, 0.25
RUNS: dict[str, tuple[str, ...]] = {
    "first": (),
    "second": (),
    "next day": ("--as-of", "2025-05-01"),
    "ignoring": (),
}
"""Runs one after the other: all is new; nothing changed; nothing changed but the day; the server ignores conditions."""
PARTS = ("start", "crawl", "reading", "judging", "reports")
SUBJECTS = (
    "แผนปฏิบัติราชการประจำปี",
    "ประกาศเผยแพร่แผนการจัดซื้อจัดจ้าง",
    "คู่มือการให้บริการประชาชน",
    "รายงานผลการใช้จ่ายงบประมาณ",
    "สถิติเรื่องร้องเรียน",
)
NEWS = (
    "ลงพื้นที่ทำความสะอาดถนนและทางเท้า",
    "ตรวจตลาดนัดและร้านอาหารริมทาง",
    "มอบเครื่องอุปโภคบริโภคแก่ผู้สูงอายุ",
    "ประชุมคณะกรรมการชุมชน",
    "ขุดลอกคลองและเก็บผักตบชวา",
    "จัดกิจกรรมวันเด็กในสวนสาธารณะ",
    "ติดตามการซ่อมแซมไฟฟ้าส่องสว่าง",
)
LETTERS = 1400
"""Of the article on a page; the rest of its 30 KB is what content managers put around it."""


def subject(number: int) -> str:
    """What a page is about: of ten pages nine are news."""
    if number % 10 == 5:
        return f"{SUBJECTS[number // 10 % 5]} ปีงบประมาณ พ.ศ. {2565 + number // 50 % 4}"
    return f"ข่าวที่ {number} {NEWS[number % 7]}"


def page(number: int, pages: int, documents: int) -> str:
    """One page as a content manager writes it: scripts, a menu, cards with links, an article, a foot."""
    menu = "".join(
        f'<li class="nav-item dropdown menu-level-{n % 3}" id="menu-item-{n}"><a class="nav-link dropdown-toggle px-3 py-2" '
        f'role="button" aria-haspopup="true" href="/page/{n}.html">เมนู {subject(n)}</a></li>'
        for n in range(min(40, pages))
    )
    cards = "".join(_card(n, documents) for n in (10 * number + k for k in range(1, 11)) if n < pages)
    script = f"<script>window.site={{id:{number},items:[{','.join(str(n * 37 % 1009) for n in range(700))}]}};</script>"
    style = "<style>" + ".card-body{padding:1rem;margin:0 auto}" * 90 + "</style>"
    words = (
        PROSE if number % 10 == 5 else f"เจ้าหน้าที่และอาสาสมัคร{NEWS[number % 7]} เพื่อให้ประชาชนในพื้นที่ได้รับความสะดวก "
    )
    article = "".join(
        f"<p class='lead text-justify'>{part}</p>" for part in [words * 4] * (LETTERS // len(words) // 4 + 1)
    )
    title = "สำนักงานเขตบึงทดลอง" if number == 0 else subject(number)
    return (
        f"<!doctype html><html lang=th><head><meta charset=utf-8><title>{title}</title>{style}{script}</head><body>"
        f"<nav class='navbar navbar-expand-lg'><ul>{menu}</ul></nav><main><h1>{title}</h1>"
        f"<p>วันที่ {number % 28 + 1} มกราคม 2568</p>{article}<div class=row>{cards}</div></main>"
        "<footer>สำนักงานเขตบึงทดลอง โทร 0 2000 0000</footer></body></html>"
    )


def _card(number: int, documents: int) -> str:
    document = (
        f'<a class="btn btn-outline-primary" href="/file/{number}.pdf">ดาวน์โหลด</a>'
        if number <= documents
        else ""
    )
    return (
        f'<div class="col-md-4 col-sm-6 mb-3"><div class="card h-100 shadow-sm"><div class="card-body" data-id="{number}">'
        f'<h5 class="card-title">{subject(number)}</h5><a class="btn btn-primary stretched-link" href="/page/{number}.html">'
        f"รายละเอียด</a> {document}</div></div></div>"
    )


def site(pages: int, documents: int) -> dict[str, Any]:
    """The made-up site."""
    found: dict[str, Any] = {}
    for n in range(pages):
        body = page(n, pages, documents)
        found[f"/page/{n}.html"] = Reply(
            body, headers={"ETag": f'"p{n}"', "Last-Modified": "Mon, 06 Jan 2025 03:00:00 GMT"}
        )
    for n in range(1, documents + 1):
        lines = [f"{SUBJECTS[n % 5]} ปีงบประมาณ พ.ศ. 2568 เล่มที่ {n}", *PROSE.split()] * 3
        body = pdf(["\n".join(lines)] * 5)
        found[f"/file/{n}.pdf"] = Reply(body, content_type="application/pdf", headers={"ETag": f'"f{n}"'})
    return found


def audited(start: str, folder: Path, *more: str) -> dict[str, float]:
    """CPU seconds of one run, by part."""
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()} | {
        "PYTHONPATH": str(ROOT)
    }
    options = [
        "--delay",
        "0",
        "--fiscal-year",
        "2568",
        "--as-of",
        "2025-04-30",
        "--quiet",
        "--out",
        str(folder),
    ]
    command = [sys.executable, __file__, "--measure", start, *options, *more]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(arguments: list[str]) -> None:
    """One run in this process; print the CPU seconds of its parts."""
    import crawler.run
    import oit.audit
    import oit.judging
    from oit.cli.app import run

    spent = dict.fromkeys(PARTS, 0.0)

    def clocked(part: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            with _clock(spent, part):
                return act(*given, **named)

        return timed

    crawler.run.crawl = clocked("crawl", crawler.run.crawl)
    oit.judging.judge = clocked("judging", oit.judging.judge)
    oit.audit.judged_report = clocked("reading", oit.audit.judged_report)
    oit.audit.finish = clocked("reports", oit.audit.finish)
    code = run(["audit", *arguments])
    spent["reading"] -= spent["judging"]
    spent["start"] = _cpu() - sum(spent.values())
    print(json.dumps(spent))
    sys.exit(code)


@contextmanager
def _clock(spent: dict[str, float], part: str) -> Iterator[None]:
    began = _cpu()
    yield
    spent[part] += _cpu() - began


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def made_up(pages: int, documents: int, folder: Path) -> int:
    """Measure the made-up site: two runs, and one of a server that ignores conditions."""
    with SiteServer(site(pages, documents)) as server:
        server.conditional = True
        start, figures = server.url("/page/0.html"), []
        for name, more in RUNS.items():
            server.bytes_sent, server.conditional = 0, name != "ignoring"
            spent = audited(start, folder / name, *more)
            figures.append((name, float(server.bytes_sent), spent))
        title = f"made-up site, {pages} pages, {documents} documents"
        alike = told(folder / "first") == told(folder / "second") == told(folder / "ignoring")
        return shown(title, figures, alike)


def example(folder: Path) -> int:
    """Measure the example office; bytes are those of the bodies that did not come as unchanged."""
    with serve(ROOT / "examples" / "thungmakok") as server:
        figures = []
        for name in ("first", "second"):
            spent = audited(server.start_url, folder / name)
            figures.append((name, float(_received(folder / name)), spent))
        return shown("example office", figures, told(folder / "first") == told(folder / "second"))


def _received(folder: Path) -> int:
    from evidence.store import Store

    with Store.open(folder, writable=False) as store:
        return sum(c.size for c in store.captures() if not c.not_modified and not c.redirects)


def shown(title: str, figures: list[tuple[str, float, dict[str, float]]], alike: bool) -> int:
    """Print a table and what of the targets is met; 1 where one is missed."""
    print(title)
    print(f"  {'':<12}{'MB sent':>9}{'CPU s':>8}   " + "".join(f"{part:>9}" for part in PARTS))
    for name, sent, spent in figures:
        parts = "".join(f"{spent[part]:>9.1f}" for part in PARTS)
        print(f"  {name:<12}{sent / 1e6:>9.2f}{sum(spent.values()):>8.1f}   {parts}")
    (_, bytes_1, cpu_1), (_, bytes_2, cpu_2) = figures[:2]
    sent, used = bytes_2 / bytes_1, sum(cpu_2.values()) / sum(cpu_1.values())
    checks = [
        (f"bytes {sent:.1%} of the first run's (at most {MOST_BYTES:.0%})", sent <= MOST_BYTES),
        (f"CPU seconds {used:.1%} of the first run's (at most {MOST_CPU:.0%})", used <= MOST_CPU),
        ("all reports say the same", alike),
    ]
    for text, good in checks:
        print(f"  {'ok  ' if good else 'MISS'} {text}")
    return 0 if all(good for _, good in checks) else 1


def main() -> int:
    """Read the options and do what they say."""
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        codes = [made_up(given.pages, given.documents, Path(name) / "made")]
        codes.append(example(Path(name) / "example"))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
