"""gap-report.json and units/*.json: keys, order, numbers, files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reports.contract import json_schema
from reports.files import ReportError, write_whole
from reports.json_report import json_text, write_json
from tests.reports.samples import HOST, MIXED, OFFICE, RULES, judged, report, run_record
from validators.judge import NotSeen
from validators.results import Verdict

UNSEEN = NotSeen(f"{HOST}/closed", "blocked", "403, cf-mitigated: challenge")


def written(folder: Path, **changes: Any) -> dict[str, Any]:
    path = write_json(folder, report(**changes))
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_keys_in_the_order_of_the_contract(tmp_path: Path) -> None:
    data = written(tmp_path, items=judged(MIXED), not_seen=[UNSEEN])
    assert list(data) == [
        "schema_version",
        "generator",
        "generated_at",
        "site",
        "checklist",
        "as_of",
        "run",
        "not_seen",
        "units",
        "summary",
        "items",
    ]
    assert list(data["site"]) == ["id", "name", "start_urls"]
    assert list(data["checklist"]) == ["id", "fiscal_year", "items", "sha256"]
    assert list(data["not_seen"][0]) == ["url", "reason", "witness"]
    assert list(data["summary"]) == ["items", "ready", "gap", "review", "not_due", "score"]
    assert list(data["summary"]["score"]) == ["oit", "range", "indicators", "ita", "grade", "weights"]
    item = data["items"][0]
    assert list(item)[:6] == ["code", "title", "indicator", "units", "verdict", "presence"]
    assert list(item)[6:] == ["recency", "readability", "access", "elements", "findings"]
    assert list(item["elements"][0])[-1] == "evidence"
    assert list(item["elements"][0]["evidence"][0])[:3] == ["url", "link_text", "click_path"]


def test_the_values_of_the_run_and_the_rules(tmp_path: Path) -> None:
    data = written(tmp_path, notes=["no_ocr"])
    assert data["schema_version"] == "1.0"
    assert data["generator"]["name"] == "oit"
    assert (data["as_of"], data["generated_at"]) == ("2025-04-30", "2025-04-30T02:00:00+07:00")
    assert data["checklist"] == {
        "id": "bma-district",
        "fiscal_year": 2568,
        "items": 22,
        "sha256": RULES.sha256,
    }
    assert data["run"]["pages"] == 61
    assert data["run"]["notes"] == ["no_ocr"]


def test_counts_and_score(tmp_path: Path) -> None:
    summary = written(tmp_path, items=judged(MIXED))["summary"]
    assert {key: summary[key] for key in ("items", "ready", "gap", "review", "not_due")} == {
        "items": 22,
        "ready": 18,
        "gap": 2,
        "review": 1,
        "not_due": 1,
    }
    least, most = summary["score"]["range"]
    assert least < most < 100
    assert summary["score"]["weights"] == {"year": 2567, "assumed": True}


def test_numbers_are_numbers_and_thai_is_thai(tmp_path: Path) -> None:
    path = write_json(tmp_path, report())
    text = path.read_text(encoding="utf-8")
    assert OFFICE in text
    assert "\\u0e" not in text
    assert '"oit": 100.0' in text
    assert '"confidence": 0.93' in text
    assert text.endswith("}\n")
    assert '\n  "schema_version"' in text


def test_the_same_judgement_gives_the_same_bytes() -> None:
    assert json_text(report(judged(MIXED))) == json_text(report(judged(MIXED)))


def test_every_unit_gets_its_items_and_no_other(tmp_path: Path) -> None:
    write_json(tmp_path, report(judged(MIXED)))
    files = {path.stem: json.loads(path.read_text()) for path in (tmp_path / "units").glob("*.json")}
    assert set(files) == {unit.id for unit in RULES.profile.units}
    for unit, data in files.items():
        assert [u["id"] for u in data["units"]] == [unit]
        owned = [item.code for item in RULES.profile.items if unit in item.units]
        assert [item["code"] for item in data["items"]] == owned
        assert data["summary"]["items"] == len(owned)
        assert data["summary"]["score"] is None
    assert files["finance"]["summary"]["gap"] == 2
    assert files["education"]["summary"]["gap"] == 1


@pytest.mark.parametrize("ending", ["blocked", "unreachable", "empty"])
def test_a_site_that_could_not_be_looked_at_has_no_verdicts(tmp_path: Path, ending: str) -> None:
    run = run_record(stopped_because=ending, reason="403 from the start page")
    data = written(tmp_path, run=run, items=judged({"O1": Verdict.GAP}))
    assert data["items"] == []
    assert data["summary"]["score"] is None
    assert data["summary"]["gap"] == data["summary"]["items"] == 0
    assert data["checklist"]["items"] == 22
    assert (data["run"]["stopped_because"], data["run"]["reason"]) == (ending, "403 from the start page")
    assert json.loads((tmp_path / "units" / "finance.json").read_text())["items"] == []


def test_a_partial_crawl_keeps_its_verdicts(tmp_path: Path) -> None:
    data = written(tmp_path, run=run_record(stopped_because="interrupted"))
    assert len(data["items"]) == 22


def test_a_site_without_a_name_takes_the_one_its_pages_give(tmp_path: Path) -> None:
    site = run_record().site
    nameless = run_record(site=site.model_copy(update={"name": site.id}))
    assert written(tmp_path, run=nameless)["site"]["name"] == OFFICE
    assert written(tmp_path, run=nameless, office="")["site"]["name"] == site.id
    assert written(tmp_path, office="สำนักงานเขตอื่น")["site"]["name"] == OFFICE


def test_the_shipped_schema_is_the_one_of_the_models_and_fits_the_files(tmp_path: Path) -> None:
    shipped = json.loads(Path("reports/schema/gap-report.schema.json").read_text(encoding="utf-8"))
    assert shipped == json_schema(), "write reports.contract.schema_text() to reports/schema/"
    jsonschema.Draft202012Validator.check_schema(shipped)
    validator = jsonschema.Draft202012Validator(shipped)
    validator.validate(written(tmp_path, items=judged(MIXED), not_seen=[UNSEEN]))
    for path in (tmp_path / "units").glob("*.json"):
        validator.validate(json.loads(path.read_text()))


@pytest.mark.parametrize(
    ("key", "value"), [("as_of", 3), ("surprise", 1), ("items", [{"code": "O1"}]), ("summary", None)]
)
def test_the_schema_refuses_another_shape(tmp_path: Path, key: str, value: object) -> None:
    data = written(tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, key: value}, json_schema())


def test_a_file_is_whole_or_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.json"
    write_whole(path, "old")
    write_whole(path, "ใหม่")
    assert path.read_text(encoding="utf-8") == "ใหม่"
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "ใหม่"
    assert [child.name for child in path.parent.iterdir()] == ["file.json"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReportError, match="cannot write"):
        write_json(tmp_path / "file", report())
