"""Text of a PDF by poppler's `pdftotext -raw`, as a child process with limits.

Of the readers measured on Thai files it is the only one that got every letter of Chrome-printed pages right.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from documents import limits, tools

_TOOL = "pdftotext"
_OPTIONS = ("-raw", "-q", "-enc", "UTF-8")


@dataclass(frozen=True, slots=True)
class PagesText:
    """What the tool gave."""

    pages: list[str] | None
    """Text by page; None where there is no tool or it could not open the file."""
    truncated: bool = False
    note: str = ""


def read_pages(body: bytes, seconds: float = limits.SECONDS) -> PagesText:
    """Text of each page of a PDF. Never raises for bad bytes."""
    tool = shutil.which(_TOOL)
    if tool is None:
        return PagesText(None, note="pdftotext is not installed: text by the second reader")
    command = [tool, *_OPTIONS, "-l", str(limits.PAGES), "-", "-"]
    answer = tools.run(command, body, seconds=seconds)
    pages = answer.output.decode("utf-8", "replace").split("\f")[:-1]
    if answer.stopped:
        return PagesText(pages, truncated=True, note="pdftotext was stopped at its limit")
    if answer.status != 0 and not pages:
        return PagesText(None, note=f"pdftotext gave up with status {answer.status}")
    return PagesText(pages)


def read_places(body: bytes, first: int, last: int, seconds: float = limits.SECONDS) -> str:
    """The words of some pages (from 1) with their places, as XHTML, in the order of `read_pages`; "" without any."""
    tool = shutil.which(_TOOL)
    if tool is None:
        return ""
    command = [tool, *_OPTIONS, "-bbox", "-f", str(first), "-l", str(last), "-", "-"]
    answer = tools.run(command, body, seconds=seconds, most=limits.PLACES_BYTES)
    return "" if answer.stopped else answer.output.decode("utf-8", "replace")
