"""Years in addresses: folders and file names, old and new.

`/ITA/2568/O05/66.O08-แผน….pdf` says 2568 by its folder and 2566 by its file; `/1-64/` is a month and a year of the
old content system. A witness only: what the document says comes first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from thai.calendar import buddhist_year
from thai.periods import PeriodKind, read_periods
from thai.text import normalise

_FOUR = re.compile(r"(?<!\d)(25[4-9]\d|20[12]\d)(?!\d)")
_TWO = re.compile(
    r"(?:^|[_ ])(?:ita|oit|fy|ปี|ปีงบ)?-?([5-7]\d)(?=[._ -]|$)|(?<=[a-zก-๙_-])([56]\d)(?=[._ ]|$)|^\d{1,2}-([5-7]\d)$",
    re.IGNORECASE,
)


def folder_years(address: str) -> tuple[int, ...]:
    """The years (Buddhist era) that the folders of an address name, from the left."""
    return tuple(year for segment in _segments(address)[:-1] for year in _years(segment))


def file_years(address: str) -> tuple[int, ...]:
    """The years (Buddhist era) that the file name names; months and dates in it count by their fiscal year."""
    segments = _segments(address)
    name = segments[-1] if segments else ""
    dated = [p for p in read_periods(name) if p.kind is not PeriodKind.YEAR and p.fiscal_years]
    if dated:
        return tuple(dict.fromkeys(year for period in dated for year in period.fiscal_years))
    return _years(name)


@lru_cache(maxsize=32768)
def file_name(address: str) -> str:
    """The readable name of the last part of an address, with spaces for the usual separators."""
    segments = _segments(address)
    return re.sub(r"[_+]|(?<=\w)-(?=\w)", " ", segments[-1]) if segments else ""


def _segments(address: str) -> list[str]:
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", address, flags=re.IGNORECASE)
    path = path.split("?")[0].split("#")[0]
    return [normalise(unquote(part)) for part in path.split("/") if part]


def _years(segment: str) -> tuple[int, ...]:
    found = [buddhist_year(year) for year in _FOUR.findall(segment)]
    if not found and not segment.isdigit():  # a folder "77" is the number of a site, not a year
        found = [buddhist_year(next(g for g in match.groups() if g)) for match in _TWO.finditer(segment)]
    return tuple(dict.fromkeys(year for year in found if year is not None))
