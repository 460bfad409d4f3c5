"""`oit version` and `oit selfcheck`."""

from __future__ import annotations

import shutil

import typer

from oit.selfcheck import PACKAGES, foreign_packages

TOOLS = {"pdftotext": "poppler-utils"}
"""Programs that this one calls, and the Debian package of each."""


def version() -> None:
    """Say which version this is."""
    from reports.build import program_version

    typer.echo(f"oit {program_version()}")


def selfcheck() -> None:
    """Check that this program's packages are its own and the tools that it calls are there."""
    faults = foreign_packages()
    missing = [f"{tool} is missing: sudo apt-get install {package}" for tool, package in _lacking().items()]
    for line in [*faults, *missing]:
        typer.echo(line, err=True)
    if faults or missing:
        raise typer.Exit(2)
    typer.echo(f"all well: {', '.join(PACKAGES)} are this program's own; {', '.join(TOOLS)} is there")


def _lacking() -> dict[str, str]:
    return {tool: package for tool, package in TOOLS.items() if shutil.which(tool) is None}
