"""What findings say: templates as data, filled in without ever failing on a web page's braces."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import RootModel

from checklist.models import Rule
from checklist.yamlfile import read_model

MESSAGES = Path(__file__).parent / "messages.yaml"


class Wording(Rule):
    """What a finding says, and the act that mends it."""

    message: str
    fix: str


class Message(Wording):
    """One finding's words and how grave it is."""

    severity: Literal["error", "warning", "info"]
    variants: dict[str, Wording] = {}
    """Other words for the same finding, where another act mends it."""


class Messages(RootModel[dict[str, Message]]):
    """All messages by finding code."""


@lru_cache(maxsize=2)
def read_messages(path: Path = MESSAGES) -> dict[str, Message]:
    """The messages by finding code. Raises ChecklistError."""
    return read_model(path, Messages).root
