"""What a report means for the exit code."""

from __future__ import annotations

from oit.options import FailOn
from reports.build import NOT_LOOKED_AT
from reports.contract import GapReport

DONE = 0
FAILED = 1
WRONG_USE = 2
NOT_SEEN = 3


def exit_code(report: GapReport, fail_on: FailOn) -> int:
    """0 done, 1 something that --fail-on names, 3 the site could not be looked at. `review` includes gaps."""
    if report.run.stopped_because in NOT_LOOKED_AT:
        return NOT_SEEN
    counts = report.summary
    named = {
        FailOn.NEVER: 0,
        FailOn.GAP: counts.gap,
        FailOn.REVIEW: counts.gap + counts.review,
    }
    return FAILED if named[fail_on] else DONE
