"""A district's site that scripts build: the evidence of twelve items, each behind another device.

Nothing that a script brings is named in the HTML, so that only a browser comes to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.siteserver import Answering, Reply
from tests.validators.sites import OFFICE
from tests.validators.texts import (
    DIVISIONS,
    complaint_channel,
    complaint_figures,
    criteria,
    discretion,
    half_year_months,
    news,
    plan,
    policy,
    policy_in_english,
    policy_report,
    report,
    services,
    summary,
    table,
    tax_figures,
)

SCRIPT = "text/javascript; charset=utf-8"
LOADS = "const put=(where,what)=>fetch('/'+['api','part'].join('/')+'/'+what).then(r=>r.text()).then(t=>{where.innerHTML=t});"
"""The address is put together by the script."""

SCHOOLS = [
    ("ลำดับ", "โรงเรียน", "ที่ตั้ง", "โทรศัพท์", "ผู้อำนวยการสถานศึกษา", "ระดับชั้น", "นักเรียน"),
    ("1", "โรงเรียนวัดตาลเดี่ยว", "12 ถนนตาลเดี่ยว แขวงตาลสูง", "0 2000 1101", "นายสมพงษ์ ทองตาล", "อนุบาล 1 - ป.6", "412"),
    ("2", "โรงเรียนตาลคู่วิทยา", "8 ซอยตาลคู่ แขวงตาลสูง", "0 2000 1102", "นางมาลี ใบตาล", "อนุบาล 1 - ม.3", "655"),
    ("3", "โรงเรียนบ้านคลองตาล", "31 ถนนริมคลอง แขวงตาลต่ำ", "0 2000 1103", "นายวิชัย ลูกตาล", "อนุบาล 1 - ป.6", "298"),
]  # fmt: skip
REVENUE = "<h2>สถิติการจัดเก็บรายได้ ปีงบประมาณ พ.ศ. 2567 และ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2568</h2>" + table([
    ("ประเภทรายได้", "จัดเก็บได้ ปีงบประมาณ พ.ศ. 2567 (บาท)", "จัดเก็บได้ ตุลาคม 2567 - มีนาคม 2568 (บาท)"),
    ("ค่าธรรมเนียมเก็บขนมูลฝอย", "11,204,300", "5,812,140"),
    ("ค่าธรรมเนียมใบอนุญาต", "2,918,450", "1,733,200"),
    ("ค่าปรับ", "3,245,500", "1,504,000"),
    ("ค่าเช่าอาคาร", "1,880,000", "940,000"),
])  # fmt: skip
NOTICE = (
    f"<p>ประกาศ{OFFICE} เรื่อง ประกวดราคาจ้างปรับปรุงทางเท้าถนนตาลเดี่ยว ด้วยวิธีประกวดราคาอิเล็กทรอนิกส์ (e-bidding)</p>"
    "<p>วงเงินงบประมาณ 4,820,000 บาท ราคากลาง 4,790,000 บาท ยื่นข้อเสนอวันที่ 12 ธันวาคม 2567</p>"
    "<p>ประกาศ ณ วันที่ 2 ธันวาคม พ.ศ. 2567</p>"
)


def whole(title: str, main: str, scripts: str = "", menu: str = "<a href='/'>หน้าหลัก</a>") -> str:
    """A page of the office with its menu and foot."""
    return (
        f"<!doctype html><html lang='th'><head><meta charset='utf-8'><title>{title} | {OFFICE}</title></head><body>"
        f"<header><p>{OFFICE}</p></header><nav id='top'>{menu}</nav><main><h1>{title}</h1>{main}</main>"
        f"<footer>{OFFICE} โทร 0 2000 0000</footer><script>{scripts}</script></body></html>"
    )


def delayed_table() -> dict[str, Answering]:
    """A table whose rows come a second after the page."""
    head = "<table><thead><tr><th>โรงเรียน</th></tr></thead><tbody id='rows'></tbody></table>"
    act = LOADS + "setTimeout(()=>put(document.querySelector('main table'),'schools'),1000)"
    return {"/schools": whole(TITLES["O3"], head, act), "/api/part/schools": table(SCHOOLS)}


def built_menu() -> dict[str, Answering]:
    """A menu that a script puts together; the page it leads to is an ordinary one."""
    return {
        "/news": whole(
            TITLES["O4"], news("3 มกราคม 2568", "14 กุมภาพันธ์ 2568", "20 มีนาคม 2568", "5 เมษายน 2568")
        )
    }


def tabs() -> dict[str, Answering]:
    """Two tabs whose contents replace each other."""
    names = {
        "p1": "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568",
        "p2": "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567",
    }
    bar = "".join(f"<li role='tab' data-part='{key}'>{name}</li>" for key, name in names.items())
    act = LOADS + (
        "document.querySelectorAll('[role=tab]').forEach(t=>t.addEventListener('click',()=>put(document.getElementById('pane'),t.dataset.part)))"
    )
    main = f"<ul role='tablist'>{bar}</ul><div id='pane' class='tab-content'></div>"
    return {"/work": whole(TITLES["O5"], main, act), "/api/part/p1": plan(2568), "/api/part/p2": report(2567)}


def accordion() -> dict[str, Answering]:
    """Ten folds, each filled by an XMLHttpRequest when it is opened."""
    folds = "".join(
        f"<div class='accordion-item'><button class='accordion-button' type='button' data-part='m{n}'>คู่มือการปฏิบัติงาน {name}</button>"
        "<div class='accordion-body'></div></div>"
        for n, name in enumerate(DIVISIONS)
    )
    act = (
        "document.addEventListener('click',e=>{const b=e.target.closest('.accordion-button');if(!b)return;const x=new XMLHttpRequest();"
        "x.open('GET','/api'+'/part/'+b.dataset.part);x.onload=()=>{b.nextElementSibling.innerHTML=x.responseText};x.send()})"
    )
    text = "<p>ขั้นตอนการรับเรื่อง ระยะเวลา ผู้รับผิดชอบ และระเบียบที่เกี่ยวข้องของเจ้าหน้าที่ เป็นไปตามผังงานท้ายคู่มือนี้ ปรับปรุง มกราคม 2568</p>"
    parts: dict[str, Answering] = {
        f"/api/part/m{n}": f"<p>คู่มือการปฏิบัติงานของเจ้าหน้าที่ {name}</p>{text}" for n, name in enumerate(DIVISIONS)
    }
    return {"/manuals": whole(TITLES["O6"], folds, act), **parts}


def load_more() -> dict[str, Answering]:
    """A list that a button lengthens, three times."""
    pieces = services().split("<h2>")[1:]
    act = (
        "let n=0;document.getElementById('more').onclick=()=>{if(n>2)return;fetch('/api'+'/part/s'+(n++)).then(r=>r.text())"
        ".then(t=>document.getElementById('list').insertAdjacentHTML('beforeend',t))}"
    )
    main = "<div id='list'></div><button id='more' type='button'>โหลดเพิ่มเติม</button>"
    parts: dict[str, Answering] = {f"/api/part/s{n}": "<h2>" + piece for n, piece in enumerate(pieces)}
    return {"/services": whole(TITLES["O7"], main, act), **parts}


def data_attributes() -> dict[str, Answering]:
    """Buttons that carry the name of what they load."""
    periods = {"ปีงบประมาณ พ.ศ. 2567": "t67", "ตั้งแต่วันที่ 1 ตุลาคม 2567 ถึงวันที่ 31 มีนาคม 2568": "t68"}
    buttons = "".join(
        f"<p><button type='button' data-load='{key}'>สถิติการจัดเก็บภาษี {name}</button></p><div class='panel-body'></div>"
        for name, key in periods.items()
    )
    act = LOADS + (
        "document.querySelectorAll('[data-load]').forEach(b=>b.onclick=()=>put(b.parentNode.nextElementSibling,b.dataset.load))"
    )
    parts: dict[str, Answering] = {f"/api/part/{key}": tax_figures(name) for name, key in periods.items()}
    return {"/tax": whole(TITLES["O9"], buttons, act), **parts}


def application() -> dict[str, Answering]:
    """An empty shell that one script fills."""
    shell = f"<!doctype html><html><head><meta charset='utf-8'><title>{OFFICE}</title></head><body><div id='app'></div><script src='/js/app.js'></script></body></html>"
    page = f"<main><h1>{TITLES['O10']}</h1>{REVENUE}</main><footer>{OFFICE}</footer>"
    script = f"document.title={json.dumps(TITLES['O10'])};document.getElementById('app').innerHTML={json.dumps(page)}"
    return {"/revenue": shell, "/js/app.js": Reply(script, content_type=SCRIPT)}


def called_rows() -> dict[str, Answering]:
    """Rows that call a script, which goes to the document's address."""
    months = half_year_months()
    titles = [f"สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน{month}" for month in months]
    titles.append("ประกาศเชิญชวนประกวดราคาจ้างปรับปรุงทางเท้า ปีงบประมาณ พ.ศ. 2568")
    rows = "".join(
        f"<tr><td>{t}</td><td><span onclick='openDoc({n})'>เปิดดู</span></td></tr>"
        for n, t in enumerate(titles)
    )
    bodies = [summary(month) for month in months] + [NOTICE]
    docs: dict[str, Answering] = {
        f"/docs/d{n}": whole(title, body) for n, (title, body) in enumerate(zip(titles, bodies, strict=True))
    }
    return {
        "/buying": whole(
            TITLES["O15"], f"<table>{rows}</table>", "function openDoc(n){location.href='/docs'+'/d'+n}"
        ),
        **docs,
    }


