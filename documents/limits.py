"""Limits on what foreign bytes may make this program do."""

from __future__ import annotations

from typing import Final

PAGES: Final = 2_000
"""Pages of a PDF that are read."""
ROWS: Final = 5_000
"""Rows of a sheet or table file that are kept."""
LINES: Final = 50_000
"""Lines of plain text that are kept."""
COLUMNS: Final = 200
SHEETS: Final = 200
UNPACKED_BYTES: Final = 200_000_000
RATIO: Final = 200
MEMBERS: Final = 2_000
SECONDS: Final = 60.0
TEXT_BYTES: Final = 40_000_000
"""Output of a text tool that is read."""
PLACES_BYTES: Final = 100_000_000
"""Output of a tool that tells the place of each word."""
TOOL_BYTES: Final = 1 << 30
"""Memory of a program that is run on a document."""
BUNDLE_MEMBERS: Final = 200
"""Documents of an archive or a message that are read."""
BUNDLE_DEPTH: Final = 2
"""An archive in an archive is opened, one in that is not."""
BUNDLE_SECONDS: Final = 40.0
"""Time after which no further document of an archive is begun."""
OCR_PAGES: Final = 12
"""Pictures and pages of one document that OCR reads: the first ones and the last."""
OCR_SECONDS: Final = 90.0
"""Time of OCR for one document."""
OCR_PAGE_SECONDS: Final = 30.0
OCR_RUN_SECONDS: Final = 600.0
"""Time of OCR for one run."""
OCR_BYTES: Final = 20_000_000
OCR_PIXELS: Final = 40_000_000
"""A larger picture is not read by OCR."""


class DamagedError(Exception):
    """The bytes cannot be read; the message says why, in a few words for people."""


class LockedError(Exception):
    """The bytes cannot be read without a password."""
