"""Whole crawls of small sites on loopback."""

from __future__ import annotations

import gzip

import pytest

from crawler.plan import StartError, plan_for
from crawler.run import crawl
from crawler.runs import new_run
from evidence.records import LinkKind, Outcome, Role
from evidence.store import Store
from tests.siteserver import ProxyServer, Reply, page, redirect

PDF = b"%PDF-1.4 words"
ROBOTS = "text/plain"


def test_a_site_is_walked_to_its_end_and_everything_is_kept(serve, crawled):
    site = serve(
        {
            "/": page("/a", "/b.pdf"),
            "/a": page("/c", "/"),
            "/c": page(),
            "/b.pdf": Reply(PDF, content_type="application/pdf"),
        }
    )
    done = crawled(site.url())
    assert done.run.stopped_because == "finished"
    assert (done.run.pages, done.run.documents, done.run.errors) == (3, 1, 0)
    assert done[site.url("/c")].depth == 2
    assert done[site.url("/b.pdf")].role is Role.FILE
    assert done.body(site.url("/b.pdf")) == PDF
    assert {"text": "ไป /a", "source": site.url()} in [
        {"text": k.text, "source": k.source} for k in done.links
    ]


def test_every_address_is_requested_once_under_all_its_spellings(serve, crawled):
    site = serve(
        {"/": page("/a?x=1", "/a?x=1#top", "/./a?x=1&utm_source=f", "/b/../a?x=1"), "/a": page("/", "/a?x=1")}
    )
    crawled(site.url())
    assert site.hits["/a?x=1"] == 1
    assert set(site.hits.values()) == {1}


def test_robots_txt_forbids_and_its_sitemap_leads_on(serve, crawled):
    site = serve(
        {
            "/robots.txt": Reply(
                "User-agent: *\nDisallow: /secret\nSitemap: /maps/index.xml\n", content_type=ROBOTS
            ),
            "/": page("/secret/x", "/open"),
            "/open": page(),
            "/unlinked": page(),
        }
    )
    listed = f"<urlset><url><loc>{site.url('/unlinked')}</loc></url></urlset>".encode()
    index = (
        f"<sitemapindex><sitemap><loc>{site.url('/maps/a.xml.gz')}</loc></sitemap></sitemapindex>".encode()
    )
    site.pages["/robots.txt"] = Reply(
        f"User-agent: *\nDisallow: /secret\nSitemap: {site.url('/maps/index.xml')}\n", content_type=ROBOTS
    )
    site.pages["/maps/index.xml"] = Reply(index, content_type="application/xml")
    site.pages["/maps/a.xml.gz"] = Reply(gzip.compress(listed), content_type="application/gzip")
    done = crawled(site.url())
    assert done[site.url("/secret/x")].outcome is Outcome.ROBOTS
    assert site.hits["/secret/x"] == 0
    assert done[site.url("/unlinked")].status == 200
    found = [k for k in done.links if k.kind is LinkKind.SITEMAP]
    assert [(k.source, k.target) for k in found] == [("", site.url("/unlinked"))]
    assert done[site.url("/robots.txt")].role is Role.ROBOTS


def test_a_robots_txt_that_fails_on_the_server_closes_the_site(serve, crawled):
    site = serve({"/robots.txt": Reply("x", 503), "/": page("/a")})
    done = crawled(site.url())
    assert done.run.stopped_because == "blocked"
    assert "robots.txt: 503" in done.run.reason
    assert done[site.url()].outcome is Outcome.ROBOTS
    assert site.hits["/robots.txt"] == 3 and site.hits["/"] == 0


def test_redirects_are_kept_hop_by_hop_and_their_target_is_fetched_once(serve, crawled):
    site = serve(
        {
            "/": page("/one", "/two", "/end"),
            "/one": redirect("/two", 301),
            "/two": redirect("/end"),
            "/end": page("/"),
        }
    )
    done = crawled(site.url())
    one = done[site.url("/one")]
    assert [(hop.url, hop.status, hop.location) for hop in one.redirects] == [
        (site.url("/one"), 301, "/two"),
        (site.url("/two"), 302, "/end"),
    ]
    assert (one.final_url, one.status, one.role) == (site.url("/end"), 200, Role.PAGE)
    assert one.sha256 == done[site.url("/end")].sha256
    assert [site.hits[p] for p in ("/one", "/two", "/end")] == [1, 1, 1]
    assert done.run.pages == 2


