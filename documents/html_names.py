"""Which part of a page an element is, told by its tag, role, class and id.

A class or id counts only when every word of it belongs to the vocabulary below: "main-menu" is a menu, "page-header"
and "elementor-widget-container" are not, and neither is "has-sidebar".
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from documents.facts import Zone
from documents.words import words

_MENU = words("""menu menus mainmenu topmenu submenu sidemenu leftmenu rightmenu megamenu nav navs navi navbar topnav mainnav sidenav
    subnav navigation sidebar sidebars topbar breadcrumb breadcrumbs crumbs pathway pagination pager pagenavi counter
    counters visitor visitors hitcounter cookie cookies consent gdpr widget widgets toolbar offcanvas skiplink skiplinks
    social socials share related recent popular latest hotlink hotlinks aside search searchbox""")
_HEAD = words("header headers headerwrap masthead banner banners")
_FOOT = words("footer footers foot sitefooter footerwrap copyright copyrights colophon")
_WITH = words("""main top bottom left right side sub site web primary secondary tertiary global mega mobile desktop sticky fixed
    fluid dark light expand lg md sm xs xl wrapper wrap container inner outer area bar list links link group col column bg
    color default horizontal vertical toggle collapse holder region news posts post articles entries policy notice popup
    alert hit online user stat stats statistic statistics total today view views quick icons logo brand head first second third one two three a b c ul new home
    box block module mod moduletable th en""")
"""Words that say where or how, not what: no name is a menu or a foot by them alone."""
_CONTENT_FIRST = words("page content contents home post news article list group col column")
"""A name that begins so speaks of the content: "page-header", "content-menu", "news-latest"."""
_BOXES = words("box card panel modal block module section item widget")
"""The head or foot of one of these is a part of the content."""
_CONTENT_NAMES = words("""content contents main-content maincontent page-content entry-content post-content article-content content-area
    article entry post""")
_ALWAYS = words("breadcrumb breadcrumbs pagination cookie cookies consent gdpr")
"""Words that leave no doubt, whatever stands beside them."""
_NOT_MENUS = re.compile(r"\bnav-(?:tabs|pills|item|link)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[-_:.\s]+")
_DIGITS = re.compile(r"\d+$")

_TAGS = {"nav": Zone.MENU, "aside": Zone.MENU, "menu": Zone.MENU, "header": Zone.MENU, "footer": Zone.FOOT}
_ROLES = {
    "navigation": Zone.MENU,
    "complementary": Zone.MENU,
    "menu": Zone.MENU,
    "menubar": Zone.MENU,
    "search": Zone.MENU,
    "banner": Zone.MENU,
    "contentinfo": Zone.FOOT,
}
_BELONGING = frozenset({"header", "footer"})


def zone_by_tag(tag: str, role: str, in_content: bool) -> Zone | None:
    """The part that the tag or role names; None where it names none. A header inside the content belongs to it."""
    if in_content and tag in _BELONGING and role not in _ROLES:
        return None
    return _ROLES.get(role) or _TAGS.get(tag)


def opens_content(tag: str, role: str, names: str) -> bool:
    """Whether the element holds the content of the page by its own word."""
    return (
        tag in {"main", "article"}
        or role == "main"
        or any(name in _CONTENT_NAMES for name in names.lower().split())
    )


@lru_cache(maxsize=4096)
def zone_by_names(names: str, in_content: bool) -> Zone | None:
    """The part that a class or id attribute names; None where it names none, or the content."""
    if _NOT_MENUS.search(names):
        return None
    zones = [_zone_by_name(name, in_content) for name in names.split()]
    return Zone.FOOT if Zone.FOOT in zones else Zone.MENU if Zone.MENU in zones else None


def _zone_by_name(name: str, in_content: bool) -> Zone | None:
    parts = [_DIGITS.sub("", part) for part in _SPLIT.split(_CAMEL.sub("-", name).lower())]
    parts = [part for part in parts if part]
    if any(part in _ALWAYS for part in parts):
        return Zone.MENU
    if not parts:
        return None
    told = _MENU if in_content or parts[0] in _BOXES else _MENU | _HEAD | _FOOT
    if parts[0] in _CONTENT_FIRST or not all(part in told or part in _WITH for part in parts):
        return None
    # "top-bar" is "topbar".
    parts += ["".join(pair) for pair in pairwise(parts)]
    if any(part in _FOOT and part in told for part in parts):
        return Zone.FOOT
    return Zone.MENU if any(part in told for part in parts) else None
