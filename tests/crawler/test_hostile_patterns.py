"""Endless rows of addresses, failing servers, slow answers and bombs, one by one."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.breaker import FAILURES, MOST_RESTS, Breaker, Breakers
from crawler.novelty import Novelty
from crawler.reach import RANK_FIRST, RANK_LATE, RANK_MENU, RANK_REST, rank
from crawler.traps import GIVEN_BACK, MOST_FRUITLESS, TIRED, Traps, pattern_of
from documents.html_tame import tame
from evidence.records import Link, LinkKind, Outcome, Zone
from tests.siteserver import Reply, SiteServer, page

HOST = "http://h.example"


def test_patterns_fold_numbers_ids_and_depth() -> None:
    assert pattern_of(f"{HOST}/news/2568-01-02") == pattern_of(f"{HOST}/news/7") == "h.example/news/0"
    assert pattern_of(f"{HOST}/s/0a1b2c3d4e5f") == "h.example/s/0"
    assert pattern_of(f"{HOST}/a/b/c/d/e") == pattern_of(f"{HOST}/a/b/c/x") == "h.example/a/b/c/**"
    assert pattern_of(f"{HOST}/l?a=1&b=2") == pattern_of(f"{HOST}/l?b=7") == "h.example/l?"
    assert pattern_of(f"{HOST}/plan") != pattern_of(f"{HOST}/report")


def test_a_pattern_that_brings_nothing_is_spent_and_one_that_brings_something_is_not() -> None:
    traps = Traps()
    for number in range(MOST_FRUITLESS):
        assert not traps.spent(f"{HOST}/c/{number}")
        traps.brought(f"{HOST}/c/{number}", new=False)
    assert traps.spent(f"{HOST}/c/1000").startswith("trap")
    good = Traps()
    for number in range(600):
        good.brought(f"{HOST}/n/{number}", new=number % (GIVEN_BACK // 2) == 0)
    assert not good.spent(f"{HOST}/n/600")


def test_a_pattern_that_goes_on_and_on_waits_for_all_others_once() -> None:
    traps = Traps()
    for number in range(TIRED):
        traps.brought(f"{HOST}/c/{number}", new=False)
    assert traps.tired(f"{HOST}/c/99") and not traps.tired(f"{HOST}/plan")
    assert traps.must_wait(f"{HOST}/c/99") and not traps.must_wait(f"{HOST}/c/99")


def test_links_that_speak_of_the_assessment_are_counted_apart() -> None:
    traps = Traps()
    assert not traps.caught(f"{HOST}/page/7", speaks=True)
    for number in range(100, 100 + MOST_FRUITLESS):
        traps.brought(f"{HOST}/page/{number}", new=False)
    assert traps.spent(f"{HOST}/page/8") and not traps.spent(f"{HOST}/page/7")


def test_the_state_of_traps_and_breakers_survives_as_json() -> None:
    traps = Traps()
    for number in range(MOST_FRUITLESS):
        traps.brought(f"{HOST}/c/{number}", new=False)
    again = Traps()
    again.restore(json.loads(json.dumps(traps.state())))
    assert again.spent(f"{HOST}/c/5") == traps.spent(f"{HOST}/c/5") != ""
    breakers = Breakers(1.0)
    for number in range(FAILURES):
        breakers.of("h").failed(str(number), "500", 0.0)
    other = Breakers(1.0)
    other.restore(json.loads(json.dumps(breakers.state())))
    assert other.of("h").rests == 1


def text(words: str) -> bytes:
    return f"<html><body><script>x{words}</script><p>{words}</p><a href='/x'>{words * 3}</a></body></html>".encode()


LONG = "สำนักงานเขตบางตาลสูงแจ้งผลการดำเนินงานประจำเดือนให้ประชาชนในพื้นที่ทราบโดยทั่วกัน"


def test_near_duplicates_are_not_new() -> None:
    novelty = Novelty()
    assert novelty.of(text(f"{LONG} เดือน มกราคม 2568"))[0]
    assert not novelty.of(text(f"{LONG} เดือน กุมภาพันธ์ ๒๕๖๙ qzkwv"))[0]
    assert novelty.of(
        text("แผนปฏิบัติราชการ งบประมาณ โครงการลอกท่อระบายน้ำซอยตาลเดี่ยว ระยะเวลาดำเนินการ ไตรมาสที่ 1")
    ) == (True, True)
    assert not novelty.of(b"<a href=x>" + LONG.encode() * 2 + b"</a>")[0], (
        "the words of links are other pages' words"
    )


def test_old_encodings_are_read_too() -> None:
    novelty = Novelty()
    page_874 = f"<p>{LONG}</p>".encode("cp874")
    assert novelty.of(page_874)[0] and not novelty.of(page_874)[0]


@given(st.binary(max_size=300))
def test_no_page_makes_it_raise(body: bytes) -> None:
    Novelty().of(body)
    tame(body.decode("latin-1"))


def test_a_tag_with_a_page_of_attributes_loses_them_and_a_picture_in_a_tag_does_not() -> None:
    assert len(tame("<p " + " ".join(f"a{n}={n}" for n in range(9000)) + ">x</p>")) < 50
    picture = f"<img src='data:image/png;base64,{'QUJD' * 9000}=='>"
    assert tame(picture) == picture


def test_the_breaker_rests_longer_each_time_and_then_gives_up() -> None:
    breaker = Breaker(60.0)
    now = 0.0
    rests = [breaker.failed(f"u{n}", "503", now) for n in range(FAILURES)]
    assert rests == [0.0] * (FAILURES - 1) + [60.0]
    assert breaker.failed("late", "503", 30.0) == 0.0, "it was under way when the rest began"
    rests = []
    while not breaker.given_up:
        now += 10_000.0
        rests.append(breaker.failed("u0", "503", now))
    assert rests == [120.0, 240.0, 0.0]
    assert "503" in breaker.given_up


def test_an_answer_ends_the_row() -> None:
    breaker = Breaker(60.0)
    for number in range(50):
        assert breaker.failed(f"u{number}", "x", float(number)) == 0.0
        breaker.answered()
    assert [breaker.failed("one", "x", 100.0 + n) for n in range(50)] == [0.0] * 50, (
        "one address is no server"
    )


def test_a_server_that_stays_down_is_left_alone_and_the_rest_was_not_looked_at(
    serve: Callable[..., SiteServer], crawled
) -> None:
    links = [f"/p{chr(97 + n)}" for n in range(26)]
    site = serve({"/": page(*links)} | {link: Reply("no", 502) for link in links})
    done = crawled(site.url(), rest=0.6, retries=0)
    asked = [link for link in links if site.hits[link]]
    assert len(asked) == FAILURES + MOST_RESTS
    assert {done[site.url(link)].outcome for link in links if link not in asked} == {Outcome.SERVER_DOWN}
    assert "502" in done[site.url(links[-1])].witness
    assert done.run.stopped_because == "blocked"


def test_a_server_that_comes_back_is_walked_to_its_end(serve: Callable[..., SiteServer], crawled) -> None:
    links = [f"/p{chr(97 + n)}" for n in range(20)]
    site = serve({})
    failures = iter(range(12))

    def shaky(number: int) -> Reply:
        return Reply("no", 502) if next(failures, None) is not None else Reply(page())

    site.pages.update({"/": page(*links)} | dict.fromkeys(links, shaky))
    done = crawled(site.url(), rest=0.6, retries=2, retry_wait=0.5)
    assert done.run.stopped_because == "finished"
    assert {done[site.url(link)].status for link in links} == {200}
    assert max(site.hits.values()) <= 3


def test_a_byte_at_a_time_for_ever_ends_at_the_time_out(serve: Callable[..., SiteServer], crawled) -> None:
    site = serve({"/": page("/drip"), "/drip": Reply(drip=0.02, announce=10_000_000)})
    started = time.monotonic()
    done = crawled(site.url(), timeout=0.5, retries=1)
    assert done[site.url("/drip")].outcome is Outcome.TIMEOUT
    assert site.hits["/drip"] == 2
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("role", ["ours", "outside"])
def test_what_unpacks_to_far_more_is_not_taken(role: str, serve: Callable[..., SiteServer], crawled) -> None:
    bomb = Reply(gzip.compress(bytes(1_000_000)) * 100, headers={"Content-Encoding": "gzip"})
    other = serve({"/bomb": bomb}, host="127.0.0.2")
    site = serve({"/": page("/bomb", other.url("/bomb")), "/bomb": bomb})
    done = crawled(site.url(), max_bytes=2_000_000)
    found = done[(site if role == "ours" else other).url("/bomb")]
    assert (found.outcome, found.sha256) == (Outcome.TOO_LARGE, None)


def test_a_connection_that_is_dropped_is_tried_as_often_as_the_plan_says(
    serve: Callable[..., SiteServer], crawled
) -> None:
    site = serve({"/": page("/a", "/drop", "/b"), "/a": page(), "/b": page(), "/drop": Reply(drop=True)})
    crawled(site.url(), retries=2)
    assert site.hits["/drop"] == 3


def test_a_head_that_never_ends_is_cut_off(serve: Callable[..., SiteServer], crawled) -> None:
    long = {f"X-{n}": "a" * 8000 for n in range(400)}
    site = serve({"/": page("/long", "/next"), "/long": Reply(page(), headers=long), "/next": page()})
    done = crawled(site.url(), retries=0)
    assert done[site.url("/long")].outcome is Outcome.CONNECT
    assert done[site.url("/next")].status == 200


def test_many_answers_over_one_connection_are_no_long_head(serve: Callable[..., SiteServer], crawled) -> None:
    links = [f"/{chr(97 + n)}" for n in range(25)]
    big = page(text="ข้อความ" * 5000)
    done = crawled(serve({"/": page(*links)} | dict.fromkeys(links, big)).url())
    assert done.run.errors == 0 and done.run.pages == 26


def link(words: str, raw: str = "/x", zone: Zone = Zone.MAIN) -> Link:
    return Link(source=HOST, target=HOST + raw, raw=raw, kind=LinkKind.ANCHOR, text=words, zone=zone)


def test_what_matters_is_followed_before_archives() -> None:
    assert rank(link("ITA 2568")) == RANK_FIRST
    assert rank(link("เกี่ยวกับเขต", zone=Zone.MENU)) == RANK_MENU
    assert rank(link("ข่าวประชาสัมพันธ์", zone=Zone.MENU)) == RANK_REST, "the list of news is evidence itself"
    assert rank(link("ติดต่อเรา")) == RANK_REST
    assert (
        rank(link("ข่าวกิจกรรม 7"))
        == rank(link("อ่านต่อ", "/news/7"))
        == rank(link("2", "/list?sort=up"))
        == RANK_LATE
    )
    assert rank(link("prevention", "/prevention")) == RANK_REST


def test_sixty_pages_of_a_site_with_two_thousand_news_reach_the_list_of_items(
    serve: Callable[..., SiteServer], crawled
) -> None:
    news = {
        f"/news/{n}": page(*(f"/news/{n * 5 + k}" for k in range(1, 6)), title=f"ข่าวที่ {n}")
        for n in range(2000)
    }
    deep = {"/about": page("/work", title="เกี่ยวกับเขต"), "/work": page("/ita/oit", title="งาน")}
    items = {"/ita/oit": page(*(f"/ita/o{n}" for n in range(22)))} | {f"/ita/o{n}": page() for n in range(22)}
    front = page(*(f"/news/{n}" for n in range(200)), "/about")
    done = crawled(serve({"/": front, **news, **deep, **items}).url(), max_pages=60)
    assert done.run.stopped_because == "max_pages"
    seen = {url.split("/", 3)[3] for url, c in done.captures.items() if c.outcome is Outcome.ANSWERED}
    assert {f"ita/o{n}" for n in range(22)} <= seen