@pytest.mark.parametrize("first", ["/a", "/self", "/long0"])
def test_redirects_without_end_are_a_fact_and_not_a_loop_of_ours(serve, crawled, first):
    site = serve({"/": page(first), "/a": redirect("/b"), "/b": redirect("/a"), "/self": redirect("/self")})
    site.pages.update({f"/long{n}": redirect(f"/long{n + 1}") for n in range(40)})
    done = crawled(site.url())
    assert done[site.url(first)].outcome is Outcome.REDIRECT_LOOP
    assert site.hits["/long30"] == 0
    assert done.run.stopped_because == "finished"


def test_a_redirect_into_itself_that_only_wants_its_cookie_is_followed(serve, crawled):
    def first_with_cookie(number: int) -> Reply:
        if number == 1:
            return Reply(status=302, headers={"Location": "/in", "Set-Cookie": "seen=1; Path=/"})
        return Reply(page(title="ข้างใน"))

    site = serve({"/": page("/in"), "/in": first_with_cookie})
    assert crawled(site.url())[site.url("/in")].status == 200


def test_outside_links_get_one_probe_each_and_none_of_theirs_is_followed(serve, crawled):
    other = serve({"/x": page("/y"), "/y": page()}, host="127.0.0.2")
    site = serve({"/": page(other.url("/x"), "/a"), "/a": page(other.url("/x"), other.url("/z"))})
    done = crawled(site.url(), max_outside=1)
    assert done[other.url("/x")].role is Role.OUTSIDE
    assert other.hits["/x"] == 1 and other.hits["/y"] == 0 and other.hits["/z"] == 0
    assert done[other.url("/z")].outcome is Outcome.LIMIT
    assert "outside" in done[other.url("/z")].witness
    assert done.run.outside_links == 1


def test_a_redirect_to_another_host_is_a_probe(serve, crawled):
    other = serve({"/login": page("/deeper")}, host="127.0.0.2")
    site = serve({"/": page("/go"), "/go": redirect(other.url("/login"))})
    done = crawled(site.url())
    assert done[site.url("/go")].final_url == other.url("/login")
    assert done[site.url("/go")].role is Role.OUTSIDE
    assert other.hits["/deeper"] == 0


def test_the_beginning_of_a_long_outside_answer_is_kept(serve, crawled):
    other = serve({"/big": Reply(b"y" * 300_000, content_type="application/octet-stream")}, host="127.0.0.2")
    site = serve({"/": page(other.url("/big"))})
    done = crawled(site.url(), outside_bytes=50_000)
    found = done[other.url("/big")]
    assert (found.status, found.size) == (200, 50_000)
    assert "only its beginning" in found.witness


def test_an_answer_of_ours_that_is_too_long_is_not_taken(serve, crawled):
    site = serve({"/": page("/big.zip"), "/big.zip": Reply(b"z" * 300_000, content_type="application/zip")})
    done = crawled(site.url(), max_bytes=100_000)
    found = done[site.url("/big.zip")]
    assert (found.outcome, found.sha256) == (Outcome.TOO_LARGE, None)


def test_on_a_shared_host_other_offices_are_left_alone_and_our_files_are_found(serve, crawled):
    site = serve(
        {
            "/prawetsuk/index": page(
                "/prawetsuk/page/1",
                "/other/index",
                "/public/user_files/99/plan.pdf",
                "/",
                "/go",
                "/getit?id=1",
            ),
            "/prawetsuk/page/1": '<html><body><iframe src="/sdc_download/o05?inline=1"></iframe><a href="/upload/x.html">x</a></body></html>',
            "/prawetsuk2/index": page(),
            "/public/user_files/99/plan.pdf": Reply(PDF, content_type="application/pdf"),
            "/sdc_download/o05?inline=1": Reply(PDF, content_type="application/octet-stream"),
        }
    )
    site.pages["/prawetsuk/index"] = page(
        "/prawetsuk/page/1",
        "/other/index",
        "/public/user_files/99/plan.pdf",
        "/",
        "/prawetsuk2/index",
        "/prawetsuk/go",
    )
    site.pages["/prawetsuk/go"] = redirect("/other/index")
    done = crawled(site.url("/prawetsuk/index"), scope=f"{site.name}/prawetsuk")
    assert done.body(site.url("/public/user_files/99/plan.pdf")) == PDF
    assert done.body(site.url("/sdc_download/o05?inline=1")) == PDF
    assert site.hits["/other/index"] == site.hits["/prawetsuk2/index"] == site.hits["/"] == 0
    assert done[site.url("/prawetsuk/go")].final_url == site.url("/other/index")
    assert done.run.site.scope == (f"{site.name}/prawetsuk",)


