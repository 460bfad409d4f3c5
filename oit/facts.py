"""The facts of a stored run: read once in limited worker processes, then kept in the store by digest and extractor."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress

from documents.extract import extractor_key
from documents.facts import Facts
from documents.ocr import NOT_INSTALLED
from documents.tesseract import is_installed
from documents.worker import Job
from evidence.errors import StoreError
from evidence.records import Capture, Outcome, Role
from evidence.store import Store
from oit.reading import read_stored

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TOGETHER = 4
"""Documents that are read between two commits, and read again after a kill."""
_READ = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE, Role.PROBE})


def facts_of(
    store: Store,
    captures: list[Capture],
    told: Callable[[int, int], None] | None = None,
    *,
    ocr: bool = True,
) -> Generator[tuple[str, Facts], None, None]:
    """The address asked for and the facts of every answer of a run, as they are known; closing it ends the reading.

    Bodies that have no facts yet are extracted in worker processes and the facts kept, so that judging again reads no
    document. `told(done, all)` hears how far it is. `ocr` asks for the words of scans and pictures too. A store that cannot be written (a read-only copy) is read all the
    same.
    """
    last = {capture.url: capture for capture in captures if facts_key(capture)}
    urls: dict[str, list[str]] = {}
    for url, capture in last.items():
        urls.setdefault(facts_key(capture, ocr=ocr), []).append(url)
    stored = store.all_facts()
    missing = {}
    for key, of in urls.items():
        known = Facts.model_validate_json(stored[key]) if key in stored else None
        if known is None or _can_read_more(known):
            missing[key] = (last[of[0]], _job(key, last[of[0]]))
        else:
            yield from ((url, known) for url in of)
    if not missing:
        return
    with closing(read_stored(store, missing, ocr)) as extracted:
        for done, (key, facts) in enumerate(extracted, 1):
            _keep(store, key, facts)
            if done % _TOGETHER == 0:
                _commit(store)
            if told:
                told(done, len(missing))
            yield from ((url, facts) for url in urls[key])


@contextmanager
def collector_paused() -> Iterator[None]:
    """Within it no garbage is collected: a run's facts are many objects that live as long as it is judged.

    The collector would walk all of them again and again; reading stored facts takes twice as long with it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def facts_key(capture: Capture, *, ocr: bool = True) -> str:
    """The key of a capture's facts, "" where it has no body that is read."""
    if capture.sha256 is None or capture.outcome is not Outcome.ANSWERED or capture.role not in _READ:
        return ""
    declared = capture.headers.get("content-type", "")
    return extractor_key(capture.sha256, declared, _charset(declared), capture.final_url, ocr=ocr)


def _can_read_more(known: Facts) -> bool:
    """Whether the machine that stored these facts had no OCR, and this one has."""
    return any(NOT_INSTALLED in note for note in known.notes) and is_installed()


def _charset(declared: str) -> str:
    match = _CHARSET.search(declared)
    return match[1] if match else ""


def _job(key: str, capture: Capture) -> Job:
    """A job without its body."""
    declared = capture.headers.get("content-type", "")
    return Job(key, None, None, declared, _charset(declared), capture.final_url)


def _keep(store: Store, key: str, facts: Facts) -> None:
    with suppress(StoreError):  # a cache is no evidence: what cannot be kept is read again
        store.put_facts(key, facts.model_dump_json().encode())


def _commit(store: Store) -> None:
    with suppress(StoreError):
        store.flush()
