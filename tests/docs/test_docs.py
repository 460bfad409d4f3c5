"""The documentation is a contract: what the program has is documented, and what is documented is there."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from checklist import models, sites, weights
from checklist.messages import read_messages
from crawler.settings import BOT_NAME
from oit import outcome
from oit.cli import app as commands
from oit.cli.app import build, run
from oit.selfcheck import PACKAGES
from reports.contract import GapReport

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
TREE: Any = typer.main.get_command(build())
TEXTS = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".cfg",
    ".sh",
    ".html",
    ".css",
    ".js",
    ".json",
    ".lock",
    ".txt",
    "",
}
WITHOUT_NETWORK = ("score", "checklist", "site", "selfcheck", "version")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
# Folders that exist on the machine of whoever wrote a line, and nowhere else.
_MACHINE = re.compile(r"(?<![\w.%:/}>-])/(?:[w]ork|[t]mp|[r]oot|[h]ome/\w+)/\w")
_MAKING_OF = re.compile(r"\b[i]ssue +#?\d", re.IGNORECASE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """The text under a heading, up to the next one of its level or above."""
    lines = text.splitlines()
    start = lines.index(heading)
    level = len(heading.split(" ", 1)[0])
    for end in range(start + 1, len(lines)):
        marks = re.match(r"(#+) ", lines[end])
        if marks and len(marks[1]) <= level:
            return "\n".join(lines[start + 1 : end])
    return "\n".join(lines[start + 1 :])


def leaves(tree: Any = TREE, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its words."""
    for name, command in sorted(tree.commands.items()):
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


HERE = [(path, command) for path, command in leaves() if path[0] not in commands.TO_COME]


@pytest.mark.parametrize(("path", "command"), HERE, ids=[" ".join(path) for path, _ in HERE])
def test_every_command_and_option_is_documented(path: tuple[str, ...], command: Any) -> None:
    told = section(read("docs/usage.md"), f"### oit {' '.join(path)}")
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            assert f"`{parameter.metavar}`" in told, f"{parameter.metavar} of {path}"
            continue
        for option in (*parameter.opts, *parameter.secondary_opts):
            assert option == "--help" or re.search(rf"`{option}\b", told), f"{option} of {path}"


def test_no_option_is_documented_that_is_not_there() -> None:
    for path, command in HERE:
        told = section(read("docs/usage.md"), f"### oit {' '.join(path)}")
        rows = [line.split("|")[1] for line in told.splitlines() if line.startswith("| `-")]
        there = {option for parameter in command.params for option in parameter.opts}
        assert {option for row in rows for option in re.findall(r"--[a-z-]+", row)} <= there


def test_what_is_not_in_this_version_is_said() -> None:
    told = section(read("docs/usage.md"), "## Not in this version")
    assert set(commands.TO_COME) == set(re.findall(r"`oit (\w+)`", told))
    for text in ("--format xlsx", "--format submission", "--format memo"):
        assert run(["audit", "http://office.example/", *text.split()]) == outcome.WRONG_USE
        assert f"`{text}`" in told


def test_every_exit_code_is_documented() -> None:
    codes = {v for k, v in {**vars(outcome), **vars(commands)}.items() if k.isupper() and type(v) is int}
    rows = re.findall(r"^\| (\d+) \|", section(read("docs/usage.md"), "## Exit codes"), re.MULTILINE)
    assert {int(row) for row in rows} == codes


def test_every_key_of_a_site_file_is_documented() -> None:
    rows = re.findall(
        r"^\| `([\w.*]+)` \| (yes|no) \|", section(read("docs/usage.md"), "## Site files"), re.MULTILINE
    )
    fields = {name: field.is_required() for name, field in sites.SiteFile.model_fields.items()}
    fields |= {f"units.*.{name}": field.is_required() for name, field in sites.Contact.model_fields.items()}
    assert {name: needed == "yes" for name, needed in rows} == fields


