"""Which run `oit audit --resume` means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evidence.records import RunRecord
from evidence.store import INDEX, Store, StoreError
from oit.audit import plan_of, site_id
from oit.errors import UsageError
from oit.options import AuditOptions
from oit.parsing import RUNS, find_run, parse_start
from oit.places import EVIDENCE
from reports.json_report import WHOLE, run_facts_of

_GIVE = "give --out DIR, a run's folder or id, or the address that it starts at"


def named_run(texts: Sequence[str], out: str | None) -> Path | None:
    """The run that --out or START_URL names by its folder or id; None where neither does.

    Raises:
        UsageError: nothing is named at all, or the run at --out starts at other addresses.
    """
    if out is not None:
        return _at(Path(out), texts)
    if not texts:
        raise UsageError(f"--resume: {_GIVE}")
    if len(texts) == 1 and "://" not in texts[0]:
        return _run_of(texts[0])
    return None


def _at(folder: Path, texts: Sequence[str]) -> Path | None:
    """The run that lies in a folder, None where none does."""
    if not has_run(folder):
        return None
    with Store.open(folder / EVIDENCE, writable=False) as store:
        known = store.run().site.start_urls
    if texts and parse_start(texts).urls != known:
        raise UsageError(f"{folder}: the run there starts at {', '.join(known)}; give another --out")
    return folder


def _run_of(text: str) -> Path | None:
    try:
        found = find_run(text)
    except UsageError:
        return None
    return found if has_run(found) else None


def has_run(folder: Path) -> bool:
    """Whether a folder holds a stored run."""
    return (folder / EVIDENCE / INDEX).is_file()


def newest_unfinished(options: AuditOptions, root: Path = RUNS) -> Path | None:
    """The newest run of a site under var/ that lacks its end or its reports; None where there is none.

    Args:
        options: of the audit; its start addresses must be those of the run.
        root: where runs lie.

    Raises:
        PlanError: an address cannot be crawled.
    """
    folder = root / (options.site.id if options.site else site_id(plan_of(options).scope[0]))
    for run in sorted((path for path in folder.glob("*") if has_run(path)), reverse=True):
        try:
            with Store.open(run / EVIDENCE, writable=False) as store:
                record = store.run()
        except StoreError:
            continue
        if record.site.start_urls == options.start_urls:
            return run if is_unfinished(record, run) else None
    return None


def is_unfinished(run: RunRecord, folder: Path) -> bool:
    """Whether a run was cut off, or the report beside it is not the one of how it ended."""
    if run.stopped_because in ("running", "interrupted", "disk_full"):
        return True
    told = run_facts_of(folder / WHOLE)
    return told is None or (told.id, told.finished_at, told.stopped_because) != (
        run.id,
        run.finished_at,
        run.stopped_because,
    )
