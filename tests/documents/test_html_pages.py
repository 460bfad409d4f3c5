"""HTML through the front door: what is content, what is menu or foot, and in what shape."""

from __future__ import annotations

import pytest

from documents.extract import extract
from documents.facts import Block, Facts, Kind, Shape, Zone
from tests.documents.making_documents import PROSE

MENU = "".join(
    f'<li><a href="/page/{n}">{t}</a></li>'
    for n, t in enumerate(["หน้าหลัก", "ประวัติเขต", "ข่าวสาร", "ติดต่อเรา", "ร้องทุกข์"])
)


def page(body: str, head: str = "<title>สำนักงานเขตบึงทดลอง</title>") -> Facts:
    return extract(
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
    )


def texts(facts: Facts, zone: Zone = Zone.MAIN, *shapes: Shape) -> list[str]:
    wanted = shapes or tuple(set(Shape) - {Shape.TITLE})
    return [block.text for block in facts.blocks if block.zone is zone and block.shape in wanted]


def block(facts: Facts, text: str) -> Block:
    (found,) = [block for block in facts.blocks if text in block.text and block.shape is not Shape.TITLE]
    return found


def test_shapes_in_reading_order() -> None:
    facts = page(
        "<h1>การเปิดเผยข้อมูล<br>ปี ๒๕๖๘</h1><p>หนึ่ง <b>สอง</b><br>สาม</p><ul><li>สี่<ul><li>ห้า</li></ul></li></ul>"
        "<div>หก<p>เจ็ด</p>แปด</div><img src=a.png alt='ผังโครงสร้าง'>"
    )
    assert [(b.shape, b.level, b.text) for b in facts.blocks] == [
        (Shape.TITLE, 0, "สำนักงานเขตบึงทดลอง"),
        (Shape.HEADING, 1, "การเปิดเผยข้อมูล ปี 2568"),
        *((Shape.TEXT, 0, text) for text in ("หนึ่ง สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด")),
        (Shape.ALT, 0, "ผังโครงสร้าง"),
    ]
    assert facts.blocks[1].raw == "การเปิดเผยข้อมูล ปี ๒๕๖๘"
    assert facts.blocks[2].raw is None
    assert facts.kind is Kind.HTML
    assert facts.title == "สำนักงานเขตบึงทดลอง"


def test_rows_with_cells_that_span() -> None:
    facts = page(
        "<table border=1><thead><tr><th>ข้อ</th><th>ข้อมูล</th><th>ลิงก์</th></tr></thead>"
        "<tr><td rowspan=2>13</td><td><p>แผนการใช้จ่าย</p><p>งบประมาณ</p></td><td><a href=a.pdf>คลิก</a></td></tr>"
        "<tr><td>รายงาน</td><td><a href=b.pdf>คลิก</a> <a href=b.xlsx>Excel</a></td></tr>"
        "<tr><td>14</td><td></td><td>-</td></tr><tr><td> </td><td></td><td></td></tr></table>"
    )
    assert texts(facts, Zone.MAIN, Shape.ROW) == [
        "ข้อ | ข้อมูล | ลิงก์",
        "13 | แผนการใช้จ่าย งบประมาณ | คลิก",
        "13 | รายงาน | คลิก Excel",
        "14 | | -",
    ]
    assert [b.links for b in facts.blocks if b.shape is Shape.ROW] == [0, 4, 9, 0]


def test_a_layout_table_is_no_data_and_its_menu_cell_no_content() -> None:
    cell = "".join(f"<a href='/p/{n}'>เมนูหมายเลข {n}</a><br>" for n in range(8))
    facts = page(
        f"<table width=900><tr><td colspan=2><img src=head.jpg></td></tr><tr><td width=180>{cell}</td><td>"
        f"<h2>คู่มือประชาชน</h2><p>{PROSE}</p><p>ย่อหน้า</p><table border=1><tr><td>ก</td><td>ข</td></tr><tr><td>ค</td><td>ง</td></tr>"
        "</table></td></tr></table>"
    )
    assert texts(facts, Zone.MAIN, Shape.ROW) == ["ก | ข", "ค | ง"]
    assert block(facts, "คู่มือประชาชน").shape is Shape.HEADING
    assert block(facts, "ย่อหน้า").zone is Zone.MAIN
    assert len([text for text in texts(facts, Zone.MENU) if text.startswith("เมนูหมายเลข")]) == 8


