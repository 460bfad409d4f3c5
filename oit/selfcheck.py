"""Are the packages that will be imported this program's own?

The package index has a popular distribution `validators`; installed beside this program it would be imported in the
place of ours, or overwrite it, without a word. This module imports nothing of the program.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path

PACKAGES = ("checklist", "crawler", "documents", "evidence", "oit", "reports", "thai", "validators")
ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds all packages of this program."""


def foreign_packages(root: Path = ROOT) -> list[str]:
    """A line for every package that is not ours; an empty list where all is well.

    `root` is the folder that our packages lie in. Nothing is imported: the import system is only asked where it would
    look, which takes a few milliseconds.
    """
    return [fault for name in PACKAGES if (fault := _fault(name, root))]


def _fault(name: str, root: Path) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return f"the package {name} of this program is missing: install oit again"
    found = Path(spec.origin).resolve().parent
    if found != root / name:
        return (
            f"the package {name} in {found} is not this program's (which is in {root / name}): "
            f"run `pip uninstall {name}`, or install oit into an environment of its own"
        )
    if any(importlib.metadata.distributions(name=name, path=[str(root)])) and name != "oit":
        return (
            f"another distribution named {name} is installed over this program in {root}: "
            f"run `pip uninstall {name}` and install oit again"
        )
    return ""
