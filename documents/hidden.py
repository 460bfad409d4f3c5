"""What of a page only a browser shows: told from its HTML alone, so that a page goes to the browser only where it must.

Only pages with scripts are asked. What stands in the document, shown or folded, needs no browser; the same is true of
an address that a link names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from documents.blocks import clean
from documents.facts import Hidden, HiddenReason
from documents.hidden_controls import controls
from documents.hidden_items import unlinked_items
from documents.hidden_outline import Outline, outline_of
from documents.hidden_words import hidden_words

HARDLY_ANY = 60
"""Fewer letters than this on the page: it is drawn by its scripts."""
_LITTLE = 25
"""Fewer letters of content, beside menu and foot and headings, and a place to fill: the same."""
_APP_LETTERS = 200
_APP_IDS = frozenset({"root", "app", "__next", "__nuxt", "q-app", "app-root"})
_MENU_LINKS = 1
"""A link on the logo is no menu."""
MOST = 300
"""Hidden things of one page that are kept."""


def find_hidden(root: Any) -> tuple[Hidden, ...]:
    """What only a browser shows, in a fixed order; nothing for a page without scripts of its own.

    Args:
        root: a parsed page as an lxml element, scripts included; it is not changed.
    """
    if not _has_scripts(root):
        return ()
    outline = outline_of(root)
    if _is_shell(outline):
        return (Hidden(reason=HiddenReason.SHELL, caption=_title(root, outline)),)
    found = [*_menu(outline), *_items(outline), *_controls(outline), *_places(outline)]
    return tuple(dict.fromkeys(found))[:MOST]


def _has_scripts(root: Any) -> bool:
    """Whether a script may fill the page: no data block, no counter of visitors."""
    counters = hidden_words().counters
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        source = (script.get("src") or "").lower()
        if kind and "javascript" not in kind and kind != "module":
            continue
        if not any(word in source for word in counters):
            return True
    return False


def _is_shell(outline: Outline) -> bool:
    if outline.pictures or outline.frames:
        return False
    if outline.letters < HARDLY_ANY:
        return True
    empty_app = any(
        outline.is_empty(place) for id_ in _APP_IDS if (place := outline.ids.get(id_)) is not None
    )
    if empty_app and outline.letters < _APP_LETTERS:
        return True
    waiting = any(section.places or section.loading for section in outline.sections)
    return waiting and outline.main_letters < _LITTLE and not outline.main_links and not outline.asks


def _title(root: Any, outline: Outline) -> str:
    title = next((outline.text(element) for element in root.iter("title")), "")
    return clean(next((s.heading for s in outline.sections if s.heading), "") or title)


def _menu(outline: Outline) -> Iterator[Hidden]:
    """A menu without links, where no other menu of the page has any."""
    if outline.menu_links <= _MENU_LINKS and any(outline.links_in(menu) == 0 for menu in outline.menus):
        yield Hidden(reason=HiddenReason.MENU)


def _items(outline: Outline) -> Iterator[Hidden]:
    for line in unlinked_items(outline):
        yield Hidden(reason=HiddenReason.ITEMS, caption=clean(line))


def _controls(outline: Outline) -> Iterator[Hidden]:
    for caption in controls(outline):
        yield Hidden(reason=HiddenReason.CONTROL, caption=clean(caption))


def _places(outline: Outline) -> Iterator[Hidden]:
    """Headings with a place under them that says it is being filled, or with nothing but a place that a script fills."""
    for section in outline.sections:
        bare = (section.loading or section.places) and not section.letters and not section.things
        if section.waiting or (section.heading and bare):
            yield Hidden(reason=HiddenReason.PLACE, caption=clean(section.heading))
