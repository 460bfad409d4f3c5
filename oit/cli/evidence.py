"""`oit evidence`: a stored run as a file for archives, and whether it is what it was."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oit.parsing import find_run


class Export(StrEnum):
    """Forms of an export."""

    WARC = "warc"
    WACZ = "wacz"


Run = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or its id.")]


def export(
    run: Run,
    form: Annotated[Export, typer.Option("--format", help="WARC, or WACZ for ReplayWeb.page.")] = Export.WACZ,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="The file to write; never overwritten.")
    ] = None,
) -> None:
    """Write all that a run has seen as one file."""
    from oit.exporting import export_run

    typer.echo(export_run(find_run(run), form.value, Path(out) if out else None))


commands: dict[str, Callable[..., None]] = {"export": export}
