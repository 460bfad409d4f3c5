"""The shape of a checklist. Years are relative: N is the assessed fiscal year (Buddhist era).

Every model refuses unknown keys, so that a misspelt key in a rule is an error and never a rule that is silently
ignored.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]+\d+$")]
Phrase = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Phrases = tuple[Phrase, ...]


class Rule(BaseModel):
    """A piece of a rule: frozen, and no key but those it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(StrEnum):
    """What stretch of time an element must cover (domain table 1.3)."""

    PLAN = "plan"
    """Fiscal year N."""
    RANGE = "range"
    """A plan whose years contain N."""
    REPORT = "report"
    """Fiscal year N-1."""
    HALF_YEAR = "half-year"
    """1 October N-1 to 31 March N."""
    REPORT_AND_HALF = "report+half-year"
    REPORT_OR_HALF = "report|half-year"
    MONTHS = "months"
    """Each month October to March of N."""
    CURRENT = "current"
    """In force on the day; a missing date is no fault."""
    DATED = "dated"
    """Items dated within N (news)."""


class Format(StrEnum):
    """The form that the evidence must have (domain table 1.3)."""

    TABLE = "table"
    DOCUMENT = "document"
    ANNOUNCEMENT = "announcement"
    WEB = "web"


class Confidence(StrEnum):
    """How sure the element list is."""

    DISTRICT = "district"
    """Sourced for district offices."""
    POLICE = "police"
    NATIONAL = "national"
    INFERRED = "inferred"


class Measure(StrEnum):
    """What can be counted in a text."""

    AMOUNTS = "amounts"
    """Numbers that look like figures of a table or money."""
    PEOPLE = "people"
    """Names with a title (นาย, นาง, …)."""
    PHONES = "phones"
    EMAILS = "emails"
    DATES = "dates"
    FORMS = "forms"
    """Forms for visitors on the page, or links to an online form."""
    LATIN_WORDS = "latin_words"
    ROWS = "rows"


class Text(Rule):
    """Words for people in two languages."""

    th: str
    en: str


class Group(Rule):
    """One thing that content of the right kind speaks of."""

    any: Phrases = ()
    """Any of these phrases; each counts once."""
    least: int = 1
    """How many different phrases of `any` (or how much of `measure`) there must be."""
    measure: Measure | None = None
    must: bool = False
    """Without this group nothing else helps."""


class Content(Rule):
    """What tells the content itself from a text that only names it."""

    need: int = 1
    """How many of the groups must be met."""
    groups: tuple[Group, ...] = ()


class Part(Rule):
    """One member of a set that must be complete."""

    id: Slug
    title: Text
    words: Phrases


class Statement(Rule):
    """A sentence that stands in place of content: "there was none"."""

    any: Phrases


class Element(Rule):
    """One part of an item that must (or may) be there."""

    id: Slug
    title: Text
    required: bool = True
    units: tuple[Slug, ...] = ()
    """Where they differ from the item's."""
    period: Period
    format: Format
    names: Phrases
    """What captions, titles, link texts and file names call it: enough to take a text for it, with content."""
    hints: Phrases = ()
    """Words that support a name and never stand for it: short names, item names that cover several elements."""
    needs: Phrases = ()
    """Where given, a caption counts only with one of these words in it or in the content (the one telling word)."""
    reject: Phrases = ()
    """Near misses: a caption with one of these is something else, unless the longer name is there too."""
    accepts: tuple[Slug, ...] = ()
    """Genres that would otherwise rule a text out (news, law, …) and are right here."""
    content: Content = Content()
    none_statement: Statement | None = None
    parts: tuple[Part, ...] | Slug = ()
    """The set that must be complete: given here, or the name of one of the checklist's sets."""
    parts_warn: bool = False
    """True where an incomplete set is a warning only."""
    outside: bool = False
    """Evidence on another host is right here, as long as the link stands on the site."""
    service: bool = False
    """A system that must answer, not a text: the page that describes it is the evidence, its link must be alive."""
    about: Phrases = ()
    """Words in front of a year that say which year the content is about, whatever year the title gives."""
    stale_warn: bool = False
    """An old date is a warning only (domain table 1.3, "(warn)")."""
    stale_after: int | None = None
    """For content in force: a date in a fiscal year before N minus this is out of date; None where age is no fault."""
    signed: bool = False
    """Signed by the director in office: another signer makes it out of date where the director is known."""
    one_source: bool = False
    """True where one document must hold the whole set; else all sources together may."""
    links_are_content: bool = False
    """True where a list of links is itself the content (services, manuals by unit)."""
    act: Text
    """What mends it, as an order to the unit."""
    source: str
    confidence: Confidence


