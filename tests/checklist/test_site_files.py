"""Site files: what cannot be meant is refused with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.sites import read_site
from checklist.yamlfile import ChecklistError

SOUND = "id: office\nname: สำนักงานเขตบางตาลสูง\nstart_urls: [http://office.example/]\n"


def written(folder: Path, more: str) -> Path:
    path = folder / "office.yaml"
    path.write_text(SOUND + more, encoding="utf-8")
    return path


@pytest.mark.parametrize("delay", ["-1", "-0.5", ".nan", ".inf", "soon"])
def test_a_delay_that_is_no_length_of_time_is_refused(tmp_path: Path, delay: str) -> None:
    with pytest.raises(ChecklistError, match=r"office\.yaml:4: delay: Input should be"):
        read_site(written(tmp_path, f"delay: {delay}\n"))


@pytest.mark.parametrize(("delay", "meant"), [("0", 0.0), ("2.5", 2.5)])
def test_a_delay_of_zero_or_more_is_taken(tmp_path: Path, delay: str, meant: float) -> None:
    assert read_site(written(tmp_path, f"delay: {delay}\n")).delay == meant
    assert read_site(written(tmp_path, "")).delay is None


@pytest.mark.parametrize("key", ["scope", "file_folders"])
@pytest.mark.parametrize("address", ["office.example/", "http://", "http://[half"])
def test_a_prefix_without_a_host_is_refused(tmp_path: Path, key: str, address: str) -> None:
    with pytest.raises(ChecklistError, match=rf"office\.yaml:4: {key}: .*not a web address"):
        read_site(written(tmp_path, f"{key}: ['{address}']\n"))