def test_a_page_under_a_file_folder_is_kept_and_not_followed(serve, crawled):
    site = serve({"/our/": page("/upload/a"), "/upload/a": page("/upload/b"), "/upload/b": page()})
    done = crawled(site.url("/our/"), scope=f"{site.name}/our")
    assert done[site.url("/upload/a")].role is Role.FILE
    assert site.hits["/upload/b"] == 0
    assert all(link.source != site.url("/upload/a") for link in done.links)


def test_the_soft_404_of_a_host_is_learnt(serve, crawled):
    lost = page(title="ขออภัย ไม่พบหน้าที่ท่านต้องการ")
    site = serve({"/": page(), "/oit-probe-4f1d9c.html": lost})
    done = crawled(site.url())
    assert done.store.body(done.run.soft_404[site.name]) == lost.encode()
    hard = serve({"/": page()})
    assert crawled(hard.url()).run.soft_404 == {}


def test_a_soft_404_by_redirect_is_learnt_too(serve, crawled):
    site = serve({"/": page(), "/oit-probe-4f1d9c.html": redirect("/")})
    done = crawled(site.url())
    assert done.run.soft_404 == {site.name: done[site.url()].sha256}


def test_passing_failures_are_tried_again_and_lasting_ones_recorded(serve, crawled):
    def second(number: int) -> Reply:
        return Reply("x", 503) if number == 1 else Reply(page(title="มาแล้ว"))

    site = serve(
        {"/": page("/shaky", "/down", "/cut.pdf", "/gone"), "/shaky": second, "/down": Reply("x", 500)}
    )
    site.pages["/cut.pdf"] = Reply(PDF, content_type="application/pdf", announce=1000)
    site.pages["/gone"] = Reply(drop=True)
    done = crawled(site.url())
    assert (done[site.url("/shaky")].status, site.hits["/shaky"]) == (200, 2)
    assert (done[site.url("/down")].status, site.hits["/down"]) == (500, 3)
    cut = done[site.url("/cut.pdf")]
    assert (cut.outcome, cut.witness, site.hits["/cut.pdf"]) == (
        Outcome.ANSWERED,
        "body shorter than announced",
        3,
    )
    assert done.body(site.url("/cut.pdf")) == PDF
    assert done[site.url("/gone")].outcome is Outcome.CONNECT


def test_a_server_that_does_not_answer_in_time(serve, crawled):
    site = serve({"/": page("/slow"), "/slow": Reply(hang=True)})
    done = crawled(site.url(), timeout=0.3, retries=0)
    assert done[site.url("/slow")].outcome is Outcome.TIMEOUT


def test_retry_after_is_waited_for(serve, crawled):
    def busy_once(number: int) -> Reply:
        return Reply("x", 429, headers={"Retry-After": "1"}) if number == 1 else Reply(page())

    site = serve({"/": page("/busy", "/other"), "/busy": busy_once, "/other": page()})
    done = crawled(site.url())
    assert done[site.url("/busy")].status == 200
    first, again = site.times["/busy"]
    assert again - first >= 1.0
    assert site.times["/other"][0] - first >= 1.0


def span(site) -> tuple[int, float]:
    """Requests that came, and seconds from the first to the last: the machine's own jitter counts once, not each time."""
    times = sorted(t for several in site.times.values() for t in several)
    return len(times), times[-1] - times[0]


def test_one_request_at_a_time_and_the_delay_is_kept(serve, crawled):
    site = serve({"/": page("/a", "/b", "/c"), "/a": page(), "/b": page(), "/c": page()})
    crawled(site.url(), delay=0.1)
    requests, seconds = span(site)
    assert requests == 7  # with robots.txt, the sitemap and the probe
    assert seconds >= 0.1 * (requests - 1) - 0.05
    assert site.most_at_once == 1


