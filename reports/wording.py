"""The words of the reports in two languages, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from thai.calendar import MONTHS, thai_date

MESSAGES = Path(__file__).parent / "messages"


class Lang(StrEnum):
    """The language of terminal and reports. What a site or a rule says stays as it is, in Thai."""

    TH = "th"
    EN = "en"


@dataclass(frozen=True)
class Wording:
    """The words of one language by key."""

    lang: Lang
    texts: dict[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        """The words of a key, with its {fields} filled in. Raises KeyError for a key that is not there."""
        return self.texts[key].format(**fields)

    def of(self, kind: str, value: str) -> str:
        """The words for a value of the contract; a value that has none speaks for itself."""
        return self.texts.get(f"{kind}.{value}", value)

    def day(self, iso: str) -> str:
        """A day for people: 30 เมษายน 2568, or 30 April 2025. What is no date stays as it is."""
        try:
            day = dt.date.fromisoformat(iso[:10])
        except ValueError:
            return iso
        if self.lang is Lang.TH:
            return thai_date(day)
        return f"{day.day} {MONTHS[day.month - 1][3].capitalize()} {day.year}"

    def moment(self, iso: str) -> str:
        """A time for people: its day, hour and minute as they stand in the record."""
        clock = iso[11:16]
        return f"{self.day(iso)} {self('clock', time=clock)}" if clock else self.day(iso)

    def points(self, value: float) -> str:
        """Points with two places, as assessors print them."""
        return f"{value:.2f}"


@lru_cache(maxsize=4)
def read_wording(lang: Lang) -> Wording:
    """The words of a language, from `messages/<lang>.yaml`."""
    texts = yaml.safe_load((MESSAGES / f"{lang}.yaml").read_text(encoding="utf-8"))
    return Wording(lang, {str(key): str(text) for key, text in texts.items()})
