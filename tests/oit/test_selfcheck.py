"""A foreign package in the place of ours is said clearly, before anything else."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oit.selfcheck import PACKAGES, ROOT, foreign_packages


def test_here_all_packages_are_ours() -> None:
    assert foreign_packages() == []
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution("validators")


def test_a_foreign_package_that_comes_first(tmp_path: Path) -> None:
    (tmp_path / "validators").mkdir()
    (tmp_path / "validators" / "__init__.py").write_text("def url(value): return True\n")
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.append({str(ROOT)!r}); import oit.__main__ as m; m.main()",
    ]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert f"the package validators in {tmp_path / 'validators'} is not this program's" in found.stderr
    assert "pip uninstall validators" in found.stderr


def installed(folder: Path) -> Path:
    """The program as it lies in site-packages, as far as the self-check looks at it."""
    for name in PACKAGES:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text('"""Ours."""\n')
    shutil.copy(ROOT / "oit" / "selfcheck.py", folder / "oit" / "selfcheck.py")
    return folder


def faults(folder: Path) -> str:
    code = "from oit.selfcheck import foreign_packages; print(foreign_packages())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_distribution_that_was_installed_over_ours(tmp_path: Path) -> None:
    folder = installed(tmp_path)
    assert faults(folder) == "[]\n"
    (folder / "validators-0.35.0.dist-info").mkdir()
    (folder / "validators-0.35.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: validators\n"
    )
    assert "another distribution named validators is installed over this program" in faults(folder)


def test_a_package_that_is_missing(tmp_path: Path) -> None:
    folder = installed(tmp_path)
    shutil.rmtree(folder / "thai")
    assert "thai" in faults(folder)
