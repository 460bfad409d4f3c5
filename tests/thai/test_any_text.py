"""What holds for every text: Hypothesis looks for the one that breaks it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.thai.seen_forms import DATED, IMPOSSIBLE, NO_PERIOD, RESTORED
from thai import marks
from thai.labels import read_labels
from thai.paths import file_name, file_years, folder_years
from thai.periods import read_normalised, read_periods
from thai.text import (
    likeness,
    normalise,
    normalise_counted,
    skeleton,
    skeleton_squeezed,
    squeeze,
    squeeze_normalised,
)
from thai.variants import SPELLINGS

THAI = st.text(
    st.sampled_from("กงจนมรวสหอเแโไฤฦะาำๅๆฯ" + marks.MARKS + "๐๑๒๕ 012\u200b\u00a0\ufffd\uf70a\n\f.-"),
    max_size=40,
)
PIECES = st.sampled_from(
    [text for text, _ in DATED]
    + list(IMPOSSIBLE + NO_PERIOD)
    + [text for text, _ in RESTORED]
    + [*SPELLINGS, *SPELLINGS.values()]
    + ["มกราคม", "ต.ค.", "พ.ศ.", "ปี", "ปีงบประมาณ", "ไตรมาส", "เดือน", "ถึง", "วันที่", "วันจันทร์ที่", "พระราชบัญญัติ"]
    + ["O", "o", "OIT", "ข้อ", "ชื่อ", "ศธ", "โทร.", "1", "๑", "0", "๐", "22", "๒๒", "31", "68", "2568", "9999"]
    + [
        "-",
        "–",
        "/",
        ".",
        ",",
        ":",
        "(",
        ")",
        " ",
        "  ",
        "\n",
        "\u00a0",
        "\u200b",
        "ฯ",
        "ๆ",
        "ทม",
        "\x1c",
        "\x00",
    ]
)
MIXED = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).map("".join)
ANY = st.one_of(st.text(), THAI, MIXED)
UNSEEN = frozenset(marks.INVISIBLE)

SOUND = st.lists(
    st.sampled_from(
        [
            "สำนักงานเขต",
            "ประกาศ",
            "นโยบาย",
            "การป้องกัน",
            "การรับสินบน",
            "คู่มือ",
            "การปฏิบัติหน้าที่",
            "ดุลพินิจ",
            "เจ้าหน้าที่",
            "น้ำดื่ม",
            "ซื้อ",
            "จัดจ้าง",
            "รายงานผล",
            "ประจำปี",
            "งบประมาณ",
            "ร้องเรียน",
            "การทุจริต",
            "ฝ่ายเทศกิจ",
            "ข้อบัญญัติ",
            "สิ่งแวดล้อม",
            "สุขาภิบาล",
            "ทรัพย์สิน",
            "ของกลาง",
            "กลุ่ม",
            "ค่ำ",
            "เว็บไซต์",
        ]
    ),
    min_size=2,
    max_size=8,
).map(" ".join)


@given(ANY)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once, mended = normalise_counted(text)
    assert normalise(once) == once
    assert mended >= 0


@given(ANY)
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert squeeze(normalise(text)) == squeeze(text)


@given(ANY)
def test_a_skeleton_has_no_marks_and_stays(text: str) -> None:
    bones = skeleton(text)
    assert not set(bones) & set(marks.MARKS + "ำ ")
    assert skeleton_squeezed(bones) == bones


@given(ANY)
def test_the_short_cuts_agree_with_the_long_way(text: str) -> None:
    assert squeeze_normalised(normalise(text)) == squeeze(text)
    assert skeleton_squeezed(squeeze(text)) == skeleton(text)
    assert read_normalised(normalise(text)) == read_periods(text)


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(0xE00, 0xE80))))
    )
)
def test_text_without_thai_keeps_every_visible_sign(text: str) -> None:
    def visible(value: str) -> str:
        return "".join(c for c in value if c not in UNSEEN and not c.isspace())

    if not any("\uf700" <= c <= "\uf71a" for c in text):
        assert visible(normalise(text)) == visible(text)


@given(SOUND)
def test_sound_thai_stays(text: str) -> None:
    assert normalise_counted(text) == (text, 0)


@given(ANY)
def test_digits_keep_their_value_and_order(text: str) -> None:
    def values(value: str) -> list[int]:
        return [unicodedata.decimal(c) for c in value if c.isdecimal()]

    after = normalise(text)
    assert values(after) == values(text)
    assert not any("๐" <= c <= "๙" for c in after)


@given(ANY)
def test_no_letter_but_marks_and_doubled_vowels_is_lost(text: str) -> None:
    def consonants(value: str) -> str:
        return "".join(c for c in value if "ก" <= c <= "ฮ")

    assert consonants(normalise(text)) == consonants(text.translate(marks.PRIVATE_USE))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A sound text and the same after a few accidents."""
    sound = draw(SOUND)
    letters = list(sound)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(letters) - 1))
        letters = draw(st.sampled_from(_ACCIDENTS))(letters, at)
    return sound, "".join(letters)


