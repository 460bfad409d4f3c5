"""Plans: start addresses, scopes, and what an address is to a crawl."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from crawler.plan import PlanError, known_shared_hosts, plan_for, scope_of
from crawler.reach import Reach, Territory, looks_like_file, rank
from evidence.records import Link, LinkKind, Zone

PORTAL = "https://webportal.bangkok.go.th"


@pytest.mark.parametrize(
    ("start", "scope"),
    [
        (f"{PORTAL}/prawet/index", "webportal.bangkok.go.th/prawet"),
        ("https://office.example/a/b", "office.example"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080"),
        ("https://sites.google.com/view/our-office/home", "sites.google.com/view/our-office"),
        ("https://sites.google.com/office.example/ita", "sites.google.com/office.example"),
    ],
)
def test_a_scope_is_a_host_or_on_a_shared_one_its_first_segment(start, scope):
    assert scope_of(start) == (scope,)


def test_an_explicit_scope_wins():
    assert scope_of("https://office.example/", "https://Office.example/part/") == ("office.example/part",)
    with pytest.raises(PlanError, match="--scope"):
        scope_of("https://office.example/", "http://")


def test_a_shared_host_without_a_segment_is_refused_with_advice():
    with pytest.raises(PlanError, match="many offices share"):
        scope_of(f"{PORTAL}/")
    assert "webportal.bangkok.go.th" in known_shared_hosts()


def test_shared_hosts_are_data():
    assert scope_of("http://h.example/a/b", shared_hosts={"h.example": ()}) == ("h.example/a",)


@pytest.mark.parametrize("text", ["", "not a url", "ftp://h/", "file:///etc/passwd", "http://"])
def test_what_is_no_address(text):
    with pytest.raises(PlanError, match="not a web address"):
        plan_for((text,))


def test_a_plan_from_what_people_type():
    plan = plan_for(("office.example/ita", "http://old.example/"), contact="https://c.example")
    assert plan.start_urls == ("https://office.example/ita", "http://old.example/")
    assert plan.scope == ("office.example", "old.example")
    assert plan.user_agent.endswith("(+https://c.example)")
    assert plan.delay == 1.0 and plan.max_bytes == 50 * 1024 * 1024


@pytest.mark.parametrize("options", [{"delay": -1}, {"max_pages": 0}, {"speling": 1}])
def test_a_plan_that_makes_no_sense(options):
    with pytest.raises(ValidationError):
        plan_for(("http://office.example/",), **options)


OURS = Territory(("h.example/prawet",), ("files.example/99",))


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("https://h.example/prawet", Reach.PAGE),
        ("https://h.example/prawet/page/sub/1", Reach.PAGE),
        ("https://h.example/prawetsuk", Reach.OTHER),
        ("https://h.example/", Reach.OTHER),
        ("https://h.example/sathon/page.html", Reach.OTHER),
        ("https://h.example/public/user_files_editor/99/plan.pdf", Reach.FILE),
        ("https://h.example/upload/user/00000083/x", Reach.FILE),
        ("https://h.example/sdc_download/ita-o20?inline=1", Reach.FILE),
        ("https://h.example/upload/page.php", Reach.OTHER),
        ("https://h.example/sathon/plan.PDF", Reach.FILE),
        ("https://files.example/99/whatever", Reach.FILE),
        ("https://files.example/98/whatever", Reach.OTHER),
        ("https://h.example.evil/prawet", Reach.OUTSIDE),
        ("https://www.facebook.com/prawet", Reach.OUTSIDE),
    ],
)
def test_whose_an_address_is(url, reach):
    assert OURS.reach(url) is reach


def test_what_a_page_embeds_belongs_to_it():
    assert OURS.reach("https://h.example/getdoc/12", LinkKind.FRAME) is Reach.FILE
    assert OURS.reach("https://h.example/getdoc/12") is Reach.OTHER
    assert OURS.reach("https://h.example/sathon/index.html", LinkKind.FRAME) is Reach.OTHER


def test_a_site_that_moves_keeps_its_part_of_the_host():
    moved = OURS.moved("h.example", "www.h.example")
    assert moved.reach("https://www.h.example/prawet/a") is Reach.PAGE
    assert moved.reach("https://www.h.example/sathon/a") is Reach.OTHER


def test_files_by_name():
    assert looks_like_file("http://h/a/%E0%B9%81.xlsx?v=1")
    assert not looks_like_file("http://h/news/article")


def test_ranks():
    def made(text: str, **more: object) -> Link:
        values = {"source": "s", "target": "t", "raw": "x", "kind": LinkKind.ANCHOR, "text": text, **more}
        return Link.model_validate(values)

    ranks = [
        rank(made("ITA 2568")),
        rank(made("ติดต่อ", zone=Zone.MENU)),
        rank(made("ข่าว")),
        rank(made("ITA", kind=LinkKind.IMAGE)),
    ]
    assert ranks == sorted(set(ranks))
