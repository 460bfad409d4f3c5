"""What of a page only a browser shows, told from its HTML: found where it hides, and not where it stands there."""

from __future__ import annotations

import pytest

from documents.extract import extract
from documents.facts import Hidden

TEXT = "<p>สำนักงานเขตให้บริการประชาชนทุกวันทำการ ตั้งแต่เวลา 08.00 น. ถึง 16.00 น. ไม่เว้นพักกลางวัน</p>"
MENU = "<nav id='menu'><a href='/'>หน้าหลัก</a> <a href='/ita'>ITA</a> <a href='/news'>ข่าว</a></nav>"
OWN = "<script src='/js/site.js'></script>"


def hidden(body: str, menu: str = MENU, script: str = OWN) -> tuple[Hidden, ...]:
    page = f"<html><head><meta charset='utf-8'><title>หน้า | เขต</title></head><body>{menu}<main>{body}</main>{script}</body></html>"
    return extract(page.encode()).hidden


HIDES = {
    "an empty shell": ("<div id='root'></div>", "shell", "หน้า | เขต"),
    "content that waits": ("<h1>แผน</h1><div id='content'>กำลังโหลด...</div>", "shell", "แผน"),
    "an empty table": (f"<h2>งบ</h2>{TEXT}<h2>ผลการจัดซื้อ</h2><table><thead></thead><tbody id='t'></tbody></table>", "place", "ผลการจัดซื้อ"),
    "a custom element": (f"{TEXT}<h2>เอกสาร</h2><doc-list></doc-list>", "place", "เอกสาร"),
    "a tab with an empty pane": (f"{TEXT}<a data-toggle='tab' href='#p'>ปี 2568</a><div id='p' class='tab-pane'></div>", "control", "ปี 2568"),
    "a tab without a pane": (f"{TEXT}<button role='tab' aria-controls='nope'>แผนงาน</button>", "control", "แผนงาน"),
    "an empty fold": (f"{TEXT}<details><summary>คู่มือ</summary></details>", "control", "คู่มือ"),
    "an empty accordion": (f"{TEXT}<button class='accordion-button'>ฝ่ายโยธา</button><div class='accordion-body'></div>", "control", "ฝ่ายโยธา"),
    "a button that loads": (f"{TEXT}<button hx-get='/part/3'>รายงานผล</button>", "control", "รายงานผล"),
    "more of a list": (f"{TEXT}<h2>ประกาศจัดซื้อ</h2><ul><li>หนึ่งรายการ</li></ul><button>โหลดเพิ่มเติม</button>", "control", "ประกาศจัดซื้อ"),
    "rows that call": (f"{TEXT}<ul><li onclick='openDoc(1)'>แผนงาน</li><li onclick='openDoc(2)'>แผนเงิน</li></ul>", "control", "แผนงาน"),
    "a row's button": (f"{TEXT}<table><tr><td>แผนงาน</td><td><a href='javascript:go(1)'>ดู</a></td></tr><tr><td>แผนเงิน</td><td><a href='javascript:go(2)'>ดู</a></td></tr></table>", "control", "แผนงาน"),
    "a route": (f"{TEXT}<a href='#/plan'>แผนปฏิบัติราชการ</a>", "control", "แผนปฏิบัติราชการ"),
    "a list that waits below a sentence": (f"{TEXT}<h2>รายการเอกสาร</h2><p>เอกสารประกอบตัวชี้วัด</p><div id='box' data-src='/data/10.json'><i class='spin'></i> กำลังโหลดข้อมูล...</div>", "place", "รายการเอกสาร"),
    "a place that names its source": (f"{TEXT}<h2>เอกสาร</h2><p>ปีงบประมาณ 2568</p><div id='box' data-url='/data/a.php'></div>", "place", "เอกสาร"),
    "a table that waits on a page without headings": (f"{TEXT}<b>สถิติรายได้</b><div id='income'>กำลังโหลดตาราง...</div>", "place", ""),
    "items without links": ("<h1>OIT 2568</h1><ul><li>O1 ข้อมูลพื้นฐาน</li><li>O2 นโยบายผู้ว่าราชการกรุงเทพมหานคร</li><li>O3 โรงเรียนสังกัดกรุงเทพมหานคร</li></ul>", "items", "O1 ข้อมูลพื้นฐาน"),
}  # fmt: skip


