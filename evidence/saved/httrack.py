"""What an HTTrack mirror says of itself: `hts-cache/new.txt` lists address, status, type and file of each answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from evidence.saved.records import Saved, file_time, web_address
from evidence.saved.tree import File

_LOG = "hts-cache/new.txt"
_MOST = 64 * 1024 * 1024
_DELAYED = re.compile(r"\.\d+\.delayed$")
_OWN = re.compile(r"hts-(?:log|nohash|in_progress).*|backblue\.gif|fade\.gif|cookies\.txt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list."""

    url: str
    status: int
    media_type: str
    saved_at: str = ""


Log = dict[str, Told]
"""Place of the file (for answers without a file: the address) to what the list tells of it."""


def read_log(folder: Path, places: Collection[str]) -> Log:
    """The list of a mirror, empty where there is none. `places`: the files that lie there."""
    try:
        path = folder / _LOG
        with path.open("rb") as file:
            text = file.read(_MOST).decode("utf-8", "replace")
        when = file_time(path.stat().st_mtime)
    except OSError:
        return {}
    found: Log = {}
    for line in text.split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) < 9 or not re.fullmatch(r"\d{3}", cells[3]) or not (url := web_address(cells[7])):
            continue
        told = Told(url, int(cells[3]), cells[5][:100], when)
        place = _place(unquote(cells[8]), places)
        if place:
            found.setdefault(place, told)
        elif told.status >= 400:
            found.setdefault(url, told)
    return found


def _place(path: str, places: Collection[str]) -> str:
    """The file that the list means: it names it by the path from where HTTrack was started.

    A file whose kind was not known when it was listed stands there as `name.2.delayed`, and lies there as `name.html`.
    """
    parts = PurePosixPath(_DELAYED.sub(".html", path)).parts
    tails = ("/".join(parts[start:]) for start in range(min(len(parts), 12)))
    return next((tail for tail in tails if tail in places), "")


def unsaved(log: Log, name: str) -> Iterator[Saved]:
    """The answers of the list that no file was kept of: dead links."""
    for place, told in log.items():
        if place == told.url:
            yield Saved(told.url, b"", f"{name}/{_LOG}", told.saved_at, told.status)


def is_own(parts: tuple[str, ...], listed: bool, files: Collection[File]) -> bool:
    """Whether a file is the mirror's own and none of the site: its cache, its log, its own index page."""
    if parts[0] == "hts-cache" or (len(parts) == 1 and _OWN.fullmatch(parts[0])):
        return True
    return len(parts) == 1 and parts[0] == "index.html" and (listed or _has_log(files))


def _has_log(files: Collection[File]) -> bool:
    return any(file.place == "hts-log.txt" for file in files)
