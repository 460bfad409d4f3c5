"""Series of months: which months of October to March are there, through which sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checklist.models import Element
from documents.facts import Shape
from evidence.records import Link
from thai import calendar as cal
from thai.paths import file_name
from thai.periods import Period, PeriodKind
from thai.text import normalise
from validators.frame import sure_caption, telling
from validators.leads import NOTHING, Phrasebook
from validators.matching import Match, Matcher
from validators.reading import statement
from validators.recency import Asked, Month
from validators.spoken import periods_in, periods_in_words
from validators.view import Passage, Source, is_link_block
from validators.witnesses import bare_months, years_of


def month_periods(periods: Iterable[Period], months: Sequence[Month]) -> set[Month]:
    """The months of a series that single-month periods name."""
    named = {(p.start.year, p.start.month) for p in periods if p.kind is PeriodKind.MONTH and p.start}
    return named & set(months)


def months_in(words: str, months: Sequence[Month], years: Sequence[int], asked: Asked) -> set[Month]:
    """The months of a series that some words name; without a year they belong to the fiscal year around them."""
    dated = month_periods(periods_in_words(words), months)
    if dated:
        return dated
    if any(p.start for p in periods_in_words(words)) or asked.year not in years:
        return set()
    bare = bare_months(normalise(words))
    return {(y, m) for y, m in months if m in bare} if len(bare) <= 2 else set()


def months_of(match: Match, months: Sequence[Month], asked: Asked) -> set[Month]:
    """The months that one source stands for: by its title, else by the words that lead to it, else by its rows."""
    passage, source = match.passage, match.source
    context = years_of(periods_in_words(sure_caption(source.passages[0]))) or _lead_years(source)
    headed = _headed(passage, months, context, asked)
    if len(headed) > 1:
        return headed | _months_in_rows(passage, months, context, asked)
    caption = sure_caption(passage)
    titled = months_in(caption.split("\n")[0], months, context, asked) or months_in(
        caption, months, context, asked
    )
    if len(titled) == 1:
        return titled
    for link in source.inbound:
        around = years_of(periods_in_words(f"{link.heading} {link.row} {link.item}")) or context
        for words in (link.text, file_name(link.target), f"{link.row} {link.item}"):
            led = months_in(words, months, around, asked)
            if len(led) == 1:
                return led
    return titled | _months_in_rows(passage, months, context, asked)


def _headed(passage: Passage, months: Sequence[Month], years: Sequence[int], asked: Asked) -> set[Month]:
    """Months that headings name, one each: a page or workbook with a part for every month."""
    found: set[Month] = set()
    for block in passage.blocks:
        if block.shape is Shape.HEADING and telling(block):
            named = months_in(block.text, months, years, asked)
            found |= named if len(named) == 1 else set()
    return found


def _months_in_rows(
    passage: Passage, months: Sequence[Month], years: Sequence[int], asked: Asked
) -> set[Month]:
    """Months named by headings and by blocks with content of their own; rows of links speak for their targets."""
    found: set[Month] = set()
    for block in passage.blocks:
        if telling(block) and not block.links and not is_link_block(block) and len(block.text) < 400:
            named = months_in(block.text, months, years, asked)
            if len(named) == 1:
                found |= named
    return found


def _lead_years(source: Source) -> tuple[int, ...]:
    for link in source.inbound:
        years = years_of(periods_in_words(f"{link.heading} {link.column}"))
        if years:
            return years
    return ()


STATED = 0.9
"""Confidence in a statement that there was nothing, on a page called by the series' name."""


@dataclass(frozen=True)
class Carried:
    """What pages that carry a series say of a month beside the matched sources."""

    none_said: dict[Month, Match]
    """Months for which a page or file states that there was nothing."""
    linked: dict[Month, Source]
    """Months whose link leads to something that stands there."""
    shut: dict[Month, Source]
    """Months whose only link leads to a closed door."""


def carried(
    matcher: Matcher, element: Element, book: Phrasebook, months: Sequence[Month], asked: Asked
) -> Carried:
    """The months that pages about the series name: statements of nothing, links and where they lead."""
    said: dict[Month, Match] = {}
    linked: dict[Month, Source] = {}
    shut: dict[Month, Source] = {}
    for source in matcher.view.sources:
        if not source.open or source.outside or source.facts is None:
            continue
        if source.passages and _carries(matcher, source, book):
            for month, match in _statements(matcher, element, source, months, asked):
                said.setdefault(month, match)
            for link in matcher.view.links_from.get(source.capture.final_url, ()):
                _follow(matcher, link, source, months, asked, linked, shut)
    return Carried(said, linked, {m: s for m, s in shut.items() if m not in linked})


def _carries(matcher: Matcher, source: Source, book: Phrasebook) -> bool:
    """Whether a page, or a section of it, is called by the name of the series."""
    return any(book.judge(matcher.hits(passage)[0]) >= 1.0 for passage in source.passages)


def _statements(
    matcher: Matcher, element: Element, source: Source, months: Sequence[Month], asked: Asked
) -> Iterator[tuple[Month, Match]]:
    """Months for which a source states that there was nothing: in the sentence itself, or in the title above it."""
    page = source.passages[0]
    years = years_of(periods_in(page.caption))
    for block in source.main:
        if statement(element, Passage("", (block,), whole=False), matcher.lexicon):
            for month in months_in(block.text, months, years, asked):
                yield month, _stated(source, page)
    for passage in source.passages:
        if statement(element, passage, matcher.lexicon):
            titled = months_in(sure_caption(passage), months, years, asked)
            if len(titled) == 1:
                yield next(iter(titled)), _stated(source, passage)


def _stated(source: Source, passage: Passage) -> Match:
    return Match(source, passage, STATED, NOTHING, 1.0, 0, "states that there was nothing")


def _follow(
    matcher: Matcher,
    link: Link,
    page: Source,
    months: Sequence[Month],
    asked: Asked,
    linked: dict[Month, Source],
    shut: dict[Month, Source],
) -> None:
    """What a link of the page says of a month."""
    target = matcher.view.by_url.get(link.target)
    if target is None or target.url == page.url or link.zone.value != "main":
        return
    years = years_of(periods_in_words(f"{link.heading} {link.row} {link.item}")) or years_of(
        periods_in_words(page.passages[0].caption)
    )
    for words in (link.text, file_name(link.target), f"{link.row} {link.item}"):
        named = months_in(words, months, years, asked)
        if len(named) == 1:
            month = next(iter(named))
            if target.open:
                linked.setdefault(month, target)
            else:
                shut.setdefault(month, target)
            return


def month_words(months: Iterable[Month]) -> str:
    """Months as an office writes them, with commas."""
    return ", ".join(cal.thai_month(y, m) for y, m in months)


def iso_months(months: Iterable[Month]) -> list[str]:
    """Months as programs write them: 2024-12."""
    return [f"{dt.date(y, m, 1):%Y-%m}" for y, m in months]
