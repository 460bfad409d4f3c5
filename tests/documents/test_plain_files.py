"""CSV and plain text through the front door."""

from __future__ import annotations

import pytest

from documents import limits
from documents.extract import extract, extractor_key
from documents.facts import Kind, Shape
from tests.documents.making_documents import PROSE

ROWS = [
    ["ลำดับ", "รายการ", "วงเงิน"],
    ["๑", "จ้างเหมา; งานทาสี", "50000"],
    ["๒", "", "700"],
    ["๓", "ซื้อ\nหมึก", ""],
]
READ = ["ลำดับ | รายการ | วงเงิน", "1 | จ้างเหมา; งานทาสี | 50000", "2 | | 700", "3 | ซื้อ หมึก"]


def written(mark: str) -> str:
    return "\r\n".join(
        mark.join(f'"{cell}"' if set(cell) & {"\n", ";"} else cell for cell in row) for row in ROWS
    )


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp874", "cp874"), ("utf-16", "utf-16-le")],
)
def test_csv(mark: str, codec: str, name: str) -> None:
    facts = extract(written(mark).encode(codec))
    assert facts.kind is Kind.CSV
    assert facts.encoding == name
    assert [block.text for block in facts.blocks] == READ
    assert {block.shape for block in facts.blocks} == {Shape.ROW}


def test_lines_of_text() -> None:
    facts = extract("ประกาศ\n\n  เรื่อง ๑  \r\nท้าย".encode())
    assert facts.kind is Kind.TEXT
    assert [block.text for block in facts.blocks] == ["ประกาศ", "เรื่อง 1", "ท้าย"]


@pytest.mark.parametrize(
    "text",
    [
        "First, we plan.\nThen, we act.\nLast, we report.\n",
        "รายรับ 12,500 บาท\nรายจ่าย 10,000 บาท\nคงเหลือ 2,500 บาท",
    ],
)
def test_sentences_with_commas_are_text(text: str) -> None:
    assert extract(text.encode()).kind is Kind.TEXT


def test_the_address_or_the_type_breaks_the_tie() -> None:
    text = "หัวข้อ, จำนวน\nแผนงาน, 3\nโครงการ, 4\n".encode()
    assert extract(text).kind is Kind.TEXT
    assert extract(text, declared_type="text/csv; charset=utf-8").kind is Kind.CSV
    assert extract(text, url="https://example.test/a/report.CSV?x=1").kind is Kind.CSV


def test_names_and_types_do_not_make_other_bytes_a_table() -> None:
    page = f"<html><body><p>{PROSE}</p></body></html>".encode()
    assert extract(page, declared_type="text/csv", url="https://example.test/a.csv").kind is Kind.HTML


def test_a_file_cut_inside_a_letter_is_still_utf_8() -> None:
    facts = extract(PROSE.encode()[:-2])
    assert facts.encoding == "utf-8"
    assert PROSE.strip().startswith(facts.blocks[0].text)


def test_json_is_text() -> None:
    facts = extract('{"ชื่อ": "เขตบึงทดลอง", "ปี": 2568}'.encode())
    assert (facts.kind, facts.media_type) == (Kind.TEXT, "application/json")


def test_long_tables_are_cut_and_say_so() -> None:
    facts = extract("".join(f"{n},รายการ\n" for n in range(limits.ROWS + 5)).encode())
    assert facts.truncated
    assert len(facts.blocks) == limits.ROWS


def test_control_characters_are_counted_and_never_shown() -> None:
    text = PROSE * 3
    facts = extract(f"{text[:100]}\x02{text[100:]}".encode())
    assert facts.health[0].control == 1
    assert "\x02" not in facts.model_dump_json()
    assert "\\u0002" not in facts.model_dump_json()


def test_the_key_holds_only_what_can_change_the_facts() -> None:
    keys = {
        extractor_key("ab"),
        extractor_key("ab", "application/pdf"),
        extractor_key("ab", "text/html", url="https://example.test/x.pdf"),
    }
    assert len(keys) == 1
    assert extractor_key("ab", "text/csv") == extractor_key("ab", url="https://example.test/x.csv")
    assert extractor_key("ab", "text/csv") not in keys
    assert extractor_key("ab", charset="TIS-620") == extractor_key("ab", charset='"tis-620"') not in keys
    assert extractor_key("cd") not in keys
