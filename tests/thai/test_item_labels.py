"""Item labels in every form seen, and the numbers that only look like one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from thai.labels import read_labels

HIGHEST = 30


def found(text: str, highest: int = HIGHEST) -> list[tuple[int, int]]:
    return [(label.first, label.last) for label in read_labels(text, highest)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("O13", 13),
        ("o13", 13),
        ("O.13", 13),
        ("O-13", 13),
        ("O 13", 13),
        ("O\u00a013", 13),
        ("O1", 1),
        ("o1", 1),
        ("O.1", 1),
        ("O1.", 1),
        ("O19 :", 19),
        ("o10:คู่มือการปฏิบัติ", 10),
        ("OIT1", 1),
        ("oit23", 23),
        ("63-oit23", 23),
        ("o 16", 16),
        ("o15", 15),
        ("O05", 5),
        ("O018", 18),
        ("ข้อ 013", 13),
        ("ข้อ\u00a0013", 13),
        ("ข้อ ๐ 13", 13),
        ("ข้อ ๐ 30", 30),
        ("ข้อที่ O5", 5),
        ("ชื่อ 022", 22),
        ("0๑๓", 13),
        ("0๑๘", 18),
        ("ข้อ0๑๓", 13),
        ("ชื่อ O21", 21),
        ("O13-2568.pdf", 13),
    ],
)
def test_a_sure_label(text: str, number: int) -> None:
    (label,) = read_labels(text, HIGHEST)
    assert (label.first, label.last, label.sure) == (number, number, True)


@pytest.mark.parametrize(
    ("text", "number"), [("019", 19), ("027", 27), ("015.สรุปผล", 15), ("๐๑๓", 13), ("(05) แผน", 5)]
)
def test_a_bare_number_counts_only_beside_a_name(text: str, number: int) -> None:
    (label,) = read_labels(text, HIGHEST)
    assert (label.first, label.last, label.sure) == (number, number, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("ข้อ 01 - 04", 1, 4),
        ("ข้อ 05 - 012", 5, 12),
        ("ข้อ 018-021", 18, 21),
        ("O๑ – O๑๗", 1, 17),
        ("0๑๘ - 0๒๒", 18, 22),
        ("O1-O22", 1, 22),
        ("(019-022)", 19, 22),
    ],
)
def test_a_range_of_labels(text: str, first: int, last: int) -> None:
    assert found(text) == [(first, last)]


@pytest.mark.parametrize("text", ["ชื่อ O21/ชื่อ O22", "ข้อ O21, O22", "O21 และ O22"])
def test_two_labels_in_a_row(text: str) -> None:
    assert found(text) == [(21, 21), (22, 22)]


@pytest.mark.parametrize(
    "text",
    [
        "ISO ๓๗๐๐๑",
        "ISO 37001",
        "ระบบ ศธ O2",
        "ศธ. 02",
        "มท 05",
        "MOIT 10",
        "MOIT10",
        "EB10",
        "EB 10",
        "๐ ๒๒๒๔ ๒๙๖๓",
        "0 2224 2963",
        "02 224 2963",
        "02-224-2963",
        "โทร 02-224-2963",
        "95-00",
        "1๘",
        "1๑๐",
        "05 มีนาคม",
        "05 มี.ค.",
        "05 เดือนมีนาคม",
        "๐๕ เม.ย. ๖๖",
        "05 March 2025",
        "01/10/2567",
        "ita2023",
        "oit66",
        "O 2567",
        "o รายการ",
        "CO2",
        "O31",
        "O0",
        "",
    ],
)
def test_what_only_looks_like_a_label(text: str) -> None:
    assert found(text) == []


def test_a_number_above_the_highest_is_no_label() -> None:
    assert found("O23 O22", 22) == [(22, 22)]
    assert found("ข้อ ๐ 30", 22) == []


def test_offsets_are_those_of_the_text() -> None:
    text = "หน้าแรก > ข้อ 013 แผน และ O๑๔"
    assert [text[label.start : label.end] for label in read_labels(text, 22)] == ["ข้อ 013", "O๑๔"]


def test_labels_come_in_the_order_of_the_text_and_do_not_overlap() -> None:
    labels = read_labels("019 แผน O3 ข้อ 05 คู่มือ 0๑๓ รายงาน O7", 22)
    assert [label.first for label in labels] == [19, 3, 5, 13, 7]
    assert all(a.end <= b.start for a, b in pairwise(labels))
