"""WACZ files (Web Archive Collection Zipped, 1.1.1): WARC files in a zip, with a list of pages and digests."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.errors import CopyError
from evidence.saved.framing import DamagedError, Stream
from evidence.saved.records import Notes, Saved
from evidence.saved.warc import read_warc

MOST_MEMBERS = 10_000
_MOST_TEXT = 16 * 1024 * 1024
_MOST_LINES = 100_000
_ARCHIVE = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
_FAULTS = (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError)


def read_wacz(path: Path, name: str, notes: Notes) -> Iterator[Saved]:
    """What a WACZ file holds.

    Raises:
        CopyError: it is no zip file, or has no archive in it.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS:
                raise CopyError(f"{name}: more than {MOST_MEMBERS} files in it: no WACZ")
            archives = [m for m in members if _ARCHIVE.fullmatch(m.filename)]
            if not archives:
                raise CopyError(f"{name}: no WARC file under archive/ in it: no WACZ")
            _verify(packed, name, notes)
            _find_starts(packed, notes)
            for member in archives:
                yield from _archive(packed, member, name, notes)
    except _FAULTS as error:
        raise CopyError(f"{name}: cannot be read as a WACZ file ({_short(error)})") from error


def _archive(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, notes: Notes) -> Iterator[Saved]:
    place = f"{name}, {member.filename.rsplit('/', 1)[-1]}"
    try:
        with packed.open(member) as raw:
            yield from read_warc(raw, member.compress_size, place, notes)
    except _FAULTS as error:
        notes.end(f"{place}: damaged ({_short(error)}); the rest was not read")


def _find_starts(packed: zipfile.ZipFile, notes: Notes) -> None:
    """Where the copy begins: its main page, else the first of its pages."""
    package = _object(_text(packed, "datapackage.json"))
    for key in ("mainPageUrl", "mainPageURL"):
        if isinstance(package.get(key), str):
            notes.start(package[key])
    for line in _text(packed, "pages/pages.jsonl").split("\n")[:_MOST_LINES]:
        url = _object(line).get("url")
        if isinstance(url, str):
            notes.start(url)
            return


def _verify(packed: zipfile.ZipFile, name: str, notes: Notes) -> None:
    """Compare the files with the digests that the copy gives of them, and say what differs."""
    package = _read(packed, "datapackage.json")
    told = _object(_text(packed, "datapackage-digest.json"))
    if isinstance(told.get("hash"), str) and told["hash"] != f"sha256:{hashlib.sha256(package).hexdigest()}":
        notes.say(f"{name}: datapackage.json is not what datapackage-digest.json says: altered or damaged")
    resources = _object(package.decode("utf-8", "replace")).get("resources")
    for resource in resources[:MOST_MEMBERS] if isinstance(resources, list) else []:
        if not isinstance(resource, dict):
            continue
        path, hashed = resource.get("path"), resource.get("hash")
        if isinstance(path, str) and isinstance(hashed, str) and hashed.startswith("sha256:"):
            fault = _fault(packed, path, hashed)
            if fault:
                notes.say(f"{name}: {path[:200]} {fault}")


def _fault(packed: zipfile.ZipFile, path: str, hashed: str) -> str:
    """How a file differs from its digest, "" where it does not."""
    try:
        member = packed.getinfo(path)
        digest = hashlib.sha256()
        with packed.open(member) as raw:
            stream = Stream(raw, member.compress_size)  # weighed against it, so that a bomb ends here
            while bite := stream.block(1 << 20, 1 << 20)[0]:
                digest.update(bite)
    except KeyError:
        return "is lacking, though datapackage.json names it"
    except (*_FAULTS, DamagedError) as error:
        return f"cannot be read ({_short(error)})"
    same = hashed == f"sha256:{digest.hexdigest()}"
    return "" if same else "is not what datapackage.json says: altered or damaged"


def _text(packed: zipfile.ZipFile, name: str) -> str:
    return _read(packed, name).decode("utf-8", "replace")


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    """A small file of the copy, cut at a limit; b"" where there is none."""
    try:
        with packed.open(name) as raw:
            return raw.read(_MOST_TEXT)
    except (KeyError, *_FAULTS):
        return b""


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
