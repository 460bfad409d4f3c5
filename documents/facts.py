"""The facts of one document, whatever its format. Facts only: thresholds and verdicts live above.

All text has gone through `thai.text.normalise`; `Block.raw` keeps the verbatim words where the two differ, so
that a quote in a report is what stands in the document.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """A fact that never changes once it is extracted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What the bytes are, by their content."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODS = "ods"
    ODT = "odt"
    XLS = "xls"
    DOC = "doc"
    PPT = "ppt"
    PPTX = "pptx"
    ODP = "odp"
    RTF = "rtf"
    CSV = "csv"
    TEXT = "text"
    MAIL = "mail"
    """A message with its parts: an e-mail, or a saved page (MHTML)."""
    ARCHIVE = "archive"
    """ZIP or gzip: the documents inside it, one after the other."""
    IMAGE = "image"
    OTHER = "other"
    """Recognised or not, but nothing here reads it; `media_type` says what it seems to be."""


class Zone(StrEnum):
    """The part of a page that a block stands in."""

    MAIN = "main"
    MENU = "menu"
    FOOT = "foot"


class Shape(StrEnum):
    """What a block is in its document."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    """A paragraph, a list item, a line of a PDF page."""
    ROW = "row"
    """A table row, its cells joined with " | "."""
    ALT = "alt"
    """The alternative text of a picture: words about it, not words in it."""


class Block(Fact):
    """One run of text in reading order."""

    text: str
    shape: Shape = Shape.TEXT
    zone: Zone = Zone.MAIN
    level: int = 0
    """1 to 6 for headings, else 0."""
    page: int | None = None
    """From 1; None where the format has no pages. Sheets of a workbook count as pages."""
    links: int = 0
    """Letters of the block's text that are link text (a block of nothing but links speaks of other pages)."""
    raw: str | None = None
    ocr: int | None = None
    """Confidence in percent with which OCR read it from a picture; None for text that stands there as text."""


class PageHealth(Fact):
    """What one page (or the whole of a format without pages) holds, in counts."""

    letters: int = 0
    thai: int = 0
    """Thai consonants, vowels and marks."""
    latin: int = 0
    private_use: int = 0
    control: int = 0
    replacement: int = 0
    stop_words: int = 0
    """Occurrences of frequent Thai words in the text as extracted."""
    marks: int = 0
    """Thai vowels and tone marks that stand above or below, after normalising: near none in text that lost them."""
    tones: int = 0
    """Tone marks alone: some fonts lose these and keep the vowels."""
    rare: int = 0
    """Thai letters that sound text hardly holds (ฃ ฅ ฆ ฌ ฎ ฏ ฑ ฒ ฤ ฦ ฬ ฮ): frequent where a font's map is shifted."""
    pictures: int = 0
    repaired: int = 0
    """Places that `thai.text.normalise` mended by rule."""
    characters: int = 0
    """Visible characters of any kind, digits and punctuation included."""
    mended_stop_words: int = 0
    """`stop_words` counted again after `thai.text.normalise`."""
    unmended: int = 0
    """Private-use, control and replacement characters that are left after `thai.text.normalise`."""
    restored: int = 0
    """Letters where a lost or swapped ำ was put right by a list of words (`documents.sara_am`), after all counts."""
    sara_am: int = 0
    sara_aa: int = 0
    """ำ and า after normalising: sound text has many more of the second."""
    english: int = 0
    """Occurrences of frequent English words."""


class HiddenReason(StrEnum):
    """Why a page shows more in a browser than its HTML holds."""

    SHELL = "shell"
    """Hardly any content beside scripts: they draw the page."""
    MENU = "menu"
    """The only menu holds no links."""
    ITEMS = "items"
    """A list of the assessment's items, of which none has a link."""
    CONTROL = "control"
    """A tab, fold, button or row that opens what the HTML does not hold."""
    PLACE = "place"
    """A heading with nothing under it but a place that a script fills."""


class Hidden(Fact):
    """Something that only a browser shows."""

    reason: HiddenReason
    caption: str = ""
    """The words of the control, row or heading, normalised; "" where there are none."""


class Facts(Fact):
    """Everything that the program will ever know about one body."""

    kind: Kind
    media_type: str
    """By content, e.g. "application/pdf"; never what the server declared."""
    extractor: str
    """Name and version of the extractor: with the digest, the key of the cache."""
    title: str = ""
    """What the document calls itself (title element, document property), normalised."""
    pages: int | None = None
    blocks: tuple[Block, ...] = ()
    health: tuple[PageHealth, ...] = ()
    """One entry a page."""
    encrypted: bool = False
    corrupt: str = ""
    """Why it cannot be read, "" where it can."""
    empty: bool = False
    """No bytes, or a readable container with no content at all."""
    truncated: bool = False
    """More was there than the limits let through."""
    created: str = ""
    modified: str = ""
    author: str = ""
    encoding: str = ""
    forms: int = 0
    """Forms for visitors (text fields with a submit), menu search boxes left out."""
    password_field: bool = False
    scripts_only: bool = False
    """An HTML page whose body holds hardly any text beside its scripts."""
    hidden: tuple[Hidden, ...] = ()
    """What of an HTML page only a browser shows, in the order of the page."""
    notes: tuple[str, ...] = ()