def _drop(letters: list[str], at: int) -> list[str]:
    return letters[:at] + letters[at + 1 :] if letters[at] in marks.MARKS else letters


def _double(letters: list[str], at: int) -> list[str]:
    return letters[: at + 1] + letters[at:] if letters[at] in marks.MARKS else letters


def _move(letters: list[str], at: int) -> list[str]:
    if letters[at] not in marks.MARKS or at + 1 >= len(letters):
        return letters
    return [*letters[:at], letters[at + 1], letters[at], *letters[at + 2 :]]


def _split(letters: list[str], at: int) -> list[str]:
    return [*letters[:at], "\u0e4d", "\u0e32", *letters[at + 1 :]] if letters[at] == "ำ" else letters


def _aa_as_am(letters: list[str], at: int) -> list[str]:
    return [*letters[:at], "ำ", *letters[at + 1 :]] if letters[at] == "า" else letters


def _space(letters: list[str], at: int) -> list[str]:
    return [*letters[:at], " ", *letters[at:]]


def _unseen(letters: list[str], at: int) -> list[str]:
    return [*letters[:at], "\u200b", *letters[at:]]


_ACCIDENTS = (_drop, _double, _move, _split, _aa_as_am, _space, _unseen)


@given(damaged())
def test_damage_leaves_the_skeleton(pair: tuple[str, str]) -> None:
    sound, seen = pair
    assert skeleton(seen) == skeleton(sound)
    assert likeness(sound, seen) == 100


@given(ANY)
def test_periods_have_their_words_and_do_not_run_backwards(text: str) -> None:
    after = normalise(text)
    periods = read_periods(text)
    for period in periods:
        assert after[period.at : period.stop] == period.text != ""
        assert (period.start is None) == (period.end is None)
        if period.start is not None and period.end is not None:
            assert period.start <= period.end
            assert not period.impossible
        assert list(period.fiscal_years) == sorted(set(period.fiscal_years))
    assert all(one.stop <= other.at for one, other in pairwise(periods))


@given(ANY)
def test_reading_text_that_was_not_normalised_never_raises(text: str) -> None:
    assert all(text[period.at : period.stop] == period.text for period in read_normalised(text))


@given(ANY, st.integers(1, 43))
def test_labels_stay_in_bounds_and_apart(text: str, highest: int) -> None:
    labels = read_labels(text, highest)
    for label in labels:
        assert 1 <= label.first <= label.last <= highest
        assert 0 <= label.start < label.end <= len(text)
    assert all(one.end <= other.start for one, other in pairwise(labels))


@given(ANY, st.text(max_size=10))
def test_likeness_is_a_percentage(phrase: str, text: str) -> None:
    assert 0 <= likeness(phrase, text) <= 100


@given(ANY)
def test_any_address_can_be_read(text: str) -> None:
    assert all(2400 <= year <= 2700 for year in (*folder_years(text), *file_years(text)))
    assert isinstance(file_name(text), str)