def test_a_larger_crawl_delay_wins(serve, crawled):
    rules = Reply("User-agent: *\nCrawl-delay: 0.2\n", content_type=ROBOTS)
    site = serve({"/robots.txt": rules, "/": page("/a"), "/a": page()})
    crawled(site.url())
    requests, seconds = span(site)
    assert seconds >= 0.2 * (requests - 1) - 0.05


def test_known_but_not_requested_addresses_are_named_when_a_limit_ends_the_crawl(serve, crawled):
    site = serve({"/": page(*(f"/p{n}" for n in range(9)))} | {f"/p{n}": page() for n in range(9)})
    done = crawled(site.url(), max_pages=3)
    assert (done.run.stopped_because, done.run.pages) == ("max_pages", 3)
    limited = [c for c in done.captures.values() if c.outcome is Outcome.LIMIT and c.role is Role.PAGE]
    assert len(limited) == 7
    assert not any(site.hits[f"/p{n}"] for n in range(9) if done[site.url(f"/p{n}")].outcome is Outcome.LIMIT)


def test_links_that_speak_of_the_assessment_come_first(serve, crawled):
    links = (
        "".join(f'<a href="/n{n}">ข่าว {n}</a>' for n in range(8))
        + '<a href="/z">การเปิดเผยข้อมูลสาธารณะ (OIT)</a>'
    )
    site = serve(
        {"/": f"<html><body>{links}</body></html>", "/z": page()} | {f"/n{n}": page() for n in range(8)}
    )
    done = crawled(site.url(), max_pages=2)
    assert done[site.url("/z")].outcome is Outcome.ANSWERED


def test_the_depth_can_be_limited(serve, crawled):
    site = serve({"/": page("/1"), "/1": page("/2"), "/2": page()})
    done = crawled(site.url(), max_depth=1)
    assert done[site.url("/2")].outcome is Outcome.LIMIT
    assert done.run.stopped_because == "finished"


def test_minutes_can_be_limited(serve, crawled):
    site = serve({"/": page("/1", "/2"), "/1": Reply(page(), delay=0.8), "/2": Reply(page(), delay=0.8)})
    done = crawled(site.url(), max_minutes=0.01)
    assert done.run.stopped_because == "max_minutes"
    assert done[site.url("/2")].outcome is Outcome.LIMIT


@pytest.mark.parametrize(
    ("start", "because", "sign"),
    [
        (
            Reply("<title>Just a moment...</title>", 403, headers={"cf-mitigated": "challenge"}),
            "blocked",
            "cf-mitigated: challenge",
        ),
        (Reply("no", 403), "blocked", "403"),
        (Reply("no", 500), "blocked", "500"),
        (Reply("no", 404), "unreachable", "404"),
        (Reply(drop=True), "unreachable", "does not answer"),
        (Reply("<html><body><script>app()</script></body></html>"), "empty", "neither text nor links"),
        (Reply(""), "empty", "nothing"),
    ],
)
def test_a_start_page_that_cannot_be_looked_at_ends_the_crawl(serve, crawled, start, because, sign):
    site = serve({"/": start, "/sitemap.xml": "<urlset/>"})
    done = crawled(site.url())
    assert done.run.stopped_because == because
    assert sign in done.run.reason
    assert site.hits["/sitemap.xml"] == 0


def test_a_start_host_that_does_not_exist(crawled):
    done = crawled("http://no-such-office.invalid/")
    assert done.run.stopped_because == "unreachable"
    assert done["http://no-such-office.invalid/"].outcome is Outcome.DNS


def test_a_site_that_shuts_half_way_is_blocked(serve, crawled):
    links = [f"/p{n}" for n in range(40)]
    site = serve({"/": page(*links)} | {link: Reply("no", 403) for link in links})
    done = crawled(site.url())
    assert done.run.stopped_because == "blocked"
    assert "403" in done.run.reason
    assert sum(site.hits[link] for link in links) < 40


def test_a_site_with_dead_links_is_not_blocked(serve, crawled):
    links = [f"/p{n}" for n in range(40)]
    done = crawled(serve({"/": page(*links)}).url())
    assert done.run.stopped_because == "finished"
    assert done.run.errors == 40


def test_a_file_is_no_start_page(serve, crawled):
    site = serve({"/plan.pdf": Reply(PDF, content_type="application/pdf")})
    with pytest.raises(StartError, match=r"application/pdf"):
        crawled(site.url("/plan.pdf"))


