"""Pictures of Thai text, and PDF files that hold nothing else: what an office's scanner makes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

FONT = files("fontpkg_sarabun") / "files" / "Sarabun-Regular.ttf"


def picture(lines: Sequence[str], *, size: int = 58, width: int = 2480, step: int = 130) -> Image.Image:
    """A grey page with a line of text for each line."""
    font = ImageFont.truetype(str(FONT), size)
    page = Image.new("L", (width, 200 + step * len(lines)), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((width // 12, 100 + step * number), line, font=font, fill=0)
    return page


def encoded(page: Image.Image, form: str = "PNG") -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    page.save(out, form)
    return out.getvalue()


def scan(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of pictures, one page for each list of lines."""
    first, *rest = [picture(lines) for lines in pages]
    out = io.BytesIO()
    first.save(out, "PDF", resolution=300, save_all=True, append_images=rest)
    return out.getvalue()
