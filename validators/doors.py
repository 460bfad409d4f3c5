"""What stood at an address: the thing itself, or which kind of closed door.

"Dead", "asks for a login", "we were stopped" and "another host" are four different things everywhere (the contract's
access row). The words and hosts that tell them are data (checklist/words.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from checklist.models import Words
from documents.facts import Facts, Zone
from evidence import walls
from evidence.records import SHORT, Capture, Outcome, Role, RunRecord
from thai.text import squeeze_normalised
from validators.lexicon import squeezed
from validators.notfound import Probe, like_probe, probes_of


class Door(StrEnum):
    """What one finds behind a link."""

    OPEN = "open"
    DEAD = "dead"
    SOFT_404 = "soft_404"
    LOGIN = "login"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    TOO_LARGE = "too_large"
    LIMIT = "limit"
    """Our own crawl ended first."""
    TRAP = "trap"
    """A pattern of addresses that goes on and on was cut off: it speaks of nothing."""


SHUT_TO_US = frozenset({Door.BLOCKED, Door.ROBOTS, Door.TOO_LARGE, Door.LIMIT})
"""Doors that say nothing about the public."""


@dataclass(frozen=True, slots=True)
class Doorway:
    """A door with what shows it."""

    door: Door
    witness: str = ""


_BY_OUTCOME = {
    Outcome.DNS: Door.DEAD,
    Outcome.TLS: Door.DEAD,
    Outcome.CONNECT: Door.DEAD,
    Outcome.REDIRECT_LOOP: Door.DEAD,
    Outcome.TIMEOUT: Door.BLOCKED,
    Outcome.NO_NETWORK: Door.BLOCKED,
    Outcome.ERROR: Door.BLOCKED,
    Outcome.TOO_LARGE: Door.TOO_LARGE,
    Outcome.ROBOTS: Door.ROBOTS,
    Outcome.LIMIT: Door.LIMIT,
    Outcome.REFUSED: Door.BLOCKED,
    Outcome.SERVER_DOWN: Door.BLOCKED,
}
_WALL_STATUS = frozenset({200, 403, 503})
_GONE = frozenset({404, 410})
_SMALL_PAGE = 1500
_WALL_SENTENCE = 250
_WALL_LETTERS = 450
"""An error page or a wall says little beside its message; a login box beside a whole page is none."""


@dataclass(frozen=True)
class Surroundings:
    """What one must know of a whole run to tell the door of one address."""

    homes: frozenset[str]
    """The start addresses and where they lead."""
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By host: what it answers to an address that cannot exist."""
    lost: frozenset[str] = frozenset()
    """Addresses that failed when their whole server did."""


def surroundings(run: RunRecord, captures: Sequence[Capture], facts: Mapping[str, Facts]) -> Surroundings:
    """What a run tells about all its addresses."""
    starts = set(run.site.start_urls)
    homes = frozenset(
        starts | {c.final_url for c in captures if c.url in starts and c.role is not Role.PROBE}
    )
    told = {host: Probe("", "", digest, None) for host, digest in run.soft_404.items()}
    return Surroundings(homes, told | probes_of(captures, facts), _lost(captures))


def _lost(captures: Sequence[Capture]) -> frozenset[str]:
    """Addresses that failed after the last good answer of a server that was given up at the end."""
    down = {_host(c.url) for c in captures if c.outcome is Outcome.SERVER_DOWN}
    last: dict[str, str] = {}
    for c in captures:
        if _host(c.url) in down and c.outcome is Outcome.ANSWERED and (c.status or 500) < 500:
            last[_host(c.url)] = max(last.get(_host(c.url), ""), c.fetched_at)
    return frozenset(
        c.url
        for c in captures
        if _host(c.url) in down
        and (c.outcome is Outcome.CONNECT or (c.status or 0) >= 500)
        and c.fetched_at >= last.get(_host(c.url), "")
    )


def doorway(capture: Capture, facts: Facts | None, words: Words, around: Surroundings) -> Doorway:
    """Which door one request met."""
    if capture.outcome is not Outcome.ANSWERED:
        return _unanswered(capture, around)
    wall = _wall(capture, facts, words)
    if wall:
        return Doorway(Door.BLOCKED, wall)
    if capture.url in around.lost:
        return Doorway(Door.BLOCKED, f"HTTP {capture.status}, as all that was asked of the server after it")
    if capture.status not in _GONE and (login := _asks_for_login(capture, facts, words)):
        return Doorway(Door.LOGIN, login)
    if capture.status is None or capture.status >= 400:
        return Doorway(Door.DEAD, f"HTTP {capture.status}")
    if facts is not None and facts.scripts_only:
        return Doorway(Door.BLOCKED, unshown(capture, words))
    if unread := _unread(capture, facts):
        return Doorway(Door.BLOCKED, unread)
    if soft := _soft_404(capture, facts, words, around):
        return Doorway(Door.SOFT_404, soft)
    return Doorway(Door.OPEN, capture.witness if is_short(capture) else "")


def _unanswered(capture: Capture, around: Surroundings) -> Doorway:
    if capture.outcome is Outcome.LIMIT and capture.witness.startswith("trap"):
        return Doorway(Door.TRAP, capture.witness)
    door = Door.BLOCKED if capture.url in around.lost else _BY_OUTCOME[capture.outcome]
    return Doorway(door, capture.witness or capture.outcome.value)


def is_short(capture: Capture) -> bool:
    """Whether an answer broke off before its announced end: what stood in the rest, nobody knows."""
    return SHORT in capture.witness


