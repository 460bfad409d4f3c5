"""Walls against robots: how an answer shows that one gave it, and not the site. The signs are data (walls.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

PAGE_MARK = "challenge page"
"""What stands in a witness, after the status, where the sign was found on the page itself."""


def header_sign(status: int, headers: Mapping[str, str], certain: bool = False) -> str:
    """The sign of a wall in the headers of an answer, "" where there is none.

    Args:
        status: of the answer.
        headers: names in lower case.
        certain: only signs that no answer of the site itself can carry.

    Returns:
        A witness, as "403, cf-mitigated: challenge".
    """
    signs = _signs()
    sets = [signs["own_headers"]]
    if not certain and status in signs["front_statuses"]:
        sets.append(signs["front_headers"])
    for names in sets:
        for name, parts in names.items():
            value = headers.get(name)
            if value is not None and any(part in value.lower() for part in parts):
                return f"{status}, {name}: {value}" if value else f"{status}, {name}"
    return ""


def page_sign(status: int, body: bytes) -> str:
    """The sign of a wall on the page of an answer, "" where there is none."""
    signs = _signs()
    if status not in signs["page_statuses"] or len(body) > signs["page_largest"]:
        return ""
    found = next((phrase for phrase in signs["page_phrases"] if phrase.encode() in body), "")
    return f"{status}, {PAGE_MARK}: {found}" if found else ""


def sign_in(witness: str) -> str:
    """The part of a stored witness that tells of a wall's own page, "" where it tells of none."""
    start = witness.partition(",")[2].strip()
    return witness if start.startswith(PAGE_MARK) else ""


def login_sign(status: int, headers: Mapping[str, str]) -> str:
    """The header by which a file host asks for a login, with the status; "" where there is none."""
    name = next((name for name in _signs()["login_headers"] if name in headers), "")
    return f"{status}, {name}" if name else ""


def header_names() -> frozenset[str]:
    """The headers that are kept as evidence because they tell of walls and logins."""
    signs = _signs()
    return frozenset([*signs["own_headers"], *signs["front_headers"], *signs["login_headers"]])


@cache
def _signs() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("evidence").joinpath("walls.yaml").read_text("utf-8"))
    return loaded
