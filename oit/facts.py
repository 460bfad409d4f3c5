"""The facts of a stored run: read once in limited worker processes, then kept in the store by digest and extractor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from documents.extract import extractor_key
from documents.facts import Facts
from documents.worker import Job, extract_all
from evidence.errors import StoreError
from evidence.records import Capture, Outcome, Role
from evidence.store import Store

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_READ = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE, Role.PROBE})


def facts_of(
    store: Store, captures: list[Capture], told: Callable[[int, int], None] | None = None
) -> dict[str, Facts]:
    """The facts of every answer of a run, by the address asked for.

    Bodies that have no facts yet are extracted in worker processes and the facts kept, so that judging again reads no
    document. `told(done, all)` hears how far it is. A store that cannot be written (a read-only copy) is read all the
    same.
    """
    keys = {capture.url: key for capture in captures if (key := facts_key(capture))}
    known = store.all_facts()
    missing = {keys[c.url]: c for c in captures if c.url in keys and keys[c.url] not in known}
    wanted = set(keys.values())
    found = {key: Facts.model_validate_json(payload) for key, payload in known.items() if key in wanted}
    for done, (key, facts) in enumerate(extract_all(_jobs(store, missing)) if missing else (), 1):
        found[key] = facts
        _keep(store, key, facts)
        if told:
            told(done, len(missing))
    return {url: found[key] for url, key in keys.items() if key in found}


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
    try:
        store.put_facts(key, facts.model_dump_json().encode())
    except StoreError:
        return
