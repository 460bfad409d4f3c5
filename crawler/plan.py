"""What one crawl shall do: addresses, scope, limits, manners."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evidence.address import canonical, first_segment, path_of, prefix, server

MIB = 1024 * 1024


class PlanError(ValueError):
    """A start address or scope that cannot be crawled; the message is one line that says what to do."""


class StartError(Exception):
    """The start address is no website to crawl (a file, another site); the message is one line."""


class CrawlPlan(BaseModel):
    """One crawl. Addresses are canonical, prefixes as `evidence.address.prefix` gives them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start_urls: tuple[str, ...] = Field(min_length=1)
    scope: tuple[str, ...] = Field(min_length=1)
    """Prefixes of the site's own pages."""
    file_prefixes: tuple[str, ...] = ()
    """Prefixes outside the scope whose addresses are the site's own files."""
    delay: float = Field(default=1.0, ge=0)
    """Least seconds between two requests to one server; 0 also switches the throttle off."""
    concurrency: int = Field(default=1, ge=1)
    """Requests at a time to one server."""
    max_pages: int | None = Field(default=None, ge=1)
    max_minutes: float | None = Field(default=None, gt=0)
    max_depth: int | None = Field(default=None, ge=0)
    """Clicks from a start address."""
    max_bytes: int = Field(default=50 * MIB, ge=1)
    """Of one answer."""
    max_outside: int = Field(default=300, ge=0)
    """Addresses on other hosts that are probed."""
    outside_bytes: int = Field(default=2 * MIB, ge=1)
    """What is kept of an answer from another host."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds for one answer."""
    retries: int = Field(default=2, ge=0)
    retry_wait: float = Field(default=1.0, ge=0)
    """Seconds before the first retry; doubled for the next."""
    rest: float = Field(default=60.0, ge=0)
    """Seconds for which a server that fails again and again is left alone at first; a delay below a second shortens it."""
    browser: str = ""
    """Path of the browser that shows pages which scripts build; "": none is to be used, or there is none."""
    browser_name: str = ""
    """What it calls itself, with its version."""
    browser_always: bool = False
    """Show every page of the site, not only those whose HTML lacks something."""
    max_shown: int = Field(default=500, ge=0)
    """Pages that are shown in the browser."""
    full_every: int = Field(default=7, ge=1)
    """Of so many runs in a row one downloads everything; the others ask only for what changed."""
    contact: str = ""
    """Address of a person or page that an administrator can turn to; stands in the user agent."""

    @property
    def rest_seconds(self) -> float:
        """The first rest of a failing server: a delay of 0 is a machine that nobody shares."""
        return self.rest * min(1.0, max(self.delay, 1 / 60))

    @property
    def user_agent(self) -> str:
        """What the crawler calls itself, honestly: "oit/1.0 (+https://…)"."""
        return f"oit/{_version()}" + (f" (+{self.contact})" if self.contact else "")


def plan_for(
    start_urls: tuple[str, ...], scope: str | tuple[str, ...] | None = None, **options: Any
) -> CrawlPlan:
    """A plan from addresses as a person types them (a missing scheme is taken as https).

    Args:
        start_urls: at least one.
        scope: one prefix or several that override what the addresses tell, None or empty for theirs.
        options: other fields of `CrawlPlan`.

    Raises:
        PlanError: an address or a prefix is none, or an address names no body on a host that many share.
    """
    starts = tuple(start_address(url) for url in start_urls)
    given = (scope,) if isinstance(scope, str) else scope or ()
    own = [scope_of(starts[0], one) for one in given] or [scope_of(url) for url in starts]
    prefixes = dict.fromkeys(part for parts in own for part in parts)
    return CrawlPlan(start_urls=starts, scope=tuple(prefixes), **options)


def start_address(text: str) -> str:
    """A start address as a person types it, canonical.

    Raises:
        PlanError: it is no http(s) address.
    """
    try:
        return canonical(text if "://" in text else f"https://{text}")
    except ValueError:
        raise PlanError(f"{text!r} is not a web address: give one like https://www.example.go.th/") from None


def scope_of(
    start_url: str, explicit: str | None = None, shared_hosts: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[str, ...]:
    """The prefixes of a site's own pages: on a host that many bodies share the first path segment, else the host.

    Args:
        start_url: canonical.
        explicit: a prefix that was asked for, with or without scheme.
        shared_hosts: host to the segments that name no body there (`/view/` on Google Sites); None: the known ones.

    Raises:
        PlanError: the explicit prefix is none, or a start address on a shared host names no body.
    """
    if explicit is not None:
        try:
            return (prefix(explicit),)
        except ValueError:
            raise PlanError(f"--scope {explicit!r} is not a prefix like www.example.go.th/office") from None
    place = server(start_url)
    hosts = known_shared_hosts() if shared_hosts is None else shared_hosts
    if place not in hosts:
        return (place,)
    if not first_segment(start_url):
        raise PlanError(
            f"{start_url}: many offices share this host; add the office's part, as in {start_url}office"
        )
    segments = path_of(start_url).strip("/").split("/")
    count = 2 if segments[0] in hosts[place] and len(segments) > 1 else 1
    return ("/".join([place, *segments[:count]]),)


@cache
def known_shared_hosts() -> dict[str, tuple[str, ...]]:
    """Hosts that many bodies share (shared_hosts.yaml), each with the first segments that name no body."""
    entries = _data()["shared_hosts"]
    return {entry["host"]: tuple(entry.get("leading", ())) for entry in entries}


@cache
def file_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Extensions of files, extensions of pages, and words of folders that hold files."""
    data = _data()
    return (
        frozenset(data["file_extensions"]),
        frozenset(data["page_extensions"]),
        frozenset(data["file_folders"]),
    )


@cache
def first_words() -> tuple[str, ...]:
    """Words, in lower case, of the links that a crawl under a limit should follow first."""
    return tuple(_data()["first_words"])


@cache
def late_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words of links to archives, which a crawl follows late, in lower case: whole Latin words, and parts of any text."""
    words = _data()["late_words"]
    whole = frozenset(word for word in words if word.isascii() and word.isalpha())
    return whole, tuple(word for word in words if word not in whole)


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("crawler").joinpath("shared_hosts.yaml").read_text("utf-8"))
    return loaded


@cache  # it stands in every request, and looking it up takes a millisecond
def _version() -> str:
    try:
        return version("oit")
    except PackageNotFoundError:
        return "dev"
