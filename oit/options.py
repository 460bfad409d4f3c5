"""What a person asked for, checked: the options of `oit audit` and `oit check`, frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from checklist.sites import SiteFile
from evidence.records import RunRecord
from reports.formats import Format
from reports.wording import Lang
from thai.calendar import fiscal_year

BANGKOK = ZoneInfo("Asia/Bangkok")
CHECKLIST = "bma-district"
DELAY = 1.0
"""Least seconds between two requests to one server, where neither a person nor the site file says otherwise."""


class FailOn(StrEnum):
    """From which verdict on the exit code is 1."""

    GAP = "gap"
    REVIEW = "review"
    NEVER = "never"


class Browser(StrEnum):
    """Whether pages that need JavaScript are opened in a browser."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


class Ocr(StrEnum):
    """Whether text in pictures is read."""

    AUTO = "auto"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Output:
    """What is written, and what the exit code says."""

    out: Path | None = None
    """None: the command's own default."""
    formats: tuple[Format, ...] = tuple(Format)
    fail_on: FailOn = FailOn.NEVER
    lang: Lang = Lang.TH
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class AuditOptions(Output):
    """`oit audit`: what to crawl, how, and how to judge it."""

    start_urls: tuple[str, ...]
    """Canonical; may be empty where copies are read, which then say where they start."""
    copies: tuple[Path, ...] = ()
    """Saved copies that are read instead of the site."""
    as_of: dt.date
    fiscal_year: int
    """Buddhist era."""
    checklist: str = CHECKLIST
    site: SiteFile | None = None
    """The site file that was given as start, None for addresses."""
    delay: float = DELAY
    max_pages: int | None = None
    max_minutes: float | None = None
    scope: str | None = None
    """A prefix that overrides what the addresses tell."""
    browser: Browser = Browser.AUTO
    ocr: Ocr = Ocr.AUTO
    previous: str | None = None
    """The earlier run to compare with, "none" for none; None: the newest of the site beside the new run."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what was asked for and perhaps could not be carried out, for the report (`oit.browsing.true_notes`)."""
        return notes(self.browser)

    def notes_for(self, run: RunRecord) -> tuple[str, ...]:
        """The same for a run that was read from a saved copy."""
        return (*self.notes, *copy_notes(run))

    def recorded(self) -> dict[str, str | int | float | bool | None]:
        """The options as they are kept with the run, so that it can be judged again in the same way."""
        return {
            "checklist": self.checklist,
            "fiscal_year": self.fiscal_year,
            "as_of": self.as_of.isoformat(),
            "delay": self.delay,
            "max_pages": self.max_pages,
            "max_minutes": self.max_minutes,
            "scope": self.scope,
            "browser": self.browser.value,
            "ocr": self.ocr.value,
            "formats": ",".join(self.formats),
            "fail_on": self.fail_on.value,
            "lang": self.lang.value,
        }


@dataclass(frozen=True, kw_only=True)
class JudgeOptions(Output):
    """`oit check`: which stored run to judge again, and what differs from it. None: as the run had it."""

    run: Path
    """The run's folder."""
    checklist: str | None = None
    fiscal_year: int | None = None
    as_of: dt.date | None = None

    def rules_for(self, run: RunRecord) -> tuple[str, int, dt.date]:
        """(checklist id, fiscal year, day) to judge a run by.

        A run that was stored without an audit's options is judged as of the day it began.
        """
        kept = run.options
        day = self.as_of or dt.date.fromisoformat(str(kept.get("as_of") or run.started_at)[:10])
        year = self.fiscal_year or int(kept.get("fiscal_year") or fiscal_year(day))
        return self.checklist or str(kept.get("checklist") or CHECKLIST), year, day

    def notes_for(self, run: RunRecord) -> tuple[str, ...]:
        """The codes of what the run's audit asked for and could not carry out."""
        kept = run.options
        if "browser" not in kept:
            return copy_notes(run)
        return (*notes(Browser(str(kept["browser"]))), *copy_notes(run))


@dataclass(frozen=True, kw_only=True)
class ResumeOptions(JudgeOptions):
    """`oit audit --resume` where there is a run: what differs from how it was begun. None: as it was."""

    delay: float | None = None
    max_pages: int | None = None
    max_minutes: float | None = None


def notes(browser: Browser) -> tuple[str, ...]:
    """Codes of what was asked for and perhaps could not be carried out: `no_browser`."""
    asked = {"no_browser": browser is not Browser.NEVER}
    return tuple(code for code, wanted in asked.items() if wanted)


def copy_notes(run: RunRecord) -> tuple[str, ...]:
    """Codes of what is to be said of a run that was read from a saved copy: `saved_copy`, `start_guessed`."""
    if not run.source:
        return ()
    return ("saved_copy", "start_guessed") if run.options.get("start_guessed") else ("saved_copy",)


def today() -> dt.date:
    """Today in Bangkok."""
    return dt.datetime.now(BANGKOK).date()
