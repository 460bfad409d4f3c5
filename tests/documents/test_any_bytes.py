"""No bytes make an error: random ones, and real files cut, spoilt and joined."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.extract import extract
from documents.facts import Facts
from documents.legibility import legibility
from tests.documents.making_documents import PROSE, docx, pdf, png, zipped


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
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016),
    "svg": b"<svg width='1' height='2'>",
}
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))


def check(facts: Facts) -> None:
    """Facts that hold together: they survive JSON, and a reader's own fault is not taken for a damaged file."""
    assert not facts.corrupt.startswith("unforeseen"), facts.corrupt
    assert Facts.model_validate_json(facts.model_dump_json()) == facts
    assert facts.health or facts.corrupt or facts.encrypted or facts.empty or facts.kind == "other"
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
