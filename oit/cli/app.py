"""All commands together, and the one place where an error of use becomes a line and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from oit.cli import about, checklist, evidence, example, judge, score, site
from oit.errors import NotInThisVersionError, UsageError

TO_COME = {
    "recheck": "Visit only the addresses of a submission sheet.",
    "diff": "What appeared, vanished and changed between two runs.",
    "fleet": "Many sites.",
    "schedule": "Nightly runs.",
    "serve": "The web page.",
}
INTERRUPTED = 130
WRONG_USE = 2


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="oit",
        help="Does a public body's website hold the OIT evidence that the ITA assessment asks for?",
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(help_only)
    app.command("audit")(judge.audit)
    app.command("check")(judge.check)
    app.command("score")(score.score)
    app.command("selfcheck")(about.selfcheck)
    app.command("version")(about.version)
    for name, group, words in (
        ("checklist", checklist.commands, "The rules, as people read and edit them."),
        ("site", site.commands, "Site files: what a website does not say of its office."),
        ("evidence", evidence.commands, "What a run has seen: export it, check it, look into it."),
        ("example", example.commands, "The invented example offices."),
    ):
        app.add_typer(_group(group), name=name, help=words)
    for name, words in TO_COME.items():
        app.command(name, help=f"{words} Not in this version.", context_settings=_ANYTHING)(_later(name))
    return app


_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def _group(commands: dict[str, Callable[..., None]]) -> typer.Typer:
    group = typer.Typer()
    group.callback(invoke_without_command=True)(help_only)
    for name, command in commands.items():
        group.command(name)(command)
    return group


def help_only(context: typer.Context) -> None:
    """Show what there is where no command was named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


def _later(name: str) -> Callable[[], None]:
    def command() -> None:
        raise NotInThisVersionError(name)

    return command


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code. Only what is no error of use leaves as an exception."""
    command = typer.main.get_command(build())
    try:
        code = command.main(args=list(arguments), prog_name="oit", standalone_mode=False)
    except typer.TyperException as error:
        return _wrong(error.format_message())
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if not isinstance(error, _errors_of_use()):
            raise
        return _wrong(str(error))
    return code if isinstance(code, int) else 0


def _errors_of_use() -> tuple[type[Exception], ...]:
    """The base class of each floor's errors that a person can cause; imported only when there is an error."""
    from checklist.yamlfile import ChecklistError
    from crawler.plan import PlanError, StartError
    from evidence.errors import CopyError, StoreError
    from oit.exampleserver import ExampleError
    from reports.files import ReportError
    from validators.score import ScoreError

    floors = (ChecklistError, PlanError, StartError, CopyError, StoreError, ReportError, ScoreError)
    return (UsageError, ExampleError, *floors)


def _wrong(message: str) -> int:
    line = " ".join(message.replace("Value error, ", "").split())
    sys.stderr.write(f"oit: {line}\n")
    return WRONG_USE
