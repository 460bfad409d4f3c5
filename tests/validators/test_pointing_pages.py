"""Pages that only point, pictures that belong to no page, laws that a text cites, and the names of groups of items."""

from __future__ import annotations

import pytest

from tests.validators.bodies import typed
from tests.validators.sites import Site
from tests.validators.texts import LICENCE

ROWS = (
    "<table><tr><th>หมวด</th><th>เอกสาร</th><th></th></tr>"
    "<tr><td>ของกลาง</td><td>การเก็บรักษาของกลางในคดี (เทศกิจ)</td><td><a href='/seized'>ไฟล์</a></td></tr></table>"
)
WAITS = "<p>*** อยู่ระหว่างปรับปรุงข้อมูล ***</p>"


def test_a_row_that_names_what_its_link_leads_to_is_not_the_content() -> None:
    site = Site().show("/assets", "ทรัพย์สินราชการ ของบริจาค ของกลาง", ROWS, "ทรัพย์สินราชการ ของบริจาค ของกลาง")
    site.add(
        "/seized", Site().show("/seized", "การเก็บรักษาของกลาง", WAITS).bodies["http://office.example/seized"]
    )
    judged = site.judged()
    assert judged.element("O21", "seized-goods").presence == "missing"
    assert "presence.placeholder" in judged.codes("O21", "seized-goods")


def guideline(first: str) -> bytes:
    lines = "".join(f"<p>{unit}</p><p>{first}</p>" for unit in LICENCE)
    end = "<p>อนุมัติ ให้ถือปฏิบัติตั้งแต่วันที่ 15 พฤศจิกายน 2567</p><p>ผู้อำนวยการเขตบางตาลสูง</p>"
    head = "<p>แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่</p><p>สำนักงานเขตบางตาลสูง กำหนดแนวทางพิจารณาคำขอใบอนุญาตพร้อมเหตุผล</p>"
    return typed(head + lines + end)


@pytest.mark.parametrize("law", ["ให้ยึดกฎกระทรวง", "ให้เป็นไปตามที่พระราชบัญญัติกำหนด"])
def test_a_law_that_a_text_cites_makes_it_no_law(law: str) -> None:
    words = "แนวทางการใช้ดุลยพินิจของเจ้าหน้าที่"
    site = Site().file("/d.pdf", guideline(f"{law} ในการพิจารณาคำขอตามลำดับ"), words)
    assert site.judged().element("O20", "discretion-guideline").presence == "found"


def test_the_name_of_a_group_speaks_of_its_items_where_we_could_not_look() -> None:
    judged = Site().shut("/g", "10.1 การดำเนินการเพื่อป้องกันการทุจริต", outcome="timeout").judged()
    assert {e.presence for e in judged.item("O18").elements} == {"unseen"}
    assert judged.element("O5", "action-plan").presence == "missing"
    dead = Site().shut("/g", "10.1 การดำเนินการเพื่อป้องกันการทุจริต", status=404).judged()
    assert {e.presence for e in dead.item("O18").elements} == {"missing"}


def test_a_picture_on_several_pages_is_the_content_of_none() -> None:
    banner = "<p><img src='/banner.png' alt=''></p>"
    site = Site()
    for path, title in (("/a", "ประวัติเขต"), ("/b", "แผนที่"), ("/c", "การประเมินความเสี่ยงต่อการรับสินบน ปี 2568")):
        site.show(path, title, banner, title)
    assert site.judged().element("O19", "risk-assessment").presence == "missing"
    alone = Site().show(
        "/c", "การประเมินความเสี่ยงต่อการรับสินบน ปี 2568", banner, "การประเมินความเสี่ยงต่อการรับสินบน ปี 2568"
    )
    assert alone.judged().four("O19", "risk-assessment")[::2] == ("found", "unreadable")
