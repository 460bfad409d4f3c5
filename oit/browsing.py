"""Which browser an audit uses, and whether for want of one something was not seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.browser_find import VARIABLE, find_browser
from documents.facts import Facts
from evidence.records import Capture, Role, RunRecord
from oit.errors import UsageError
from oit.options import Browser


def browser_of(wanted: Browser) -> dict[str, str | bool]:
    """The fields of a crawl's plan that say which browser it has.

    Raises:
        UsageError: every page is to be opened, and there is no browser.
    """
    found = None if wanted is Browser.NEVER else find_browser()
    if found is None and wanted is Browser.ALWAYS:
        raise UsageError(
            f"--browser always: no Chromium or Chrome was found; install one, or name its program in {VARIABLE}"
        )
    if found is None:
        return {}
    return {"browser": found.path, "browser_name": found.name, "browser_always": wanted is Browser.ALWAYS}


def true_notes(
    notes: Iterable[str], run: RunRecord, captures: Sequence[Capture], facts: Mapping[str, Facts]
) -> tuple[str, ...]:
    """The notes that hold: `no_browser` only where the run had none and a page of the site hides something."""
    own = {capture.url for capture in captures if capture.role is Role.PAGE}
    hides = not run.browser and any(known.hidden for url, known in facts.items() if url in own)
    return tuple(note for note in notes if note != "no_browser" or hides)