def test_every_unit_is_documented() -> None:
    units = re.findall(r"id: (\w+), name: ", read("checklist/profiles/bma-district/2568/profile.yaml"))
    told = section(read("docs/usage.md"), "## Site files")
    assert units
    assert [unit for unit in units if f"`{unit}`" not in told] == []


def test_every_ending_of_a_crawl_and_every_ending_documented_is_one() -> None:
    told = section(read("docs/usage.md"), "## A run's folder")
    table = told.split("`run.stopped_because`", 1)[1].split("\n\n`", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    words = re.findall(r"^stopped\.(\w+):", read("reports/messages/en.yaml"), re.MULTILINE)
    assert set(words) - {"means"} <= {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_every_finding_is_documented_with_its_severity() -> None:
    text = read("docs/findings.md")
    anchors = re.findall(r'<a id="([\w.]+)"></a>\n### ([\w.]+)\n\nSeverity: (\w+) · Verdict: (\w+)', text)
    assert [name for anchor, name, *_ in anchors if anchor != name] == []
    documented = {name: severity for name, _, severity, _ in anchors}
    assert len(documented) == text.count("<a id=") == text.count("\n### ")
    assert documented == {code: message.severity for code, message in read_messages().items()}
    for code in documented:
        told = section(text, f"### {code}")
        assert all(f"- **{word}**: " in told for word in ("Meaning", "Raised when", "Mended by")), code


def test_findings_said_not_to_be_raised_are_those_that_no_code_names() -> None:
    text = read("docs/findings.md")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "validators").glob("*.py"))
    idle = {name for name in read_messages() if "not raised by this version" in section(text, f"### {name}")}
    assert idle == {name for name in read_messages() if f'"{name}"' not in code}


def test_every_key_of_a_report_part_is_named_somewhere() -> None:
    told = "".join(read(f"docs/{name}.md") for name in ("findings", "usage"))
    assert "gap-report.schema.json" in told
    finding = GapReport.model_json_schema()["$defs"]["Finding"]["properties"]
    rows = re.findall(r"^\| `(\w+)` \|", read("docs/findings.md").split("## Severities", 1)[0], re.MULTILINE)
    assert set(rows) == set(finding)


RULES = [
    m
    for m in vars(models).values()
    if isinstance(m, type) and issubclass(m, models.Rule) and m is not models.Rule
]
WEIGHTS = [
    m
    for m in vars(weights).values()
    if isinstance(m, type) and issubclass(m, models.Rule) and m is not models.Rule
]


@pytest.mark.parametrize("model", [*RULES, *WEIGHTS], ids=lambda model: model.__name__)
def test_every_key_of_a_rule_is_documented(model: type[BaseModel]) -> None:
    told = read("docs/checklist.md")
    assert [name for name in model.model_fields if f"`{name}`" not in told] == []


@pytest.mark.parametrize(
    "values", [models.Period, models.Format, models.Confidence, models.Measure, weights.Sharing]
)
def test_every_value_of_a_rule_is_documented(values: Any) -> None:
    told = read("docs/checklist.md").replace("\\|", "|")
    assert [value for value in values if f"`{value.value}`" not in told] == []


def test_every_folder_of_modules_is_documented() -> None:
    told = section(read("docs/architecture.md"), "## Floors")
    folders = {
        path.parent.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py")
    }
    assert {folder for folder in folders if f"`{folder}/`" not in told} == set()
    rows = re.findall(r"^\| \d \| `([\w/]+)/` \|", told, re.MULTILINE)
    assert set(rows) == folders


def test_the_floors_documented_are_those_that_are_held() -> None:
    contract = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    floors = {
        name: number
        for number, layer in enumerate(reversed(contract["layers"]))
        for name in layer.split(" | ")
    }
    told = section(read("docs/architecture.md"), "## Floors")
    rows = {name: int(number) for number, name in re.findall(r"^\| (\d) \| `(\w+)/` \|", told, re.MULTILINE)}
    assert rows == floors


