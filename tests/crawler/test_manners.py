"""Order and pace of requests, robots.txt, sitemaps, traps and walls: the parts without a network."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.answers import Answer, retry_after, wall, witness_of
from crawler.frontier import OUTSIDE_AT_ONCE, Entry, Frontier
from crawler.names import Names
from crawler.pace import Pace
from crawler.plan import plan_for
from crawler.robots import Rules, rules_of
from crawler.sitemaps import read_sitemap
from crawler.traps import MOST_OF_A_CALENDAR, Traps
from evidence.records import Capture, Outcome, Role

HOME = "http://h.example/"


def opened(delay: float = 0.0, concurrency: int = 1) -> Frontier:
    frontier = Frontier(delay, concurrency)
    frontier.set_rules("h.example", Rules())
    return frontier


def drained(frontier: Frontier, now: float = 0.0) -> list[str]:
    found = []
    while (entry := frontier.next(now)) is not None:
        found.append(entry.url.removeprefix(HOME))
        frontier.left(entry)
    return found


def test_robots_txt_comes_before_everything_else_of_a_server():
    frontier = Frontier(0.0, 5)
    frontier.add(Entry(f"{HOME}a", Role.PAGE), 1)
    first = frontier.next(0.0)
    assert first is not None and (first.url, first.role) == (f"{HOME}robots.txt", Role.ROBOTS)
    assert frontier.next(0.0) is None
    frontier.left(first)
    frontier.set_rules("h.example", Rules())
    assert drained(frontier) == ["a"]


def test_a_robots_txt_that_is_asked_again_overtakes_what_it_holds_back():
    frontier = Frontier(0.0, 1)
    frontier.add(Entry(HOME, Role.PAGE, start=True), 0)
    first = frontier.next(0.0)
    assert first is not None
    frontier.left(first)
    frontier.again(first, 1.0)
    assert frontier.next(0.5) is None and frontier.wake_at(0.5) == 1.0
    again = frontier.next(1.0)
    assert again is not None and again.role is Role.ROBOTS


def test_rank_then_depth_then_order_of_finding():
    frontier = opened()
    for name, depth, rank in (("c", 2, 3), ("b", 1, 3), ("a", 5, 1), ("d", 2, 3)):
        frontier.add(Entry(HOME + name, Role.PAGE, depth), rank)
    assert drained(frontier) == ["a", "b", "c", "d"]


def test_a_better_find_moves_an_address_forward_and_it_goes_out_once():
    frontier = opened()
    assert frontier.add(Entry(f"{HOME}late", Role.PAGE, 1), 6)
    assert frontier.add(Entry(f"{HOME}mid", Role.PAGE, 2), 3)
    assert not frontier.add(Entry(f"{HOME}late", Role.PAGE, 2), 1)
    assert not frontier.add(Entry(f"{HOME}late", Role.PAGE, 9), 5)
    assert len(frontier) == 2
    assert drained(frontier) == ["late", "mid"]
    assert not frontier.add(Entry(f"{HOME}late", Role.PAGE, 1), 0)
    assert len(frontier) == 0


def test_servers_do_not_wait_for_each_other():
    frontier = opened(delay=10.0)
    frontier.set_rules("o.example", Rules())
    for url in (f"{HOME}a", f"{HOME}b", "http://o.example/x"):
        frontier.add(Entry(url, Role.PAGE), 1)
    first, second = frontier.next(0.0), frontier.next(0.0)
    assert first is not None and second is not None
    assert (first.url, second.url) == (f"{HOME}a", "http://o.example/x")
    assert frontier.next(5.0) is None
    frontier.left(first)
    assert frontier.next(9.9) is None and frontier.wake_at(9.9) == 10.0
    assert frontier.next(10.0) is not None


def test_strangers_do_not_take_all_places():
    frontier = Frontier(0.0, 1)
    for number in range(20):
        frontier.set_rules(f"o{number}.example", Rules())
        frontier.add(Entry(f"http://o{number}.example/", Role.OUTSIDE), 3)
    out = [entry for _ in range(20) if (entry := frontier.next(0.0)) is not None]
    assert len(out) == OUTSIDE_AT_ONCE


def test_what_waits_can_be_taken_out():
    frontier = opened()
    frontier.add(Entry(f"{HOME}a", Role.PAGE), 3)
    frontier.add(Entry(f"{HOME}a", Role.PAGE), 1)
    frontier.again(Entry(f"{HOME}b", Role.PAGE), 99.0)
    assert sorted(entry.url for entry in frontier.drain()) == [f"{HOME}a", f"{HOME}b"]
    assert len(frontier) == 0


def test_the_pace_slows_down_with_the_server_and_recovers():
    pace = Pace(1.0)
    pace.started(0.0)
    assert pace.not_before == 1.0
    pace.answered(4.0, good=True)
    assert pace.pause == 4.0
    pace.answered(0.1, good=False)
    assert pace.pause == 4.0
    for _ in range(20):
        pace.answered(0.1, good=True)
    assert pace.pause == 1.0
    pace.answered(1000.0, good=True)
    assert pace.pause == 60.0


def test_no_delay_means_no_throttle():
    pace = Pace(0.0)
    pace.answered(30.0, good=True)
    pace.started(5.0)
    assert pace.not_before == 5.0


def test_crawl_delay_and_retry_after_have_limits():
    pace = Pace(1.0)
    pace.demand(0.5)
    assert pace.least == 1.0
    pace.demand(100.0)
    assert pace.least == 10.0
    pace.hold(0.0, 3600.0)
    assert pace.not_before == 60.0


def test_rules_of_robots_txt():
    rules = rules_of(
        200,
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 2\nSitemap: http://h/s.xml\n",
    )
    assert (
        rules.forbids("http://h/a/c")
        and not rules.forbids("http://h/a/b/c")
        and not rules.forbids("http://h/")
    )
    assert (rules.crawl_delay, rules.sitemaps) == (2.0, ("http://h/s.xml",))
    ours = rules_of(200, b"User-agent: oit\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert ours.forbids("http://h/")
    assert not rules_of(404, b"User-agent: *\nDisallow: /").forbids("http://h/")
    assert not rules_of(None, b"").forbids("http://h/")
    assert rules_of(503, b"").forbids("http://h/") == "robots.txt: 503"


@given(st.binary(max_size=200))
def test_no_robots_txt_and_no_sitemap_makes_it_raise(body):
    rules_of(200, body).forbids("http://h/a?b")
    read_sitemap(body)
    read_sitemap(b"\x1f\x8b" + body)
    read_sitemap(b"<" + body)


def test_sitemaps_in_their_forms():
    name = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    urls = f"<?xml version='1.0'?><urlset {name}><url><loc> http://h/a </loc></url><url><loc>http://h/b</loc></url></urlset>"
    assert read_sitemap(urls.encode()).pages == ("http://h/a", "http://h/b")
    assert read_sitemap(gzip.compress(urls.encode())).pages == ("http://h/a", "http://h/b")
    index = f"<sitemapindex {name}><sitemap><loc>http://h/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()).sitemaps == ("http://h/1.xml",)
    assert read_sitemap(b"http://h/a\r\nnonsense\nhttps://h/b\n").pages == ("http://h/a", "https://h/b")
    bomb = "<!DOCTYPE u [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><urlset><url><loc>http://h/&b;</loc></url></urlset>"
    assert "aaaa" not in "".join(read_sitemap(bomb.encode()).pages)


def test_traps():
    traps = Traps()
    assert traps.caught("http://h/a/b/a/b/a/b/")
    assert traps.caught("http://h/x/x/x")
    assert not traps.caught("http://h/a/b/a/b/c")
    months = [traps.caught(f"http://h/cal?month={n}") for n in range(MOST_OF_A_CALENDAR + 5)]
    assert [bool(m) for m in months] == [False] * MOST_OF_A_CALENDAR + [True] * 5
    assert not any(traps.caught(f"http://h/news.php?id={n}") for n in range(500))


def lost(url: str) -> Capture:
    return Capture(
        url=url,
        final_url=url,
        role=Role.OUTSIDE,
        outcome=Outcome.DNS,
        fetched_at="",
        witness="DNS: no such name",
    )


def test_a_name_is_dead_only_if_another_one_was_alive():
    plan = plan_for(("http://127.0.0.1/", "http://start.example/"))
    entry, gone = Entry("http://gone.example/", Role.OUTSIDE), lost("http://gone.example/")
    alone = Names(plan, lambda url: False)
    for known in ("http://127.0.0.1/", "http://[::1]/", "http://localhost/"):
        alone.resolved(known)
    assert alone.must_wait(gone) and not alone.must_wait(lost("http://start.example/"))
    alone.unresolved(entry, gone)
    assert [c.outcome for _, c in alone.verdicts()] == [Outcome.NO_NETWORK]

    later = Names(plan, lambda url: False)
    later.unresolved(entry, gone)
    later.resolved("http://alive.example/")
    assert [c.outcome for _, c in later.verdicts()] == [Outcome.DNS]
    assert not later.must_wait(gone)

    behind = Names(plan, lambda url: True)
    behind.resolved("http://alive.example/")
    assert behind.must_wait(gone), "the proxy resolved that name, not this machine"


def answer(status: int, body: str = "", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode())


def test_walls_are_told_from_plain_refusals():
    assert witness_of(answer(403, cf_mitigated="challenge")) == "403, cf-mitigated: challenge"
    assert wall(answer(503, "<title>Just a moment...</title>"))
    assert wall(answer(200, "<script src='/x/_Incapsula_Resource?y'></script>"))
    assert not wall(answer(404, "<title>Just a moment...</title>"))
    assert not wall(answer(403, "ไม่อนุญาต"))
    assert witness_of(answer(403, server="nginx")) == "403, server: nginx"
    assert witness_of(answer(200)) == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("Wed, 30 Apr 2025 02:00:30 GMT", 30.0),
        ("Wed, 30 Apr 2025 01:00:00 GMT", 0.0),
        ("soon", 0.0),
    ],
)
def test_retry_after(value, seconds):
    now = dt.datetime(2025, 4, 30, 2, tzinfo=dt.UTC)
    assert retry_after(answer(503, retry_after=value), now) == seconds


@pytest.mark.parametrize(
    ("body", "declared", "html"),
    [
        (b"<!doctype html><p>x", "application/octet-stream", True),
        (b"\xef\xbb\xbf  <html>", "", True),
        (b"%PDF-1.7", "text/html", False),
        (b"PK\x03\x04", "text/html", False),
        (b"plain words", "text/html; charset=utf-8", True),
        (b"<?xml version='1.0'?><urlset/>", "application/xml", False),
        (b"<?xml version='1.0'?><html>", "application/xml", True),
        (b"<svg xmlns='x'/>", "image/svg+xml", False),
        (b"", "text/html", True),
        (b"a,b", "text/csv", False),
    ],
)
def test_a_page_is_told_by_its_content(body, declared, html):
    assert Answer(200, {"content-type": declared}, body).is_html is html
