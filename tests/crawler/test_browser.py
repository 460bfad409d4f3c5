"""Pages in the browser during a crawl: what is shown, what a page may do, and what a bad page costs."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import Renderer, RenderError
from crawler.browser_find import find_browser
from crawler.browser_loads import Loaded, Loader, Wanted
from crawler.plan import plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.records import Capture, RunRecord
from evidence.store import Store
from tests.siteserver import Answering, ProxyServer, Reply, SiteServer

BROWSER = find_browser()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on this machine"),
]
TEXT = "<p>ข้อความของหน้านี้ยาวพอที่จะไม่ถูกมองว่าเป็นหน้าว่าง เพราะมีเนื้อหาหลายคำ</p>"


def html(body: str, script: str = "") -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>หน้า</title></head><body>{body}<script>{script}</script></body></html>"


def front(*paths: str) -> str:
    return html(TEXT + "".join(f"<a href='{path}'>{path}</a> " for path in paths))


SHELL = html(
    "<div id='app'></div>",
    "document.getElementById('app').innerHTML='<p>เขียนโดยสคริปต์</p><a href=\"/found\">ต่อ</a>'",
)


class Shown:
    """What a crawl with a browser left behind."""

    def __init__(self, run: RunRecord, store: Store) -> None:
        self.run = run
        self.store = store
        self.all: dict[str, list[Capture]] = {}
        for capture in store.captures():
            self.all.setdefault("/" + capture.url.split("/", 3)[3], []).append(capture)

    def last(self, path: str) -> Capture:
        return self.all[path][-1]

    def body(self, path: str) -> str:
        return self.store.body(self.last(path).sha256 or "").decode()


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    stores: list[Store] = []

    def run(url: str, **options: Any) -> Shown:
        assert BROWSER is not None
        given = {
            "delay": 0,
            "retry_wait": 0.01,
            "timeout": 5,
            "browser": BROWSER.path,
            "browser_name": BROWSER.name,
        }
        plan = plan_for((url,), **{**given, **options})
        store = Store.create(tmp_path / f"run{len(stores)}", new_run(plan))
        stores.append(store)
        return Shown(crawl(plan, store), store)

    yield run
    for store in stores:
        store.close()


def test_a_page_is_shown_only_where_its_html_lacks_something(shown: Callable[..., Shown]) -> None:
    pages: dict[str, Answering] = {
        "/": front("/shell", "/plain"),
        "/shell": SHELL,
        "/plain": html(TEXT, "var a = 1"),
        "/found": html(TEXT),
    }
    with SiteServer(pages) as site:
        result = shown(site.url("/"))
        assert site.hits["/shell"] == 1, "the page itself is not asked for again"
    assert [bool(c.browser) for c in result.all["/shell"]] == [False, True]
    assert len(result.all["/plain"]) == 1
    assert result.last("/found").status == 200, "links are read from what was shown"
    assert "เขียนโดยสคริปต์" in result.body("/shell")
    assert result.run.pages == 4, "a page that was shown counts once"


def test_every_page_is_shown_where_that_was_asked_for(shown: Callable[..., Shown]) -> None:
    with SiteServer({"/": front("/plain"), "/plain": html(TEXT)}) as site:
        result = shown(site.url("/"), browser_always=True)
    assert result.last("/").browser and result.last("/plain").browser


def test_a_page_that_hangs_costs_itself_and_no_other(shown: Callable[..., Shown]) -> None:
    hangs = html("<div id='app'></div>", "for(;;);")
    with SiteServer({"/": front("/hangs", "/shell"), "/hangs": hangs, "/shell": SHELL}) as site:
        result = shown(site.url("/"), timeout=3)
    assert result.last("/hangs").witness == "browser: no answer within 3 s"
    assert (
        not result.last("/hangs").browser and result.last("/hangs").sha256 == result.all["/hangs"][0].sha256
    )
    assert result.last("/shell").browser
    assert result.run.stopped_because == "finished"


def test_a_page_loads_only_from_its_site_and_only_what_robots_allow(shown: Callable[..., Shown]) -> None:
    with SiteServer({"/stolen": "x"}) as other:
        acts = (
            "document.getElementById('app').innerHTML='<p>เขียนแล้ว</p>';new Image().src='/pic.png';"
            f"for(const u of ['/api/open','/secret/data','{other.url('/stolen')}','http://169.254.169.254/latest','/onward'])"
            "fetch(u).catch(()=>0);new WebSocket('ws://'+location.host+'/socket');navigator.sendBeacon('/beacon','x')"
        )
        pages: dict[str, Answering] = {
            "/": front("/page"),
            "/page": html("<div id='app'></div>", acts),
            "/robots.txt": Reply("User-agent: *\nDisallow: /secret/", content_type="text/plain"),
            "/onward": Reply(status=302, headers={"Location": other.url("/stolen")}),
        }
        with SiteServer(pages) as site:
            shown(site.url("/"))
            asked = set(site.hits)
            assert site.agents == {f"oit/{next(iter(site.agents)).split('/')[1]}"}, "one name, ours"
        assert not other.hits
    assert {"/api/open", "/onward"} <= asked
    assert not asked & {"/secret/data", "/pic.png", "/socket", "/beacon"}


def test_the_pace_of_the_server_holds_in_the_browser_too(shown: Callable[..., Shown]) -> None:
    act = "for(const n of [1,2,3])fetch('/api/'+n);document.getElementById('app').textContent='เขียนแล้ว'"
    with SiteServer({"/": html("<div id='app'></div>", act)}) as site:
        shown(site.url("/"), delay=0.4, timeout=10)
        times = sorted(t for path, ts in site.times.items() for t in ts)
        assert {"/api/1", "/api/2", "/api/3"} <= set(site.hits)
    assert all(later - sooner >= 0.3 for sooner, later in pairwise(times))


def test_no_form_is_sent_and_no_page_left(shown: Callable[..., Shown]) -> None:
    body = (
        f"{TEXT}<form action='/sent' method='post'><input name='a'><button>ส่ง</button></form>"
        "<button role='tab' aria-controls='t'>เปิดแผ่นพับ</button><div id='t'></div>"
    )
    act = (
        "document.forms[0].submit();document.querySelector('[role=tab]').onclick=()=>{document.getElementById('t').innerHTML="
        "'<p>ในแผ่นพับ</p>';document.forms[0].requestSubmit();alert('x');location.href='/gone'}"
    )
    with SiteServer({"/": html(body, act), "/gone": html(TEXT)}) as site:
        result = shown(site.url("/"))
        assert "/sent" not in site.hits
    assert "ในแผ่นพับ" in result.body("/")
    assert result.last("/gone").status == 200, "where it would have gone is a link of the page"


def test_the_same_page_gives_the_same_bytes(shown: Callable[..., Shown]) -> None:
    tabs = "".join(f"<button role='tab' data-n='{n}'>แท็บ {n}</button>" for n in range(4))
    act = (
        "document.querySelectorAll('button').forEach(b=>b.onclick=()=>fetch('/api/'+b.dataset.n).then(r=>r.text())"
        ".then(t=>{document.getElementById('p').innerHTML=t}))"
    )
    pages: dict[str, Answering] = {"/": html(f"{TEXT}{tabs}<div id='p' class='tab-content'></div>", act)}
    pages |= {f"/api/{n}": f"<p>เนื้อหาของแท็บที่ {n}</p>" for n in range(4)}
    with SiteServer(pages) as site:
        first, second = shown(site.url("/")), shown(site.url("/"))
    assert first.last("/").sha256 == second.last("/").sha256
    places = [first.body("/").index(f"เนื้อหาของแท็บที่ {n}") for n in range(4)]
    assert places == sorted(places)


def test_a_start_page_that_stays_empty_in_the_browser_is_empty(shown: Callable[..., Shown]) -> None:
    with SiteServer({"/": html("<div id='app'></div>", "1")}) as site:
        assert shown(site.url("/")).run.stopped_because == "empty"


def test_the_proxy_of_the_environment_serves_the_browser(
    shown: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    act = "fetch('/api/text').then(r=>r.text()).then(t=>{document.getElementById('app').textContent=t})"
    site = {"/": html("<div id='app'></div>", act), "/api/text": "มาทางตัวกลาง"}
    with ProxyServer({"office.example": site}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        assert "มาทางตัวกลาง" in shown("http://office.example/").body("/")


class Nobody:
    """A crawl that loads nothing."""

    def may_load(self, url: str, is_data: bool) -> str:
        return "nothing is loaded"

    def not_before(self, url: str) -> float:
        return 0.0

    def asked(self, url: str) -> None:
        raise AssertionError(url)


async def nothing(wanted: Wanted) -> Loaded:
    raise AssertionError(wanted.url)


def descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from descendants(int(child))
            yield int(child)


def test_a_browser_that_dies_is_started_again_and_leaves_nothing_behind() -> None:
    async def scene() -> tuple[str, bytes]:
        assert BROWSER is not None
        renderer = Renderer(BROWSER.path, "oit", Loader(Nobody(), nothing), seconds=20)
        busy = html(
            "<p id='x'></p>", "setInterval(()=>{document.getElementById('x').textContent=Math.random()},50)"
        ).encode()
        task = asyncio.create_task(renderer.show("http://office.example/a", busy, "text/html"))
        await asyncio.sleep(3)
        for pid in descendants(os.getpid()):
            if b"--type=" not in (line := Path(f"/proc/{pid}/cmdline").read_bytes()) and b"chromium" in line:
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(RenderError) as lost:
            await task
        shown = await renderer.show("http://office.example/b", SHELL.encode(), "text/html; charset=utf-8")
        await renderer.close()
        return str(lost.value), shown.body

    witness, again = asyncio.run(scene())
    assert witness.startswith("browser: ")
    assert "เขียนโดยสคริปต์" in again.decode()
    left = [pid for pid in descendants(os.getpid()) if b"chrom" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert not left
