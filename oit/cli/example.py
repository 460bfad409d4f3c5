"""`oit example serve`: an invented office's website on this machine, to try the program on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from oit.errors import UsageError


def serve(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Like examples/thungmakok.")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = 0,
) -> None:
    """Serve an example office on this machine until Ctrl-C."""
    place = Path(folder)
    if not (place / "server.yaml").is_file():
        raise UsageError(f"{folder} is no example: there is no server.yaml in it")
    from oit.exampleserver import serve as served

    try:
        with served(place, port) as server:
            typer.echo(server.start_url)
            threading.Event().wait()
    except KeyboardInterrupt:
        return


commands: dict[str, Callable[..., None]] = {"serve": serve}
