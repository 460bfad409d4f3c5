"""Writing a file so that a reader finds either the old one or the whole new one."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

_HALF = re.compile(r"\.[\w-]+\.(?:json|html|txt|xlsx|docx)\.\w{8}")
"""Names under which `write_whole` writes."""


class ReportError(Exception):
    """A report that cannot be written; the message is one line that says where and why."""


def write_whole(path: Path, text: str) -> None:
    """Write text as UTF-8 under a temporary name in the same folder, then rename it. Makes the folder.

    Raises:
        ReportError: the folder cannot be written, or the disk is full.
    """
    body = text.encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ReportError(f"cannot write {path}: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ReportError(f"cannot write {path}: {error.strerror}") from error


def tidy(folder: Path) -> None:
    """Take away what a killed program left half written of a folder's reports."""
    for part in (*folder.glob(".*"), *folder.glob("*/.*")):
        if _HALF.fullmatch(part.name) and part.is_file():
            part.unlink(missing_ok=True)