class Lineage(Rule):
    """The number that an item had under an earlier list."""

    year: int
    code: Code
    name: str = ""
    note: str = ""


class Item(Rule):
    """One item of the assessment."""

    code: Code
    title: Text
    variants: Phrases = ()
    """Other forms of the item's name: short forms, older names, misspellings."""
    indicator: str
    units: tuple[Slug, ...]
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]
    was: tuple[Lineage, ...] = ()
    source: str
    note: str = ""


class Unit(Rule):
    """A unit of the office that owns items."""

    id: Slug
    name: str
    short: Phrases = ()


class Indicator(Rule):
    """A sub-indicator, or an indicator, with all names it is printed under."""

    id: str
    names: tuple[str, ...]


class Source(Rule):
    """Where a rule comes from."""

    id: str
    title: str


class Profile(Rule):
    """A whole checklist for one kind of body, from one fiscal year until its numbering changes."""

    id: Slug
    title: Text
    fiscal_year: int
    """The year that the rules were written for."""
    serves: tuple[int, ...]
    """The fiscal years that these rules are used for."""
    body: str
    """What the body's name begins with: สำนักงานเขต."""
    units: tuple[Unit, ...]
    indicators: tuple[Indicator, ...]
    sets: dict[Slug, tuple[Part, ...]] = {}
    sources: tuple[Source, ...]
    items: tuple[Item, ...] = ()
    lineage: dict[int, str] = {}
    """Earlier lists and what is known of them."""

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return next((item for item in self.items if item.code == code), None)

    def parts_of(self, element: Element) -> tuple[Part, ...]:
        """The members of the set that an element must cover; () where it has none."""
        return self.sets[element.parts] if isinstance(element.parts, str) else element.parts


class Genre(Rule):
    """A kind of text that names items without being evidence for them."""

    id: Slug
    title: Text
    captions: Phrases
    """Words of a title or first line that make a text one of this kind."""
    body: Phrases = ()
    """Words of the body; `least` of them make it one of this kind too."""
    least: int = 3
    unless: Phrases = ()
    """Words of a title that make it another kind after all."""
    yields: bool = False
    """True where content that is there in full counts all the same (a memo with the plan behind it)."""


class FileService(Rule):
    """A service that shows other people's files: what it is called, and the addresses by which it is known."""

    title: Text
    hosts: tuple[str, ...]
    path: str = ""
    """Part of the address that tells this kind from the service's others."""


class Words(Rule):
    """Word lists that belong to no single item."""

    genres: tuple[Genre, ...]
    placeholders: Phrases
    login: Phrases
    access_requests: Phrases
    """What hosts of files say where a file is not shared with everyone."""
    login_paths: tuple[str, ...]
    """Last segments, without extension, of addresses to which one is sent to log in."""
    challenge: Phrases
    not_found: Phrases
    not_found_paths: tuple[str, ...]
    """The same for addresses to which one is sent from what is not there."""
    frame: Phrases
    """Words of a page's frame (counter, ticker, copyright): a date beside one says nothing of the content."""
    item_lists: Phrases
    """What links to the list of all items are called."""
    social: tuple[str, ...]
    """Hosts of social networks."""
    file_hosts: tuple[str, ...]
    file_services: tuple[FileService, ...]
    """What stands behind such links, the special kinds first. What it shows is read only where it gives the file out."""
    form_hosts: tuple[str, ...]
    """Services that keep forms for others."""
    login_hosts: tuple[str, ...]
    needs_browser: str
    """What is said of something that only a browser shows, where none showed it."""
    staging: tuple[str, ...]
    """Beginnings of host names of test systems."""
    other_bodies: Phrases
    """Beginnings of names of bodies that are not district offices."""
    districts: Phrases
    """Names of district offices, to tell another one from ours."""
    generic_after_body: Phrases
    """Words after สำนักงานเขต that make it "the district office" in general and not a name."""
