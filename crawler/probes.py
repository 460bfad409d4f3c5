"""The one request for an address on another host: of a file that a service keeps, the form in which the service gives it out.

A page of Google Drive or Docs is a program that shows the file; its public download form is the file itself where anybody
may have it, and a log-in where not. The page's own link stays the evidence.
"""

from __future__ import annotations

import re

_FORMS = (
    (re.compile(r"https?://drive\.google\.com/file/d/([\w-]{10,})(?:/(?:view|preview|edit)?)?(?:\?.*)?"), "drive"),
    (re.compile(r"https?://drive\.google\.com/(?:open|uc)\?(?:.*&)?id=([\w-]{10,})(?:&.*)?"), "drive"),
    (re.compile(r"https?://docs\.google\.com/document/d/([\w-]{10,})(?:/(?:edit|view|preview))?(?:\?.*)?"), "document"),
    (re.compile(r"https?://docs\.google\.com/spreadsheets/d/([\w-]{10,})(?:/(?:edit|view|preview))?(?:\?.*)?"), "spreadsheets"),
    (re.compile(r"https?://docs\.google\.com/presentation/d/([\w-]{10,})(?:/(?:edit|view|preview))?(?:\?.*)?"), "presentation"),
)  # fmt: skip
_ASKED = {
    "drive": "https://drive.google.com/uc?export=download&id={}",
    "document": "https://docs.google.com/document/d/{}/export?format=docx",
    "spreadsheets": "https://docs.google.com/spreadsheets/d/{}/export?format=xlsx",
    "presentation": "https://docs.google.com/presentation/d/{}/export/pdf",
}


def asked_as(url: str) -> str:
    """The address that is requested in the stead of a canonical one; itself for most."""
    for pattern, kind in _FORMS:
        match = pattern.fullmatch(url)
        if match:
            return _ASKED[kind].format(match[1])
    return url
