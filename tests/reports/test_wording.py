"""The words in two languages."""

from __future__ import annotations

import string

import pytest

from checklist.messages import read_messages
from checklist.models import Confidence, Format, Period
from reports.wording import Lang, read_wording
from validators.doors import SHUT_TO_US, Door
from validators.results import Access, Presence, Readability, Recency, Severity, Verdict


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    thai, english = read_wording(Lang.TH).texts, read_wording(Lang.EN).texts
    assert set(thai) == set(english)
    assert {key: fields(thai[key]) for key in thai} == {key: fields(english[key]) for key in english}
    assert all(text.strip() for text in [*thai.values(), *english.values()])


@pytest.mark.parametrize("lang", list(Lang))
def test_every_value_of_the_contract_has_words(lang: Lang) -> None:
    texts = read_wording(lang).texts
    kinds = {
        "presence": Presence,
        "recency": Recency,
        "readability": Readability,
        "access": Access,
        "verdict": Verdict,
        "severity": Severity,
        "period": Period,
        "format": Format,
        "rules.confidence": Confidence,
    }
    lacking = [
        f"{kind}.{value}"
        for kind, values in kinds.items()
        for value in values
        if f"{kind}.{value}" not in texts
    ]
    lacking += [f"reason.{door}" for door in (*SHUT_TO_US, Door.LOGIN) if f"reason.{door}" not in texts]
    lacking += [f"finding.{code}" for code in read_messages() if f"finding.{code}" not in texts]
    assert lacking == []


def test_days_and_times_in_both_calendars() -> None:
    thai, english = read_wording(Lang.TH), read_wording(Lang.EN)
    assert thai.day("2025-04-30") == "30 เมษายน 2568"
    assert english.day("2025-04-30") == "30 April 2025"
    assert thai.moment("2025-05-01T02:05:00+07:00") == "1 พฤษภาคม 2568 เวลา 02:05 น."
    assert english.moment("2025-05-01T02:05:00+07:00") == "1 May 2025 02:05"
    assert thai.moment("") == ""
    assert thai.day("not a day") == "not a day"


def test_a_value_without_words_speaks_for_itself() -> None:
    assert read_wording(Lang.TH).of("finding", "presence.new_code") == "presence.new_code"
