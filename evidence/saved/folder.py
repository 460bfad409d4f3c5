"""A folder of saved pages: "save as, complete" of browsers, `wget --mirror`, HTTrack, and other copies lying in it.

Each file must get the address that it was fetched from, or it is no evidence. That address stands in a comment, in the
mirror's own list, in the path, or it follows from the page that shows the file. A file without any is left out and
counted. Links that were rewritten to files are led back to the addresses of those files.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from evidence.address import canonical, server
from evidence.records import Outcome
from evidence.saved import httrack
from evidence.saved.origins import HEAD, Origin, is_html, origin_of
from evidence.saved.records import MOST_BODY, Notes, Saved, file_time, web_address
from evidence.saved.schemes import scheme_of
from evidence.saved.tree import File, address_of, files_of, host_of, owner_of_parts, without_added_html

COPIES = (".mhtml", ".mht", ".warc", ".warc.gz", ".wacz")
"""Names of files that are copies by themselves."""
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".js": "text/javascript",
}
_NO_PAGE = frozenset(_TYPES) - {".html", ".htm", ".xhtml"}


@dataclass(slots=True)
class _Mapped:
    """The files of a folder and their addresses."""

    folder: Path
    files: list[File]
    base: str
    pages: dict[str, Origin] = field(default_factory=dict)
    """Places of the files that are pages, with what they say."""
    urls: dict[str, str] = field(default_factory=dict)
    """Place to address."""
    known: httrack.Log = field(default_factory=dict)


def copies_in(folder: Path) -> list[Path]:
    """The files below a folder that are copies by themselves, by path.

    Raises:
        CopyError: the folder cannot be read.
    """
    return [folder / f.place for f in files_of(folder) if f.name.lower().endswith(COPIES)]


def read_folder(folder: Path, notes: Notes, base: str = "") -> Iterator[Saved]:
    """What the pages and files of a folder hold.

    Args:
        folder: of saved pages; copies of other formats in it are left out (`copies_in`).
        notes: takes what there is to say.
        base: canonical address for files that do not say theirs: they lie below it. "" for none.

    Raises:
        CopyError: the folder cannot be read.
    """
    files = [f for f in files_of(folder) if not f.name.lower().endswith(COPIES)]
    mapped = _Mapped(folder, files, base)
    mapped.known = httrack.read_log(folder, {file.place for file in files})
    mapped.files = [f for f in files if not httrack.is_own(f.parts, bool(mapped.known), files)]
    _find_pages(mapped)
    _find_addresses(mapped)
    notes.links.append(_Links(mapped).meant)
    notes.also.update(_other_spellings(mapped))
    yield from httrack.unsaved(mapped.known, folder.name)
    unknown = 0
    for file in mapped.files:
        if file.place in mapped.urls:
            yield _saved(mapped, file)
        else:
            unknown += 1
    if unknown:
        notes.say(f"{folder.name}: {unknown} files do not say which address they were saved from; left out")


def _find_pages(mapped: _Mapped) -> None:
    for file in mapped.files:
        if posixpath.splitext(file.name)[1].lower() in _NO_PAGE:
            continue
        head = _head(mapped.folder / file.place)
        if is_html(head):
            mapped.pages[file.place] = origin_of(head)


def _find_addresses(mapped: _Mapped) -> None:
    """The address of each file, by the surest sign first."""
    for file in mapped.files:
        told = mapped.known.get(file.place)
        origin = mapped.pages.get(file.place, Origin())
        if url := (told.url if told else "") or origin.url:
            mapped.urls[file.place] = url
    _by_paths(mapped)
    for file in mapped.files:
        if (
            file.place not in mapped.urls
            and file.place in mapped.pages
            and (own := mapped.pages[file.place].own)
        ):
            mapped.urls[file.place] = own
    _by_owners(mapped)
    _by_base(mapped)


def _other_spellings(mapped: _Mapped) -> dict[str, str]:
    """Addresses that links may mean a file by: `/dir/index.html` or `/dir` for `/dir/`, `/page` for `/page.html`.

    A mirror keeps one file where a server knew several names, and may have added the ending itself.
    """
    found: dict[str, str] = {}
    for place, url in mapped.urls.items():
        if place not in mapped.pages:
            continue
        if url.endswith("/"):
            found[f"{url}index.html"] = url
            found[url.rstrip("/")] = url
        elif url.endswith(".html"):
            found[url.removesuffix(".html")] = url
    return found


def _by_paths(mapped: _Mapped) -> None:
    """Files of a mirror: their path begins with the name of a host."""
    top = host_of(mapped.folder.name) if mapped.pages else ""
    inside = {file.parts[0] for file in mapped.files if len(file.parts) > 1 and host_of(file.parts[0])}
    mirrored: list[tuple[File, str, tuple[str, ...]]] = []
    for file in mapped.files:
        if file.parts[0] in inside:
            mirrored.append((file, host_of(file.parts[0]), file.parts[1:]))
        elif top and not inside and not any(owner_of_parts(part) for part in file.parts):
            mirrored.append((file, top, file.parts))
    schemes = {
        host: scheme_of(host, mapped.base, _heads(mapped, host, mirrored))
        for host in {host for _, host, _ in mirrored}
    }
    added = _adds_html(mapped, mirrored)
    for file, host, parts in mirrored:
        name = parts[-1]
        if file.place in mapped.pages:
            name = name.removesuffix(".html") if added and name != "index.html" else without_added_html(name)
        url = address_of(schemes[host], host, (*parts[:-1], name))
        if url:
            mapped.urls.setdefault(file.place, url)


def _heads(mapped: _Mapped, host: str, mirrored: list[tuple[File, str, tuple[str, ...]]]) -> Iterator[bytes]:
    pages = (file for file, of, _ in mirrored if of == host and file.place in mapped.pages)
    return (_head(mapped.folder / file.place) for file, _ in zip(pages, range(50), strict=False))


def _adds_html(mapped: _Mapped, mirrored: list[tuple[File, str, tuple[str, ...]]]) -> bool:
    """Whether the mirror added `.html` to the names of pages (`wget --adjust-extension`), by what the pages show.

    For: a page that calls itself by the name without it, a folder of that name beside it. Against: a page that calls
    itself by the name with it.
    """
    folders = {posixpath.dirname(file.place) for file, _, _ in mirrored}
    signs: Counter[bool] = Counter()
    for file, _, parts in mirrored:
        stem = file.place.removesuffix(".html")
        if file.place not in mapped.pages or stem == file.place or parts[-1] == "index.html":
            continue
        own = mapped.pages[file.place].own.rstrip("/")
        if own:
            signs[not own.endswith(".html")] += 1
        elif any(f == stem or f.startswith(f"{stem}/") for f in (folders if stem in folders else ())):
            signs[True] += 1
    return signs[True] > 0 and not signs[False]


def _by_owners(mapped: _Mapped) -> None:
    """Parts of a page that a browser saved: `home_files/plan.pdf` beside `home.html`."""
    owners: dict[str, str] = {}
    for place in mapped.pages:
        if place in mapped.urls:
            owners.setdefault(posixpath.splitext(place)[0], mapped.urls[place])
    for file in mapped.files:
        for depth in range(len(file.parts) - 1):
            stem = owner_of_parts(file.parts[depth])
            owner = owners.get(posixpath.join(*file.parts[:depth], stem)) if stem else None
            if owner and file.place not in mapped.urls:
                url = _under(owner, "/".join(file.parts[depth:]))
                mapped.urls.update({file.place: url} if url else {})


def _by_base(mapped: _Mapped) -> None:
    """Files that do not say their address lie below the one that a person gave."""
    if not mapped.base:
        return
    scheme, host = mapped.base.split("://", 1)[0], server(mapped.base)
    folder = mapped.base.split("?", 1)[0].rpartition("/")[0].split("/", 3)[3:]
    above = tuple(part for part in (folder[0] if folder else "").split("/") if part)
    for file in mapped.files:
        if file.place not in mapped.urls and (url := address_of(scheme, host, (*above, *file.parts))):
            mapped.urls[file.place] = url


def _under(page: str, path: str) -> str:
    try:
        return canonical(path.replace("%", "%25").replace("?", "%3F").replace("#", "%23"), page)
    except ValueError:
        return ""


def _saved(mapped: _Mapped, file: File) -> Saved:
    told = mapped.known.get(file.place)
    origin = mapped.pages.get(file.place, Origin())
    extension = posixpath.splitext(file.name)[1].lower()
    kind = "text/html" if file.place in mapped.pages else _TYPES.get(extension, "")
    body = b"" if file.size > MOST_BODY else _read(mapped.folder / file.place, MOST_BODY)
    return Saved(
        url=mapped.urls[file.place],
        body=b"" if body is None else body,
        place=f"{mapped.folder.name}/{_shown(file.place)}",
        saved_at=origin.saved_at or file_time(file.modified),
        status=told.status if told and not 300 <= told.status < 400 else 200,
        headers={"content-type": (told.media_type if told else "") or kind},
        page=file.place in mapped.pages and not any(owner_of_parts(part) for part in file.parts[:-1]),
        outcome=Outcome.ERROR
        if body is None
        else Outcome.TOO_LARGE
        if file.size > MOST_BODY
        else Outcome.ANSWERED,
        witness="the file cannot be read" if body is None else "",
    )


def _shown(place: str) -> str:
    return place.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _head(path: Path) -> bytes:
    return _read(path, HEAD) or b""


def _read(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return None


class _Links:
    """From rewritten links to the addresses that are meant."""

    def __init__(self, mapped: _Mapped) -> None:
        self._urls = mapped.urls
        self._places: dict[str, str] = {}
        for place, url in mapped.urls.items():
            self._places.setdefault(url, place)

    def meant(self, page: str, raw: str) -> str:
        """The address of the file that a link on a saved page leads to, "" where it leads to none."""
        place = self._places.get(page)
        path = raw.strip().split("#", 1)[0]
        if place is None or not path or web_address(path):
            return ""
        for text in dict.fromkeys((unquote(path), unquote(path.split("?", 1)[0]), path)):
            found = posixpath.normpath(posixpath.join(posixpath.dirname(place), text))
            for known in (found, f"{found}/index.html"):
                if known in self._urls and not text.startswith("/"):
                    return self._urls[known]
        return ""
