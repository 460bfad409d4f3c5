"""Tables of PDF files keep their cells; everything else stays as it was."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from documents.extract import extract
from documents.facts import Facts, Shape
from tests.documents.making_documents import PROSE
from tests.documents.making_scans import FONT

HEAD = ["ลำดับ", "งานที่จัดซื้อหรือจัดจ้าง", "วงเงินงบประมาณ", "วิธีจัดหา"]
ROWS = [
    HEAD,
    ["1", "ซื้อวัสดุสำนักงาน", "12,500.00", "เฉพาะเจาะจง"],
    ["2", "จ้างซ่อมแซมเครื่องปรับอากาศ\nอาคารสำนักงานเขต", "48,000.00", "เฉพาะเจาะจง"],
    ["3", "เดือนธันวาคม 2567", "", "ไม่มีการจัดซื้อจัดจ้าง"],
]
LEFT, TOP, WIDTHS, HEIGHT = 50, 700, (50, 220, 110, 130), 40
pdfmetrics.registerFont(TTFont("Sarabun", str(FONT)))


def table(canvas: Canvas, rows: Sequence[Sequence[str]], *, lines: Callable[..., None] | None = None) -> None:
    """Draws a table with its words row by row, cell by cell, line by line, as word processors write them."""
    sides = [LEFT + sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    edges = [TOP - HEIGHT * n for n in range(len(rows) + 1)]
    (lines or each_alone)(canvas, sides, edges)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            for place, line in enumerate(cell.split("\n")):
                canvas.drawString(sides[column] + 4, edges[number] - 14 - 14 * place, line)


def each_alone(canvas: Canvas, sides: Sequence[float], edges: Sequence[float]) -> None:
    for edge in edges:
        canvas.line(sides[0], edge, sides[-1], edge)
    for side in sides:
        canvas.line(side, edges[0], side, edges[-1])


def boxes(canvas: Canvas, sides: Sequence[float], edges: Sequence[float]) -> None:
    for top, bottom in pairwise(edges):
        for left, right in pairwise(sides):
            canvas.rect(left, bottom, right - left, top - bottom)


def one_path(canvas: Canvas, sides: Sequence[float], edges: Sequence[float]) -> None:
    path = canvas.beginPath()
    for edge in edges:
        path.moveTo(sides[0], edge)
        path.lineTo(sides[-1], edge)
    for side in sides:
        path.moveTo(side, edges[0])
        path.lineTo(side, edges[-1])
    canvas.drawPath(path)


def made(draw: Callable[[Canvas], None], **options: object) -> Facts:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    canvas.setFont("Sarabun", 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return extract(out.getvalue())


def rows_of(facts: Facts) -> list[str]:
    return [block.text for block in facts.blocks if block.shape is Shape.ROW]


def content(facts: Facts) -> list[str]:
    return [block.text for block in facts.blocks if block.shape is not Shape.TITLE]


CELLS = [
    "ลำดับ | งานที่จัดซื้อหรือจัดจ้าง | วงเงินงบประมาณ | วิธีจัดหา",
    "1 | ซื้อวัสดุสำนักงาน | 12,500.00 | เฉพาะเจาะจง",
    "2 | จ้างซ่อมแซมเครื่องปรับอากาศ อาคารสำนักงานเขต | 48,000.00 | เฉพาะเจาะจง",
    "3 | เดือนธันวาคม 2567 | | ไม่มีการจัดซื้อจัดจ้าง",
]


@pytest.mark.parametrize("lines", [each_alone, boxes, one_path])
def test_rows_have_their_cells_however_the_lines_are_drawn(lines: Callable[..., None]) -> None:
    facts = made(lambda canvas: table(canvas, ROWS, lines=lines))
    assert rows_of(facts) == CELLS
    assert content(facts) == CELLS


def test_words_around_a_table_stay_where_they_are() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 780, "สรุปผลการจัดซื้อจัดจ้าง เดือนตุลาคม 2567")
        table(canvas, ROWS)
        canvas.drawString(50, 400, "ประกาศ ณ วันที่ 5 พฤศจิกายน 2567")

    facts = made(draw)
    assert content(facts) == [
        "สรุปผลการจัดซื้อจัดจ้าง เดือนตุลาคม 2567",
        *CELLS,
        "ประกาศ ณ วันที่ 5 พฤศจิกายน 2567",
    ]


def test_a_table_inside_a_form_of_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("made", 0, 0, 600, 850)
        canvas.setFont("Sarabun", 12)
        table(canvas, ROWS)
        canvas.endForm()
        canvas.translate(10, 20)
        canvas.doForm("made")

    assert rows_of(made(draw)) == CELLS


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_table_on_a_turned_page(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # the writer exchanges the sides of the sheet by itself
        canvas.translate(*{90: (A4[1], 0), 180: A4, 270: (0, A4[0])}[turn])
        canvas.rotate(turn)
        canvas.scale(0.7, 0.7)
        table(canvas, ROWS)

    assert rows_of(made(draw)) == CELLS


def test_rows_that_no_line_parts_are_told_by_their_numbers() -> None:
    joined = [
        HEAD,
        ["1\n2", "ซื้อวัสดุสำนักงาน\nจ้างเหมาทำความสะอาด", "500.00\n7,000.00", "เฉพาะเจาะจง\nคัดเลือก"],
        ["", "รวม", "7,500.00", ""],
    ]
    assert rows_of(made(lambda canvas: table(canvas, joined)))[1:] == [
        "1 | ซื้อวัสดุสำนักงาน | 500.00 | เฉพาะเจาะจง",
        "2 | จ้างเหมาทำความสะอาด | 7,000.00 | คัดเลือก",
        "| รวม | 7,500.00",
    ]


def test_no_table_no_rows() -> None:
    def prose(canvas: Canvas) -> None:
        for number, line in enumerate(PROSE.split()):
            canvas.drawString(60, 780 - 16 * number, line)

    def framed(canvas: Canvas) -> None:
        canvas.rect(40, 40, 515, 760)
        canvas.rect(44, 44, 507, 752)
        canvas.line(40, 600, 555, 600)
        prose(canvas)

    def drawing(canvas: Canvas) -> None:
        for number in range(6):
            canvas.rect(50 + 70 * number, 100 + 90 * number, 60, 40)
        prose(canvas)

    texts = [content(made(draw)) for draw in (prose, framed, drawing)]
    assert texts[0] == texts[1] == texts[2] == PROSE.split()
    assert rows_of(made(framed)) == rows_of(made(drawing)) == []


def test_a_second_page_and_a_wide_page_are_read_alike() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "หน้าแรก")
        canvas.showPage()
        canvas.setPageSize(landscape((A4[0], 900)))
        canvas.setFont("Sarabun", 12)
        canvas.translate(0, -200)
        table(canvas, ROWS)

    facts = made(draw)
    assert rows_of(facts) == CELLS
    assert {block.page for block in facts.blocks if block.shape is Shape.ROW} == {2}
