"""A judgement is a function of what it is given: where an earlier run was given the very same, it is not worked out again.

"The very same" is a digest over everything that judging reads: rules, day, the code and its words, the site, every capture but
for when it was fetched, every link, every text. A new day, one changed page or one changed word of the program gives another
digest, and everything is judged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import TypeAdapter

from checklist.loader import Checklist
from evidence.records import Capture, Role, RunRecord
from evidence.store import Store
from oit.facts import facts_key
from validators.judge import Judgement
from validators.results import ItemResult

PREFIX = "judgement:"
"""Of the keys under which judgements are kept beside the facts."""
_PASSING = frozenset({"date", "cf-ray"})
"""Headers that differ from answer to answer."""
_CONTENT = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE})
_CODE = ("checklist", "documents", "thai", "validators")
_JUDGEMENT: TypeAdapter[Judgement] = TypeAdapter(Judgement)


def judgement_key(
    store: Store, run: RunRecord, captures: Sequence[Capture], checklist: Checklist, as_of: dt.date
) -> str:
    """The key of the judgement of a stored run."""
    said = [_code(), checklist.sha256, checklist.id, checklist.fiscal_year, as_of.isoformat()]
    about = [
        run.site.model_dump_json(),
        run.stopped_because,
        run.reason,
        run.soft_404,
        run.browser,
        run.options.get("ocr"),
    ]
    digest = hashlib.sha256(json.dumps([said, about]).encode())
    for capture in captures:
        digest.update(_lasting(capture).encode())
    digest.update(store.links_digest())
    return PREFIX + digest.hexdigest()


def kept(store: Store, key: str, captures: Sequence[Capture]) -> Judgement | None:
    """A judgement that was kept, its evidence as fetched by this run; None where there is none."""
    payload = store.facts(key)
    if payload is None:
        return None
    try:
        judgement = _JUDGEMENT.validate_json(payload)
    except ValueError:
        return None
    times = {capture.url: capture.fetched_at for capture in captures}
    items = tuple(_fetched(item, times) for item in judgement.items)
    return Judgement(judgement.office, items, judgement.not_seen)


def _fetched(item: ItemResult, times: Mapping[str, str]) -> ItemResult:
    """An item whose evidence bears these times, by address."""
    elements = []
    for element in item.elements:
        evidence = tuple(e.model_copy(update={"fetched_at": times[e.url]}) for e in element.evidence)
        elements.append(element.model_copy(update={"evidence": evidence}))
    return item.model_copy(update={"elements": tuple(elements)})


def keep(store: Store, key: str, judgement: Judgement, captures: Sequence[Capture]) -> None:
    """Keep a judgement, unless its evidence bears other times than those of this run's captures."""
    times = {capture.url: capture.fetched_at for capture in captures}
    evidence = (e for item in judgement.items for element in item.elements for e in element.evidence)
    if all(times.get(e.url) == e.fetched_at for e in evidence):
        store.put_facts(key, _JUDGEMENT.dump_json(judgement))


def _lasting(capture: Capture) -> str:
    """What of a capture is the same on another night if nothing changed: since when its body stands there, not when it was
    asked for."""
    values = capture.model_dump(exclude={"fetched_at", "first_seen", "not_modified", "headers"})
    headers = {name: value for name, value in capture.headers.items() if name not in _PASSING}
    stood = capture.status == 200 and capture.sha256 is not None and capture.role in _CONTENT
    since = (capture.first_seen or capture.fetched_at) if stood else ""
    return json.dumps([values, headers, since, facts_key(capture)], sort_keys=True)


@cache
def _code() -> str:
    """A digest of all code and data that takes part in judging."""
    digest = hashlib.sha256()
    for package in _CODE:
        for name, body in _bodies(files(package)):
            digest.update(f"{name}\0".encode() + body)
    return digest.hexdigest()


def _bodies(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _bodies(entry)
        elif entry.is_file():
            yield entry.name, entry.read_bytes()
