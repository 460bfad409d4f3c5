"""From the files of a checklist to rules: one profile a body and year, items and words in files of their own."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from checklist.models import Item, Profile, Words
from checklist.yamlfile import ChecklistError, read_model

PROFILES = Path(__file__).parent / "profiles"
WORDS = Path(__file__).parent / "words.yaml"


@dataclass(frozen=True)
class Checklist:
    """The rules for one body and one fiscal year."""

    profile: Profile
    words: Words
    fiscal_year: int

    @property
    def id(self) -> str:
        """The profile's id, as `--checklist` takes it."""
        return self.profile.id

    @cached_property
    def sha256(self) -> str:
        """Digest of the rules as loaded (profile and words), so that a report says what it was judged by."""
        rules = [self.profile.model_dump(mode="json"), self.words.model_dump(mode="json")]
        return hashlib.sha256(json.dumps(rules, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def available(root: Path = PROFILES) -> list[tuple[str, int]]:
    """(checklist id, fiscal year the rules were written for) of every profile there is."""
    return sorted((folder.parent.name, int(folder.name)) for folder in root.glob("*/[0-9][0-9][0-9][0-9]"))


def load(checklist: str, fiscal_year: int, root: Path = PROFILES) -> Checklist:
    """The rules of a checklist for a fiscal year (Buddhist era).

    `checklist` is an id, or a path to a profile folder. Raises ChecklistError in one line where there is no such
    checklist, no rules for that year, or a fault in a file.
    """
    for folder in _folders(checklist, root):
        profile = read_profile(folder)
        if fiscal_year in profile.serves:
            return Checklist(profile, read_words(), fiscal_year)
    known = sorted({year for folder in _folders(checklist, root) for year in read_profile(folder).serves})
    years = ", ".join(map(str, known))
    raise ChecklistError(
        f"checklist {checklist}: no rules for fiscal year {fiscal_year} (there are rules for: {years})"
    )


def _folders(checklist: str, root: Path) -> list[Path]:
    if (Path(checklist) / "profile.yaml").is_file():
        return [Path(checklist)]
    folders = (
        sorted((root / checklist).glob("[0-9][0-9][0-9][0-9]"), reverse=True) if _is_id(checklist) else []
    )
    if not folders:
        names = ", ".join(sorted({name for name, _ in available(root)}))
        raise ChecklistError(f"no checklist {checklist!r} (there are: {names})")
    return folders


def _is_id(checklist: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*", checklist) is not None


@lru_cache(maxsize=8)
def read_profile(folder: Path) -> Profile:
    """A profile with its items, from `profile.yaml` and `items/*.yaml`. Raises ChecklistError."""
    profile = read_model(folder / "profile.yaml", Profile)
    items = [read_model(path, Item) for path in sorted((folder / "items").glob("*.yaml"))]
    items.sort(key=lambda item: int(re.sub(r"\D", "", item.code)))
    return profile.model_copy(update={"items": (*profile.items, *items)})


@lru_cache(maxsize=2)
def read_words(path: Path = WORDS) -> Words:
    """The word lists that belong to no single item. Raises ChecklistError."""
    return read_model(path, Words)
