"""Everything that some saved copies hold, by address: records in memory, bodies on the disk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.address import path_of, readable, server
from evidence.bodies import Bodies
from evidence.records import Outcome
from evidence.saved.records import Notes, Saved

_UNWANTED = re.compile(
    r"text/css|(?:text|application)/(?:x-)?(?:javascript|ecmascript)|(?:application/)?(?:x-)?font|audio/|video/|"
    r"application/(?:vnd\.ms-fontobject|wasm|dash\+xml|vnd\.apple\.mpegurl)",
    re.IGNORECASE,
)
_HTML = re.compile(r"text/html|application/xhtml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record whose body lies on the disk."""

    saved: Saved
    """Without its body."""
    sha256: str = ""
    """Digest of the body, "" where there is none."""
    order: int = 0
    """Its place in the copies."""


class Shelf:
    """What the copies hold of each address: the newest answer, with its body."""

    def __init__(self, folder: Path) -> None:
        """`folder`: an empty one of its own for the bodies; it may be thrown away afterwards."""
        self.notes = Notes()
        self.names: list[str] = []
        self._bodies = Bodies(folder)
        self._marks: dict[str, str] = {}
        self._kept: dict[str, list[Kept]] = {}
        self._count = 0
        self._best: dict[str, Kept] = {}

    def fill(self, name: str, records: Iterable[Saved]) -> None:
        """Take in one copy. Call `settle` when all are in."""
        self.names.append(name)
        for saved in records:
            self._count += 1
            if _UNWANTED.match(saved.headers.get("content-type", "")):
                continue
            digest = ""
            if saved.outcome is Outcome.ANSWERED and not saved.takes:
                digest = self._bodies.put(saved.body)
                self._marks.update(dict.fromkeys(saved.gives, digest))
            self._kept.setdefault(saved.url, []).append(Kept(replace(saved, body=b""), digest, self._count))

    def settle(self) -> None:
        """Choose the newest answer of each address and give revisits their bodies."""
        for url, found in self._kept.items():
            usable = [kept for one in found if (kept := self._with_body(one)) is not None]
            if usable:
                self._best[url] = max(usable, key=lambda kept: (kept.saved.saved_at, kept.order))
        self._kept.clear()

    def _with_body(self, kept: Kept) -> Kept | None:
        saved = kept.saved
        if saved.name and saved.name in self.notes.withdrawn:
            return None
        if not saved.takes or saved.status in (301, 302, 303, 307, 308):
            return kept
        digest = next((self._marks[mark] for mark in saved.takes if mark in self._marks), "")
        if not digest:
            self.notes.say(
                f"{saved.place}: refers to a record that is not in the copy ({saved.url}); left out"
            )
            return None
        return replace(kept, sha256=digest)

    def __contains__(self, url: object) -> bool:
        return url in self._best

    def get(self, url: str) -> Kept | None:
        """What the copies hold of a canonical address, None where they hold nothing."""
        return self._best.get(url) or self._best.get(self.notes.also.get(url, ""))

    def urls(self) -> list[str]:
        """All addresses that the copies hold, in order."""
        return sorted(self._best)

    def body(self, kept: Kept) -> bytes:
        """The body of a record, b"" where it has none."""
        return self._bodies.get(kept.sha256) if kept.sha256 else b""

    def meant(self, page: str, raw: str) -> str:
        """Where a link leads to that was rewritten when its page was saved, "" where nothing is known of that."""
        return next((url for resolve in self.notes.links if (url := resolve(page, raw))), "")

    def start(self) -> tuple[str, str]:
        """(the address that the copies start at, how that was guessed or ""); ("", "") where they hold no page."""
        stated = [url for url in self.notes.starts if url in self._best]
        if len(stated) == 1 and len(self.names) == 1:
            return stated[0], ""
        pages = [kept.saved for kept in self._best.values() if _is_page(kept.saved)]
        own = [saved for saved in pages if saved.page or saved.url in stated] or pages
        if not own:
            return "", ""
        if not any(saved.page for saved in own):
            first = min(own, key=lambda saved: self._best[saved.url].order)
            return first.url, f"the first page in the copy, {readable(first.url)}"
        hosts = Counter(server(saved.url) for saved in own)
        host = min(hosts, key=lambda name: (-hosts[name], name))
        top = min((saved.url for saved in own if server(saved.url) == host), key=_height)
        return top, "" if len(own) == 1 else f"the page with the shortest address, {readable(top)}"


def _is_page(saved: Saved) -> bool:
    """Whether a record may be where a copy starts: a page, or an answer that sends on to one."""
    sent_on = saved.status in (301, 302, 303, 307, 308)
    is_page = saved.page or bool(_HTML.match(saved.headers.get("content-type", "")))
    return saved.outcome is Outcome.ANSWERED and (sent_on or (is_page and saved.status < 300))


def _height(url: str) -> tuple[int, int, str]:
    """Shorter paths first; the name of an index page counts as nothing."""
    path = re.sub(r"(?i)/(?:index|default|home|main)(?:\.\w+)?/?$", "/", path_of(url)).strip("/")
    return path.count("/") + bool(path), len(url), url
