"""`oit evidence`: a stored run as a file for archives, whether it is what it was, and what stood at one address."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oit.outcome import FAILED
from oit.parsing import find_run

Run = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or its id.")]


class Export(StrEnum):
    """Forms of an export."""

    WARC = "warc"
    WACZ = "wacz"


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


def verify(run: Run) -> None:
    """Hash everything again and say what was altered or is lacking; exit 1 if anything was."""
    from evidence.seal import evidence_folder
    from evidence.verify import verify as verified

    found = verified(evidence_folder(find_run(run)))
    for line in (*found.faults, *found.notes):
        typer.echo(line)
    typer.echo(f"{found.captures} records, {found.bodies} bodies: {'altered' if found.faults else 'whole'}")
    if found.seal:
        typer.echo(f"seal {found.seal}")
    if found.faults:
        raise typer.Exit(FAILED)


def show(
    run: Run,
    url: Annotated[str, typer.Argument(metavar="URL", help="An address that the run asked for.")],
    body: Annotated[
        str | None, typer.Option("--body", metavar="FILE", help="Write the bytes here; never overwritten.")
    ] = None,
) -> None:
    """Say what stood at an address, and when."""
    from oit.showing import shown

    for line in shown(find_run(run), url, Path(body) if body else None):
        typer.echo(line)


commands: dict[str, Callable[..., None]] = {"export": export, "verify": verify, "show": show}
