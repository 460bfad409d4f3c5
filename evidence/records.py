"""The records of what was seen. Facts only: no record here says what anything is worth.

Times are ISO 8601 strings with offset, in Asia/Bangkok. Addresses are canonical (see `evidence.address`)
unless a field says "raw". Digests are SHA-256 in lower-case hex, of the body after transfer and content
decoding.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

SHORT = "body shorter than announced"
"""What the witness of a capture says whose answer broke off, also when it was asked for again."""


class Record(BaseModel):
    """A record that never changes once it is written; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(StrEnum):
    """What came of one request. Each value is a different thing everywhere in the program."""

    ANSWERED = "answered"
    """The server answered; `Capture.status` says what."""
    DNS = "dns"
    """The name does not resolve."""
    TLS = "tls"
    """No secure connection: certificate or protocol."""
    CONNECT = "connect"
    """Refused, reset or unreachable."""
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    ROBOTS = "robots"
    """robots.txt forbids the address: it was not requested."""
    REDIRECT_LOOP = "redirect_loop"
    NO_NETWORK = "no_network"
    """This machine has no way to that part of the network: says nothing about the address."""
    REFUSED = "refused"
    """We did not ask: the address lies on this machine or in a private network, and the site does not."""
    SERVER_DOWN = "server_down"
    """Known by a link, not requested: its server had failed again and again."""
    LIMIT = "limit"
    """Known by a link, not requested: the crawl ended first (pages, minutes, interruption)."""
    ERROR = "error"
    """Something else went wrong on our side; the witness says what."""


class Role(StrEnum):
    """Why an address was requested."""

    PAGE = "page"
    """Inside the scope: its links are followed."""
    FILE = "file"
    """Linked or embedded by a page of ours, on the same host: kept, links not followed."""
    OUTSIDE = "outside"
    """On another host: one probe, links not followed."""
    PROBE = "probe"
    """An address that cannot exist, to learn how the server says "not found"."""
    ROBOTS = "robots"
    SITEMAP = "sitemap"


class LinkKind(StrEnum):
    """How a page points at an address."""

    ANCHOR = "a"
    AREA = "area"
    FRAME = "frame"
    """iframe, frame, embed or object: shown as a part of the page."""
    IMAGE = "img"
    REDIRECT = "redirect"
    """meta refresh, or canonical onward step of a redirect."""
    SITEMAP = "sitemap"
    START = "start"
    FORM = "form"
    """The action of a form: never requested, but a fact (an online channel)."""


class Zone(StrEnum):
    """The part of a page that a link or a block stands in."""

    MAIN = "main"
    MENU = "menu"
    """Navigation, breadcrumb, side bar: speaks of other pages."""
    FOOT = "foot"


class Link(Record):
    """One link as it stood on one page, with the words around it that tell a reader what it leads to."""

    source: str
    """Canonical address of the page that carries it ("" for a start address or a sitemap)."""
    target: str
    """Canonical absolute address, "" where the raw one leads nowhere (`#`, javascript:, empty)."""
    raw: str
    kind: LinkKind
    text: str = ""
    """The words one clicks (or alt, title, aria-label)."""
    row: str = ""
    """Text of the table row (cells joined with " | "), without the link's own text repeated."""
    column: str = ""
    heading: str = ""
    """Nearest heading above, in the same part of the page."""
    item: str = ""
    """Text of the list item, card or paragraph around it and of the list items above that one."""
    zone: Zone = Zone.MAIN
    order: int = 0
    """Position on its page, from 0."""


class Redirect(Record):
    """One hop on the way from the address asked for to the one that answered."""

    url: str
    status: int
    location: str


class Capture(Record):
    """One request and what came of it."""

    url: str
    final_url: str
    role: Role
    outcome: Outcome
    fetched_at: str
    status: int | None = None
    witness: str = ""
    """What shows the outcome, in a few words: "403, cf-mitigated: challenge", "DNS: no such name"."""
    headers: dict[str, str] = {}
    """Lower-case names; those that matter for evidence (type, length, validators, server, cf-*, location)."""
    sha256: str | None = None
    size: int = 0
    """Bytes of the decoded body; 0 where there is none."""
    redirects: tuple[Redirect, ...] = ()
    depth: int = 0
    """Clicks from the start address."""
    browser: str = ""
    """The browser that opened the page ("Chromium 156.0"): the body is then what it showed, as HTML; "" where the body
    is what the server sent."""
    not_modified: bool = False
    """The server said 304 to what an earlier run had kept: the body is that run's, and stands in this store too."""
    first_seen: str = ""
    """When this very body was first seen at this address by an earlier run of ours; "" where no earlier run saw it."""


class SiteRecord(Record):
    """The site as the run knew it."""

    id: str
    name: str
    start_urls: tuple[str, ...]
    scope: tuple[str, ...]
    """Prefixes (scheme-less "host/path") that are the site's own pages."""
    file_prefixes: tuple[str, ...] = ()
    director: str = ""
    other_names: tuple[str, ...] = ()
    owners: dict[str, tuple[str, ...]] = {}
    """Item code to unit ids, where they differ from the checklist."""
    contacts: dict[str, str] = {}
    """Unit id to a line of contact."""


class RunRecord(Record):
    """One crawl: what was asked, when, and how it ended."""

    id: str
    site: SiteRecord
    started_at: str
    finished_at: str = ""
    stopped_because: str = "running"
    """finished, max_pages, max_minutes, interrupted, blocked, unreachable, empty, disk_full; running until it ends."""
    reason: str = ""
    """One sentence for people where the run ended early."""
    user_agent: str = ""
    options: dict[str, str | int | float | bool | None] = {}
    """The audit's options as given (checklist, fiscal_year, as_of, delay, max_pages, …)."""
    pages: int = 0
    documents: int = 0
    outside_links: int = 0
    errors: int = 0
    soft_404: dict[str, str] = {}
    """Host to the digest of what it answers with 200 to an address that cannot exist."""
    browser: str = ""
    """The browser that the run had for pages built by scripts, "" where it had none or was not to use one."""
    previous: str = ""
    """Id of the earlier run whose bodies were asked for again only if changed, "" for a full download."""
    nights: int = 0
    """Runs since the last full download; 0 for a full one."""
    source: str = ""
    """The saved copy that was read instead of a site (file name), "" for a crawl."""
