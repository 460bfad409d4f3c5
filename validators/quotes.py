"""Verbatim words from a source, and the evidence record that carries them."""

from __future__ import annotations

from checklist.models import Element, Item
from documents.facts import Shape
from validators.leads import in_menu
from validators.lexicon import squeezed_all
from validators.matching import Match, Matcher
from validators.results import Evidence, Step
from validators.standing import Standing
from validators.view import Source

QUOTE = 300
"""The contract's limit for a quote, in characters."""

NOISY_BLOCKS = 40
"""Blocks of a noisy text that are compared with the element's names."""


def quote_of(matcher: Matcher, item: Item, element: Element, match: Match) -> tuple[str, int | None]:
    """The words that show what a source is, verbatim, and their page; "" where it has none."""
    book = matcher.books[item.code, element.id]
    content = squeezed_all(phrase for group in element.content.groups for phrase in group.any)
    blocks = [b for b in match.passage.blocks if b.shape is not Shape.ALT]
    for wanted in (book.names, content, book.hints):
        for block in blocks:
            if matcher.leads.hits_normalised(block.text) & wanted:
                return (block.raw or block.text)[:QUOTE], block.page
    if matcher.noisy(match.passage):
        for block in blocks[:NOISY_BLOCKS]:
            if matcher.words_in(block.text, noisy=True) & book.names:
                return (block.raw or block.text)[:QUOTE], block.page
    if blocks and not match.in_picture:
        return (blocks[0].raw or blocks[0].text)[:QUOTE], blocks[0].page
    return match.passage.heading[:QUOTE], None


def link_text_of(source: Source, words: str) -> str:
    """The words of the link that leads to a source: those that spoke, else the nearest ones."""
    texts = [
        link.text
        for link in sorted(source.inbound, key=lambda link: (in_menu(link), link.source, link.order))
        if link.text
    ]
    if words and words in texts:
        return words
    return texts[0] if texts else words


def evidence_of(matcher: Matcher, item: Item, element: Element, standing: Standing) -> Evidence:
    """The evidence record of one standing."""
    match = standing.match
    source = match.source
    quote, page = quote_of(matcher, item, element, match)
    return Evidence(
        url=source.url,
        link_text=link_text_of(source, match.lead.words)[:QUOTE],
        click_path=_path(source),
        media_type=source.facts.media_type if source.facts else "",
        sha256=source.capture.sha256,
        fetched_at=source.capture.fetched_at,
        fiscal_years=tuple(sorted(set(standing.timing.years))),
        quote=quote,
        page=page,
        confidence=round(match.shown_confidence, 2),
    )


def _path(source: Source) -> tuple[Step, ...]:
    return source.path