def hash_routes() -> dict[str, Answering]:
    """Views behind `#/…`, of which one is shown at a time."""
    act = LOADS + (
        "const go=()=>put(document.getElementById('view'),location.hash==='#/rules'?'rules':'about');"
        "addEventListener('hashchange',go);go()"
    )
    main = f"<ul><li><a href='#/about'>เกี่ยวกับหน้านี้</a></li><li><a href='#/rules'>{TITLES['O16']}</a></li></ul><div id='view'></div>"
    return {
        "/people": whole("งานการเจ้าหน้าที่", main, act),
        "/api/part/about": "<p>ข้อมูลทั่วไปของงานการเจ้าหน้าที่</p>",
        "/api/part/rules": criteria(),
    }


def shadow() -> dict[str, Answering]:
    """A custom element with a closed shadow root."""
    act = (
        "customElements.define('oit-box',class extends HTMLElement{connectedCallback(){const s=this.attachShadow({mode:'closed'});"
        "fetch('/api'+'/part/'+this.id).then(r=>r.text()).then(t=>{s.innerHTML=t})}})"
    )
    main = (
        "<h2>ช่องทางการร้องเรียนการทุจริต</h2><oit-box id='tell'></oit-box>"
        "<h2>ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริต</h2><oit-box id='count'></oit-box>"
    )
    return {
        "/complaints": whole(TITLES["O17"], main, act),
        "/api/part/tell": complaint_channel(),
        "/api/part/count": complaint_figures(),
    }


