"""HTML that would keep a parser busy for hours, made harmless before it is parsed."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 500
"""Attributes of one tag; the parser compares each with all before it."""
_LONG_TAG = re.compile(r"<(/?[A-Za-z][^\s<>/]{0,100})([^<>]{4000,})")


def tame(text: str) -> str:
    """The text of a page; tags with more attributes than any page has lose all of them."""
    return _LONG_TAG.sub(_tamed, text)


def _tamed(tag: re.Match[str]) -> str:
    rest = tag[2]
    return f"<{tag[1]} " if max(rest.count("="), len(rest.split())) > MOST_ATTRIBUTES else tag[0]
