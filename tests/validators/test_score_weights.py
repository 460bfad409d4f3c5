"""The weights as data: what is shipped, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from checklist.weights import WEIGHTS, read_weights
from checklist.yamlfile import ChecklistError

SHIPPED = (WEIGHTS / "bma-district.yaml").read_text(encoding="utf-8")


def test_the_shipped_weights_name_their_sources() -> None:
    weights = read_weights("bma-district")
    assert [year.year for year in weights.years] == [2565, 2567]
    for year in weights.years:
        assert "ocument 00" in year.source
        assert "ocument 00" in year.grades.source
        assert all(i.parts is None or i.parts.source for i in year.indicators)


def test_exact_shares() -> None:
    year, assumed = read_weights("bma-district").for_year(2567)
    assert [indicator.weight for indicator in year.indicators] == [Decimal("0.75"), Decimal("0.25")]
    assert not assumed


def refused(folder: Path, text: str) -> str:
    (folder / "some-body.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ChecklistError) as error:
        read_weights("some-body", folder)
    return str(error.value)


def test_weights_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    assert "do not add up to 1" in refused(tmp_path, SHIPPED.replace('"0.75"', '"0.76"'))


def test_a_misspelt_key_is_named_with_its_line(tmp_path: Path) -> None:
    text = SHIPPED.replace("each:", "eahc:", 1)
    line = 1 + text[: text.index("eahc:")].count("\n")
    message = refused(tmp_path, text)
    assert f"some-body.yaml:{line}:" in message
    assert "eahc" in message


@pytest.mark.parametrize("name", ["nothing", "../bma-district", "", "A B"])
def test_a_checklist_without_weights_is_an_error(name: str) -> None:
    with pytest.raises(ChecklistError, match="has no weights"):
        read_weights(name)
