"""The files of a folder, without following links out of it, and what their paths say of addresses."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote_to_bytes

from evidence.errors import CopyError
from evidence.saved.records import web_address

MOST_FILES = 200_000
_HOST = re.compile(
    r"((?:[a-z0-9_-]+\.)+[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?:[:_+@](\d{2,5}))?", re.IGNORECASE
)
_PARTS_OF_A_PAGE = re.compile(r"(.+)[_.-](?:files|data|dateien|fichiers|archivos|bestanden)", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(?:php\d?|aspx?|jsp|cgi|pl|cfm|do|action)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the folder."""

    place: str
    """Path below the folder, with slashes; bytes that are no UTF-8 as surrogates."""
    size: int
    modified: float

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders above it and its name."""
        return PurePosixPath(self.place).parts

    @property
    def name(self) -> str:
        """Its name."""
        return self.parts[-1]


def files_of(folder: Path) -> list[File]:
    """All plain files below a folder, by path; links, pipes and devices are left out.

    Raises:
        CopyError: it cannot be read, or there are more than `MOST_FILES`.
    """
    found: list[File] = []
    for file in _walked(folder):
        found.append(file)
        if len(found) > MOST_FILES:
            raise CopyError(f"{folder}: more than {MOST_FILES} files: give the folder of one site")
    return sorted(found, key=lambda file: file.place)


def _walked(folder: Path) -> Iterator[File]:
    def refuse(error: OSError) -> None:
        raise CopyError(f"{folder}: cannot be read ({error.strerror})") from error

    for top, _, names in os.walk(folder, onerror=refuse):
        for name in names:
            path = Path(top) / name
            try:
                about = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(about.st_mode):
                yield File(path.relative_to(folder).as_posix(), about.st_size, about.st_mtime)


def host_of(name: str) -> str:
    """The host, with its port, that the name of a folder is: "www.x.go.th", "127.0.0.1_8000"; "" where it is none."""
    match = _HOST.fullmatch(name)
    if match is None or _PARTS_OF_A_PAGE.fullmatch(name):
        return ""
    return match[1].lower() + (f":{match[2]}" if match[2] else "")


def owner_of_parts(name: str) -> str:
    """The name, without extension, of the page whose parts a folder holds: "home" of "home_files"; "" for others."""
    match = _PARTS_OF_A_PAGE.fullmatch(name)
    return match[1] if match else ""


def address_of(scheme: str, host: str, parts: tuple[str, ...]) -> str:
    """The address that a file of a mirror stands for, "" where it is none; `index.html` stands for its folder."""
    names = [
        *parts[:-1],
        "" if _INDEX.fullmatch(parts[-1]) and parts[-1].lower() == "index.html" else parts[-1],
    ]
    path, mark, query = "/".join(names).partition("?")
    text = "/".join(_escaped(name) for name in path.split("/")) + mark + _escaped(query, "/?&=;+,:@!$'()*")
    return web_address(f"{scheme}://{host}/{text}")


def without_added_html(name: str) -> str:
    """A name without the `.html` that a mirror surely added: after a query or the name of a program."""
    stem = name.removesuffix(".html")
    return stem if stem != name and ("?" in stem or _PROGRAM.search(stem[-8:])) else name


def _escaped(name: str, safe: str = "!$&'()*+,;=:@") -> str:
    """A file name as part of an address. Mirrors leave some escapes in names: those are decoded first."""
    return quote(unquote_to_bytes(os.fsencode(name)), safe=safe)