@pytest.mark.parametrize("what", HIDES)
def test_what_hides_is_told(what: str) -> None:
    body, reason, caption = HIDES[what]
    found = [(one.reason.value, one.caption) for one in hidden(body)]
    assert (reason, caption) in found
    assert hidden(body, script="") == (), "without scripts a browser shows no more"


def test_an_empty_menu_is_told() -> None:
    assert [one.reason.value for one in hidden(TEXT, "<nav id='menu'><ul></ul></nav>")] == ["menu"]
    assert hidden(TEXT, MENU + "<nav class='mobile-menu'></nav>") == ()


STANDS = {
    "a fold with its text": "<details><summary>คู่มือ</summary><p>ขั้นตอนการรับเรื่องของเจ้าหน้าที่</p></details>",
    "a Bootstrap fold": "<button data-bs-toggle='collapse' data-bs-target='#c'>คู่มือ</button><div id='c' class='collapse'>ขั้นตอนการรับเรื่อง</div>",
    "tabs with their panes": "<ul><li><a data-toggle='tab' href='#a'>หนึ่ง</a></li><li><a data-toggle='tab' href='#b'>สอง</a></li></ul><div id='a' class='tab-pane'>เนื้อหาหนึ่ง</div><div id='b' class='tab-pane'><img src='x.png'></div>",
    "a button before its panel": "<button class='accordion' onclick='t(1)'>หนึ่ง</button><div class='panel'>เนื้อหา</div><button class='accordion' onclick='t(2)'>สอง</button><div class='panel'>เนื้อหา</div>",
    "sizes of letters": "<a href='javascript:fontSize(1)'>ก</a> <a href='javascript:fontSize(2)'>ก+</a>",
    "a slider": "<div id='carouselMain' class='carousel'><a href='#carouselMain' data-slide='prev'>ก่อนหน้า</a></div>",
    "a window that opens a file": "<a href='#' onclick=\"window.open('/files/a.pdf')\">แผน</a><a href='#' onclick=\"window.open('/files/b.pdf')\">รายงาน</a>",
    "a share button": "<button onclick='share(1)'>แชร์</button><button onclick='share(2)'>แชร์</button><div class='fb-share' data-href='/x'></div>",
    "a search": "<form><input name='q'><button>ค้นหา</button></form><div id='search-results'></div>",
    "empty helpers": "<div class='clearfix'></div><div id='fb-root'></div><div class='modal' id='m'></div><a href='#' class='totop'>ขึ้นบน</a>",
    "a heading before a picture": "<h2>ผังองค์กร</h2><div id='chart'><img src='chart.png'></div>",
    "a contents list": "<a href='#one'>หนึ่ง</a><h2 id='one'>หนึ่ง</h2><p>เนื้อหาของหัวข้อหนึ่ง</p>",
    "items with links": "<h2>OIT</h2><ul><li><a href='/1'>O1 ข้อมูลพื้นฐาน</a></li><li><a href='/2'>O2 นโยบาย</a></li><li><a href='/3'>O3 โรงเรียน</a></li></ul>",
    "a lazy picture": "<h2>ภาพ</h2><div class='lazy' data-src='/a.jpg'><img data-src='/a.jpg'></div>",
    "a social box": "<h3>เพจของเรา</h3><div class='fb-page' data-href='https://www.facebook.com/x'></div>",
    "a place with a picture behind it": "<h2>ภาพ</h2><p>บรรยากาศ</p><div id='bg' data-src='/a.jpg'></div>",
    "a map": "<h2>แผนที่</h2><div id='map'></div>",
}  # fmt: skip


@pytest.mark.parametrize("what", STANDS)
def test_what_stands_in_the_document_needs_no_browser(what: str) -> None:
    assert hidden(TEXT + STANDS[what]) == ()


def test_what_covers_the_page_while_it_loads_needs_no_browser() -> None:
    assert (
        hidden(f"<div id='wait'>กำลังโหลด...</div>{TEXT}<h2>แผน</h2><p>แผนปฏิบัติราชการของสำนักงานเขต</p>") == ()
    )


@pytest.mark.parametrize(
    "source", ["https://www.googletagmanager.com/gtag/js?id=G-1", "//counter.histats.com/js.js"]
)
def test_counters_of_visitors_fill_no_page(source: str) -> None:
    assert hidden("<div id='content'></div>", script=f"<script src='{source}'></script>") == ()
