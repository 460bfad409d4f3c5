"""What stood at an address: the thing itself, or which kind of closed door.

"Dead", "asks for a login", "we were stopped" and "another host" are four different things everywhere (the contract's
access row). The words and hosts that tell them are data (checklist/words.yaml).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from checklist.models import Words
from documents.facts import Facts, Zone
from evidence.records import Capture, Outcome, Role, RunRecord
from thai.text import squeeze_normalised
from validators.lexicon import squeezed


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
}
_WALL_STATUS = frozenset({403, 429, 503})
_SMALL_PAGE = 1500
_WALL_SENTENCE = 250
_WALL_LETTERS = 450
"""An error page or a wall says little beside its message; a login box beside a whole page is none."""


def doorway(
    capture: Capture, facts: Facts | None, run: RunRecord, words: Words, homes: frozenset[str]
) -> Doorway:
    """Which door one request met. `homes` are the start addresses and where they lead."""
    if capture.outcome is Outcome.LIMIT and capture.witness.startswith("trap"):
        return Doorway(Door.TRAP, capture.witness)
    if capture.outcome is not Outcome.ANSWERED:
        return Doorway(_BY_OUTCOME[capture.outcome], capture.witness or capture.outcome.value)
    wall = _wall(capture, facts, words)
    if wall:
        return Doorway(Door.BLOCKED, wall)
    if _asks_for_login(capture, facts, words):
        return Doorway(Door.LOGIN, capture.witness or f"{capture.status}, {capture.final_url}")
    if capture.status is None or capture.status >= 400:
        return Doorway(Door.DEAD, f"HTTP {capture.status}")
    if facts is not None and facts.scripts_only:
        return Doorway(Door.BLOCKED, unshown(capture, words))
    if unread := _unread(capture, facts):
        return Doorway(Door.BLOCKED, unread)
    soft = _soft_404(capture, facts, run, words, homes)
    return Doorway(Door.SOFT_404, soft) if soft else Doorway(Door.OPEN)


def unshown(capture: Capture, words: Words) -> str:
    """What is to be said of something that only a browser shows: why no browser showed it, where that is known."""
    return f"{words.needs_browser} ({capture.witness})" if capture.witness else words.needs_browser


def _unread(capture: Capture, facts: Facts | None) -> str:
    """Why our own end or a reader's limit, which says nothing about the file, kept us from reading, or ""."""
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
    if capture.headers.get("cf-mitigated"):
        return f"{capture.status}, cf-mitigated: {capture.headers['cf-mitigated']}"
    if capture.status not in _WALL_STATUS and capture.status != 200:
        return ""
    form = facts is not None and facts.forms > 0  # a form may ask for a captcha and be no wall
    limit = _WALL_LETTERS if capture.status == 200 else _SMALL_PAGE
    phrase = "" if form and capture.status == 200 else _holds(_said(facts, limit), words.challenge)
    if phrase:
        return f"{capture.status}, {phrase}"
    named = "cloudflare" in capture.headers.get("server", "").lower() or "cf-ray" in capture.headers
    return f"{capture.status}, cf-ray" if named and capture.status in _WALL_STATUS else ""


def _asks_for_login(capture: Capture, facts: Facts | None, words: Words) -> bool:
    if capture.status == 401:
        return True
    if _host(capture.final_url) in words.login_hosts and _host(capture.url) != _host(capture.final_url):
        return True
    if (
        capture.role is Role.OUTSIDE
        and not _is_file_host(capture.final_url, words)
        and not _file_like(capture, facts)
    ):
        # Login for using a service elsewhere is normal: the page that describes it is the evidence.
        return False
    if facts is not None and facts.password_field and _said(facts, _WALL_LETTERS):
        return True
    # A page of a few sentences may tell how to log in to a system: a wall says no more than that one must.
    return bool(_holds(_said(facts, _WALL_SENTENCE), words.login) or _headed(facts, words.login))


def _file_like(capture: Capture, facts: Facts | None) -> bool:
    """A wall where a document was promised: the words of "request access" stand on a page of a few words."""
    return facts is not None and not facts.password_field and bool(_said(facts, 500))


def _soft_404(
    capture: Capture, facts: Facts | None, run: RunRecord, words: Words, homes: frozenset[str]
) -> str:
    if capture.role is Role.PROBE or capture.url in homes:
        return ""
    if capture.sha256 and capture.sha256 == run.soft_404.get(_host(capture.final_url)):
        return "the answer to an address that cannot exist"
    if capture.final_url in homes and not _is_home(capture.url):
        return "sent on to the home page"
    said = _said(facts, 700)
    phrase = _holds(said, words.not_found) or _headed(facts, words.not_found)
    return f"200, {phrase}" if phrase else ""


def _is_home(url: str) -> bool:
    """Whether an address is another way to say the home page: no path, or an index."""
    path = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].lower()
    return path in ("", "index", "home", "main") or path.startswith(("index.", "default."))


def _is_file_host(url: str, words: Words) -> bool:
    return any(_host(url) == host or _host(url).endswith("." + host) for host in words.file_hosts)


def _host(url: str) -> str:
    return (urlsplit(url).netloc or "").lower()
