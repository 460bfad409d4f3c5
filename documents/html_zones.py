"""Which part of its page an element opens: by tag and role, by name, by its links, by where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from documents.facts import Zone
from documents.html_forms import is_search_box
from documents.html_names import zone_by_names, zone_by_tag
from documents.html_plan import UNNAMED, Plan, Weight, is_link_list, is_menu_cell
from documents.words import words

_LISTS = words("ul ol div p dl table center section")
_COOKIES = re.compile(r"cookie|consent|gdpr", re.I)
_LITTLE = 80
"""With so many letters of content before it, an unnamed list of links is no menu at the head of the page."""
_END_SHARE = 0.9
_MOST = 0.5
_MUCH = 400


@dataclass(slots=True)
class Sofar:
    """What was read before an element."""

    letters: int = 0
    main: int = 0
    """Letters of content."""
    heads: int = 0
    """Headings of level 1 to 3 in the content."""


@dataclass(frozen=True, slots=True)
class ZoneTeller:
    """Tells the parts of one page. With `named` off it trusts tags and roles only."""

    plan: Plan
    page: Weight
    """What the whole page holds."""
    named: bool = True

    def tell(self, element: Any, names: str, around: tuple[Zone, bool], sofar: Sofar) -> Zone:
        """The part that an element belongs to.

        Args:
            element: an lxml element that begins a block.
            names: its class and id.
            around: the part it stands in, and whether something around it is the content by its own word.
            sofar: what was read before it.
        """
        zone, in_content = around
        tag, role = element.tag, element.get("role", "")
        if tag == "main" or role == "main":
            return Zone.MAIN
        if zone is not Zone.MAIN:
            return Zone.MAIN if self._is_page_title(element) else zone
        weight = self.plan.of(element)
        if weight.content:
            return zone
        told = zone_by_tag(tag, role, in_content)
        if told is None and self.named:
            told = self._by_name(tag, names, weight, in_content)
            if told is None and not in_content:
                told = self._by_place(element, weight, sofar)
        return told or zone

    def _is_page_title(self, element: Any) -> bool:
        """The only title of a page belongs to its content, also where the page head holds it."""
        if element.tag != "h1" or self.plan.titles != 1:
            return False
        return next(element.iterancestors("nav", "aside", "footer"), None) is None

    def _by_name(self, tag: str, names: str, weight: Weight, in_content: bool) -> Zone | None:
        told = None if tag in UNNAMED or names.isspace() else zone_by_names(names, in_content)
        if told is not Zone.MENU or _COOKIES.search(names):
            return told
        holds_files = weight.files * 2 > weight.links
        return None if holds_files or self._is_most(weight) else told

    def _is_most(self, weight: Weight) -> bool:
        """Whether an element holds so much of the page's plain words that it cannot be a mere menu."""
        return weight.plain >= _MUCH and weight.density < _MOST and weight.plain > _MOST * self.page.plain

    def _by_place(self, element: Any, weight: Weight, sofar: Sofar) -> Zone | None:
        match element.tag:
            case "address":
                at_end = sofar.letters >= _END_SHARE * self.page.letters and sofar.main >= _LITTLE
                return Zone.FOOT if at_end else None
            case "td":
                is_menu = is_menu_cell(self.plan, element)
            case "form":
                is_menu = weight.letters <= _LITTLE and is_search_box(element)
            case tag:
                is_menu = tag in _LISTS and self._is_head_menu(weight, sofar)
        return Zone.MENU if is_menu else None

    def _is_head_menu(self, weight: Weight, sofar: Sofar) -> bool:
        before_content = sofar.main < _LITTLE and sofar.heads == 0
        return before_content and is_link_list(weight) and self.page.heads > 0
