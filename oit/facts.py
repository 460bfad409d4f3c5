"""The facts of a stored run: read once in limited worker processes, then kept in the store by digest and extractor."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress

from documents.extract import extractor_key
from documents.facts import Facts
from documents.worker import Job, extract_all
from evidence.errors import StoreError
from evidence.records import Capture, Outcome, Role
from evidence.store import Store

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TOGETHER = 4
"""Documents that are read between two commits, and read again after a kill."""
_READ = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE, Role.PROBE})


def facts_of(
    store: Store, captures: list[Capture], told: Callable[[int, int], None] | None = None
) -> Generator[tuple[str, Facts], None, None]:
    """The address asked for and the facts of every answer of a run, as they are known; closing it ends the reading.

    Bodies that have no facts yet are extracted in worker processes and the facts kept, so that judging again reads no
    document. `told(done, all)` hears how far it is. A store that cannot be written (a read-only copy) is read all the
    same.
    """
    last = {capture.url: capture for capture in captures if facts_key(capture)}
    urls: dict[str, list[str]] = {}
    for url, capture in last.items():
        urls.setdefault(facts_key(capture), []).append(url)
    known = store.all_facts()
    for key in (key for key in urls if key in known):
        facts = Facts.model_validate_json(known[key])
        yield from ((url, facts) for url in urls[key])
    missing = {key: last[of[0]] for key, of in urls.items() if key not in known}
    if not missing:
        return
    with closing(extract_all(_jobs(store, missing))) as extracted:
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


def facts_key(capture: Capture) -> str:
    """The key of a capture's facts, "" where it has no body that is read."""
    if capture.sha256 is None or capture.outcome is not Outcome.ANSWERED or capture.role not in _READ:
        return ""
    declared = capture.headers.get("content-type", "")
    return extractor_key(capture.sha256, declared, _charset(declared), capture.final_url)


def _charset(declared: str) -> str:
    match = _CHARSET.search(declared)
    return match[1] if match else ""


def _jobs(store: Store, missing: dict[str, Capture]) -> Iterator[Job]:
    for key, capture in sorted(missing.items()):
        declared = capture.headers.get("content-type", "")
        assert capture.sha256 is not None
        yield Job(key, store.body(capture.sha256), None, declared, _charset(declared), capture.final_url)


def _keep(store: Store, key: str, facts: Facts) -> None:
    with suppress(StoreError):  # a cache is no evidence: what cannot be kept is read again
        store.put_facts(key, facts.model_dump_json().encode())


def _commit(store: Store) -> None:
    with suppress(StoreError):
        store.flush()