def json_blob() -> dict[str, Answering]:
    """Texts in a block of data, which a script unpacks into a template."""
    texts = [
        ("ประกาศนโยบายต่อต้านการรับสินบน ประจำปีงบประมาณ พ.ศ. 2568", policy(2568)),
        ("Anti-Bribery Policy 2025", policy_in_english()),
        ("รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน ปีงบประมาณ พ.ศ. 2567", policy_report()),
    ]
    heads = "".join(f"<h2>{title}</h2><div data-part='{n}'></div>" for n, (title, _) in enumerate(texts))
    blob = json.dumps([body for _, body in texts], ensure_ascii=False).replace("</", "<\\/")
    main = f"{heads}<script type='application/json' id='blob'>{blob}</script>"
    act = "JSON.parse(document.getElementById('blob').textContent).forEach((t,n)=>{document.querySelector(`[data-part='${n}']`).innerHTML=t})"
    return {"/gifts": whole(TITLES["O18"], main, act)}


def viewer() -> dict[str, Answering]:
    """A frame whose address a button sets, to a viewer that a script fills."""
    main = (
        "<p><button type='button' onclick=\"show('rule')\">แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่</button></p>"
        "<p><button type='button' onclick=\"show('about')\">เกี่ยวกับเอกสารนี้</button></p><iframe id='frame'></iframe>"
    )
    act = "function show(n){document.getElementById('frame').src='/view'+'er?doc='+n}"
    inside = (
        "<!doctype html><html><head><meta charset='utf-8'><title>เอกสาร</title></head><body><div id='app'></div><script>"
        + LOADS
        + "put(document.getElementById('app'),new URLSearchParams(location.search).get('doc'))</script></body></html>"
    )
    return {
        "/discretion": whole(TITLES["O20"], main, act),
        "/viewer?doc=rule": inside,
        "/viewer?doc=about": inside,
        "/api/part/rule": f"<h1>{TITLES['O20']}</h1>{discretion()}",
        "/api/part/about": "<p>เอกสารนี้จัดทำโดยฝ่ายปกครอง</p>",
    }


