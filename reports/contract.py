"""The shape of `gap-report.json`: what other programs read. A change of name, value or meaning raises the version.

The order of the fields is the order of the keys in the file.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from validators.results import ItemResult, Result
from validators.score import Score

SCHEMA_VERSION = "1.0"


class Generator(Result):
    """The program that wrote the report."""

    name: str
    version: str


class Site(Result):
    """The office's website."""

    id: str
    name: str
    start_urls: tuple[str, ...]


class Rules(Result):
    """The rules that the site was judged by."""

    id: str
    fiscal_year: int = Field(description="Buddhist era")
    items: int = Field(description="how many items the checklist has")
    sha256: str = Field(description="digest of the rules as loaded")


class RunFacts(Result):
    """The crawl behind the report."""

    id: str
    started_at: str
    finished_at: str
    pages: int
    documents: int
    outside_links: int
    errors: int
    stopped_because: str
    reason: str = Field(description="one sentence where the crawl ended early, else empty")
    notes: tuple[str, ...] = Field(
        description="what was asked for and could not be carried out: no_browser, no_ocr; and what a saved copy brings"
        " with it: saved_copy, start_guessed"
    )

    @property
    def ending(self) -> tuple[str, str]:
        """(group, name) of the words that tell how the run ended; a saved copy ends in its own way."""
        is_copy = "saved_copy" in self.notes and self.stopped_because in (
            "finished",
            "max_pages",
            "interrupted",
        )
        return "copy" if is_copy else "stopped", self.stopped_because


class Unseen(Result):
    """An address that could not be looked at. It is never counted as missing."""

    url: str
    reason: str
    witness: str


class UnitName(Result):
    """A unit of the office."""

    id: str
    name: str


class Summary(Result):
    """How many items have each verdict."""

    items: int
    ready: int
    gap: int
    review: int
    not_due: int
    score: Score | None = Field(
        description="null in a unit's file, and where the site could not be looked at"
    )


class GapReport(Result):
    """A whole report, or one unit's part of it."""

    schema_version: str
    generator: Generator
    generated_at: str
    site: Site
    checklist: Rules
    as_of: str
    run: RunFacts
    not_seen: tuple[Unseen, ...]
    units: tuple[UnitName, ...]
    summary: Summary
    items: tuple[ItemResult, ...]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the files that this version writes."""
    schema = GapReport.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "gap-report.json"}


def schema_text() -> str:
    """The JSON Schema as it is shipped in `reports/schema/`."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