@pytest.mark.parametrize(
    "opening",
    [
        "<nav>",
        '<div role="navigation">',
        '<div class="navbar navbar-expand-lg">',
        '<ul class="main-menu">',
        '<div id="sidebar-left">',
        '<div class="side_bar">',
        '<div class="leftMenu">',
        '<aside class="col-md-3">',
        '<div class="widget widget_recent_entries">',
        '<ol class="page-breadcrumb">',
        '<div id="topbar">',
        '<div class="top-bar">',
        '<div class="visitor-counter">',
        '<div class="site-header">',
        '<div class="pagination-wrapper">',
        '<div id="cookie-law-info-bar">',
        '<div class="latest-news">',
        '<div class="banner-right">',
        '<div class="box-menu">',
        '<div class="stat-counter">',
        '<div data-elementor-type="header" class="elementor elementor-12">',
    ],
)
def test_what_is_named_a_menu_is_no_content(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    facts = page(f"{opening}<li><a href=1>ข่าวล่าสุดของเขต</a></li></{tag}><h2>แผนงาน</h2><p>{PROSE}</p>")
    assert block(facts, "ข่าวล่าสุดของเขต").zone is Zone.MENU
    assert block(facts, "แผนงาน").zone is Zone.MAIN


@pytest.mark.parametrize(
    "opening",
    [
        '<div class="page-header">',
        '<div class="elementor-widget elementor-widget-text-editor">',
        '<div class="content has-sidebar">',
        '<div class="card-header">',
        '<div class="panel-footer">',
        '<div class="box-header">',
        '<div class="nav-tabs">',
        '<div class="tab-pane fade" id="menu1content">',
        '<div class="row menu-open-wrapper-content">',
        '<div style="display:none">',
        "<details>",
    ],
)
def test_what_only_sounds_like_a_menu_is_content(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    facts = page(f"<h2>แผนงาน</h2><p>{PROSE}</p>{opening}<p>รายงานผลรายเดือน</p></{tag}>")
    assert block(facts, "รายงานผลรายเดือน").zone is Zone.MAIN


@pytest.mark.parametrize(
    "opening",
    ["<footer>", '<div id="footer">', '<div role="contentinfo">', '<div class="site-footer-inner">'],
)
def test_feet(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    facts = page(f"<p>{PROSE}</p>{opening}<p>เลขที่ 9 ถนนสมมติ</p></{tag}>")
    assert block(facts, "ถนนสมมติ").zone is Zone.FOOT


def test_unnamed_feet_are_told_by_their_words() -> None:
    facts = page(
        f"<p>{PROSE}</p><div>จำนวนผู้เข้าชม 12,345 คน</div><div>© 2568 สงวนลิขสิทธิ์</div><div>พัฒนาโดย ทีมสมมติ</div>"
    )
    assert texts(facts, Zone.FOOT) == ["จำนวนผู้เข้าชม 12,345 คน", "© 2568 สงวนลิขสิทธิ์", "พัฒนาโดย ทีมสมมติ"]


def test_a_header_inside_the_content_is_content() -> None:
    facts = page(
        "<header>หัวเว็บ</header><article><header><h2>หัวข่าว</h2></header><p>เนื้อข่าว</p><footer>ผู้เขียน</footer></article>"
    )
    assert texts(facts) == ["หัวข่าว", "เนื้อข่าว", "ผู้เขียน"]
    assert texts(facts, Zone.MENU) == ["หัวเว็บ"]


def test_the_only_title_survives_in_the_page_head() -> None:
    facts = page(f"<header><h1>ข้อมูลสถิติ</h1><nav><ul>{MENU}</ul></nav></header><p>{PROSE}</p>")
    assert block(facts, "ข้อมูลสถิติ").zone is Zone.MAIN
    assert "หน้าหลัก" in texts(facts, Zone.MENU)


def test_an_unnamed_list_of_links_before_the_first_heading_is_a_menu() -> None:
    facts = page(f"<ul>{MENU}</ul><h2>ผลการดำเนินงาน</h2><ul>{MENU.replace('หน้าหลัก', 'รายงานเดือนแรก')}</ul>")
    assert texts(facts, Zone.MENU)[0] == "หน้าหลัก"
    assert "รายงานเดือนแรก" in texts(facts)


@pytest.mark.parametrize("opening", ["<div>", "<ul>", '<div class="menu">', '<div class="list">'])
def test_a_page_of_nothing_but_links_keeps_them(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    facts = page(f"<nav>หน้าแรก</nav>{opening}{MENU}</{tag}><footer>ที่อยู่</footer>")
    assert texts(facts) == ["หน้าหลัก", "ประวัติเขต", "ข่าวสาร", "ติดต่อเรา", "ร้องทุกข์"]


def test_a_list_of_files_before_a_heading_is_content() -> None:
    files = "".join(f"<li><a href='/files/{n}.pdf'>รายงานเดือนที่ {n}</a></li>" for n in range(1, 7))
    facts = page(f"<ul>{files}</ul><h2>ปีก่อนหน้า</h2><p>{PROSE}</p>")
    assert len(texts(facts, Zone.MENU)) == 0


def test_files_in_a_named_box_are_content() -> None:
    files = "".join(f"<li><a href='/files/{n}.pdf'>สรุปผลเดือนที่ {n}</a></li>" for n in range(3))
    facts = page(
        f"<h2>จัดซื้อจัดจ้าง</h2><p>{PROSE}</p><ul class='sub-menu'>{files}</ul><ul class='sub-menu'>{MENU}</ul>"
    )
    assert block(facts, "สรุปผลเดือนที่ 1").zone is Zone.MAIN
    assert block(facts, "ประวัติเขต").zone is Zone.MENU


def test_a_framed_document_leaves_the_menu_a_menu() -> None:
    facts = page(f'<div class="menu"><ul>{MENU}</ul></div><iframe src="a.pdf"></iframe>')
    assert texts(facts) == []
    assert not facts.empty


def test_words_that_nobody_sees_are_left_out() -> None:
    facts = page(
        "<script>var ข้อความ=1</script><style>.ก{}</style><noscript>เปิดจาวาสคริปต์</noscript><template>แม่แบบ</template>"
        "<!-- หมายเหตุ --><select><option>เลือกปี</select><svg><text>รูป</text></svg><i class='material-icons'>home</i><p>เห็น</p>"
    )
    assert texts(facts) == ["เห็น"]


def test_links_are_counted_in_letters() -> None:
    facts = page("<p>ดู <a href=x>แผน ปี 68</a> ที่นี่</p>")
    assert block(facts, "แผน").links == len("แผนปี68")


def test_health_speaks_of_the_content_alone() -> None:
    facts = page(f"<nav>{PROSE * 3}</nav><p>สั้น</p><img src=a.png>")
    (health,) = facts.health
    assert health.characters == 4
    assert health.pictures == 1


FIELDS = (
    "<input name=fullname><input type=tel name=phone><textarea name=detail></textarea><button>ส่ง</button>"
)


@pytest.mark.parametrize(
    ("form", "count", "password"),
    [
        (f"<form action=/complain>{FIELDS}</form>", 1, False),
        ("<form action='/search'><input name=word><button>ค้นหา</button></form>", 0, False),
        ("<form><input name=q><input type=submit></form>", 0, False),
        ("<form><input name=user><input type=password name=p><input type=submit></form>", 0, True),
        ("<form><input type=hidden name=t><button>ตกลง</button></form>", 0, False),
        (f"<form action=/search-complaint>{FIELDS}</form>", 1, False),
        ("<form><input name=fullname></form>", 0, False),
    ],
)
def test_forms(form: str, count: int, password: bool) -> None:
    facts = page(f"<p>{PROSE}</p>{form}")
    assert (facts.forms, facts.password_field) == (count, password)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div id=root></div><script src=app.js></script>", True),
        ("<p>กำลังโหลด</p><script src=app.js></script>", True),
        (f"<p>{PROSE}</p><script src=app.js></script>", False),
        ("<div id=root></div>", False),
        ("<img src=plan.png><script src=app.js></script>", False),
    ],
)
def test_pages_that_only_scripts_fill(body: str, expected: bool) -> None:
    assert page(body).scripts_only is expected


@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "utf-16"])
@pytest.mark.parametrize("declared", ["", "tis-620", "utf-8"])
def test_encodings(encoding: str, declared: str) -> None:
    body = f"<html><head><title>ทดสอบ</title></head><body><p>{PROSE}</p></body></html>".encode(encoding)
    facts = extract(body, charset=declared)
    assert facts.kind is Kind.HTML
    assert texts(facts) == [PROSE.strip()]


def test_an_empty_page_is_empty() -> None:
    assert page("  ").empty
    assert extract(b"<html></html>").empty
    assert not page("<p>ก</p>").empty


@pytest.mark.parametrize(
    "body", ["<div>" * 1_900 + "ลึก", "<table><tr><td>" * 600 + "ลึก", "<p>" + "<a>" * 20_000 + "ลึก"]
)
def test_deep_pages_are_read(body: str) -> None:
    facts = extract(f"<html><body>{body}".encode())
    assert facts.corrupt == ""
    assert any("ลึก" in b.text for b in facts.blocks)


def test_a_page_deeper_than_the_parser_goes_says_so() -> None:
    facts = extract(f"<html><body><p>ต้น</p>{'<div>' * 50_000}ลึก".encode())
    assert facts.truncated
    assert texts(facts) == ["ต้น"]


def test_the_same_bytes_give_the_same_facts() -> None:
    body = f"<html><body><ul>{MENU}</ul><p>{PROSE}</p></body></html>".encode()
    assert extract(body).model_dump_json() == extract(body).model_dump_json()
