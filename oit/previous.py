"""The earlier run that a new one is compared with, so that a night on which little changed costs little."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.earlier import Earlier, links_reader
from crawler.plan import CrawlPlan
from evidence.index import VERSION
from evidence.records import RunRecord
from evidence.store import INDEX, Store, StoreError
from oit.errors import UsageError
from oit.facts import facts_key
from oit.parsing import find_run
from oit.places import EVIDENCE, PLAN, PREVIOUS, READER
from oit.reuse import PREFIX

NONE = "none"
"""What --previous takes for no earlier run."""
_OVER = frozenset({"finished", "max_pages", "max_minutes"})
_MOST_LOOKED_AT = 50


def previous_of(folder: Path, plan: CrawlPlan, given: str | None) -> Path | None:
    """The earlier run of a new one in `folder`: the one named, or the newest of the same site beside it.

    Raises:
        UsageError: the one named is none, is not over, or is of another site.
    """
    if given == NONE:
        return None
    if given is None:
        return _newest_beside(folder, plan)
    named = find_run(given)
    reason = _unfit(named, plan)
    if reason:
        raise UsageError(f"--previous {given}: {reason}; name another run, or {NONE}")
    return named


def compared_with(run: RunRecord, folder: Path | None, plan: CrawlPlan) -> RunRecord:
    """The record of a new run that is compared with the one in `folder`; of so many in a row one downloads everything."""
    options = {**run.options, READER: links_reader()}
    if folder is None:
        return run.model_copy(update={"options": options})
    options[PREVIOUS] = str(folder.resolve())
    with Store.open(folder / EVIDENCE, writable=False) as store:
        earlier = store.run()
    nights = (earlier.nights + 1) % plan.full_every
    previous = earlier.id if nights else ""
    return run.model_copy(update={"options": options, "previous": previous, "nights": nights})


@contextmanager
def earlier_of(store: Store) -> Iterator[Earlier]:
    """What the earlier run of a stored one has kept, as far as that still lies where it did."""
    run = store.run()
    folder = str(run.options.get(PREVIOUS) or "")
    try:
        earlier = Store.open(Path(folder) / EVIDENCE, writable=False) if folder else None
    except StoreError:
        earlier = None
    if earlier is None:
        yield Earlier(store)
        return
    with earlier:
        other = earlier.run()
        # Without a browser nobody noted which pages need one.
        same_reader = other.options.get(READER) == links_reader() and (bool(other.browser) or not run.browser)
        yield Earlier(store, earlier, asks=bool(run.previous), same_reader=same_reader)
        _take_facts(store, earlier)


def _take_facts(store: Store, earlier: Store) -> None:
    """Have the facts of bodies that the earlier run has read, and its judgement: they hang on what was seen alone."""
    keys = {key for capture in store.captures() if (key := facts_key(capture))}
    store.take_facts(earlier, [*sorted(keys), *earlier.keys_of_facts(PREFIX)])
    store.flush()


def _newest_beside(folder: Path, plan: CrawlPlan) -> Path | None:
    beside = [path for path in folder.parent.glob("*") if path != folder and _index(path).is_file()]
    newest = sorted(beside, key=lambda path: (_index(path).stat().st_mtime_ns, path.name), reverse=True)
    return next((path for path in newest[:_MOST_LOOKED_AT] if not _unfit(path, plan)), None)


def _index(run: Path) -> Path:
    return run / EVIDENCE / INDEX


def _unfit(folder: Path, plan: CrawlPlan) -> str:
    """Why a run cannot be the earlier one, "" where it can."""
    try:
        with Store.open(folder / EVIDENCE, writable=False) as store:
            run, version = store.run(), store.version
    except StoreError as error:
        return str(error)
    if version != VERSION:
        return "it was made by an earlier version"
    if run.stopped_because not in _OVER:
        return f"it is not over ({run.stopped_because})"
    try:
        known = CrawlPlan.model_validate_json(str(run.options.get(PLAN)))
    except ValueError:
        return "what it was to crawl is not known"
    same = (known.start_urls, known.scope, known.file_prefixes) == (
        plan.start_urls,
        plan.scope,
        plan.file_prefixes,
    )
    return "" if same else "it is of other addresses"
