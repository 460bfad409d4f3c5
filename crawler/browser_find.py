"""The browser of this machine: found, never downloaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

VARIABLE = "OIT_BROWSER"
"""The environment variable that names the browser's program."""
_VERSION = re.compile(r"((?:Google |Microsoft )?[A-Z][A-Za-z]+) (\d+\.\d+)")
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser that can be started."""

    path: str
    name: str
    """As it calls itself, with its version: "Chromium 156.0"."""


def find_browser() -> FoundBrowser | None:
    """The program that OIT_BROWSER names, else the first known one on PATH; None where there is none that starts."""
    named = os.environ.get(VARIABLE)
    for program in (named,) if named else browser_data()["programs"]:
        path = shutil.which(program)
        if path and (name := _name_of(path)):
            return FoundBrowser(path, name)
    return None


def _name_of(path: str) -> str:
    """What a browser calls itself, "" for what is none or does not start."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = _VERSION.search(told.stdout.decode("utf-8", "replace"))
    return f"{match[1]} {match[2]}" if match and told.returncode == 0 else ""


@cache
def browser_data() -> dict[str, Any]:
    """What browser.yaml holds: hosts of script libraries, names of programs."""
    loaded: dict[str, Any] = yaml.safe_load(files("crawler").joinpath("browser.yaml").read_text("utf-8"))
    return loaded


def is_root() -> bool:
    """Whether this process runs as root, where Chromium starts without its sandbox only."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
