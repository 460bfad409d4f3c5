"""The files that the benchmark of documents reads: invented Thai text in every format."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.documents.making_documents import PROSE, docx, zipped
from tests.documents.making_old_office import doc
from tests.documents.making_scans import FONT
from tests.documents.test_more_formats import pptx, rtf, shape, slide

PAGES = 10
LINES_A_PAGE = 30
OCR_LINES = [
    "ประกาศสำนักงานเขตบึงทดลอง",
    "เรื่อง นโยบายต่อต้านการรับสินบน ประจำปีงบประมาณ พ.ศ. 2569",
    "ด้วยสำนักงานเขตบึงทดลองให้ความสำคัญต่อการป้องกันการทุจริต",
    "และการให้บริการประชาชนด้วยความโปร่งใส ผู้บริหารและเจ้าหน้าที่",
    "ต้องไม่เรียกรับทรัพย์สินหรือประโยชน์อื่นใดจากผู้มาติดต่อราชการ",
    "หากพบการกระทำที่ไม่เป็นไปตามประกาศนี้ สามารถแจ้งได้ที่ฝ่ายปกครอง",
    "ให้ฝ่ายปกครองรวบรวมเรื่องร้องเรียนและรายงานผลต่อผู้อำนวยการเขต",
    "การจัดซื้อจัดจ้างทุกครั้งต้องเป็นไปตามระเบียบ และเปิดเผยผล",
    "บนเว็บไซต์ของสำนักงานเขตทุกเดือน",
    "ประกาศ ณ วันที่ 31 มีนาคม พ.ศ. 2568",
]
_STYLE = (
    "<meta charset=utf-8><style>@font-face{font-family:S;src:url(file://%s)}@page{size:A4;margin:20mm}"
    "body{font:14pt/1.5 S}section{break-after:page}table{border-collapse:collapse}td{border:1px solid;padding:4px}</style>"
)
_ROW = (
    "<tr><td>{n}<td>จ้างซ่อมแซมเครื่องปรับอากาศอาคารสำนักงานเขต<td>48,000.00<td>เฉพาะเจาะจง<td>ร้านบึงทดลองการค้า</tr>"
)
_BROWSER = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --no-pdf-header-footer"


def printed(folder: Path, *, tables: bool) -> bytes:
    """A PDF of ten pages as a browser prints it, b"" without Chromium."""
    browser = shutil.which("chromium")
    if browser is None:
        return b""
    prose = f"<p>{PROSE * 7}</p>"
    grid = "<table>" + "".join(_ROW.format(n=n) for n in range(LINES_A_PAGE // 2)) + "</table>"
    page, out = folder / "page.html", folder / "page.pdf"
    inner = "".join(f"<section>{grid if tables else prose}</section>" for _ in range(PAGES))
    page.write_text(_STYLE % FONT + inner, encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            *_BROWSER.split(),
            f"--user-data-dir={profile}",
            f"--print-to-pdf={out}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out.read_bytes()


def _html() -> tuple[bytes, int]:
    body = "".join(f"<p>{PROSE}</p><table><tr><td>{n}<td>ก</table>" for n in range(PAGES))
    return f"<html><body><nav><a href=/>หน้าแรก</a></nav><main>{body}</main></body></html>".encode(), 1


def _docx() -> tuple[bytes, int]:
    return docx("".join(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>" for _ in range(7 * PAGES))), PAGES


def _xlsx() -> tuple[bytes, int]:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for number in range(PAGES * LINES_A_PAGE):
        book.active.append([number, "จ้างซ่อมแซมเครื่องปรับอากาศ", 48000.5, "เฉพาะเจาะจง"])
    book.save(out)
    return out.getvalue(), PAGES


def _pptx() -> tuple[bytes, int]:
    return pptx(*[slide(shape("แผนปฏิบัติการ", "title") + shape(PROSE)) for _ in range(PAGES)]), PAGES


def _doc() -> tuple[bytes, int]:
    return doc("\n".join([PROSE] * 7 * PAGES)[:25_000]), PAGES


def _rtf() -> tuple[bytes, int]:
    return rtf(PROSE * 7 * PAGES, "ก"), PAGES


def _zip() -> tuple[bytes, int]:
    return zipped({f"{n}.docx": _docx()[0] for n in range(3)}), 3 * PAGES


def _gzip() -> tuple[bytes, int]:
    return gzip.compress(_docx()[0]), PAGES


FILES: dict[str, Callable[[], tuple[bytes, int]]] = {
    "HTML": _html,
    "DOCX": _docx,
    "XLSX": _xlsx,
    "PPTX": _pptx,
    "DOC (catdoc)": _doc,
    "RTF": _rtf,
    "ZIP of DOCX": _zip,
    "gzip of DOCX": _gzip,
}
"""What makes a file of each format, with how many pages it stands for where it has none of its own."""
