"""One element of one item, with everything that judging it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.models import Element, Item
from validators.findings import Speaker
from validators.leads import Phrasebook
from validators.matching import Match, Matcher
from validators.quotes import evidence_of, quote_of
from validators.recency import Asked
from validators.results import Access, ElementResult, Finding, Presence, Readability, Recency
from validators.standing import Standing, stand

EVIDENCE = 12
"""Evidence records listed for one element at the most."""


@dataclass(frozen=True)
class Judged:
    """An element's result with its findings; `weak` wants a person although nothing is known to be wrong."""

    result: ElementResult
    findings: tuple[Finding, ...]
    weak: bool = False


@dataclass(frozen=True)
class Case:
    """What is judged, against which rules, as of when, and who words the findings."""

    matcher: Matcher
    item: Item
    element: Element
    asked: Asked
    speaker: Speaker

    @property
    def book(self) -> Phrasebook:
        """The element's phrases."""
        return self.matcher.books[self.item.code, self.element.id]

    def stands(self, match: Match) -> Standing:
        """How one match stands."""
        return stand(self.matcher, self.element, self.book, match, self.asked)

    def quote(self, match: Match) -> tuple[str, int | None]:
        """The words that show what a match is, and their page."""
        return quote_of(self.matcher, self.item, self.element, match)

    def result(
        self,
        presence: Presence,
        recency: Recency = Recency.NOT_APPLICABLE,
        readability: Readability = Readability.NOT_APPLICABLE,
        access: Access = Access.NOT_APPLICABLE,
        standings: Sequence[Standing] = (),
    ) -> ElementResult:
        """The element's result; evidence is the best sources first."""
        shown = sorted(standings, key=lambda s: (s.rank, s.match.source.order))[:EVIDENCE]
        return ElementResult(
            id=self.element.id,
            title=self.element.title.th,
            required=self.element.required,
            presence=presence,
            recency=recency,
            readability=readability,
            access=access,
            evidence=tuple(evidence_of(self.matcher, self.item, self.element, s) for s in shown),
        )
