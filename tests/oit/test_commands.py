"""The command line as people use it: answers on standard output, one clear line on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from checklist.loader import PROFILES, load
from oit.cli.app import run

ITEM = PROFILES / "bma-district" / "2568" / "items" / "O05.yaml"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            "--checklist bma-district --fiscal-year 2567 --fail O15 --iit 98.13 --eit 96.42 --json",
            '{"oit": 96.25, "range": [96.25, 96.25], "indicators": {"9": 95.0, "9.1": 100.0, "9.2": 100.0, '
            '"9.3": 66.67, "9.4": 100.0, "9.5": 100.0, "10": 100.0, "10.1": 100.0, "10.2": 100.0}, "ita": 96.87, '
            '"grade": "ผ่านดีเยี่ยม", "weights": {"year": 2567, "assumed": false}}\n',
        ),
        (
            "--checklist bma-district --fiscal-year 2565 --indicator 9=91.00 --indicator 10=100 --json",
            '{"oit": 95.5, "range": [95.5, 95.5], "indicators": {"9": 91.0, "10": 100.0}, "ita": null, '
            '"grade": null, "weights": {"year": 2565, "assumed": false}}\n',
        ),
    ],
)
def test_the_score_answers_of_the_contract_to_the_letter(
    capsys: pytest.CaptureFixture[str], arguments: str, answer: str
) -> None:
    assert said(capsys, "score", *arguments.split()) == (0, answer, "")


def test_the_third_score_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "score", "--fiscal-year", "2567", "--fail", "o22", "--json")
    answer = json.loads(out)
    assert (code, answer["oit"], answer["range"]) == (0, None, [87.5, 95.0])


def test_a_score_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "score", "--fiscal-year", "2568", "--fail", "O15,O22")
    assert "OIT ระหว่าง 83.75 ถึง 91.25" in out
    assert "จึงใช้ของปี 2567" in out
    _, out, _ = said(capsys, "score", "--fiscal-year", "2567", "--lang", "en")
    assert out.startswith("OIT 100.00\n")


WRONG = [
    ("audit", "Missing argument"),
    ("audit hello", "is not a web address"),
    ("audit http://a.example --format pdf", "there are json, html"),
    ("audit http://a.example --format xlsx", "not in this version"),
    ("audit site.warc", "there is no such file or folder"),
    ("audit http://a.example --as-of yesterday", "YYYY-MM-DD"),
    ("audit http://a.example --fiscal-year 2025", "2568, not 2025"),
    ("audit http://a.example --fiscal-year 2599", "no rules for fiscal year 2599"),
    ("audit http://a.example --fail-on everything", "'gap', 'review', 'never'"),
    ("audit http://a.example --lang de", "'th', 'en'"),
    ("audit http://a.example --delay -1", "zero or more"),
    ("audit http://a.example --delay soon", "--delay"),
    ("audit http://a.example --max-pages 0", "--max-pages"),
    ("audit http://a.example --max-pages -3", "--max-pages"),
    ("audit http://a.example --max-minutes 0", "--max-minutes 0: give a number above zero"),
    ("audit http://a.example --max-minutes -2", "--max-minutes -2: give a number above zero"),
    ("audit http://a.example --max-minutes nan", "--max-minutes nan: give a number above zero"),
    ("audit http://a.example --checklist nothing", "no checklist 'nothing'"),
    ("audit http://a.example --dealy 3", "--dealy"),
    ("check", "Missing argument"),
    ("check no-such-run", "no run 'no-such-run'"),
    ("score --fail O99", "no such item"),
    ("score --fiscal-year 2565", "no rules for fiscal year 2565"),
    ("score --fiscal-year 2565 --indicator 9=91", "--indicator 10"),
    ("score --fiscal-year 2567 --fail O15 --indicator 9=90", "leave one out"),
    ("score --fiscal-year 2567 --indicator 9", "9=91.00"),
    ("score --fiscal-year 2567 --indicator 12=9", "no indicator 12"),
    ("score --fiscal-year 2567 --iit 101 --eit 9", "points from 0 to 100"),
    ("checklist show O99", "there are O1 to O22"),
    ("checklist schema --of everything", "profile, item, words, weights"),
    ("site lint no-such.yaml", "no-such.yaml"),
    ("example serve no/such/folder", "is no example"),
    ("recheck sheet.xlsx", "recheck: not in this version"),
    ("diff one two --json", "diff: not in this version"),
    ("fleet run", "fleet: not in this version"),
    ("schedule --every night", "schedule: not in this version"),
    ("serve --port 80", "serve: not in this version"),
    ("unknown", "unknown"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_use_is_one_clear_line_and_2(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: str,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, *arguments.split())
    assert (code, out) == (2, "")
    assert message in err
    assert err.startswith("oit: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_without_a_command_the_commands_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["checklist"], ["site"], ["example"]):
        code, out, err = said(capsys, *arguments)
        assert (code, err) == (2, "")
        assert "Usage: oit" in out


def test_the_rules_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    rules = load("bma-district", 2568)
    _, out, _ = said(capsys, "checklist", "list", "--fiscal-year", "2568", "--json")
    listed = json.loads(out)
    assert [item["code"] for item in listed["items"]] == [item.code for item in rules.profile.items]
    assert listed["sha256"] == rules.sha256
    _, out, _ = said(capsys, "checklist", "show", "o15", "--fiscal-year", "2568", "--json")
    assert json.loads(out)["code"] == "O15"


def test_the_rules_for_people_in_two_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "checklist", "list", "--fiscal-year", "2568")
    assert code == 0
    assert all(f"\nO{number} " in out for number in range(1, 23))
    _, out, _ = said(capsys, "checklist", "show", "O15", "--fiscal-year", "2568")
    assert "ทุกเดือน ตุลาคม 2567 ถึงมีนาคม 2568" in " ".join(out.split())
    assert "{" not in out
    _, out, _ = said(capsys, "checklist", "show", "O15", "--fiscal-year", "2568", "--lang", "en")
    assert "each month, October 2567 to March 2568" in " ".join(out.split())


def test_the_shipped_rules_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "checklist", "lint")
    assert (code, err) == (0, "")
    assert "22 items, sound" in out


def test_a_misspelt_key_is_named_with_file_and_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = ITEM.read_text(encoding="utf-8").replace("hints:", "hnits:", 1)
    line = 1 + text[: text.index("hnits:")].count("\n")
    (tmp_path / "O05.yaml").write_text(text, encoding="utf-8")
    code, out, err = said(capsys, "checklist", "lint", str(tmp_path / "O05.yaml"))
    assert (code, out) == (2, "")
    assert f"O05.yaml:{line}:" in err
    assert "hnits: unknown key" in err


def test_a_folder_without_rules_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = said(capsys, "checklist", "lint", str(tmp_path))
    assert (code, out) == (2, "")
    assert err.startswith(f"{tmp_path / 'profile.yaml'}: cannot be read")


def test_a_single_item_and_a_whole_folder_can_be_linted(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "checklist", "lint", str(ITEM))[0] == 0
    assert "22 items" in said(capsys, "checklist", "lint", str(ITEM.parent.parent))[1]


@pytest.mark.parametrize("of", ["profile", "item", "words", "weights"])
def test_the_schemas_of_the_rules(capsys: pytest.CaptureFixture[str], of: str) -> None:
    _, out, _ = said(capsys, "checklist", "schema", "--of", of)
    assert json.loads(out)["additionalProperties"] is False


def test_site_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    sound = "id: office\nname: สำนักงานเขตบางตาลสูง\nstart_urls: [http://office.example/]\n"
    path.write_text(sound, encoding="utf-8")
    assert said(capsys, "site", "lint", str(path))[0] == 0
    path.write_text(sound + "owners: {O99: [finance]}\nunits: {nobody: {name: ก}}\n", encoding="utf-8")
    code, _, err = said(capsys, "site", "lint", str(path))
    assert code == 2
    assert "no item O99" in err
    assert "no unit nobody" in err
    assert "start_urls" in json.loads(said(capsys, "site", "schema")[1])["properties"]


def test_version_and_selfcheck(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "version")[1].startswith("oit ")
    code, out, err = said(capsys, "selfcheck")
    assert (code, err) == (0, "")
    assert "validators" in out


def test_an_error_that_is_nobodys_use_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("oit.cli.score.year_of", broken)
    with pytest.raises(ZeroDivisionError):
        run(["score"])


def test_as_a_program_and_without_the_crawler() -> None:
    code = "import sys, oit.cli.app; print(sorted({'scrapy', 'twisted', 'playwright'} & set(sys.modules)))"
    light = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert light.stdout == "[]\n"
    command = [sys.executable, "-m", "oit", "score", "--fail", "O99"]
    wrong = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("oit: --fail O99")
