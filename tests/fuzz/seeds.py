"""Small real files of every kind that is read, made on the spot, and the words that matter to their readers."""

from __future__ import annotations

import base64
import io
import struct
from functools import cache

import docx as word
import openpyxl
from PIL import Image

from tests.documents.making_documents import PROSE, docx, pdf, zipped
from tests.documents.making_old_office import container, doc, ppt
from tests.evidence.making_copies import SITE, Answer, mhtml, page, wacz, warc

TAGS = tuple(
    tag.encode()
    for tag in (
        "<table>", "</table>", "<tr>", "<td rowspan=9 colspan=9>", "<th>", "<ul>", "<li>", "<div hidden>", "<div style='display:none'>",
        "<details>", "<summary>", "<select><option>", "<template>", "<noscript>", "<a href='/x'>", "<a href='javascript:;'>", "</a>", "<h1>",
        "<base href='//b/'>", "<iframe src=x>", "<frameset>", "<svg>", "<math>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
        "<meta http-equiv=refresh content='0;url=x'>", "<meta charset=utf-16>", "<img alt=ก src=x>", "&#xd800;", "&#0;", "&nbsp;", "\x00", "\x1b",
        "<p aria-hidden=true>", "<div class='tab-pane'>", "<input type=password>", "<?xml version='1.0' encoding='utf-32'?>", "\ufeff", "\u200b",
    )
)  # fmt: skip
"""Tags and signs that change how a page is read."""
XML = (
    b"<a:b>",
    b"</a:b>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"xmlns:w='x'",
    b"<?x?>",
    b"<![CDATA[",
    b"\xff\xfe",
    b"&#x0;",
)
PDF = (
    b"obj",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"/Kids",
    b"/Parent 2 0 R",
    b"/Length 9999999",
    b"/Count -1",
    b"xref",
    b"%%EOF",
    b"/Encrypt 1 0 R",
)
WARC = (
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 99999999999\r\n",
    b"WARC-Type: revisit\r\n",
    b"WARC-Target-URI: http://a.b/\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: br\r\n",
    b"\r\n",
)
MAIL = (
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n",
    b"--x\r\n",
    b"\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Location: http://a.b/\r\n",
    b"Content-ID: <a>\r\n",
    b"=?utf-8?Q?=E0?=",
    b"charset=x-unknown",
    b"=\r\n",
    b"=ZZ",
)


@cache
def html() -> tuple[bytes, ...]:
    rows = "<tr><th rowspan=2>ลำดับ</th><td colspan=2><a href='/plan.pdf'>แผน</a></td></tr>" * 2
    body = f"<nav><ul><li><a href=/1>หน้าแรก</a><ul><li><a href='?a=1&b=ก'>ข่าว</a></ul></ul></nav><main><h1>เขต</h1><table>{rows}</table><details><summary>พับ</summary><p>{PROSE}</p></details><div style='display:none'>ซ่อน</div><form><input name=q><button>ค้น</button></form><iframe src='/v?file=/a.pdf'></iframe></main><footer>ท้าย</footer>"
    whole = f"<!doctype html><html lang=th><head><meta charset=utf-8><title>เขต</title><link rel=canonical href='{SITE}/a'></head><body>{body}</body></html>"
    return (
        whole.encode(),
        whole.replace("utf-8", "tis-620").encode("cp874", "replace"),
        page("สั้น", "/a|ก").encode(),
    )


@cache
def pdfs() -> tuple[bytes, ...]:
    return pdf([PROSE.replace(" ", "\n"), "หน้าสอง"], {0: 1}), pdf(
        ["O1 แผนปฏิบัติราชการ พ.ศ. ๒๕๖๘"], letters={"แ": "\ue000"}
    )


@cache
def words() -> tuple[bytes, ...]:
    made = word.Document()
    made.add_heading("แผน", 1)
    made.add_paragraph(PROSE)
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "งบประมาณ"
    out = io.BytesIO()
    made.save(out)
    return docx(
        f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    ), out.getvalue()


@cache
def workbooks() -> tuple[bytes, ...]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["งบประมาณ", 2568, 1.5, True, None])
    sheet.append(["=A1", "ก" * 50, -1])
    sheet.merge_cells("A3:B4")
    book.create_sheet("ว่าง").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return (out.getvalue(),)


