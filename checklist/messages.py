"""What findings say: templates as data, filled in without ever failing on a web page's braces."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import RootModel

from checklist.models import Rule
from checklist.yamlfile import read_model

MESSAGES = Path(__file__).parent / "messages.yaml"


class Message(Rule):
    """One finding's words and how grave it is."""

    severity: Literal["error", "warning", "info"]
    message: str
    fix: str


class Messages(RootModel[dict[str, Message]]):
    """All messages by finding code."""


@lru_cache(maxsize=2)
def read_messages(path: Path = MESSAGES) -> dict[str, Message]:
    """The messages by finding code. Raises ChecklistError."""
    return read_model(path, Messages).root
