"""The score arithmetic: the contract's examples to the letter, and what holds for any set of items."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.weights import YearWeights, read_weights
from validators.score import Score, ScoreError, Standing, rounded, score, weight_sets

SIZES = {"9.1": 4, "9.2": 8, "9.3": 3, "9.4": 1, "9.5": 1, "10.1": 4, "10.2": 1}
ITEMS = {
    f"O{number}": part
    for number, part in enumerate((part for part, size in SIZES.items() for _ in range(size)), 1)
}
CODES = st.sets(st.sampled_from(sorted(ITEMS)))


def rules(year: int) -> YearWeights:
    return read_weights("bma-district").for_year(year)[0]


def failing(*codes: str, year: int = 2567, unsure: tuple[str, ...] = (), **tools: Decimal) -> Score:
    known, assumed = read_weights("bma-district").for_year(year)
    ready = [code for code in ITEMS if code not in codes and code not in unsure]
    return score(known, assumed, Standing(ITEMS, ready, unsure), **tools)


def given_points(year: int, **points: str) -> Score:
    known, assumed = read_weights("bma-district").for_year(year)
    values = {key.removeprefix("i").replace("_", "."): Decimal(value) for key, value in points.items()}
    return score(known, assumed, Standing({}, (), given=values))


def as_json(result: Score) -> str:
    return json.dumps(result.model_dump(mode="json"), ensure_ascii=False)


def test_one_procurement_item_lost_in_2567() -> None:
    result = failing("O15", iit=Decimal("98.13"), eit=Decimal("96.42"))
    assert as_json(result) == (
        '{"oit": 96.25, "range": [96.25, 96.25], "indicators": {"9": 95.0, "9.1": 100.0, "9.2": 100.0, '
        '"9.3": 66.67, "9.4": 100.0, "9.5": 100.0, "10": 100.0, "10.1": 100.0, "10.2": 100.0}, '
        '"ita": 96.87, "grade": "ผ่านดีเยี่ยม", "weights": {"year": 2567, "assumed": false}}'
    )


def test_indicators_given_for_2565() -> None:
    assert as_json(given_points(2565, i9="91.00", i10="100")) == (
        '{"oit": 95.5, "range": [95.5, 95.5], "indicators": {"9": 91.0, "10": 100.0}, "ita": null, '
        '"grade": null, "weights": {"year": 2565, "assumed": false}}'
    )


def test_an_item_whose_weight_nobody_published_gives_a_range() -> None:
    result = failing("O22")
    assert (result.oit, result.range) == (None, (87.5, 95.0))
    assert "10" not in result.indicators
    assert result.indicators["10.2"] == 0.0
    assert result.indicators["9"] == 100.0
    assert result.ita is None


def test_without_a_total_there_is_no_ita_and_no_grade() -> None:
    result = failing("O22", iit=Decimal(98), eit=Decimal(98))
    assert (result.ita, result.grade) == (None, None)


def test_the_ita_total_of_2565_as_it_was_printed() -> None:
    known, assumed = read_weights("bma-district").for_year(2565)
    standing = Standing({}, (), given={"9": Decimal("91.00"), "10": Decimal(100)})
    result = score(known, assumed, standing, Decimal("74.376"), Decimal("98.48"))
    assert (result.ita, result.grade) == (90.06, "A")


@pytest.mark.parametrize(
    ("iit", "eit", "grade"),
    [
        ("95", "95", "ผ่านดีเยี่ยม"),
        ("94.99", "98", "ผ่านดี"),
        ("84.99", "100", "ผ่าน"),
        ("50", "70", "ต้องปรับปรุง"),
        ("10", "10", "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_grades_need_the_total_and_every_tool(iit: str, eit: str, grade: str) -> None:
    assert failing(iit=Decimal(iit), eit=Decimal(eit)).grade == grade


def test_a_year_without_weights_takes_the_newest_and_says_so() -> None:
    assert failing("O15", year=2568).weights.model_dump() == {"year": 2567, "assumed": True}
    assert failing("O15", year=2567).weights.model_dump() == {"year": 2567, "assumed": False}
    assert failing("O15", year=2568).oit == failing("O15", year=2567).oit


def test_what_is_unsure_counts_nothing_and_widens_the_range() -> None:
    sure, unsure = failing("O15"), failing(unsure=("O15",))
    assert unsure.oit == sure.oit
    assert unsure.range == (96.25, 100.0)


def test_a_given_sub_indicator_replaces_its_items() -> None:
    known, assumed = read_weights("bma-district").for_year(2567)
    result = score(known, assumed, Standing(ITEMS, ITEMS, given={"9.3": Decimal(0)}))
    assert (result.indicators["9"], result.oit) == (85.0, 88.75)


def test_an_indicator_that_nothing_tells_is_an_error() -> None:
    with pytest.raises(ScoreError, match="--indicator 10"):
        given_points(2565, i9="91")


def test_an_unknown_indicator_is_an_error() -> None:
    with pytest.raises(ScoreError, match="no indicator 11"):
        given_points(2565, i9="91", i10="100", i11="3")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 1000000), "0.00"),
        (Fraction("96.865"), "96.87"),
        (Fraction(100), "100.00"),
    ],
)
def test_rounding_is_half_up_on_the_exact_value(value: Fraction, expected: str) -> None:
    assert str(rounded(value)) == expected


def test_every_weight_set_is_whole_and_keeps_what_is_known() -> None:
    for indicator in rules(2567).indicators:
        sizes = {part: size for part, size in SIZES.items() if part.split(".")[0] == indicator.id}
        sets = weight_sets(indicator, sizes)
        assert len(sets) == 2
        assert all(sum(shares.values()) == 1 for shares in sets)
        assert all(shares["9.3"] == Fraction("0.15") for shares in sets if "9.3" in shares)


@given(CODES)
def test_a_score_lies_in_its_range_and_the_range_in_the_scale(failed: set[str]) -> None:
    result = failing(*failed)
    least, most = result.range
    assert 0 <= least <= most <= 100
    assert result.oit is None or least == result.oit == most
    assert (result.oit is None) == (least != most)


@given(CODES, CODES)
def test_losing_more_never_helps(failed: set[str], more: set[str]) -> None:
    before, after = failing(*failed), failing(*(failed | more))
    assert after.range[0] <= before.range[0]
    assert after.range[1] <= before.range[1]


@given(CODES)
def test_the_order_of_the_ready_items_does_not_matter(ready: set[str]) -> None:
    known = rules(2567)
    assert score(known, False, Standing(ITEMS, sorted(ready))) == score(
        known, False, Standing(ITEMS, sorted(ready, reverse=True))
    )
