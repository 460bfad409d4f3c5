"""What we could not look at says nothing about the public: whom it makes unseen, and that it never makes a gap."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.making_documents import zipped
from tests.validators.sites import DAY, Judged, Site, address, page, rules
from tests.validators.texts import DIVISIONS, manuals, plan
from validators.judge import NotSeen, judge

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
PATH = "/files/a1.pdf"
CHALLENGE = page("Just a moment...", "<p>Checking your browser before accessing</p>", "")

WALLS: dict[str, dict[str, Any]] = {
    "cf-mitigated": {"status": 403, "headers": {"cf-mitigated": "challenge"}},
    "cf-ray": {"status": 403, "headers": {"cf-ray": "8f-SIN", "server": "cloudflare"}},
    "challenge page": {"status": 503, "body": CHALLENGE},
    "too many requests": {"status": 429},
    "captcha with 200": {"body": page("ตรวจสอบ", "<p>กรุณายืนยันว่าคุณเป็นมนุษย์ (captcha)</p>", "")},
    "time-out": {"outcome": "timeout", "witness": "no answer in 30 s"},
    "no way there": {"outcome": "no_network"},
    "our own fault": {"outcome": "error", "witness": "ValueError"},
    "our own end": {"outcome": "limit", "witness": "deeper than 12 clicks"},
}


def behind(path: str = PATH, words: str = PLAN, **answer: Any) -> Judged:
    return Site().shut(path, words, **answer).judged()


def is_unseen(judged: Judged, code: str = "O5", element: str = "action-plan") -> None:
    found = judged.element(code, element)
    assert (found.presence, found.access) == ("unseen", "blocked")
    assert not [f for f in judged.findings(code, element) if f.severity == "error"]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_for_us_makes_the_element_unseen(wall: str) -> None:
    judged = behind(**WALLS[wall])
    is_unseen(judged)
    assert judged.finding("O5", "action-plan", "access.blocked").urls == (address(PATH), address("/"))


@pytest.mark.parametrize(
    ("outcome", "code"), [("robots", "access.robots"), ("too_large", "access.too_large")]
)
def test_robots_and_size_have_findings_of_their_own(outcome: str, code: str) -> None:
    judged = behind(outcome=outcome, witness="50 MB")
    is_unseen(judged)
    assert judged.finding("O5", "action-plan", code).urls == (address(PATH), address("/"))


def test_an_unseen_element_makes_a_review_and_no_gap() -> None:
    judged = Site().shut("/files/map.pdf", "ระบบติดตามสถานะการขอใบอนุญาต", outcome="timeout").judged()
    assert judged.item("O12").verdict == "review"
    assert judged.item("O12").presence == "unseen"


def test_the_words_of_the_link_speak_of_their_element_alone() -> None:
    judged = behind(outcome="timeout")
    others = [
        e.presence
        for item in judged.judgement.items
        for e in item.elements
        if (item.code, e.id) != ("O5", "action-plan")
    ]
    assert set(others) == {"missing"}


def one_page(html: str, path: str = PATH) -> Judged:
    return Site().show("/work", "งานของเขต", html).put(path, outcome="timeout").judged()


def test_the_row_speaks() -> None:
    is_unseen(one_page(f"<table><tr><td>{PLAN}</td><td><a href='{PATH}'>ดาวน์โหลด</a></td></tr></table>"))


def test_the_heading_speaks() -> None:
    is_unseen(one_page(f"<h3>{PLAN}</h3><p><a href='{PATH}'>คลิกที่นี่</a></p>"))


def test_the_list_item_speaks() -> None:
    is_unseen(one_page(f"<ul><li>{PLAN} <a href='{PATH}'>คลิกที่นี่</a></li></ul>"))


def test_the_file_name_speaks() -> None:
    path = "/files/แผนปฏิบัติราชการ2568.pdf"
    is_unseen(one_page(f"<p><a href='{path}'>คลิกที่นี่</a></p>", path))


def test_words_that_say_nothing_speak_of_nothing() -> None:
    judged = one_page(f"<p><a href='{PATH}'>คลิกที่นี่</a></p>")
    assert {e.presence for item in judged.judgement.items for e in item.elements} == {"missing"}


def all_unseen(judged: Judged) -> None:
    required = [e for item in judged.judgement.items for e in item.elements if e.required]
    assert {e.presence for e in required} == {"unseen"}
    assert {item.verdict for item in judged.judgement.items} == {"review"}
    assert not [f for item in judged.judgement.items for f in item.findings if f.severity == "error"]


def test_a_blocked_start_page_speaks_of_all() -> None:
    all_unseen(Site().put("/", status=403, headers={"cf-mitigated": "challenge"}).judged())


@pytest.mark.parametrize("why", ["max_pages", "max_minutes", "interrupted"])
def test_a_crawl_that_ended_early_speaks_of_all_that_is_missing(why: str) -> None:
    all_unseen(Site(stopped_because=why).judged())


def test_a_crawl_that_ended_early_leaves_what_was_found() -> None:
    judged = Site(stopped_because="max_pages").show("/plan", PLAN, plan(2568)).judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    is_unseen(judged, "O5", "performance-report")


@pytest.mark.parametrize("words", ["การเปิดเผยข้อมูลสาธารณะ (OIT) ปี 2568", "ITA 2568", "คุณธรรมและความโปร่งใส"])
def test_a_blocked_item_list_speaks_of_all(words: str) -> None:
    all_unseen(Site().shut("/oit", words, status=403, headers={"cf-mitigated": "challenge"}).judged())


def test_an_ordinary_page_that_was_blocked_speaks_of_no_other() -> None:
    judged = Site().shut("/history", "ประวัติความเป็นมาของเขต", outcome="timeout").judged()
    assert judged.element("O5", "action-plan").presence == "missing"


def test_a_dead_item_list_is_not_unseen() -> None:
    judged = Site().shut("/oit", "การเปิดเผยข้อมูลสาธารณะ (OIT) ปี 2568", status=404).judged()
    assert judged.element("O5", "action-plan").presence == "missing"


def test_an_old_copy_proves_nothing_where_the_new_one_is_behind_a_wall() -> None:
    site = Site().show("/plan67", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", plan(2567))
    judged = site.shut(PATH, PLAN, outcome="timeout").judged()
    is_unseen(judged)


def test_a_wall_for_an_old_year_does_not_excuse_the_new_one() -> None:
    site = Site().show("/plan67", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", plan(2567))
    judged = site.shut(PATH, "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2566", outcome="timeout").judged()
    assert judged.four("O5", "action-plan")[:2] == ("found", "outdated")


def test_a_dead_link_beside_a_wall_is_unseen_no_more_than_the_wall() -> None:
    """Every trace must lead to what we could not look at: here one trace leads to a dead link."""
    site = Site().shut("/files/dead.pdf", PLAN, status=404).shut(PATH, PLAN, outcome="timeout")
    assert site.judged().element("O5", "action-plan").presence == "missing"


def test_a_wall_before_a_second_copy_is_no_fault() -> None:
    judged = Site().show("/plan", PLAN, plan(2568)).shut(PATH, PLAN, outcome="timeout").judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_not_seen_lists_every_wall_with_reason_and_witness() -> None:
    site = Site().shut(PATH, PLAN, outcome="timeout", witness="no answer in 30 s")
    site.shut("/x", "อื่น ๆ", outcome="robots", witness="Disallow: /x").shut("/y", "หาย", status=404)
    seen = [(n.url, n.reason, n.witness) for n in site.judged().judgement.not_seen]
    assert seen == [
        (address(PATH), "blocked", "no answer in 30 s"),
        (address("/x"), "robots", "Disallow: /x"),
    ]


TRAPS = ("trap: more than 200 addresses of one page", "trap: the path repeats itself")


@pytest.mark.parametrize("witness", TRAPS)
def test_a_trap_speaks_of_none(witness: str) -> None:
    judged = Site().shut(PATH, PLAN, outcome="limit", witness=witness).judged()
    assert judged.element("O5", "action-plan").presence == "missing"


@pytest.mark.parametrize("witness", TRAPS)
def test_a_trapped_item_list_speaks_of_none(witness: str) -> None:
    judged = Site().shut("/oit/oit/oit", "ITA 2568", outcome="limit", witness=witness).judged()
    assert judged.element("O5", "action-plan").presence == "missing"


def test_a_main_menu_in_a_frame_that_was_blocked_speaks_of_all() -> None:
    frame = b"<nav><iframe src='/mainmenu.html' title='main menu'></iframe></nav><main>"
    home = page("หน้าหลัก", "<p>ยินดีต้อนรับ</p>").replace(b"<main>", frame)
    all_unseen(Site().add("/", home).put("/mainmenu.html", **WALLS["cf-mitigated"]).judged())


SCRIPTS = (
    "<html><head><meta charset='utf-8'><title>สำนักงานเขตบางตาลสูง</title></head><body><div id='app'></div>"
    f"<script>{'window.render(1);' * 200}</script></body></html>"
).encode()


def test_a_start_page_that_only_scripts_fill_speaks_of_all() -> None:
    all_unseen(Site().add("/", SCRIPTS).judged())


def test_a_page_that_only_scripts_fill_is_unseen_and_not_a_gap() -> None:
    is_unseen(Site().link("/plan", PLAN).add("/plan", SCRIPTS).judged(), "O5", "action-plan")


def test_a_document_over_a_limit_of_ours_is_unseen_and_not_damaged() -> None:
    """A zip-based file that promises more than 200 times its size."""
    bomb = zipped({"word/document.xml": b"<w:document>" + b" " * 4_000_000})
    judged = Site().file("/files/plan.docx", bomb, PLAN).judged()
    is_unseen(judged)
    witness = judged.finding("O5", "action-plan", "access.blocked").details["witness"]
    assert witness.startswith("limit: unpacks to more than")
    assert [(n.url, n.reason) for n in judged.judgement.not_seen] == [
        (address("/files/plan.docx"), "blocked")
    ]


def test_a_damaged_document_is_still_a_gap() -> None:
    judged = Site().file("/files/plan.docx", zipped({"a.txt": b"x"})[:-30], PLAN).judged()
    assert judged.element("O5", "action-plan").presence != "unseen"
    assert judged.item("O5").verdict == "gap"


@pytest.mark.parametrize("path", ["/plan", PATH])
def test_what_was_fetched_and_not_read_is_unseen(path: str) -> None:
    site = Site().show(path, PLAN, plan(2568))
    captures, links, facts = site.records()
    del facts[address(path)]
    judged = Judged(judge(site.run(), captures, links, facts, rules(2568), DAY))
    is_unseen(judged)
    assert judged.judgement.not_seen == (NotSeen(address(path), "blocked", "not read"),)


def test_a_set_that_a_crawl_cut_off_early_leaves_incomplete_is_unseen() -> None:
    site = Site(stopped_because="max_pages").show("/m", "คู่มือการปฏิบัติงานของเจ้าหน้าที่", manuals(DIVISIONS[:9]))
    is_unseen(site.judged(), "O6", "staff-manuals")
