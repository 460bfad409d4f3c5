"""What stands around a link is kept with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.links import MOST_LINKS, read_page
from crawler.wording import CONTEXT
from evidence.address import canonical
from evidence.records import Link, LinkKind, Zone

URL = "http://office.example/dir/index.html"


def links(html: str | bytes, content_type: str = "") -> list[Link]:
    body = html if isinstance(html, bytes) else html.encode()
    return read_page(URL, body, content_type).links


def one(html: str) -> Link:
    (found,) = links(html)
    return found


def test_a_row_its_column_and_its_heading():
    found = links(
        """<h2>ตัวชี้วัดที่ 9.3</h2><table><thead><tr><th>ข้อ</th><th>รายการ</th><th>ไฟล์</th></tr></thead>
        <tr><td rowspan="2">O13</td><td>แผนการใช้จ่าย</td><td><a href="a.pdf">คลิก</a></td></tr>
        <tr><td>รายงานผล</td><td><a href="b.pdf">คลิก</a></td></tr></table>"""
    )
    assert [(k.text, k.row, k.column, k.heading) for k in found] == [
        ("คลิก", "O13 | แผนการใช้จ่าย", "ไฟล์", "ตัวชี้วัดที่ 9.3"),
        ("คลิก", "O13 | รายงานผล", "ไฟล์", "ตัวชี้วัดที่ 9.3"),
    ]


def test_merged_columns_count():
    found = one(
        "<table><tr><th colspan=2>งาน</th><th>ปี</th></tr><tr><td>ก</td><td>ข</td><td><a href=x>2568</a></td></tr></table>"
    )
    assert (found.column, found.row) == ("ปี", "ก | ข")


def test_a_table_that_arranges_the_page_gives_no_row():
    found = one(
        "<table role=presentation><tr><td>เมนู</td><td><p>ก</p><p>ข</p><a href=x>ไป</a></td></tr></table>"
    )
    assert (found.row, found.column) == ("", "")


def test_list_items_inside_out():
    found = links("<ul><li>ฝ่ายโยธา<ul><li>คู่มือเล่ม 1 <a href=1.pdf>ดาวน์โหลด</a></li></ul></li></ul>")
    assert found[0].item == "คู่มือเล่ม 1 | ฝ่ายโยธา"


def test_a_card_and_the_line_above_a_bare_link():
    card = one('<div class="card"><div class="t">แผนปี 2568</div><a href=x.pdf>เปิด</a></div>')
    assert card.item == "แผนปี 2568"
    bare = one("<div>รายงานผลปี 2567</div><div><a href=x.pdf>เปิด</a></div>")
    assert bare.item == "รายงานผลปี 2567"


def test_a_box_around_half_the_page_is_no_context():
    found = one(f'<div class="box"><p>{"คำ " * 400}</p><span><a href=x>ไป</a></span></div>')
    assert found.item == ""


def test_headings_by_tag_by_class_and_by_looks():
    html = "{}<p>คั่น</p><p><a href=x>ไป</a></p>"
    for heading in (
        "<h4>คู่มือ</h4>",
        '<div class="panel-heading">คู่มือ</div>',
        "<p><b>คู่มือ</b></p>",
        "<dl><dt>คู่มือ</dt></dl>",
    ):
        assert one(html.format(heading)).heading == "คู่มือ", heading
    assert one("<h2>ก่อน</h2><h3><a href=x>ข่าว</a></h3>").heading == "ก่อน"


def test_zones_keep_their_own_headings():
    found = links(
        "<nav><h5>เมนูหลัก</h5><a href=1>ก</a></nav><h1>เรื่อง</h1><a href=2>ข</a><footer><a href=3>ค</a></footer><a href=4>ง</a>"
    )
    assert [(k.zone, k.heading) for k in found] == [
        (Zone.MENU, "เมนูหลัก"),
        (Zone.MAIN, "เรื่อง"),
        (Zone.FOOT, ""),
        (Zone.MAIN, "เรื่อง"),
    ]


@pytest.mark.parametrize(
    ("html", "kind", "target"),
    [
        ('<iframe src="/f/a.pdf"></iframe>', LinkKind.FRAME, "http://office.example/f/a.pdf"),
        ('<embed src="a.pdf">', LinkKind.FRAME, "http://office.example/dir/a.pdf"),
        ('<object data="a.pdf"></object>', LinkKind.FRAME, "http://office.example/dir/a.pdf"),
        ('<map><area href="/m" alt="แผนที่"></map>', LinkKind.AREA, "http://office.example/m"),
        ('<form action="/ask"><button>ส่ง</button></form>', LinkKind.FORM, "http://office.example/ask"),
        (
            "<button onclick=\"location.href='/e.html'\">ก</button>",
            LinkKind.ANCHOR,
            "http://office.example/e.html",
        ),
        ('<div data-href="/d.html">ก</div>', LinkKind.ANCHOR, "http://office.example/d.html"),
        (
            "<a href=\"javascript:window.open('/w.pdf')\">ก</a>",
            LinkKind.ANCHOR,
            "http://office.example/w.pdf",
        ),
        (
            "<a href='#' onclick=\"window.open('/w.pdf')\">ก</a>",
            LinkKind.ANCHOR,
            "http://office.example/w.pdf",
        ),
        ("<a href='#'>ก</a>", LinkKind.ANCHOR, ""),
        ("<a href='javascript:void(0)'>ก</a>", LinkKind.ANCHOR, ""),
        ("<a href='mailto:a@b'>ก</a>", LinkKind.ANCHOR, ""),
        ("<a href='http://[bad'>ก</a>", LinkKind.ANCHOR, ""),
        ('<base href="/other/"><a href="a">ก</a>', LinkKind.ANCHOR, "http://office.example/other/a"),
        ('<script>window.location = "/in.php";</script>', LinkKind.REDIRECT, "http://office.example/in.php"),
        ("<meta http-equiv=refresh content=\"3; url='/in'\">", LinkKind.REDIRECT, "http://office.example/in"),
        ('<img src="chart.png" alt="ผัง" width="800">', LinkKind.IMAGE, "http://office.example/dir/chart.png"),
    ],
)
def test_every_way_to_point_somewhere(html, kind, target):
    found = one(f"<html><body>{html}</body></html>")
    assert (found.kind, found.target) == (kind, target)


def test_a_viewer_speaks_of_the_file_that_it_shows():
    found = links('<iframe src="/web/viewer.html?file=/f/plan.pdf"></iframe>')
    assert [k.target for k in found] == [
        "http://office.example/web/viewer.html?file=/f/plan.pdf",
        "http://office.example/f/plan.pdf",
    ]


def test_icons_and_pictures_of_menus_are_left_out():
    assert not links(
        '<img src=i.png width=16 height=16><nav><img src=logo.png></nav><img src="data:image/png;base64,x">'
    )
    assert not links(
        '<meta http-equiv=refresh content="300"><div data-url="7"></div><noscript><iframe src=/t></iframe></noscript>'
    )


def test_a_picture_link_takes_its_alternative_text():
    assert links('<a href=x><img src=b.png alt="แผนปฏิบัติราชการ"></a>')[0].text == "แผนปฏิบัติราชการ"


def test_letters_in_the_query_go_out_in_the_encoding_of_the_page():
    body = '<meta charset="windows-874"><a href="l.php?q=แผน&amp;p=ก/ข">ค้น</a>'.encode("cp874")
    found = links(body)[0]
    assert (found.text, found.target) == ("ค้น", "http://office.example/dir/l.php?q=%E1%BC%B9&p=%A1/%A2")


def test_contexts_are_bounded_and_so_is_the_number_of_links():
    long = one(f"<h1>{'ก' * 200}</h1><ul><li>{'ข' * 9000}<a href=x>{'ค' * 9000}</a></li></ul>")
    assert max(len(long.text), len(long.item), len(long.heading)) <= CONTEXT
    assert len(links('<a href="x">a</a>' * (MOST_LINKS + 50))) == MOST_LINKS


def test_letters_tell_an_empty_page():
    assert (
        read_page(URL, b"<html><body><div id=app></div><script>var words = 1</script></body></html>").letters
        == 0
    )
    assert read_page(URL, "<p>มี ข้อความ</p>".encode()).letters == len("มีข้อความ")


TAGS = ["<table>", "<tr>", "<td rowspan=3>", "<li>", "</li>", "<ul>", "</ul>", "<p>", "<h2>", "</h2>", "<b>", "</b>", "<a href=x>", "<a href='#'>",
        "</a>", "<iframe src=y>", "<nav>", "</nav>", "</table>", "<th colspan=0>", "ข้อความ", "\x00", "<div class=card>", "</div>", "<!--", "]]>"]  # fmt: skip


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(TAGS), max_size=40).map(lambda t: "".join(t).encode()),
    )
)
def test_no_page_makes_it_raise_and_every_target_is_canonical(body):
    page = read_page(URL, body)
    assert page.letters >= 0
    for place, link in enumerate(page.links):
        assert Link.model_validate(link.model_dump()) == link
        assert link.order == place
        assert not link.target or canonical(link.target) == link.target


def test_a_very_deep_page():
    assert read_page(URL, b"<div>" * 5000 + b"<a href=x>y</a>").links is not None


@pytest.mark.parametrize("sign", ["\x1b", "\x01", "&#1;", "&#x0b;", "\ufffe", "&#xffff;"])
def test_signs_that_no_text_may_hold_cost_no_link(sign: str) -> None:
    (found,) = links(
        f"<p>ก{sign}ข</p><table><tr><td>{sign}<a href='/plan.pdf'>แผน{sign}</a>{sign}</td></tr></table>{sign}"
    )
    assert found.target == "http://office.example/plan.pdf"


def test_an_item_as_long_as_a_book_says_nothing_of_one_link():
    short, long = (links(f"<ul><li>{'คำ ' * n}<a href='/a.pdf'>แผน</a></li></ul>")[0] for n in (100, 40_000))
    assert (short.item != "", long.item) == (True, "")


def test_the_line_above_is_looked_for_in_the_neighbourhood():
    near, far = (links(f"<div>แผน</div><div>{'<span>' * n}<a href='/a.pdf'>x</a>")[0] for n in (5, 150))
    assert (near.item, far.item) == ("แผน", "")
