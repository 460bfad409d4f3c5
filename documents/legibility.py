"""Can a machine read a document? A pure function of its facts, with every threshold named here.

Measured on public documents of Thai bodies: sound text has 44 to 110 stop words in 1,000 Thai letters (20 on title
pages and in tables), 12 to 23 marks in 100, and hardly a private-use or replacement character.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, StrEnum, auto

from documents.facts import Facts, Kind, PageHealth


class Legibility(StrEnum):
    """What a machine can make of a document."""

    READABLE = "readable"
    """The text comes out right, or the normaliser restores it fully."""
    DEGRADED = "degraded"
    """Thai is recognisable but letters are lost or swapped, or some pages are only pictures."""
    UNREADABLE = "unreadable"
    """No legible text on most pages; encrypted, corrupt or empty."""
    NOT_TEXT = "not_text"
    """Not a text in any format known here: a picture, an archive, a page that only scripts fill."""


class PageState(Enum):
    """What one page is."""

    BLANK = auto()
    PICTURE = auto()
    NOISE = auto()
    """There is a text layer, but no words in it."""
    DAMAGED = auto()
    LEGIBLE = auto()


PAGE_CHARACTERS = 25
"""A page with fewer visible characters has no text."""
MOST_PAGES = 2 / 3
"""So large a share of pages without legible text makes a document unreadable."""
SOME_PAGES = 0.1
"""So large a share of damaged or illegible pages makes it degraded: one picture on the cover of a manual does not."""
FIGURES = 0.3
"""With fewer letters than this share of its characters a page is a table of figures."""
THAI_PAGE = 0.2
"""Share of letters that are Thai, from which a page is judged as Thai."""
BROKEN = 0.25
"""Share of private-use, control and replacement characters from which nothing can be read."""
FLAWED = 0.005
"""The same share from which words are damaged."""
DAMAGED_BEYOND_RULES = 0.05
"""The same share from which words are found better in the picture of the page."""
RARE_LETTERS = 60
RARE_SHARE = 0.06
"""More rare letters in so many Thai ones are noise: prose has 1 in 100, names 2, a shifted font 10 and more."""
DOUBTFUL_SHARE = 0.03
THAI_STOP_WORDS = 8.0
"""So many rare letters, and fewer stop words in 1,000 letters, are damage; lists of names have few of either."""
MARKS_LETTERS = 60
MARKS_SHARE = 0.02
"""Fewer marks in so many Thai letters: all of them were lost."""
TONES_LETTERS = 300
TONES_SHARE = 0.005
PROSE_STOP_WORDS = 20.0
"""Sound prose has 3 to 8 tone marks in 100 letters. Names may have none, so only text with stop words is asked."""
SARA_LETTERS = 8
"""So many ำ, and more of them than า, are ำ in place of า."""
LATIN_LETTERS = 100
"""A shorter page in Latin letters (an address, a name) is not judged by its words."""
SOME_THAI = 8
"""So many Thai letters on such a page show that letters come out right: what scanners take Thai for has none."""
ENGLISH_STOP_WORDS = 15.0
"""In 1,000 Latin letters; English has 40 and more, noise under 5."""


def legibility(facts: Facts) -> Legibility:
    """How readable a document is to a machine, by the contract's readability row."""
    if facts.encrypted or facts.corrupt:
        return Legibility.UNREADABLE
    if facts.kind in {Kind.IMAGE, Kind.OTHER} and not facts.empty:
        return Legibility.NOT_TEXT
    if facts.kind in {Kind.ARCHIVE, Kind.MAIL} and not (facts.health or facts.empty):
        return Legibility.NOT_TEXT
    if facts.kind is Kind.HTML and _shows_nothing_itself(facts):
        return Legibility.NOT_TEXT
    return Legibility.UNREADABLE if facts.empty else _of_pages(facts.health)


def _shows_nothing_itself(facts: Facts) -> bool:
    """A page that scripts fill, or that is a frame around another address."""
    bare = not any(page.characters or page.pictures for page in facts.health)
    return facts.scripts_only or (bare and not facts.empty)


def _of_pages(health: Sequence[PageHealth]) -> Legibility:
    states = [state for page in health if (state := page_state(page)) is not PageState.BLANK]
    if not states:
        return Legibility.READABLE if any(page.characters for page in health) else Legibility.UNREADABLE
    illegible = sum(state in {PageState.PICTURE, PageState.NOISE} for state in states) / len(states)
    damaged = states.count(PageState.DAMAGED) / len(states)
    if illegible >= MOST_PAGES:
        return Legibility.UNREADABLE
    flawed = illegible >= SOME_PAGES or damaged >= SOME_PAGES or _is_flawed(health)
    return Legibility.DEGRADED if flawed else Legibility.READABLE


def _is_flawed(health: Sequence[PageHealth]) -> bool:
    """Broken characters, spread so thinly that no single page is bad."""
    characters = sum(page.characters for page in health)
    return sum(page.unmended for page in health) >= FLAWED * max(1, characters)


def page_state(page: PageHealth) -> PageState:
    """What one page is, by its counts."""
    if page.characters < PAGE_CHARACTERS:
        return PageState.PICTURE if page.pictures else PageState.BLANK
    if page.unmended >= BROKEN * page.characters:
        return PageState.NOISE
    if page.letters < FIGURES * page.characters:
        return PageState.DAMAGED if _has_flaws(page) else PageState.LEGIBLE
    if page.thai >= THAI_PAGE * page.letters:
        return _thai_page(page)
    return _foreign_page(page)


def wants_ocr(page: PageHealth) -> bool:
    """Whether the words of a page are better read from its picture: it has none, or more broken than rules mend."""
    state = page_state(page)
    if state is PageState.DAMAGED:
        return page.unmended >= DAMAGED_BEYOND_RULES * page.characters
    return state in {PageState.PICTURE, PageState.NOISE}


def _has_flaws(page: PageHealth) -> bool:
    return page.unmended >= FLAWED * page.characters and page.unmended > 1


def _thai_page(page: PageHealth) -> PageState:
    if page.thai >= RARE_LETTERS and page.rare >= RARE_SHARE * page.thai:
        return PageState.NOISE
    lost_marks = page.thai >= MARKS_LETTERS and page.marks < MARKS_SHARE * page.thai
    prose = page.mended_stop_words * 1000 >= PROSE_STOP_WORDS * page.thai
    lost_tones = prose and page.thai >= TONES_LETTERS and page.tones < TONES_SHARE * page.thai
    swapped = page.sara_am >= SARA_LETTERS and page.sara_am > page.sara_aa
    wordless = page.mended_stop_words * 1000 < THAI_STOP_WORDS * page.thai
    doubtful = wordless and page.thai >= RARE_LETTERS and page.rare >= DOUBTFUL_SHARE * page.thai
    damaged = lost_marks or lost_tones or swapped or doubtful or _has_flaws(page)
    return PageState.DAMAGED if damaged else PageState.LEGIBLE


def _foreign_page(page: PageHealth) -> PageState:
    """A page in other than Thai letters: English has its small words, what a scanner takes Thai for has none."""
    if page.latin < page.letters / 2:
        return PageState.NOISE
    if page.latin < LATIN_LETTERS:
        words = page.english or page.thai >= SOME_THAI
        return PageState.PICTURE if page.pictures and not words else PageState.LEGIBLE
    english = page.english * 1000 >= ENGLISH_STOP_WORDS * page.latin
    return PageState.LEGIBLE if english else PageState.NOISE
