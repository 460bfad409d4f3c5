"""What an earlier run of the same site has kept: it is asked for again only if changed, and not read again where it is the same.

A condition goes only with what can be relied on: an answer of 200 for this very address, whole, with no sign of a wall, whose
body is still there. Whatever else comes back is an answer like any other.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import replace
from functools import cache
from importlib.resources import files

from crawler.answers import Answer
from crawler.frontier import Entry
from crawler.links import Page
from evidence.records import Capture, Outcome, Role
from evidence.store import Store, StoreError

NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 400
_WHOLE = frozenset({"", "only its beginning"})
"""Witnesses of an answer that can be relied on; of another host only the beginning is ever taken."""
_READERS = {
    "crawler": ("links.py", "tables.py", "targets.py", "wording.py"),
    "documents": (
        "html_names.py",
        "hidden.py",
        "hidden.yaml",
        "hidden_controls.py",
        "hidden_items.py",
        "hidden_outline.py",
        "hidden_words.py",
    ),
    "evidence": ("address.py", "encoding.py"),
}


@cache
def links_reader() -> str:
    """A digest of all that reads links from a page: links of another reader are not taken over."""
    digest = hashlib.sha256(importlib.metadata.version("lxml").encode())
    for package, names in _READERS.items():
        for name in names:
            digest.update(files(package).joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


class Earlier:
    """An earlier run beside the store of the one under way; without an earlier run all of it is idle."""

    def __init__(
        self, own: Store, store: Store | None = None, asks: bool = True, same_reader: bool = True
    ) -> None:
        """Make it.

        Args:
            own: the store that is written.
            store: of the earlier run.
            asks: whether to ask only for what changed; else everything is downloaded and then compared.
            same_reader: whether the earlier run's links were read as this program reads them.
        """
        self._own = own
        self._store = store
        self._asks = asks
        self._same_reader = same_reader
        self._asked: set[str] = set()

    def conditions(self, entry: Entry) -> dict[str, str]:
        """Headers that ask for an address only if it changed; none where it must be sent whole."""
        self._asked.discard(entry.url)
        known = (
            self._known(entry.url)
            if self._asks and not entry.tries and entry.role is not Role.PROBE
            else None
        )
        if known is None or self._store is None or not self._store.has_body(known.sha256 or ""):
            return {}
        headers = {"If-None-Match": known.headers.get("etag", "")}
        headers["If-Modified-Since"] = known.headers.get("last-modified", "")
        headers = {name: value for name, value in headers.items() if _is_sound(value)}
        if headers:
            self._asked.add(entry.url)
        return headers

    def compared(self, entry: Entry, answer: Answer) -> tuple[Answer, Capture | None]:
        """An answer as it counts, and the earlier capture whose body it has.

        A 304 to a condition becomes the earlier answer; one that was not asked for, or whose body is no longer whole, stays.
        """
        asked = entry.url in self._asked
        self._asked.discard(entry.url)
        if answer.status not in (200, NOT_MODIFIED) or entry.role is Role.PROBE:
            return answer, None
        known = self._known(entry.url)
        if known is None or known.sha256 is None or self._store is None:
            return answer, None
        if answer.status == 200 and (answer.is_short or _digest(answer.body) != known.sha256):
            return answer, None
        # Read in any case: what is taken over must be whole, also where the same body came anew.
        body = self._whole(known.sha256) if answer.status == 200 or asked else None
        if body is None or answer.status == 200:
            return answer, known if body is not None else None
        date = {name: value for name, value in answer.headers.items() if name == "date"}
        return replace(answer, status=200, headers=known.headers | date, body=body), known

    def _whole(self, digest: str) -> bytes | None:
        """An earlier body, None where it is lacking or altered."""
        try:
            return self._store.body(digest) if self._store is not None else None
        except StoreError:
            return None

    def page(self, entry: Entry, answer: Answer, same: Capture | None) -> Page | None:
        """What an earlier run read from the same page, None where it is to be read (a start page always is)."""
        if same is None or self._store is None or not self._same_reader or entry.start:
            return None
        if same.headers.get("content-type", "") != answer.content_type:
            return None
        links = self._store.links_of_page(entry.url, same.sha256 or "")
        last = self._store.capture(entry.url)
        hides = last is not None and (bool(last.browser) or last.witness.startswith("browser"))
        return Page(links, letters=1, hides=hides) if links else None

    def taken(self, capture: Capture, same: Capture | None, not_modified: bool) -> Capture:
        """A capture with the body of the earlier one, which then stands in this run's store too.

        Raises:
            StoreError: this run's store cannot be written.
        """
        if same is None or same.sha256 is None or self._store is None:
            return capture
        self._own.take_body(self._store, same.sha256)
        known = {"sha256": same.sha256, "size": same.size, "not_modified": not_modified}
        return capture.model_copy(update={**known, "first_seen": same.first_seen or same.fetched_at})

    def first_seen(self, capture: Capture) -> Capture:
        """A capture of an address that was sent on, with the time when the same body was first seen there."""
        known = self._store.capture(capture.url) if self._store is not None else None
        same = known is not None and known.sha256 is not None and known.sha256 == capture.sha256
        return capture.model_copy(
            update={"first_seen": (known.first_seen or known.fetched_at) if known and same else ""}
        )

    def _known(self, url: str) -> Capture | None:
        """The earlier capture of an address, if it is one to rely on."""
        found = self._store.capture(url, sent=True) if self._store is not None else None
        if found is None or found.outcome is not Outcome.ANSWERED or found.status != 200:
            return None
        return found if found.sha256 and not found.redirects and found.witness in _WHOLE else None


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _is_sound(validator: str) -> bool:
    """Whether a validator can be sent back as it came."""
    return (
        bool(validator)
        and validator.isascii()
        and validator.isprintable()
        and len(validator) <= _LONGEST_VALIDATOR
    )
