"""Systems that must answer: the page that describes one is the evidence, and a link on it must be alive."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.models import Element, Measure
from evidence.address import host
from evidence.records import LinkKind
from validators.doors import SHUT_TO_US, Door, among
from validators.matching import Match, Matcher
from validators.measures import measure
from validators.results import Access
from validators.view import Source


@dataclass(frozen=True)
class Answer:
    """Whether a system answers, with what shows it."""

    access: Access
    url: str = ""
    page: str = ""
    words: str = ""
    witness: str = ""
    soft: bool = False
    nowhere: bool = False
    """Neither a form nor a link nor an e-mail address stands on the page."""


def answer(matcher: Matcher, element: Element, match: Match) -> Answer:
    """Whether the system that a page describes answers: any form, or any live link that is no social network, is enough.

    A login for using it is normal. Where every link is dead the system is not there; where no link could be tried, that
    is said and wants a person.
    """
    source = match.source
    if source.outside or (source.facts is not None and source.facts.forms):
        return Answer(Access.OPEN)
    links = matcher.view.links_from.get(source.capture.final_url) or matcher.view.links_from.get(
        source.url, ()
    )
    tried = []
    for link in links:
        target = matcher.view.by_url.get(link.target)
        if link.kind is LinkKind.FORM:
            return Answer(Access.OPEN)
        if link.zone.value != "main" or target is None or target.url == source.url:
            continue
        form = target.facts is not None and (target.facts.forms > 0 or target.facts.password_field)
        named = matcher.leads.cue(link, matcher.books[_key(matcher, element)]).strength > 0
        if target.outside or (named and (form or not target.open)):
            tried.append((link, target))
    alive = [(k, t) for k, t in tried if t.doorway.door in (Door.OPEN, Door.LOGIN)]
    if alive and all(_elsewhere(matcher, element, match, t) for _, t in alive):
        link, target = alive[0]
        return Answer(Access.OFFSITE, target.url, source.url, link.text or link.row, host(target.url))
    if not tried:
        away = any(k.zone.value == "main" and k.target and k.target != source.url for k in links)
        mail = measure(Measure.EMAILS, match.source, match.passage) > 0
        return Answer(Access.OPEN, nowhere=not away and not mail)
    if alive:
        return Answer(Access.OPEN)
    link, target = next(((k, t) for k, t in tried if t.doorway.door not in SHUT_TO_US), tried[0])
    shut = target.doorway.door in SHUT_TO_US
    return Answer(
        Access.BLOCKED if shut else Access.BROKEN,
        target.url,
        source.url,
        link.text or link.row,
        target.doorway.witness,
        target.doorway.door is Door.SOFT_404,
    )


def _elsewhere(matcher: Matcher, element: Element, match: Match, target: Source) -> bool:
    """Whether a system is not the office's: a social network, or another host where the rule wants the site itself.

    A form that a form service keeps for the office, or an e-mail address beside the link, is the office's own.
    """
    words = matcher.view.words
    if among(host(target.url), words.social):
        return True
    own = (
        among(host(target.url), words.form_hosts) or measure(Measure.EMAILS, match.source, match.passage) > 0
    )
    return target.outside and not element.outside and not own


def _key(matcher: Matcher, element: Element) -> tuple[str, str]:
    return next(
        (item.code, element.id)
        for item in matcher.checklist.profile.items
        if any(e is element for e in item.elements)
    )
