"""No text can make a pattern run away: each repeat is bounded, and 50,000 of anything comes back.

The readers' patterns may not hold a repeat without a bound, and the normaliser's none inside another: the time is then
linear in the text. The long inputs below took minutes, or for ever, before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

from thai import calendar, labels, paths, periods, text
from thai.labels import read_labels
from thai.paths import file_years, folder_years
from thai.periods import read_normalised, read_periods
from thai.text import normalise, skeleton, squeeze

LENGTH = 50_000
REPEATED = (
    *(
        "\u0e48",
        "\u0e31",
        "ำ",
        "า",
        "ะ",
        "ํา",
        "า\u0e4d",
        "กา่",
        "กิุ",
        "ก ิ",
        "เ",
        "ก า ",
        "\uf70a",
        "\ufffdา",
        "\u200b",
    ),
    *(
        "1",
        "๑",
        "0",
        " ",
        "\n",
        "\x1c",
        "-",
        ".",
        "/",
        "(",
        "ม",
        "ต",
        "ม.",
        "มค",
        "พ.ศ.",
        "ปี",
        "ปี ",
        "ถึง",
        "เดือน",
    ),
    *("วันที่", "วันที่วัน", "1 - วันที่", "มกราคม ", "1 มกราคม ", "1 มกราคม - ", "ไตรมาส 1 ", "6 เดือน", "ปีงบประมาณ "),
    *("O1 ", "O1-", "01 ", "ข้อ 01 ", "ศธ ", "ประจำปี", "2568 ", "2568-", "1/1/", "ดุลยพินิจ", "กทม"),
)
STARTS = ("", "1 ", "1 - ", "2568", "มกราคม", "1 มกราคม -", "ปีงบประมาณ", "ไตรมาส 1", "6 เดือน")


@pytest.mark.parametrize("unit", REPEATED)
def test_one_thing_fifty_thousand_letters_long(unit: str) -> None:
    long = unit * (LENGTH // len(unit))
    after = normalise(long)
    assert normalise(after) == after
    assert len(skeleton(long)) <= max(len(squeeze(long)), len(after))
    assert all(label.last <= 22 for label in read_labels(long, 22))
    assert set(folder_years(long + "/x") + file_years(long)) <= set(range(2400, 2700))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("unit", ["\x1c", "\n", "ปี", "พ.ศ. ", "วันที่", "วันที่วัน", "เดือน", "(", "1"])
def test_a_period_that_never_ends(start: str, unit: str) -> None:
    after = normalise(start + unit * (LENGTH // len(unit)))
    assert all(after[period.at : period.stop] == period.text for period in read_normalised(after))


def test_many_periods_and_labels_are_all_found() -> None:
    assert len(read_periods("1 มกราคม 2568 " * 3_000)) == 3_000
    assert len(read_labels("O1 แผน " * 10_000, 22)) == 10_000


MODULES = (calendar, labels, paths, periods, text)


def _patterns(module: ModuleType) -> Iterator[re.Pattern[str]]:
    for value in vars(module).values():
        rows = value if isinstance(value, tuple) else (value,)
        for row in rows:
            cells = row if isinstance(row, tuple) else (row,)
            yield from (cell for cell in cells if isinstance(cell, re.Pattern))


def _repeats(parsed: Any, inside: bool = False) -> Iterator[tuple[bool, bool]]:
    """(without a bound, inside another such) for each repeat of a parsed pattern."""
    for operation, argument in parsed:
        unbounded = False
        if str(operation) in ("MAX_REPEAT", "MIN_REPEAT"):
            unbounded = argument[1] == _parser.MAXREPEAT
            yield unbounded, inside
        for part in argument if isinstance(argument, tuple | list) else (argument,):
            groups = part if isinstance(part, list) else [part]
            for group in groups:
                if isinstance(group, _parser.SubPattern):
                    yield from _repeats(group, inside or unbounded)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_no_unbounded_repeat_lies_inside_another(module: ModuleType) -> None:
    patterns = list(_patterns(module))
    assert patterns
    nested = [
        p.pattern
        for p in patterns
        for unbounded, inside in _repeats(_parser.parse(p.pattern))
        if unbounded and inside
    ]
    assert nested == []


@pytest.mark.parametrize("module", [labels, periods], ids=lambda module: module.__name__)
def test_the_readers_have_no_repeat_without_a_bound(module: ModuleType) -> None:
    unbounded = [
        p.pattern for p in _patterns(module) if any(found for found, _ in _repeats(_parser.parse(p.pattern)))
    ]
    assert unbounded == []


def test_the_check_itself_sees_a_nested_repeat() -> None:
    assert (True, True) in list(_repeats(_parser.parse("(?:a|(?:b+c)*)x")))
