"""From what a person types to values. Everything that cannot be meant ends in one line that says what to give."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from checklist.sites import SiteFile, read_site
from crawler.plan import start_address
from oit.errors import NotInThisVersionError, UsageError
from reports.formats import Format
from thai.calendar import ERA

RUNS = Path("var")
"""Where runs lie that were started without --out: var/<site>/<run>."""
_SITE_FILE = (".yaml", ".yml")
_SAVED_COPY = (".warc", ".warc.gz", ".wacz", ".mhtml", ".mht")
_FORMATS_TO_COME = frozenset({"xlsx", "submission", "memo"})
_YEARS = range(2500, 2700)


@dataclass(frozen=True)
class Start:
    """Where a crawl starts: canonical addresses, and the site file they come from, if any."""

    urls: tuple[str, ...]
    site: SiteFile | None = None
    copies: tuple[Path, ...] = ()
    """Saved copies to read instead of the site."""


def parse_start(texts: Sequence[str], copies: Sequence[str] = ()) -> Start:
    """START_URL…: addresses of one office, or one site file, or saved copies; and what --from names.

    Raises:
        UsageError: none of them, or a mixture that cannot be meant.
        ChecklistError: the site file cannot be used.
        PlanError: not a web address.
    """
    given = tuple(_copy(text) for text in copies)
    starts = [text for text in texts if not _names_copy(text)]
    if len(starts) < len(texts):
        if starts or given:
            raise UsageError(
                f"{starts[0] if starts else copies[0]}: give addresses first and copies with --from, or copies alone"
            )
        return Start((), copies=tuple(_copy(text) for text in texts))
    files = [text for text in texts if _names_site_file(text)]
    if files:
        if len(texts) > 1:
            raise UsageError(f"{files[0]}: give a site file alone; it names the addresses")
        site = read_site(Path(files[0]))
        return Start(tuple(start_address(url) for url in site.start_urls), site, given)
    return Start(tuple(dict.fromkeys(_address(text) for text in texts)), copies=given)


def _names_site_file(text: str) -> bool:
    return "://" not in text and text.lower().endswith(_SITE_FILE)


def _names_copy(text: str) -> bool:
    return "://" not in text and (text.lower().endswith(_SAVED_COPY) or _lies_here(text) == "folder")


def _copy(text: str) -> Path:
    if not _lies_here(text):
        raise UsageError(f"{text}: there is no such file or folder")
    return Path(text)


def _address(text: str) -> str:
    has_scheme = "://" in text
    here = "" if has_scheme else _lies_here(text)
    if here == "file":
        raise UsageError(
            f"{text} is a file on this machine: give a web address, a site file (.yaml) or a saved copy"
            f" ({', '.join(_SAVED_COPY)}, or a folder of saved pages)"
        )
    name = re.split(r"[/?#]", text.strip(), maxsplit=1)[0]
    if not has_scheme and not ("." in name or ":" in name or name == "localhost"):
        raise UsageError(f"{text!r} is not a web address: give one like https://www.example.go.th/")
    return start_address(text)


def _lies_here(text: str) -> str:
    """Whether a text names a "folder" or a "file" on this machine; "" for neither."""
    if not text.strip():
        return ""
    try:
        path = Path(text)
        return "folder" if path.is_dir() else "file" if path.is_file() else ""
    except (OSError, ValueError):  # too long for a name, or no name at all
        return ""


def parse_day(text: str) -> dt.date:
    """--as-of: YYYY-MM-DD, Gregorian.

    Raises:
        UsageError: no such day, or a Buddhist year.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: give a day as YYYY-MM-DD, like 2025-04-30") from None
    if day.year in _YEARS:
        raise UsageError(f"--as-of {text}: give the Gregorian year ({day.year - ERA}, not {day.year})")
    return day


def parse_year(year: int) -> int:
    """--fiscal-year: a Buddhist year.

    Raises:
        UsageError: a Gregorian year, or none at all.
    """
    if year in _YEARS:
        return year
    meant = f" ({year + ERA}, not {year})" if year + ERA in _YEARS else ", like 2568"
    raise UsageError(f"--fiscal-year {year}: give the Buddhist year{meant}")


def parse_formats(texts: Iterable[str]) -> tuple[Format, ...]:
    """--format: names, repeated or with commas; none given: all that there are.

    Raises:
        UsageError: no such format, or one that this version does not write.
    """
    names = [name.strip().lower() for text in texts for name in text.split(",") if name.strip()]
    return tuple(dict.fromkeys(_format(name) for name in names)) or tuple(Format)


def _format(name: str) -> Format:
    if name in _FORMATS_TO_COME:
        raise NotInThisVersionError(f"--format {name}")
    try:
        return Format(name)
    except ValueError:
        raise UsageError(f"--format {name}: there are {', '.join(Format)}") from None


def parse_seconds(option: str, number: float | None) -> float | None:
    """A length of time that is a number; None stays None.

    Raises:
        UsageError: not finite, or below zero.
    """
    if number is not None and not (math.isfinite(number) and number >= 0):
        raise UsageError(f"{option} {number}: give a number of zero or more")
    return number


def parse_minutes(number: float | None) -> float | None:
    """--max-minutes: more than none; None stays None.

    Raises:
        UsageError: not finite, zero or below.
    """
    if number is not None and not (math.isfinite(number) and number > 0):
        raise UsageError(f"--max-minutes {number:g}: give a number above zero, like 30 or 0.5")
    return number


def parse_points(option: str, text: str) -> Decimal:
    """Points of 0 to 100, exactly as typed.

    Raises:
        UsageError: not a number, or outside.
    """
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal("NaN")
    if not (points.is_finite() and 0 <= points <= 100):
        raise UsageError(f"{option} {text}: give points from 0 to 100, like 98.13")
    return points


def find_run(text: str, root: Path = RUNS) -> Path:
    """RUN: a run's folder or its id under `root`.

    Raises:
        UsageError: there is no such run.
    """
    if _lies_here(text) == "folder":
        return Path(text)
    found = sorted(path for path in root.glob("*/*") if path.name == text and path.is_dir())
    if len(found) > 1:
        raise UsageError(f"run {text}: there are {len(found)} of that name; give the folder, like {found[0]}")
    if not found:
        raise UsageError(f"no run {text!r}: give the folder of a run, or its id under {root}/")
    return found[0]
