"""What a page asks of its visitor: forms, passwords, scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_TEXT_TYPES = frozenset(
    {"", "text", "email", "tel", "number", "date", "url", "datetime-local", "time", "month", "file"}
)
_SEARCH = re.compile(r"search|ค้นหา|\bsite:", re.I)
_SEARCH_FIELDS = frozenset(
    {"q", "s", "k", "kw", "key", "keyword", "keywords", "query", "search", "searchword", "txtsearch"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Forms for visitors, and whether any field takes a password."""

    forms: int
    password: bool


def read_forms(root: Any) -> Asked:
    """Counts the forms that take a visitor's words: no search boxes, no log-ins."""
    forms = sum(_is_for_visitors(form) for form in root.iter("form"))
    password = any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
    return Asked(forms, password)


def _is_for_visitors(form: Any) -> bool:
    inputs = list(form.iter("input"))
    types = [(field.get("type") or "").strip().lower() for field in inputs]
    if "password" in types or not _has_submit(form, types):
        return False
    fields = [field for field, kind in zip(inputs, types, strict=True) if kind in _TEXT_TYPES]
    fields += form.iter("textarea")
    return any(not _is_search(field) for field in fields) and not _is_search_form(form, len(fields))


def is_search_box(form: Any) -> bool:
    """Whether a form searches the site."""
    fields = [
        field for field in form.iter("input") if (field.get("type") or "").lower() in _TEXT_TYPES | {"search"}
    ]
    return bool(fields) and (_is_search_form(form, len(fields)) or all(_is_search(field) for field in fields))


def _has_submit(form: Any, types: list[str]) -> bool:
    buttons = any((button.get("type") or "submit").lower() == "submit" for button in form.iter("button"))
    return buttons or "submit" in types or "image" in types or "button" in types


def _is_search(field: Any) -> bool:
    return (field.get("name") or "").lower() in _SEARCH_FIELDS


def _is_search_form(form: Any, fields: int) -> bool:
    """A form that says it searches, with one field or two: a longer one with "search" in its name is a service."""
    words = " ".join(form.get(name) or "" for name in ("action", "class", "id", "role", "name", "aria-label"))
    placeholders = " ".join(field.get("placeholder") or "" for field in form.iter("input"))
    return fields <= 2 and bool(_SEARCH.search(words) or _SEARCH.search(placeholders))
