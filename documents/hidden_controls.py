"""Controls whose content is not in the document: tabs, folds, buttons, rows that call a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from documents.hidden_outline import Outline, has_target, is_pane, names_in
from documents.hidden_words import hidden_words, parts_of, squeezed

_REFERENCES = ("data-bs-target", "data-target", "aria-controls", "data-tab", "href")
_FETCHES = (
    "hx-get",
    "data-hx-get",
    "data-url",
    "data-href",
    "data-remote",
    "data-ajax",
    "data-load",
    "data-source",
)
_HANDLERS = ("onclick", "@click", "v-on:click", "x-on:click", "ng-click", "(click)")
_TOGGLES = frozenset({"tab", "pill", "collapse", "list"})
_TOGGLE_NAMES = frozenset({"tab", "tabs", "accordion", "collapsed", "collapsible", "fold", "toggle", "pill"})
_GOES = re.compile(
    r"location|window\.open\(\s*[\"'][^\"']+[\"']|history\.|return false;?$|print\(|close\(|^alert", re.I
)
_CALL = re.compile(r"([\w$.]+)\s*\(([^)]*)\)")
_QUOTED = re.compile(r"[\"']#?([^\"']+)[\"']")
_LONGEST = 200
_SHORT_MORE = 30
_FEW = 2
"""So many calls of one function with different arguments are a list."""


def controls(outline: Outline) -> Iterator[str]:
    """The captions of the controls that open what the document does not hold, in its order."""
    calls = _lists_of_calls(outline)
    for element, in_content, heading in outline.candidates:
        if _hides(outline, element, in_content, calls):
            yield _caption(outline, element, heading)


def _hides(outline: Outline, element: Any, in_content: bool, calls: set[str]) -> bool:
    if _is_route(element):
        return True
    if not in_content or (element.tag == "a" and has_target(element)) or _is_idle(outline, element):
        return False
    if element.tag == "details":
        return _is_bare_fold(outline, element)
    if is_pane(element):
        return outline.is_empty(element) and element.tag != "body"
    reference = _reference(outline, element)
    if reference is not None:
        return outline.is_empty(reference)
    return (
        _lacks_target(outline, element)
        or _fetches(element)
        or _called(element) in calls
        or (_brings_more(outline, element) and not _opens_next(outline, element))
    )


def _is_route(element: Any) -> bool:
    """A route of a page that scripts draw (`#/plan`)."""
    return element.tag == "a" and (element.get("href") or "").startswith(("#/", "#!"))


def _is_idle(outline: Outline, element: Any) -> bool:
    """Whether a control shows no content: a search, a share, a form's button."""
    words = hidden_words()
    names = names_in(element) | parts_of(_handler(element)) | parts_of(element.get("data-toggle") or "")
    names |= parts_of(element.get("data-bs-toggle") or "")
    if names & words.idle_names:
        return True
    if element.tag == "button" and _in_form(element):
        return True
    return squeezed(outline.text(element)) in words.idle_words


def _in_form(element: Any) -> bool:
    return next(element.iterancestors("form"), None) is not None


def _is_bare_fold(outline: Outline, details: Any) -> bool:
    rest = [child for child in details if child.tag != "summary"]
    loose = "".join(child.tail or "" for child in details).strip()
    return not loose and all(outline.is_empty(child) for child in rest)


def _toggles(element: Any) -> bool:
    kind = (element.get("data-toggle") or element.get("data-bs-toggle") or "").lower()
    named = bool(names_in(element) & _TOGGLE_NAMES)
    return (
        kind in _TOGGLES or element.get("role") == "tab" or named or element.get("aria-controls") is not None
    )


def _reference(outline: Outline, element: Any) -> Any:
    """The part of the document that a control shows, None where it names none that is there."""
    for name in _REFERENCES:
        value = (element.get(name) or "").strip().lstrip("#.")
        if value and (found := outline.ids.get(value)) is not None and found is not element:
            return found
    for value in _QUOTED.findall(_handler(element)):
        if (found := outline.ids.get(value)) is not None:
            return found
    return None


