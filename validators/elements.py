"""Judging one element: which sources stand for it, how they stand, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.models import Period
from validators.absence import absent
from validators.case import Case, Judged
from validators.found import found
from validators.matching import SURE, Match
from validators.several import series, two_periods
from validators.standing import choose
from validators.traces import traces
from validators.unnamed import by_content, by_number


def judge_element(case: Case) -> Judged:
    """The element's four dimensions, evidence and findings."""
    matches = case.matcher.matches(case.item, case.element)
    ours = [match for match in matches if not match.foreign]
    sure = [match for match in ours if not match.weak]
    if case.element.period is Period.MONTHS:
        return series(case, sure or ours, matches)
    if not ours or (not sure and _better_known(case, matches, ours)):
        return _absent(case, matches)
    standings = [case.stands(match) for match in sure or ours]
    if case.element.period is Period.REPORT_AND_HALF:
        return two_periods(case, standings)
    best = choose(standings)
    assert best is not None
    return found(case, best, standings)


def _absent(case: Case, matches: Sequence[Match]) -> Judged:
    """Not there; but before that is said, a text that nothing names and that is all about it is shown to a person."""
    judged = absent(case, matches)
    if not any(finding.code == "presence.missing" for finding in judged.findings):
        return judged
    doubtful = by_content(case.matcher, case.item, case.element)
    numbered = None if doubtful else by_number(case.matcher, case.item, case.element)
    shown = doubtful or numbered
    if shown is None:
        return judged
    standing = case.stands(shown)
    return found(case, standing, [standing], parts=shown is doubtful)


def _better_known(case: Case, matches: Sequence[Match], doubtful: Sequence[Match]) -> bool:
    """Whether more is known than a doubtful match: another body's paper, a closed door that names the element, or one
    behind which it may be with better reason."""
    if any(match.foreign and not match.weak for match in matches):
        return True
    found = traces(case.matcher, case.item, case.element)
    likely = max(match.confidence for match in doubtful)
    return any(
        (t.strength >= SURE and (t.hidden or not t.unseen)) or (t.unseen and t.strength > likely)
        for t in found
    )
