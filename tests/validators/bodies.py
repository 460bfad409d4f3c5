"""Files in every state that real ones are in: readable, scanned, locked, damaged."""

from __future__ import annotations

import io
import re

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.documents.making_documents import LATIN_NOISE, pdf, png

_ABOVE_AND_BELOW = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def words(html: str) -> str:
    """The text of some HTML, a line for each block."""
    return re.sub(r"(?:\s*\n\s*)+", "\n", re.sub(r"<[^>]+>", "\n", html)).strip()


def typed(*pages: str) -> bytes:
    """A PDF with a text layer, a page for each HTML text."""
    return pdf([words(page) for page in pages])


def scanned(pages: int = 2) -> bytes:
    """A PDF of pictures."""
    return pdf([""] * pages, dict.fromkeys(range(pages), 1))


def half_scanned(html: str) -> bytes:
    """A PDF with one page of text and one picture."""
    return pdf([words(html), ""], {1: 1})


def noise() -> bytes:
    """A scan with a text layer of Latin noise."""
    return pdf([LATIN_NOISE * 4], {0: 1})


def marks_lost(html: str) -> bytes:
    """A PDF whose text lost every mark above and below the letters."""
    return pdf([_ABOVE_AND_BELOW.sub("", words(html))])


def split_sara_am(html: str) -> bytes:
    """A PDF whose sara am comes out in two pieces: the normaliser joins them."""
    return pdf([words(html).replace("ำ", "\u0e4d\u0e32")])


def locked() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("s3cret", ownerPassword="0wner"))
    canvas.drawString(50, 800, "Plan 2568")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def torn() -> bytes:
    """A PDF that breaks off."""
    return b"%PDF-1.5\n1 0 obj\n<</Type/Catalog"


def picture() -> bytes:
    """A picture."""
    return png(800, 600)
