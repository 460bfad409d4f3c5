"""`oit audit --resume` where there is a run to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.records import RunRecord
from evidence.store import Store
from oit.audit import run_resume
from oit.options import FailOn, ResumeOptions
from oit.parsing import parse_day, parse_formats, parse_minutes, parse_seconds, parse_year
from oit.places import EVIDENCE
from reports.formats import Format
from reports.wording import Lang


@dataclass(frozen=True, kw_only=True)
class Again:
    """The options of `oit audit` as they were typed; None or False where they were not."""

    checklist: str | None
    fiscal_year: int | None
    as_of: str | None
    delay: float | None
    max_pages: int | None
    max_minutes: float | None
    formats: list[str] | None
    fail_on: FailOn | None
    lang: Lang | None
    quiet: bool

    def resumed(self, folder: Path) -> int:
        """Go on with the run in a folder; what was not typed is as it was begun. Gives the exit code."""
        with Store.open(folder / EVIDENCE, writable=False) as store:
            run = store.run()
        return run_resume(self._options(folder, run))

    def _options(self, folder: Path, run: RunRecord) -> ResumeOptions:
        kept = run.options
        return ResumeOptions(
            run=folder,
            checklist=self.checklist,
            fiscal_year=None if self.fiscal_year is None else parse_year(self.fiscal_year),
            as_of=parse_day(self.as_of) if self.as_of else None,
            delay=parse_seconds("--delay", self.delay),
            max_pages=self.max_pages,
            max_minutes=parse_minutes(self.max_minutes),
            formats=parse_formats(self.formats or (str(kept.get("formats") or ",".join(Format)),)),
            fail_on=self.fail_on or FailOn(str(kept.get("fail_on") or FailOn.NEVER)),
            lang=self.lang or Lang(str(kept.get("lang") or Lang.TH)),
            quiet=self.quiet,
        )