def test_every_library_has_its_reason() -> None:
    told = read("docs/dependencies.md").lower().replace(" and ", ", ")
    project = tomllib.loads(read("pyproject.toml"))["project"]
    needed = [
        re.split(r"[<>=]", one)[0]
        for one in (*project["dependencies"], *project["optional-dependencies"]["dev"])
    ]
    known = [name for name in needed if not name.startswith("types-") and not name.endswith("-stubs")]
    assert [name for name in known if name not in told] == []


def anchors(path: Path) -> set[str]:
    """What a link to a page can end in: its headings as GitHub names them, and its own ids."""
    text = path.read_text(encoding="utf-8")
    plain = (
        re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in _HEADING.findall(without_code(text))
    )
    slugs = {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in plain}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        assert place.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(place), f"{page.name}: {target}"


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = _LINK.findall(page.read_text(encoding="utf-8"))
        todo += [
            p
            for t in targets
            if (p := (page.parent / t.split("#")[0]).resolve()).suffix == ".md" and p.is_file()
        ]
    assert [page.name for page in PAGES if page not in reached] == []


def examples() -> list[str]:
    """Every line of a code block that calls the program, as a person would type it."""
    found = []
    for page in PAGES:
        for _, body in _FENCE.findall(page.read_text(encoding="utf-8")):
            lines = (line.strip().removeprefix("$ ").removeprefix(".venv/bin/") for line in body.splitlines())
            found += [line for line in lines if line.startswith("oit ")]
    return list(dict.fromkeys(found))


def found_command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that some words call, and what is left of them."""
    command: Any = TREE
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("line", examples())
def test_every_example_can_be_typed(line: str) -> None:
    command, rest = found_command(shlex.split(line, comments=True)[1:])
    assert not hasattr(command, "commands")
    command.make_context("oit", rest).close()


@pytest.mark.parametrize("line", [e for e in examples() if e.split()[1] in WITHOUT_NETWORK])
def test_every_example_without_network_runs(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(shlex.split(line, comments=True)[1:]) == outcome.DONE
    assert capsys.readouterr().err == ""


def test_commands_named_in_running_text_are_there() -> None:
    for page in PAGES:
        for code in _CODE.findall(without_code(page.read_text(encoding="utf-8"))):
            words = code.removeprefix(".venv/bin/").split()
            if words[:1] != ["oit"] or not words[1:] or not re.fullmatch(r"[a-z|]+", words[1]):
                continue
            for said in product(*(word.split("|") for word in words[1:])):
                command, rest = found_command(list(said))
                options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
                asked = {word for word in rest if re.fullmatch(r"--[a-z-]+", word)}
                assert asked <= options or said[0] in commands.TO_COME, f"{page.name}: {code}"


def test_there_are_examples() -> None:
    assert len(examples()) >= len(HERE)
    assert BOT_NAME == "oit"


@pytest.mark.parametrize("name", ["README.md", "README.th.md"])
def test_the_readmes_name_the_two_commands_and_one_on_a_real_address(name: str) -> None:
    text = read(name)
    assert all(f"make {target}" in text and f"\n{target}:" in read("Makefile") for target in ("demo", "test"))
    assert re.search(r"^\.venv/bin/oit audit https://", text, re.MULTILINE)


def test_every_make_target_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {
        name for page in PAGES for name in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named <= targets


def tracked() -> list[Path]:
    """Text files of the repository, but for the invented sites and texts, whose addresses are their own."""
    command = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--",
        ":!examples/*/site",
        ":!examples/*/outside",
        ":!tests/eval/corpus",
    ]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    names = [name for name in listed.stdout.decode().split("\0") if name and not name.startswith("examples/")]
    return [path for name in names if (path := ROOT / name).suffix in TEXTS and path.is_file()]


def test_nothing_names_the_machine_that_it_was_written_on() -> None:
    faults = []
    for path in tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if _MACHINE.search(line) or _MAKING_OF.search(line):
                faults.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert faults == []