def test_a_start_page_of_another_site_names_it(serve, crawled):
    other = serve({"/": page()}, host="127.0.0.2")
    site = serve({"/": redirect(other.url("/"))})
    with pytest.raises(StartError, match=other.name):
        crawled(site.url())
    assert not other.hits


def test_one_of_two_start_addresses_is_enough(serve, crawled):
    old = serve({"/": Reply("no", 403)}, host="127.0.0.2")
    site = serve({"/": page()})
    done = crawled(old.url(), site.url())
    assert done.run.stopped_because == "finished"
    assert done[old.url()].status == 403


def test_a_name_that_does_not_resolve_says_nothing_without_a_network(serve, crawled):
    site = serve({"/": page("http://no-such-office.invalid/x")})
    assert crawled(site.url())["http://no-such-office.invalid/x"].outcome is Outcome.NO_NETWORK


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY"])
def test_behind_a_proxy_names_are_left_to_it_and_www_takes_the_scope_along(crawled, monkeypatch, name):
    sites = {
        "office.example": {"/": redirect("http://www.office.example/")},
        "www.office.example": {"/": page("/a", "http://gone.example/"), "/a": page()},
    }
    with ProxyServer(sites) as proxy:
        monkeypatch.setenv(name, proxy.url())
        done = crawled("http://office.example/")
    assert done["http://www.office.example/a"].role is Role.PAGE
    assert done["http://gone.example/"].status == 502
    assert "www.office.example" in done.run.site.scope
    assert done.run.stopped_because == "finished"


def test_no_proxy_is_honoured(serve, crawled, monkeypatch):
    site = serve({"/": page()})
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert crawled(site.url()).run.pages == 1


def test_a_refused_tunnel_is_a_failure_to_connect(serve, crawled, monkeypatch):
    with ProxyServer({}) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url())
        site = serve({"/": page("https://gone.example/")})
        done = crawled(site.url(), retries=0)
    assert done["https://gone.example/"].outcome is Outcome.CONNECT
    assert proxy.hits["CONNECT gone.example:443"] >= 1


def test_a_broken_certificate_is_no_answer(serve, crawled):
    site = serve({"/": page()})
    link = f"https://{site.name}/"  # a server that speaks no TLS at all
    start = serve({"/": page(link)}, host="127.0.0.2")
    assert crawled(start.url(), retries=0)[link].outcome in (Outcome.TLS, Outcome.CONNECT)


def test_the_crawler_names_itself(serve, crawled):
    site = serve({"/": page()})
    crawled(site.url(), contact="https://office.example/contact")
    (agent,) = site.agents
    assert agent.startswith("oit/") and "+https://office.example/contact" in agent


def test_a_page_that_refreshes_to_another_is_followed(serve, crawled):
    site = serve(
        {
            "/": '<html><head><meta http-equiv="Refresh" content="0; URL=/in"></head><body>รอ</body></html>',
            "/in": page(),
        }
    )
    done = crawled(site.url())
    assert done[site.url("/in")].status == 200
    assert [k.kind for k in done.links if k.target == site.url("/in")] == [LinkKind.REDIRECT]


def test_calendars_without_end_are_cut_off(serve, crawled):
    pages = {f"/cal?month={n}": page(f"/cal?month={n + 1}") for n in range(200)}
    site = serve({"/": page("/cal?month=0")} | pages)
    done = crawled(site.url())
    assert done.run.pages < 100
    assert any("trap" in c.witness for c in done.captures.values())


def test_a_full_disk_ends_the_crawl_and_keeps_what_was_stored(serve, tmp_path):
    links = [f"/p{n}" for n in range(400)]
    texts = {link: "".join(chr(0x0E01 + int(digit)) for digit in link[2:]) * 300 for link in links}
    site = serve({"/": page(*links)} | {link: page("/", title=texts[link]) for link in links})
    plan = plan_for((site.url(),), delay=0)
    with Store.create(tmp_path / "evidence", new_run(plan)) as store:
        store._db.execute("PRAGMA max_page_count = 70")
        run = crawl(plan, store)
    assert run.stopped_because == "disk_full"
    assert "full" in run.reason
    with Store.open(tmp_path) as again:
        kept = list(again.captures())
        assert len(kept) >= 100
        assert all(again.body(c.sha256) for c in kept if c.sha256)