def _content(kind: str) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    inner = {
        "text": "<text:h text:outline-level='1'>แผน</text:h><text:p>ก<text:s text:c='9'/>ข</text:p><table:table><table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>1</text:p></table:table-cell></table:table-row></table:table>",
        "spreadsheet": "<table:table table:name='ก'><table:table-row table:number-rows-repeated='3'><table:table-cell office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell></table:table-row></table:table>",
        "presentation": "<draw:page draw:name='1'><draw:frame><draw:text-box><text:p>สไลด์</text:p></draw:text-box></draw:frame></draw:page>",
    }[kind]
    return (
        f"<?xml version='1.0'?><office:document-content xmlns:office='{office}:office:1.0' xmlns:text='{office}:text:1.0' xmlns:table='{office}:table:1.0' xmlns:draw='{office}:drawing:1.0'>"
        f"<office:body><office:{kind}>{inner}</office:{kind}></office:body></office:document-content>"
    ).encode()


@cache
def open_documents() -> tuple[bytes, ...]:
    return tuple(
        zipped(
            {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": _content(kind)}
        )
        for kind in ("text", "spreadsheet", "presentation")
    )


@cache
def slides() -> tuple[bytes, ...]:
    a, p = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/presentationml/2006/main",
    )
    slide = f"<p:sld xmlns:a='{a}' xmlns:p='{p}'><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>แผน</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    return (
        zipped(
            {
                "[Content_Types].xml": types.encode(),
                "ppt/presentation.xml": b"<p/>",
                "ppt/slides/slide1.xml": slide.encode(),
            }
        ),
    )


@cache
def old_office() -> tuple[bytes, ...]:
    return (
        doc(PROSE),
        ppt([["สไลด์", "แผน"]]),
        container({"Workbook": _biff()}),
        container({"Book": b"", "EncryptedPackage": b""}),
    )


def _biff() -> bytes:
    """The stream of an XLS workbook with one sheet: two texts and a number."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<2H", kind, len(data)) + data

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    strings = record(0xFC, struct.pack("<2I", 2, 2) + text("งบประมาณ") + text("ปี 2568"))
    sheet = record(0x809, struct.pack("<2H", 0x600, 0x10) + bytes(12)) + record(
        0x200, struct.pack("<2I2H", 0, 2, 0, 3) + bytes(2)
    )
    sheet += record(0xFD, struct.pack("<3HI", 0, 0, 0, 0)) + record(0xFD, struct.pack("<3HI", 0, 1, 0, 1))
    sheet += record(0x203, struct.pack("<3Hd", 1, 0, 0, 1250000.0)) + record(0x0A)
    name = "แผ่น".encode("utf-16-le")
    start = record(0x809, struct.pack("<2H", 0x600, 5) + bytes(12)) + record(0x42, struct.pack("<H", 1200))
    bound = 4 + 6 + 2 + len(name)
    at = len(start) + bound + len(strings) + 4
    return start + record(0x85, struct.pack("<I2B2B", at, 0, 0, 4, 1) + name) + strings + record(0x0A) + sheet


@cache
def tables() -> tuple[bytes, ...]:
    text = 'เดือน,วิธี,วงเงิน\n"ต.ค. ""67""",เฉพาะเจาะจง,"1,250"\n\n;;;\n'
    return text.encode(), text.replace(",", "\t").encode("cp874"), text.encode("utf-16")


