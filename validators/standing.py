"""How one match stands in each dimension, and which of several stands best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklist.models import Element, Format, Period
from documents.facts import Kind
from documents.legibility import Legibility
from evidence.address import host
from validators.leads import Phrasebook
from validators.matching import Match, Matcher
from validators.recency import Asked, Timing, due, timing
from validators.results import Access, Readability, Recency
from validators.signers import other_signer
from validators.witnesses import Witnesses, witnesses_of

_READABILITY = {
    Legibility.READABLE: Readability.READABLE,
    Legibility.DEGRADED: Readability.DEGRADED,
    Legibility.UNREADABLE: Readability.UNREADABLE,
}


_NOT_YET = (Recency.OUTDATED, Recency.INCOMPLETE, Recency.UNDATED)


@dataclass(frozen=True)
class Standing:
    """One match with its three other dimensions."""

    match: Match
    said: Witnesses
    timing: Timing
    readability: Readability
    access: Access

    @property
    def rank(self) -> tuple[int, int, int, int, float, int, int]:
        """Smaller is better: a sure match before a weak one, then recency, access, readability, confidence, content."""
        return (
            int(self.match.weak),
            list(Recency).index(self.timing.recency),
            list(Access).index(self.access),
            list(Readability).index(self.readability),
            -self.match.confidence,
            -self.match.met,
            -self.match.words,
        )


def stand(matcher: Matcher, element: Element, book: Phrasebook, match: Match, asked: Asked) -> Standing:
    """How one match stands."""
    words = matcher.timely(match.source, match.passage)
    said = witnesses_of(
        match, lambda text: book.judge(matcher.leads.hits_normalised(text)) >= 1.0, words, element.about
    )
    time = timing(element, said, asked)
    if time.recency in _NOT_YET and not due(element.period, asked):
        time = replace(
            time, recency=Recency.NOT_DUE
        )  # what stands there is of an earlier year, and no more is asked yet
    signer = other_signer(matcher.view.run.site.director, match.passage) if element.signed else ""
    if signer:
        old = Recency.OUTDATED if element.period is not Period.CURRENT else time.recency
        time = replace(time, recency=old, signer=signer)  # what is in force outlives who signed it
    if time.recency is Recency.NOT_DUE:
        return Standing(match, said, time, Readability.NOT_APPLICABLE, Access.NOT_APPLICABLE)
    return Standing(match, said, time, readability(matcher, element, match), access(matcher, match))


def readability(matcher: Matcher, element: Element, match: Match) -> Readability:
    """Can a machine read it? Words in a picture cannot be read; a system is used, not read."""
    facts = match.source.facts
    assert facts is not None
    if match.in_picture:
        return Readability.UNREADABLE
    if facts.corrupt or facts.encrypted or facts.empty or facts.kind in (Kind.IMAGE, Kind.OTHER):
        return Readability.UNREADABLE
    if match.source.outside and element.format is Format.WEB:
        return Readability.READABLE
    return _READABILITY.get(matcher.legible(match.source), Readability.UNREADABLE)


def access(matcher: Matcher, match: Match) -> Access:
    """Can the public reach it by links from the home page?"""
    if host(match.source.url).startswith(matcher.view.words.staging) and match.source.outside:
        return Access.OFFSITE
    if match.source.linked:
        return Access.OPEN
    # Where pages were not looked at, the way of clicks may lead over one of them.
    return Access.BLOCKED if matcher.view.cut_short else Access.UNLINKED


def choose(standings: Sequence[Standing]) -> Standing | None:
    """The best of several standings; ties by nearness to the home page, then address."""
    return min(standings, key=lambda s: (s.rank, s.match.source.order), default=None)


def readable_years(standing: Standing) -> tuple[int, ...]:
    """The fiscal years that a standing's evidence speaks of."""
    return tuple(sorted(set(standing.timing.years)))
