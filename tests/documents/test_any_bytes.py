"""No bytes make an error: random ones, and real files cut, spoilt and joined."""

from __future__ import annotations

import gzip
import io

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.extract import extract
from documents.facts import Facts
from documents.legibility import legibility
from tests.documents.making_documents import PROSE, docx, pdf, png, zipped
from tests.documents.making_old_office import doc, ppt
from tests.documents.test_bundles import mail
from tests.documents.test_more_formats import pptx, rtf, shape, slide


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["งบประมาณ", 2568, 1.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PAGE = f"<html><head><title>เขต</title></head><body><nav><a href=1>หน้า</a></nav><table><tr><td rowspan=2>{PROSE}</td><td>ก</td></tr><tr><td>ข</td></tr></table></body></html>"
SEEDS = {
    "html": PAGE.encode(),
    "html cp874": PAGE.encode("cp874"),
    "pdf": pdf([PROSE.replace(" ", "\n")], {0: 1}),
    "docx": docx(f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p>"),
    "xlsx": _workbook(),
    "odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a><b/></a>"}),
    "csv": "ก,ข\n1,2\n3,4\n".encode(),
    "png": png(3, 3),
    "ods": zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b'<o:d xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
            b'<o:spreadsheet><t:table><t:table-row><t:table-cell t:number-columns-repeated="9"/></t:table-row></t:table></o:spreadsheet></o:d>',
        }
    ),
    "pptx": pptx(slide(shape(PROSE))),
    "doc": doc(PROSE),
    "ppt": ppt([[PROSE], ["ก"]]),
    "rtf": rtf("ประกาศสำนักงานเขต", "งบประมาณ"),
    "zip": zipped({"ก.txt": PROSE.encode(), "ข.zip": zipped({"ค.csv": b"1,2\n3,4"})}),
    "gzip": gzip.compress(PROSE.encode()),
    "mail": mail(),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016),
    "svg": b"<svg width='1' height='2'>",
}
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))


def check(facts: Facts) -> None:
    """Facts that hold together: they survive JSON, and a reader's own fault is not taken for a damaged file."""
    assert not facts.corrupt.startswith("unforeseen"), facts.corrupt
    assert Facts.model_validate_json(facts.model_dump_json()) == facts
    assert (
        facts.health
        or facts.corrupt
        or facts.encrypted
        or facts.empty
        or facts.kind in {"other", "archive", "mail"}
    )
    legibility(facts)


@QUIET
@given(
    st.binary(max_size=600),
    st.sampled_from(["", "text/csv", "text/html"]),
    st.sampled_from(["", "tis-620", "utf-16", "x?"]),
)
def test_random_bytes(body: bytes, declared: str, charset: str) -> None:
    check(extract(body, declared_type=declared, charset=charset))


@QUIET
@given(st.text(max_size=400))
def test_random_text_in_a_page(text: str) -> None:
    check(extract(b"<html><body><p>" + text.encode("utf-8", "surrogatepass")))


HEADS = [
    b"{\\rtf1\\ansicpg874",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"From: a\nSubject: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"From: a\nSubject: b\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n",
]


@QUIET
@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_random_bytes_after_a_known_head(head: bytes, rest: bytes) -> None:
    check(extract(head + rest))


RTF_PARTS = ["{", "}", "\\", "par", "\\'e0", "\\u", "-1", "99999", " ", "\\*", "\\fonttbl", "\\f0", "\\fcharset222", "\\ansicpg0", "\\bin9", "\\cell", "\\row", "\\uc9", "\\pict", "ก", ";"]  # fmt: skip


@QUIET
@given(st.lists(st.sampled_from(RTF_PARTS), max_size=40))
def test_random_rtf(parts: list[str]) -> None:
    check(extract(("{\\rtf1" + "".join(parts)).encode("cp874", "replace")))


@QUIET
@given(st.data())
def test_spoilt_files(data: st.DataObject) -> None:
    body = bytearray(SEEDS[data.draw(st.sampled_from(sorted(SEEDS)))])
    for _ in range(data.draw(st.integers(0, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, len(body) // 4))
    end = data.draw(st.integers(len(body) // 4, len(body)))
    check(
        extract(
            bytes(body[data.draw(st.sampled_from([0, start])) : data.draw(st.sampled_from([end, len(body)]))])
        )
    )


@QUIET
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "<td>ก",
                "</table>",
                "<ul>",
                "<li>ข",
                "<a href=x>ค",
                "</a>",
                "<h1>",
                "</h1>",
                "<br>",
                "<nav>",
                "</nav>",
                "<div class=menu>",
                "</div>",
                "<img alt=ง>",
                "<form><input><button>",
                "ก&#0;&#xd800;",
                "<svg>",
                "<p>",
            ]
        ),
        max_size=40,
    )
)
def test_random_markup(parts: list[str]) -> None:
    check(extract(("<html><body>" + "".join(parts)).encode()))