def unshown(capture: Capture, words: Words) -> str:
    """What is to be said of something that only a browser shows: why no browser showed it, where that is known."""
    return f"{words.needs_browser} ({capture.witness})" if capture.witness else words.needs_browser


def _unread(capture: Capture, facts: Facts | None) -> str:
    """Why our own end or a reader's limit, which says nothing about the file, kept us from reading, or ""."""
    if is_short(capture) and (facts is None or facts.corrupt or facts.empty):
        return capture.witness
    if facts is None:
        return "not read" if capture.sha256 and capture.role in (Role.PAGE, Role.FILE) else ""
    return facts.corrupt if facts.corrupt.startswith("limit") else ""


def _said(facts: Facts | None, limit: int) -> str:
    """Title and main text of a small page, squeezed; "" where the page says more than such a page would."""
    if facts is None or sum(len(b.text) for b in facts.blocks if b.zone is Zone.MAIN) > limit:
        return ""
    words = [facts.title, *(block.text for block in facts.blocks if block.zone is Zone.MAIN)]
    return squeeze_normalised(" ".join(words))


def _headed(facts: Facts | None, phrases: tuple[str, ...]) -> str:
    """The phrase that title or first heading of a page holds: a wall says so at its head, whatever boxes stand around."""
    if facts is None:
        return ""
    heads = [b.text for b in facts.blocks if b.zone is Zone.MAIN and b.level][:1]
    return _holds(squeeze_normalised(" ".join([facts.title, *heads])), phrases)


def _holds(text: str, phrases: tuple[str, ...]) -> str:
    return next((phrase for phrase in phrases if squeezed(phrase) in text), "") if text else ""


def _wall(capture: Capture, facts: Facts | None, words: Words) -> str:
    """What shows that we were stopped as a robot, or ""."""
    if capture.status == 429:
        return "HTTP 429"
    if sign := walls.header_sign(capture.status or 0, capture.headers) or walls.sign_in(capture.witness):
        return sign
    if capture.status == 503 and capture.headers.get("retry-after"):
        return f"503, retry-after: {capture.headers['retry-after']}"
    if capture.status not in _WALL_STATUS:
        return ""
    form = facts is not None and facts.forms > 0  # a form may ask for a captcha and be no wall
    limit = _WALL_LETTERS if capture.status == 200 else _SMALL_PAGE
    phrase = "" if form and capture.status == 200 else _holds(_said(facts, limit), words.challenge)
    return f"{capture.status}, {phrase}" if phrase else ""


def _asks_for_login(capture: Capture, facts: Facts | None, words: Words) -> str:
    """What shows that only those may look who log in or ask for access, or ""."""
    if capture.status == 401:
        return capture.witness or "HTTP 401"
    if sign := walls.login_sign(capture.status or 0, capture.headers):
        return sign
    moved = _host(capture.url) != _host(capture.final_url)
    told = f"{capture.status}, {capture.final_url}"
    if moved and among(_host(capture.final_url), words.login_hosts):
        return told
    if among(_host(capture.final_url), words.file_hosts):
        return _asks_at_file_host(capture, facts, words)
    if capture.role is Role.OUTSIDE and not _file_like(capture, facts):
        # Login for using a service elsewhere is normal: the page that describes it is the evidence.
        return ""
    password = facts is not None and facts.password_field
    if password and capture.redirects and _last_word(capture.final_url) in words.login_paths:
        return told
    if password and _said(facts, _WALL_LETTERS):
        return told
    # A page of a few sentences may tell how to log in to a system: a wall says no more than that one must.
    phrase = _holds(_said(facts, _WALL_SENTENCE), words.login) or _headed(facts, words.login)
    return f"{capture.status}, {phrase}" if phrase else ""


def _asks_at_file_host(capture: Capture, facts: Facts | None, words: Words) -> str:
    """The same for hosts of files, whose open pages too offer to log in."""
    phrase = _holds(_said(facts, _SMALL_PAGE), words.access_requests) or _headed(facts, words.login)
    if not phrase and facts is not None and facts.password_field:
        phrase = _holds(_said(facts, _SMALL_PAGE), words.login)
    return f"{capture.status}, {phrase}" if phrase else ""


def _file_like(capture: Capture, facts: Facts | None) -> bool:
    """A wall where a document was promised: the words of "request access" stand on a page of a few words."""
    return facts is not None and not facts.password_field and bool(_said(facts, 500))


def _soft_404(capture: Capture, facts: Facts | None, words: Words, around: Surroundings) -> str:
    if capture.role is Role.PROBE or capture.url in around.homes:
        return ""
    if capture.final_url in around.homes and not _is_home(capture.url):
        return "sent on to the home page"
    if not _is_home(capture.url) and (
        like := like_probe(capture, facts, around.probes, _host(capture.url), _host(capture.final_url))
    ):
        return like
    if capture.redirects and _last_word(capture.final_url) in words.not_found_paths:
        return f"sent on to {capture.final_url}"
    said = _said(facts, 700)
    phrase = _holds(said, words.not_found) or _headed(facts, words.not_found)
    return f"200, {phrase}" if phrase else ""


def _last_word(url: str) -> str:
    """The last segment of an address without its extension, in lower case."""
    return urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].lower().partition(".")[0]


def _is_home(url: str) -> bool:
    """Whether an address is another way to say the home page: no path, or an index."""
    path = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].lower()
    return path in ("", "index", "home", "main") or path.startswith(("index.", "default."))


def among(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether a host is one of some hosts, or a part of one."""
    return any(host == known or host.endswith("." + known) for known in hosts)


def _host(url: str) -> str:
    return (urlsplit(url).netloc or "").lower()
