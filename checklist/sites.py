"""Site files: what the program must know of one office that its website does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from checklist.models import Code, Rule, Slug
from checklist.yamlfile import ChecklistError, read_model


class Contact(Rule):
    """Whom a unit's gaps go to."""

    name: str = ""
    phone: str = ""
    email: str = ""


class SiteFile(Rule):
    """One office: names, addresses, people."""

    id: Slug
    name: str
    other_names: tuple[str, ...] = ()
    """Other forms of the name that documents use."""
    start_urls: Annotated[tuple[str, ...], Field(min_length=1)]
    """Where the crawl starts; an office may have an old and a new address."""
    scope: tuple[str, ...] = ()
    """Prefixes that are the office's own pages; empty: by the rule for shared hosts."""
    file_folders: tuple[str, ...] = ()
    """Prefixes outside the scope that hold the office's files."""
    director: str = ""
    """The director in office, as announcements are signed; "" where not known."""
    owners: dict[Code, tuple[Slug, ...]] = {}
    """Units that own an item, where they differ from the checklist."""
    units: dict[Slug, Contact] = {}
    contact: str = ""
    """Address or e-mail that the crawler names itself with."""
    delay: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """Seconds between two requests to one server."""

    @field_validator("start_urls", "scope", "file_folders")
    @classmethod
    def _web_addresses(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            if not (address.startswith(("http://", "https://")) and _host(address)):
                raise ValueError(f"not a web address: {address!r} (it begins with http:// or https://)")
        return addresses


def _host(address: str) -> str:
    """The host that an address names, "" where it is none at all."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def read_site(path: Path) -> SiteFile:
    """A site file. Raises ChecklistError in one line with file, line and key."""
    return read_model(path, SiteFile)


def lint_site(site: SiteFile, codes: set[str], units: set[str], path: Path) -> list[str]:
    """What is wrong with a site file beside a checklist: unknown items and units, a line each."""
    faults = [f"{path}: owners: no item {code}" for code in site.owners if code not in codes]
    owned = {unit for owners in site.owners.values() for unit in owners} | set(site.units)
    faults += [f"{path}: no unit {unit}" for unit in sorted(owned - units)]
    return faults


__all__ = ["ChecklistError", "Contact", "SiteFile", "lint_site", "read_site"]
