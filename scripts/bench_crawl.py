"""Pages per second and memory of a crawl that keeps everything, against plain Scrapy that keeps nothing.

A local static site of small pages (about 4 KB, 20 links each) is served from memory by a process of its own. Each
crawl runs in a process of its own, with the same number of requests at a time; robots.txt is on in both.

    python scripts/bench_crawl.py [--pages 5000] [--concurrency 16] [--rounds 3]

Exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_RATIO = 0.8
MOST_MEGABYTES = 400
MOST_GROWTH = 1.25
"""Peak memory at four times the pages, as a multiple."""


def page(number: int, pages: int) -> bytes:
    """One page: a menu, a table of links to its children in a tree, links across, and text."""
    down = [number * 10 + n for n in range(1, 11)]
    across = [(number * 7 + n * 131) % pages for n in range(10)]
    links = [n % pages for n in down + across]
    rows = "".join(
        f'<tr><td>{n}</td><td>รายการที่ {n}</td><td><a href="/page/{n}.html">เปิด</a></td></tr>' for n in links
    )
    spelled = (
        "".join(chr(ord("ก") + int(digit)) for digit in str(number)) * 8
    )  # every page says something else
    words = "สำนักงานเขตตัวอย่างให้บริการประชาชนทุกวันทำการ " * 10 + f" {spelled} {spelled}ข {spelled}ค"
    text = (
        f"<!doctype html><html lang=th><head><meta charset=utf-8><title>หน้า {number}</title></head><body>"
        f"<nav><ul><li>หน้าหลัก</li></ul></nav><main><h1>หน้า {number}</h1><table>{rows}</table>"
        f"<p>{words}</p></main><footer>โทร 0 2000 0000</footer></body></html>"
    )
    return text.encode()


def serve(pages: int) -> None:
    """Serve the site until the standard input closes; print the port first."""
    robots = b"User-agent: *\nDisallow: /private/\n"
    answers = {
        f"/page/{n}.html".encode(): reply(page(n, pages), b"text/html; charset=utf-8") for n in range(pages)
    }
    answers[b"/robots.txt"] = reply(robots, b"text/plain")
    missing = reply(b"<html><body>not found</body></html>", b"text/html", b"404 Not Found")

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport
            self.buffer = b""

        def data_received(self, data: bytes) -> None:
            self.buffer += data
            while b"\r\n\r\n" in self.buffer:
                head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
                answer = answers.get(head.split(b" ", 2)[1], missing)
                self.transport.write(answer)  # type: ignore[attr-defined]

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Connection, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.read)

    asyncio.run(run())


def reply(body: bytes, kind: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole answer as bytes."""
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (
        status,
        kind,
        len(body),
        body,
    )


def crawl_ours(start: str, concurrency: int) -> int:
    """The product's crawl with all its records, into a folder that is thrown away."""
    from crawler.plan import plan_for
    from crawler.run import crawl
    from crawler.runs import new_run
    from evidence.store import Store

    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        plan = plan_for((start,), delay=0.0, concurrency=concurrency)
        with Store.create(folder / "evidence", new_run(plan)) as store:
            return crawl(plan, store).pages
    finally:
        shutil.rmtree(folder)


def crawl_plain(start: str, concurrency: int) -> int:
    """Scrapy as its manual shows it: LinkExtractor, follow every link, keep nothing."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.linkextractors import LinkExtractor

    count = 0

    class Plain(Spider):
        name = "plain"
        start_urls = [start]
        extractor = LinkExtractor()

        def parse(self, response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            nonlocal count
            count += 1
            for link in self.extractor.extract_links(response):
                yield response.follow(link, self.parse)

    settings = {
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(Plain)
    process.start()
    return count


def measure(kind: str, start: str, concurrency: int) -> None:
    """One crawl in this process; print its figures as JSON."""
    began = time.perf_counter()
    pages = {"ours": crawl_ours, "plain": crawl_plain}[kind](start, concurrency)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": pages, "rate": pages / seconds, "megabytes": peak}))


def child(*arguments: str) -> dict[str, float]:
    """One crawl in a process of its own."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=None, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(pages: int, concurrency: int, rounds: int, kinds: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Crawl one site by turns; give the median rate and the highest peak of each kind."""
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    start = f"http://127.0.0.1:{server.stdout.readline().strip()}/page/0.html"
    try:
        runs = {kind: [] for kind in kinds}
        for _ in range(rounds):
            for kind in kinds:
                found = child("--measure", kind, "--start", start, "--concurrency", str(concurrency))
                if not pages <= found["pages"] <= pages + 1:  # plain Scrapy fetches a linked start page twice
                    sys.exit(f"{kind} saw {found['pages']} of {pages} pages")
                runs[kind].append(found)
    finally:
        server.terminate()
        server.wait()
    return {
        kind: {
            "rate": statistics.median(run["rate"] for run in found),
            "megabytes": max(run["megabytes"] for run in found),
        }
        for kind, found in runs.items()
    }


def report(pages: int, concurrency: int, rounds: int) -> int:
    """Measure, print the table, and give the exit code."""
    small = compare(pages, concurrency, rounds, ("plain", "ours"))
    large = compare(pages * 4, concurrency, 1, ("ours",))["ours"]
    ratio = small["ours"]["rate"] / small["plain"]["rate"]
    growth = large["megabytes"] / small["ours"]["megabytes"]
    rows = [
        (f"plain Scrapy, {pages} pages", small["plain"]),
        (f"oit, {pages} pages", small["ours"]),
        (f"oit, {pages * 4} pages", large),
    ]
    print(f"{'crawl':<32}{'pages/s':>10}{'peak MB':>10}")
    for name, row in rows:
        print(f"{name:<32}{row['rate']:>10.1f}{row['megabytes']:>10.0f}")
    peak = max(small["ours"]["megabytes"], large["megabytes"])
    checks = [
        (f"rate {ratio:.2f} of plain Scrapy's (at least {LEAST_RATIO})", ratio >= LEAST_RATIO),
        (f"peak {peak:.0f} MB (under {MOST_MEGABYTES})", peak < MOST_MEGABYTES),
        (f"memory at four times the pages x{growth:.2f} (at most x{MOST_GROWTH})", growth <= MOST_GROWTH),
    ]
    for text, good in checks:
        print(f"{'ok  ' if good else 'MISS'} {text}")
    return 0 if all(good for _, good in checks) else 1


def main() -> int:
    """Read the options and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--measure", choices=("ours", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--start", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return 0
    if given.measure:
        sys.path.insert(0, str(ROOT))
        measure(given.measure, given.start, given.concurrency)
        return 0
    return report(given.pages, given.concurrency, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