def _lacks_target(outline: Outline, element: Any) -> bool:
    """A tab or fold that names a part of the document which is not there."""
    if not _toggles(element):
        return False
    values = [(element.get(name) or "").strip() for name in _REFERENCES]
    named = [value.lstrip("#.") for value in values if value and value != "#" and "/" not in value]
    return bool(named) and not any(_is_named(outline, element, value) for value in named)


def _is_named(outline: Outline, control: Any, value: str) -> bool:
    """Whether another element answers to a name by a class or an attribute of its own."""
    for element in outline.root.iter("div", "section", "ul", "article", "table", "dd"):
        if element is not control and value in " ".join(element.attrib.values()).split():
            return not outline.is_empty(element)
    return False


def _fetches(element: Any) -> bool:
    """A control with an address that a script is to fetch into the page."""
    if element.tag not in ("button", "a", "summary", "li", "h2", "h3", "h4", "tr") and element.get(
        "role"
    ) not in ("tab", "button"):
        return False
    values = [element.get(name) or "" for name in _FETCHES]
    return any(
        value and not value.startswith(("#", "http://", "https://", "//", "data:")) for value in values
    )


def _handler(element: Any) -> str:
    found = next((element.get(name) for name in _HANDLERS if element.get(name)), "") or ""
    href = (element.get("href") or "").strip()
    return found or (href[11:] if href.lower().startswith("javascript:") else "")


def _called(element: Any) -> str:
    """The name of the function that a control calls with arguments, "" for what goes elsewhere by itself."""
    handler = _handler(element)
    call = _CALL.search(handler)
    return call[1] if call and call[2].strip() and not _GOES.search(handler) else ""


def _lists_of_calls(outline: Outline) -> set[str]:
    """Functions that several controls of the content call with different arguments."""
    arguments: dict[str, set[str]] = {}
    for element, in_content, _ in outline.candidates:
        name = _called(element) if in_content else ""
        if name and not _is_idle(outline, element) and not _is_at_hand(outline, element):
            arguments.setdefault(name, set()).add(_handler(element))
    return {name for name, handlers in arguments.items() if len(handlers) >= _FEW}


def _is_at_hand(outline: Outline, element: Any) -> bool:
    """Whether the document holds what a control shows."""
    return _reference(outline, element) is not None or _opens_next(outline, element)


def _opens_next(outline: Outline, element: Any) -> bool:
    """Whether the block after a control holds what it shows."""
    after = element.getnext()
    if after is None or after.tag in ("li", "tr", "td", "button", "a", "br", "span"):
        return False
    return after.tag == "div" and not outline.is_empty(after) and not _handler(after)


def _brings_more(outline: Outline, element: Any) -> bool:
    if element.tag not in ("a", "button") and element.get("role") != "button":
        return False
    said = squeezed(outline.text(element))
    return len(said) <= _SHORT_MORE and said in hidden_words().more


def _caption(outline: Outline, element: Any, heading: str) -> str:
    """The words of a control; where they name nothing, its row's or list item's; else the heading above."""
    said = outline.text(element)
    if element.tag == "details":
        said = next((outline.text(child) for child in element if child.tag == "summary"), "")
    elif is_pane(element):
        said = _of_pane(outline, element)
    words = hidden_words()
    if squeezed(said) and squeezed(said) not in words.generic | words.more:
        return said[:_LONGEST]
    around = next(element.iterancestors("tr", "li", "dd", "p"), None)
    row = outline.text(around).removesuffix(said).strip() if around is not None else ""
    return (row or heading or said)[:_LONGEST]


def _of_pane(outline: Outline, pane: Any) -> str:
    """The words of the control that shows an empty pane, else of what stands before it."""
    name = pane.get("id")
    for element, _, _ in outline.candidates if name else ():
        if any((element.get(attribute) or "").lstrip("#") == name for attribute in _REFERENCES):
            return outline.text(element)
    before = pane.getprevious()
    return outline.text(before) if before is not None else ""
