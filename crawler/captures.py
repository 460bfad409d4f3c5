"""The record of one request and what came of it."""

from __future__ import annotations

from crawler.answers import Answer, kept, now_text, witness_of
from crawler.frontier import Entry
from evidence.records import Capture, Outcome, Role


def capture_of(entry: Entry, outcome: Outcome, answer: Answer | None = None, witness: str = "") -> Capture:
    """The capture of an address, without its body.

    Args:
        entry: the address as it was asked for.
        outcome: what came of it.
        answer: the answer, None where there was none.
        witness: what shows the outcome where there was no answer.
    """
    # An address of ours that answers with something else than a page is a file.
    is_file = answer is not None and entry.role is Role.PAGE and not answer.is_html and answer.status < 300
    return Capture(
        url=entry.url,
        final_url=entry.url,
        role=Role.FILE if is_file else entry.role,
        outcome=outcome,
        fetched_at=now_text(),
        status=answer.status if answer else None,
        witness=witness_of(answer) if answer else witness,
        headers=kept(answer.headers) if answer else {},
        depth=entry.depth,
    )
