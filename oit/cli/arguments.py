"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from oit.options import Browser, FailOn, Ocr
from reports.wording import Lang

ChecklistId = Annotated[
    str | None,
    typer.Option("--checklist", metavar="ID", help="Rules to judge by, or a folder with a profile."),
]
FiscalYear = Annotated[
    int | None, typer.Option("--fiscal-year", metavar="N", help="Buddhist era; default: that of the day.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Day judged; default: today in Bangkok.")
]
Out = Annotated[str | None, typer.Option("--out", metavar="DIR", help="Where everything is written.")]
Delay = Annotated[
    float | None,
    typer.Option(
        "--delay", metavar="SECONDS", help="Least time between two requests to one server; default 1."
    ),
]
MaxPages = Annotated[int | None, typer.Option("--max-pages", metavar="N", min=1, help="Stop after N pages.")]
MaxMinutes = Annotated[float | None, typer.Option("--max-minutes", metavar="N", help="Stop after N minutes.")]
From = Annotated[
    list[str] | None,
    typer.Option(
        "--from", metavar="COPY", help="Read this saved copy instead of the site; repeat for several."
    ),
]
Scope = Annotated[
    str | None, typer.Option("--scope", metavar="PREFIX", help="What counts as the office's own pages.")
]
BrowserUse = Annotated[
    Browser, typer.Option("--browser", help="Open pages that need JavaScript in a browser.")
]
OcrUse = Annotated[Ocr, typer.Option("--ocr", help="Read text in pictures.")]
BrowserIdle = Annotated[Browser | None, typer.Option("--browser", help="Nothing to do in a check.")]
OcrIdle = Annotated[Ocr | None, typer.Option("--ocr", help="Nothing to do in a check.")]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAME", help="Reports to write: json, html; repeat, or with commas."),
]
FailFrom = Annotated[FailOn, typer.Option("--fail-on", help="Exit code 1 from this verdict on.")]
Language = Annotated[Lang, typer.Option("--lang", help="Language of terminal and reports.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on the terminal but errors.")]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with a run that was cut off; begin one where there is none; START may be a run.",
    ),
]
Previous = Annotated[
    str | None,
    typer.Option(
        "--previous", metavar="RUN", help="Earlier run to ask only for changes since; none: all anew."
    ),
]
FailFromKept = Annotated[
    FailOn | None, typer.Option("--fail-on", help="Exit code 1 from this verdict on; default: never.")
]
LanguageKept = Annotated[
    Lang | None, typer.Option("--lang", help="Language of terminal and reports; default: th.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
