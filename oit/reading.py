"""Stored documents read in worker processes: first all of them as they are, then scans and pictures by OCR.

Reading words in pictures takes a hundred times as long as reading words, so it comes last, in the order in which the
crawl fetched (what speaks of the assessment first), and only for so long. A reader that fails at it costs nothing: the
facts without those words are known by then.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import replace

from documents import limits, tesseract
from documents.facts import Facts, Kind
from documents.ocr import NOT_INSTALLED, OUT_OF_BUDGET, is_unread, noted
from documents.worker import Job, extract_all
from evidence.records import Capture
from evidence.store import Store

_READER_ENDED = "limit:"


def read_stored(
    store: Store, missing: Mapping[str, tuple[Capture, Job]], ocr: bool
) -> Generator[tuple[str, Facts], None, None]:
    """The facts of stored bodies by their key, in the order in which they are ready; closing it ends the reading.

    Args:
        store: holds the bodies.
        missing: by key, the capture of a body and its job without the body, in the order of the crawl.
        ocr: whether words in scans and pictures are wanted. A document for which no time is left says so in its notes.
    """
    waiting: dict[str, Facts] = {}
    jobs = (_with_body(store, *missing[key]) for key in sorted(missing))
    with closing(extract_all(jobs)) as extracted:
        for key, facts in extracted:
            if ocr and is_unread(facts):
                waiting[key] = facts
            else:
                yield key, facts
    if not tesseract.is_installed():
        yield from ((key, noted(facts, NOT_INSTALLED)) for key, facts in waiting.items())
        return
    order = sorted(
        (key for key in missing if key in waiting), key=lambda key: waiting[key].kind is Kind.IMAGE
    )
    yield from _with_ocr(store, {key: (*missing[key], waiting[key]) for key in order})


def _with_ocr(store: Store, waiting: Mapping[str, tuple[Capture, Job, Facts]]) -> Iterator[tuple[str, Facts]]:
    """The facts with what OCR reads, as long as there is time, then the rest as they were known before."""
    end = time.monotonic() + limits.OCR_RUN_SECONDS
    begun: set[str] = set()

    def jobs() -> Iterator[Job]:
        for key, (capture, job, _) in waiting.items():
            left = end - time.monotonic()
            if left <= 0:
                return
            begun.add(key)
            yield replace(_with_body(store, capture, job), ocr=min(limits.OCR_SECONDS, left))

    with closing(extract_all(jobs())) as extracted:
        for key, facts in extracted:
            before = waiting[key][2]
            failed = facts.corrupt.startswith(_READER_ENDED) and not before.corrupt
            yield key, noted(before, f"ocr: failed, {facts.corrupt}") if failed else facts
    yield from ((key, noted(known[2], OUT_OF_BUDGET)) for key, known in waiting.items() if key not in begun)


def _with_body(store: Store, capture: Capture, job: Job) -> Job:
    assert capture.sha256 is not None
    return replace(job, body=store.body(capture.sha256))
