"""HTML: words with their shape and their part of the page, forms, and whether scripts hold the rest.

libxml2's parser is used as it is (no tree of its own is built on top), because a stored site of a thousand pages is
read in one go.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from documents.blocks import TEXT_CHARACTERS, Draft, clean, settle_page
from documents.facts import Facts, HiddenReason, Kind, PageHealth, Shape, Zone
from documents.hidden import find_hidden
from documents.html_forms import read_forms
from documents.html_plan import Plan, weigh
from documents.html_reader import Reader
from documents.html_tame import tame
from documents.html_zones import ZoneTeller
from evidence.encoding import decode_html

_LITTLE = 25
"""Fewer letters of content than this, and the page was perhaps taken for a menu by mistake."""
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT


def read_html(body: bytes, charset: str, extractor: str) -> Facts:
    """The facts of an HTML page; `charset` is what the server declared, "" if nothing."""
    text, encoding = decode_html(body, charset or None)
    text = tame(text)
    root, cut = _parse(text[:TEXT_CHARACTERS])
    if root is None:
        return Facts(
            kind=Kind.HTML,
            media_type="text/html",
            extractor=extractor,
            encoding=encoding,
            empty=True,
            health=(PageHealth(),),
        )
    plan = weigh(root)
    reader = _read(root, plan)
    title = _title(root)
    head = [Draft(title, Shape.TITLE)] if title else []
    blocks, health = settle_page([*head, *reader.drafts], pictures=reader.pictures)
    asked = read_forms(root)
    hidden = find_hidden(root)
    scripts_only = any(one.reason is HiddenReason.SHELL for one in hidden)
    return Facts(
        kind=Kind.HTML,
        media_type="text/html",
        extractor=extractor,
        title=clean(title),
        blocks=tuple(blocks),
        health=(health,),
        empty=not (reader.drafts or reader.pictures or reader.frames or scripts_only),
        truncated=cut or len(text) > TEXT_CHARACTERS,
        encoding=encoding,
        forms=asked.forms,
        password_field=asked.password,
        scripts_only=scripts_only,
        hidden=hidden,
    )


def _parse(text: str) -> tuple[Any, bool]:
    """The root element, None for a page without any, and whether the parser's limit of depth cut it."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, False
    return root, any(entry.type == _TOO_DEEP for entry in parser.error_log)


def _read(root: Any, plan: Plan) -> Reader:
    """A reading in which the content survives: names are not trusted where they leave none."""
    page = plan.of(root)
    reader = Reader(ZoneTeller(plan, page))
    reader.read(root)
    if _main_letters(reader) >= _LITTLE or reader.pictures or reader.frames:
        return reader
    trusting = Reader(ZoneTeller(plan, page, named=False))
    trusting.read(root)
    return trusting if _main_letters(trusting) > _main_letters(reader) else reader


def _main_letters(reader: Reader) -> int:
    return sum(len(draft.text) for draft in reader.drafts if draft.zone is Zone.MAIN)


def _title(root: Any) -> str:
    for element in root.iter("title"):
        if element.getparent() is not None and element.getparent().tag != "svg":
            return " ".join("".join(element.itertext()).split())
    return ""