@cache
def pictures() -> tuple[bytes, ...]:
    found = []
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"):
        out = io.BytesIO()
        Image.new("RGB", (7, 5), "red").save(out, kind)
        found.append(out.getvalue())
    return (*found, b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>x</text></svg>")


@cache
def plain() -> tuple[bytes, ...]:
    rtf = r"{\rtf1\ansi\ansicpg874\deff0{\fonttbl{\f0 Tahoma;}}\f0 \'a1\'d2 \u3585?\u3586? {\*\x y}\par}"
    return rtf.encode(), PROSE.encode(), PROSE.encode("cp874", "replace"), b"{\\rtf1 {\\pict 00ff}}"


@cache
def bundles() -> tuple[bytes, ...]:
    inner = zipped({"a.txt": b"x", "plan.pdf": pdfs()[1], "b/c.csv": tables()[0]})
    letter = (
        b"From: a@b.example\r\nSubject: =?utf-8?B?"
        + base64.b64encode("แผน".encode())
        + b"?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain; charset=tis-620\r\n\r\n"
        + "ก".encode("cp874")
        + b"\r\n--q\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0x\r\n--q--\r\n"
    )
    return inner, zipped({"inner.zip": inner}), letter


@cache
def sitemaps() -> tuple[bytes, ...]:
    listed = f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{SITE}/ก</loc></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{SITE}/s.xml</loc></sitemap></sitemapindex>"
    import gzip

    return (
        listed.encode(),
        index.encode(),
        gzip.compress(listed.encode(), mtime=0),
        f"{SITE}/a\n{SITE}/b\n".encode(),
    )


@cache
def robots() -> tuple[bytes, ...]:
    text = "User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 5\nSitemap: http://a.b/s.xml\n\nUser-agent: oit\nDisallow: /ก\n"
    return text.encode(), text.replace("\n", "\r\n").encode("utf-16"), b"<html>no rules</html>"


@cache
def addresses() -> tuple[bytes, ...]:
    known = (
        f"{SITE}/%E0%B8%81/../b?a=1&utm_x=2#c",
        "HTTPS://user:pw@ตัวอย่าง.ไทย:443/a b",
        "http://[::1]:80/x",
        "//a.b/c",
        "?q=ก",
        "http:\\\\a.b\\c",
        "http://a.b/;jsessionid=9?sid=abcdefghijklmnopq",
    )
    return tuple(text.encode() for text in known)


@cache
def encodings() -> tuple[bytes, ...]:
    page_ = html()[0].decode()
    return (
        *html(),
        page_.encode("utf-16"),
        page_.encode("utf-8-sig"),
        page_.replace("utf-8", "iso-8859-1").encode("cp874", "replace"),
    )


@cache
def thai_texts() -> tuple[bytes, ...]:
    known = (
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (ต.ค. 67 - ก.ย. 68) ไตรมาส ๑-๔ รอบ ๖ เดือนแรก 1 ตุลาคม 2567 ถึง 31 มีนาคม 2568",
        "O1 o.2 OIT3 ข้อ 05 - 012 ข้อ O๑ – O๑๗ ชื่อ O21 ISO 37001 MOIT 10 โทร. 02 224 2963 ๐๗",
        "ส ำนักงาน สํานักงาน ตล่ิงชัน ข้อมููล \uf70a \u200b",
        "30/04/2568 2025-04-30 30 เม.ย. 68 เดือนมกราคม-มีนาคม 2568 ปี 2566-2570",
    )
    return tuple(text.encode() for text in known)


@cache
def warcs() -> tuple[bytes, ...]:
    answers = [
        Answer("/", page("หน้าแรก", "/plan.pdf|แผน"), headers={"Transfer-Encoding": "chunked"}),
        Answer("/old", status=302, headers={"Location": "/"}),
        Answer("/plan.pdf", b"%PDF-1.4", type="application/pdf", warc={"WARC-Payload-Digest": "sha1:A"}),
        Answer("/again.pdf", kind="revisit", warc={"WARC-Payload-Digest": "sha1:A"}),
    ]
    return warc(answers, packed=False), warc(answers)


@cache
def waczs() -> tuple[bytes, ...]:
    return wacz(warcs()[1], SITE + "/"), wacz(warcs()[1], SITE + "/", altered="datapackage.json")


@cache
def mhtmls() -> tuple[bytes, ...]:
    frame = {"f@mhtml.blink": page("กรอบ")}
    whole = mhtml(
        SITE + "/",
        page("หน้า", "/a|ก") + "<iframe src='cid:f@mhtml.blink'>",
        {SITE + "/p.png": ("image/png", b"\x89PNG")},
        frame,
    )
    return whole, mhtml("file:///C:/x.htm", page("หน้า"))


@cache
def saved_pages() -> tuple[bytes, ...]:
    mark = f"<!-- saved from url=(0022){SITE}/ita -->"
    mirrored = "<!-- Mirrored from office.example/a?b=1 by HTTrack Website Copier/3.x [XR&amp;CO'2014], Tue, 01 Apr 2025 03:00:00 GMT -->"
    log = f"date\tsize\tflags\tstatus\tx\tmime\tetag\turl\tfile\n1\t1\t-\t200\tok\ttext/html\t\t{SITE}/x\tm/1.html\t()\n"
    return (
        f"{mark}{page('ก', './x_files/a.pdf')}".encode(),
        f"{mirrored}{page('ข')}".encode(),
        html()[0],
        log.encode(),
    )
