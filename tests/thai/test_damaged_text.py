"""What each form of comparison does with the damage that Thai text meets on websites."""

from __future__ import annotations

import pytest
from pythainlp.corpus import thai_words

from tests.thai.seen_forms import ALIKE, RESTORED, SAME_SKELETON, SAME_SQUEEZED
from thai.text import likeness, normalise, normalise_counted, skeleton, squeeze
from thai.variants import SPELLINGS


@pytest.mark.parametrize(("seen", "meant"), RESTORED)
def test_rules_restore(seen: str, meant: str) -> None:
    assert normalise(seen) == meant


@pytest.mark.parametrize(("seen", "meant"), SAME_SQUEEZED)
def test_equal_once_squeezed(seen: str, meant: str) -> None:
    assert normalise(seen) != normalise(meant)
    assert squeeze(seen) == squeeze(meant)


@pytest.mark.parametrize(("seen", "meant"), SAME_SKELETON)
def test_equal_skeletons(seen: str, meant: str) -> None:
    assert squeeze(seen) != squeeze(meant)
    assert skeleton(seen) == skeleton(meant)


@pytest.mark.parametrize(("seen", "meant", "score"), ALIKE)
def test_swapped_letters_and_cut_text_are_a_matter_of_likeness(seen: str, meant: str, score: float) -> None:
    assert skeleton(seen) != skeleton(meant)
    assert likeness(meant, seen) == pytest.approx(score, abs=0.1)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("มาตรการป้องกันการรับสินบน", "ประวัติสำนักงานเขต"),
        ("คู่มือการปฏิบัติหน้าที่", "ช่องทางร้องเรียน"),
        ("แผน", ""),
        ("", "แผน"),
    ],
)
def test_other_texts_are_not_alike(phrase: str, text: str) -> None:
    assert likeness(phrase, text) < 75


def test_a_shortened_name_is_the_beginning_of_the_full_one() -> None:
    assert squeeze("ฝ่ายสิ่งแวดล้อมและสุขาภิบาล").startswith(squeeze("ฝ่ายสิ่งแวดล้อมฯ"))


def test_a_phrase_inside_a_noisy_page_is_found() -> None:
    page = "หน้าหลัก เมนู การใชดลยพนจของเจาหนาท ดาวน์โหลด"
    assert likeness("แนวทางการใช้ดุลพินิจของเจ้าหน้าที่", page) >= 75
    assert skeleton("การใช้ดุลยพินิจ") in skeleton(page)


@pytest.mark.parametrize("variant", sorted(SPELLINGS))
def test_every_variant_of_a_spelling_folds_into_one(variant: str) -> None:
    assert squeeze(variant) == SPELLINGS[variant] == squeeze(SPELLINGS[variant])


def test_a_variant_inside_another_word_is_left_alone() -> None:
    assert squeeze("จากทมิฬ") == "จากทมิฬ"


def test_two_variants_that_meet_are_folded_again() -> None:
    folded = squeeze("infographicทม")
    assert squeeze(folded) == folded


@pytest.mark.parametrize(
    ("text", "mended"),
    [("สำนักงานเขต", 0), ("๒๕๖๘ \u200b", 0), ("สํานักงาน", 1), ("ที่่ ข้อมููล", 2), ("ป\uf702 ป\uf702", 2)],
)
def test_the_places_mended_are_counted(text: str, mended: int) -> None:
    assert normalise_counted(text)[1] == mended


def test_no_word_of_a_thai_dictionary_changes() -> None:
    words = sorted(word for word in thai_words() if word.isprintable() and "  " not in word)
    assert len(words) > 50_000
    after = normalise("\n".join(words)).split("\n")
    changed = {word for word, now in zip(words, after, strict=True) if word != now}
    assert changed <= {"รักษาู"}  # a slip of the dictionary's own


@pytest.mark.parametrize(
    "text",
    ["ฤๅษี", "ฤ ๅษี", "อรหํ สมฺมาสมฺพุทฺโธ", "ทฤษฎีบท ฯลฯ", "ห้าม ฯ", "E-Service 24/7", "a  b".replace("  ", " ")],
)
def test_sound_text_stays(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ก\fา", "กา"),
        ("า\fา", "า"),
        ("หนึ่ง\r\n\r\n  สอง", "หนึ่ง\nสอง"),
        ("หนึ่ง\u2028สอง", "หนึ่ง\nสอง"),
        ("\u0e31", ""),
        ("ก\u0e48\u0e49", "ก้"),
    ],
)
def test_blanks_lines_and_lone_marks(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize("text", ["ะ\ufffdะ", "ก่-้", "เ.เ", "ก.ั.ั", "น.ํ.า", "กา-่", "อีเซอร์วิส็"])
def test_squeezing_again_changes_nothing_where_a_sign_kept_marks_apart(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
