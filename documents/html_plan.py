"""What a page is made of, before it is read: weights of its elements, layout tables, menus told by their links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from documents.blocks import count_letters
from documents.html_names import zone_by_names, zone_by_tag
from documents.words import words

SILENT = words(
    "script style template noscript svg head textarea select object iframe audio video canvas math"
)
"""Elements whose text no reader of the page sees as text."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNNAMED = words(
    "html body h1 h2 h3 h4 h5 h6 p a span b i strong em tr th caption label button img input main article"
)
"""Elements whose class says how they look, not what part of the page they are."""
_BLOCKS_IN_CELLS = words("p div ul ol table h1 h2 h3 h4 h5 h6 hr form section dl blockquote")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|ods|odt|csv|zip|rar|7z)(?:$|[?#])|download|drive\.google|docs\.google", re.I
)

MENU_LINKS = 4
"""So many links make an unnamed list at the top of a page a menu."""
MENU_DENSITY = 0.85
CELL_LINKS = 5
CELL_DENSITY = 0.8
LAYOUT_ROWS = 3
LAYOUT_BLOCKS = 3


@dataclass(slots=True)
class Weight:
    """What an element holds, its descendants included."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    files: int = 0
    heads: int = 0
    """Headings of level 1 to 3 that stand outside named menus and feet."""
    content: bool = False
    """A main element, or one with that role, is inside."""

    @property
    def density(self) -> float:
        """Share of the letters that are link text, 0 to 1."""
        return min(1.0, self.linked / self.letters) if self.letters else 0.0

    @property
    def plain(self) -> int:
        """Letters that are no link text."""
        return max(0, self.letters - self.linked)


@dataclass(slots=True)
class Plan:
    """Weights by element. Elements are kept, so that an element is the same object all along."""

    weights: dict[Any, Weight] = field(default_factory=dict)
    titles: int = 0
    """Headings of level 1 on the page."""

    def of(self, element: Any) -> Weight:
        """The weight of an element; an empty one for what was not weighed."""
        return self.weights.get(element, _NOTHING)


_NOTHING = Weight()


def weigh(root: Any) -> Plan:
    """The plan of a parsed page (an lxml element)."""
    plan = Plan()
    elements = list(_seen(root))
    for element in elements:
        plan.weights[element] = Weight(letters=count_letters(element.text or ""))
        plan.titles += element.tag == "h1"
    for element in reversed(elements):
        _close(plan, element)
    return plan


def _seen(root: Any) -> Iterable[Any]:
    hidden: set[Any] = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT or element.getparent() in hidden:
            hidden.add(element)
        else:
            yield element


def _close(plan: Plan, element: Any) -> None:
    """Adds an element, whose descendants have all been added to it, to its parent."""
    own = plan.weights[element]
    tag = element.tag
    if tag == "a" and element.get("href"):
        own.linked = own.letters
        own.links += 1
        own.files += bool(_FILE.search(element.get("href")))
    own.heads += HEADINGS.get(tag, 9) <= 3
    own.content = own.content or tag == "main" or element.get("role") == "main"
    parent = plan.weights.get(element.getparent())
    if parent is not None:
        parent.letters += own.letters + count_letters(element.tail or "")
        parent.linked += own.linked
        parent.links += own.links
        parent.files += own.files
        parent.heads += 0 if _is_named(element) else own.heads
        parent.content = parent.content or own.content


def names_of(element: Any) -> str:
    """Class and id of an element in one string, and the part that the page builder Elementor says it is."""
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('data-elementor-type', '')}"


def _is_named(element: Any) -> bool:
    tag, role = element.tag, element.get("role", "")
    return bool(
        zone_by_tag(tag, role, False) or (tag not in UNNAMED and zone_by_names(names_of(element), False))
    )


def is_link_list(weight: Weight) -> bool:
    """Whether an element is hardly more than links to other pages (links to files are content)."""
    return (
        weight.links >= MENU_LINKS
        and weight.density >= MENU_DENSITY
        and not weight.files
        and not weight.heads
    )


def is_menu_cell(plan: Plan, cell: Any) -> bool:
    """Whether a cell of a layout table is a menu: links to pages, beside a cell with more words."""
    weight = plan.of(cell)
    if weight.links < CELL_LINKS or weight.density < CELL_DENSITY or weight.files or weight.content:
        return False
    beside = (plan.of(other) for other in cell.getparent() if other is not cell)
    return any(
        other.plain > weight.plain and other.letters and other.density < CELL_DENSITY for other in beside
    )


def table_rows(table: Any) -> list[Any]:
    """The rows of a table itself, not those of tables inside it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def is_layout(table: Any) -> bool:
    """Whether a table arranges the page instead of holding data."""
    rows = table_rows(table)
    cells = [cell for row in rows for cell in row if cell.tag in {"td", "th"}]
    if table.get("role") in {"presentation", "none"} or len(cells) <= 1:
        return True
    if any(cell.tag == "th" for cell in cells):
        return False
    if table.find(".//table") is not None:
        return True
    return len(rows) <= LAYOUT_ROWS and any(_blocks(cell) >= LAYOUT_BLOCKS for cell in cells)


def _blocks(cell: Any) -> int:
    return sum(element.tag in _BLOCKS_IN_CELLS for element in cell.iter() if element is not cell)
