"""What holds for the repository as a whole."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from oit.selfcheck import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 400
_ITEM = re.compile(r"(?<![A-Za-z0-9])O\d{1,2}(?![A-Za-z0-9])")
_UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_the_floors_are_held_and_hold_every_package() -> None:
    linter = project()["tool"]["importlinter"]
    (contract,) = linter["contracts"]
    assert contract["type"] == "layers"
    held = [name for layer in contract["layers"] for name in re.split(r"\s*\|\s*", layer)]
    assert sorted(held) == sorted(linter["root_packages"]) == sorted(PACKAGES)
    assert "lint-imports" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_package_is_shipped_and_type_checked() -> None:
    tools = project()["tool"]
    assert sorted(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == sorted(PACKAGES)
    assert sorted(tools["mypy"]["packages"]) == sorted(PACKAGES)


def test_no_distribution_takes_the_place_of_one_of_our_packages() -> None:
    installed = {canonicalize_name(found.metadata["Name"]) for found in importlib.metadata.distributions()}
    assert installed.isdisjoint(set(PACKAGES) - {"oit"})


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_lock_brings_one_in(lock: str) -> None:
    assert set(locked(lock)).isdisjoint(PACKAGES)


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a module, with their lines; docstrings, which explain to people, are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value


def test_no_code_mentions_an_item() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in modules(*PACKAGES, "scripts")
        for line, text in strings(path)
        if _ITEM.search(text)
    ]
    assert faults == []


def test_no_module_is_too_long() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PACKAGES, "scripts")
    }
    assert [f"{path.relative_to(ROOT)}: {n} lines" for path, n in lengths.items() if n > LONGEST] == []


def test_nothing_is_left_for_later() -> None:
    files = modules(*PACKAGES, "scripts", "tests")
    files += [path for name in PACKAGES for path in (ROOT / name).rglob("*.yaml")]
    files += [
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("*.md"),
        *(ROOT / "scripts").glob("*.sh"),
        ROOT / "Makefile",
    ]
    assert [
        str(path.relative_to(ROOT)) for path in files if _UNFINISHED.search(path.read_text(encoding="utf-8"))
    ] == []


def test_the_version_is_that_of_the_newest_entry_of_the_changelog() -> None:
    entries = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(entry for entry in entries if entry != "Unreleased") == project()["project"]["version"]


def locked(name: str) -> dict[str, str]:
    """Distribution to version of a lock file; every line is one exact version."""
    lines = [
        line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    pairs = [re.fullmatch(r"([A-Za-z0-9._-]+)==([^\s;@]+)", line) for line in lines]
    assert all(pairs), f"{name}: {lines[pairs.index(None)]}"
    return {canonicalize_name(pair[1]): pair[2] for pair in pairs if pair}


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_the_locks_cover_what_is_asked_for(lock: str, extras: tuple[str, ...]) -> None:
    known = project()
    wanted = [*known["project"]["dependencies"], *known["build-system"]["requires"], "editables"]
    wanted += [one for extra in extras for one in known["project"]["optional-dependencies"][extra]]
    versions = locked(lock)
    for text in wanted:
        needed = Requirement(text)
        version = versions.get(canonicalize_name(needed.name))
        assert version is not None, f"{lock}: {needed.name} lacks"
        assert needed.specifier.contains(version), (
            f"{lock}: {needed.name}=={version}, asked for {needed.specifier}"
        )


def test_the_locks_agree() -> None:
    small, large = locked("requirements.lock"), locked("requirements-dev.lock")
    assert small.items() <= large.items()


def test_the_licence_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project()["project"]["license"] == "Apache-2.0"


@pytest.mark.parametrize("script", ["setup.sh", "lock.sh"])
def test_scripts_of_the_shell_stop_at_the_first_fault(script: str) -> None:
    assert "\nset -eu\n" in (ROOT / "scripts" / script).read_text(encoding="utf-8")
