"""What a stored run holds of one address, for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.plan import start_address
from evidence.records import Capture
from evidence.store import Store
from oit.errors import UsageError
from oit.places import EVIDENCE


def shown(run: Path, address: str, body: Path | None) -> list[str]:
    """Lines that say what stood at an address; the bytes of its newest capture go into `body` where one is given.

    Raises:
        UsageError: the run never asked for it, it has no body, or the file is there already.
        PlanError: it is no web address.
        StoreError: the run cannot be read, or the body is not what it was.
    """
    url = start_address(address)
    with Store.open(run / EVIDENCE) as store:
        found = [capture for capture in store.captures() if capture.url == url]
        if not found:
            raise UsageError(f"{url}: the run has no record of it")
        lines = [line for capture in found for line in _lines(capture)]
        if body is not None:
            _write(store, found[-1], body)
            lines.append(f"written to {body}")
    return lines


def _lines(capture: Capture) -> Iterator[str]:
    yield capture.url
    told = {
        "when": capture.fetched_at,
        "outcome": capture.outcome.value,
        "status": "" if capture.status is None else str(capture.status),
        "witness": capture.witness,
        "as": capture.role.value,
        "sha256": capture.sha256 or "",
        "bytes": str(capture.size) if capture.sha256 else "",
        "first seen": capture.first_seen,
        "not modified": "yes" if capture.not_modified else "",
        "browser": capture.browser,
    }
    yield from (f"  {name}: {value}" for name, value in told.items() if value)
    for hop in capture.redirects:
        yield f"  sent on: {hop.status} {hop.url} -> {hop.location}"
    for name, value in sorted(capture.headers.items()):
        yield f"  header {name}: {value}"


def _write(store: Store, capture: Capture, path: Path) -> None:
    if capture.sha256 is None:
        raise UsageError(f"{capture.url}: there is no body")
    data = store.body(capture.sha256)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise UsageError(f"{path} is there already and is never overwritten") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
