"""A lost or swapped ำ is put right where a word exists in one spelling only, and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.extract import extract
from documents.legibility import Legibility, legibility
from documents.sara_am import restore
from tests.documents.making_documents import PROSE, docx, pdf

SOUND = (
    "สำนักงานเขตบึงทดลองดำเนินการตามแผนประจำปี จำนวนสามโครงการ ลำดับความสำคัญกำหนดโดยผู้อำนวยการ "
    "เวลาดับเพลิง ราคาขอซื้อ ราคาสั่งซื้อ วิชาระดับมัธยม จัดทาสีเส้นจราจร ประจานต่อสาธารณะ แนะนายทหาร ภาษานักเรียน"
)
HARMLESS = SOUND.split(" ", 2)[2]


def test_lost_ones_come_back() -> None:
    lost = ["สานักงานเขตดาเนินการ", "ประจาปี จานวน 3 ลาดับ", "กาหนดโดยผู้อานวยการ"]
    assert restore(lost) == (["สำนักงานเขตดำเนินการ", "ประจำปี จำนวน 3 ลำดับ", "กำหนดโดยผู้อำนวยการ"], 7)


def test_swapped_ones_go_back_line_by_line() -> None:
    lines = ["กำรป้องกันกำรทุจริต", "บันทึกข้อควำม สำนักงำนเขต", "คำสั่งของสำนักงานเขต"]
    assert restore(lines)[0] == ["การป้องกันการทุจริต", "บันทึกข้อความ สำนักงานเขต", "คำสั่งของสำนักงานเขต"]


@pytest.mark.parametrize(
    "text", [SOUND, HARMLESS, PROSE, "สำรวจ 2 ครั้ง", "เงินสำรองจ่าย", "ทำงบ", "ตำรวจ", "คำร้องทุกข์"]
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert restore([text, "ค่าน้ำ"]) == ([text, "ค่าน้ำ"], 0)


def test_one_word_alone_is_a_misspelling() -> None:
    assert restore(["สานักงานเขต", "สำนักงานเขต"])[1] == 0


@given(st.lists(st.text("กสดจนอำาลทรงวมต่ ", max_size=12), max_size=6))
def test_lines_stay_lines_of_their_length(lines: list[str]) -> None:
    mended, _ = restore(lines)
    assert [len(line) for line in mended] == [len(line) for line in lines]
    assert restore(mended)[0] == mended


def test_it_is_said_and_the_quote_stays_verbatim() -> None:
    facts = extract(docx("<w:p><w:r><w:t>สานักงานเขต ประจาปี</w:t></w:r></w:p>"))
    (block,) = facts.blocks
    assert (block.text, block.raw) == ("สำนักงานเขต ประจำปี", "สานักงานเขต ประจาปี")
    assert facts.notes == ("ำ put right in 2 places",)


def test_it_makes_no_damaged_text_readable() -> None:
    swapped = (PROSE * 2).replace("า", "ำ").strip().replace(" ", "\n")
    facts = extract(pdf([swapped]))
    assert legibility(facts) is Legibility.DEGRADED
    assert any("สำคัญต่อการป้องกันการทุจริต" in block.text for block in facts.blocks)