TITLES = {
    "O3": "รายชื่อโรงเรียนสังกัดกรุงเทพมหานคร ในพื้นที่เขต",
    "O4": "ข่าวประชาสัมพันธ์ผลการดำเนินงาน",
    "O5": "แผนปฏิบัติราชการประจำปี และรายงานผลการปฏิบัติราชการประจำปี",
    "O6": "คู่มือการปฏิบัติงานของเจ้าหน้าที่",
    "O7": "คู่มือการให้บริการประชาชน",
    "O9": "ข้อมูลสถิติการจัดเก็บภาษี",
    "O10": "ข้อมูลสถิติการจัดเก็บรายได้",
    "O15": "ประกาศจัดซื้อจัดจ้าง และสรุปผลการจัดซื้อจัดจ้างรายเดือน",
    "O16": "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล",
    "O17": "ช่องทางการร้องเรียนการทุจริต และข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริต",
    "O18": "ประกาศนโยบายต่อต้านการรับสินบน (Anti-Bribery Policy) และการรายงานผลสู่การปฏิบัติ",
    "O20": "แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่",
}
DEVICES: dict[str, Callable[[], dict[str, Answering]]] = {
    "O3": delayed_table, "O4": built_menu, "O5": tabs, "O6": accordion, "O7": load_more, "O9": data_attributes,
    "O10": application, "O15": called_rows, "O16": hash_routes, "O17": shadow, "O18": json_blob, "O20": viewer,
}  # fmt: skip
_ENTRY = {"O4": "/news", "O16": "/people"}


def entry_of(code: str) -> str:
    """The page that an item's evidence is reached from."""
    return next(iter(DEVICES[code]()))


def scripted_site(*codes: str) -> dict[str, Answering]:
    """The site with the evidence of some items (all of them unless told)."""
    wanted = codes or tuple(DEVICES)
    pages: dict[str, Answering] = {}
    links = []
    for code in wanted:
        pages |= DEVICES[code]()
        if code != "O4":
            words = "งานการเจ้าหน้าที่" if code == "O16" else TITLES[code]
            links.append(f"<li><a href='{entry_of(code)}'>{words}</a></li>")
    act = ""
    menu = "<a href='/'>หน้าหลัก</a> <a href='/about'>เกี่ยวกับเขต</a>"
    if "O4" in wanted:
        menu = ""
        act = f"document.getElementById('top').innerHTML='<a href=\"/ne'+'ws\">{TITLES['O4']}</a> <a href=\"/\">หน้าหลัก</a>'"
    text = f"<p>ยินดีต้อนรับสู่เว็บไซต์ของ{OFFICE} กรุงเทพมหานคร ให้บริการวันจันทร์ถึงวันศุกร์</p><ul>{''.join(links)}</ul>"
    pages["/"] = whole("หน้าหลัก", text, act, menu)
    pages["/about"] = whole("เกี่ยวกับเขต", "<p>เขตบางตาลสูงตั้งอยู่ทางตะวันออกของกรุงเทพมหานคร มีสองแขวง</p>")
    return pages
