"""Pages that answer 200 and say, or mean, "not found": by their words, by where they send, by likeness to a probe.

The crawl asks each site for an address that cannot exist. What it answers is what its "not found" looks like, but often
with the asked address, a clock or a reference in it, so pages are compared line by line without numbers and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from documents.facts import Facts, Kind, Zone
from evidence.records import Capture, Role

ALIKE = 85.0
"""Likeness in percent from which two lines count as one."""
COVERED = 0.6
"""Share of the letters of the probe's page that a page like it must hold."""
_MOST_ODD = 4
"""Lines of a page that may stand beside those of the probe's page, if they are like one of them."""
_NO_LETTER = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Probe:
    """What a host answers with 200 to an address that cannot exist."""

    url: str
    final_url: str
    sha256: str
    facts: Facts | None


def probes_of(captures: Iterable[Capture], facts: Mapping[str, Facts]) -> dict[str, Probe]:
    """The probes of a run that were answered with 200, by host (with port)."""
    return {
        urlsplit(c.url).netloc.lower(): Probe(c.url, c.final_url, c.sha256, facts.get(c.url))
        for c in sorted(captures, key=lambda c: (c.url, c.fetched_at))
        if c.role is Role.PROBE and c.status == 200 and c.sha256
    }


def like_probe(capture: Capture, facts: Facts | None, probes: Mapping[str, Probe], *hosts: str) -> str:
    """How an answer shows that it is the one to an address that cannot exist, "" where it is another.

    Args:
        capture: of the answer.
        facts: of its body.
        probes: as `probes_of` gives them.
        hosts: of the address asked for and of the one that answered.
    """
    told = (_like(capture, facts, probes[host]) for host in dict.fromkeys(hosts) if host in probes)
    return next((like for like in told if like), "")


def _like(capture: Capture, facts: Facts | None, probe: Probe) -> str:
    if capture.sha256 == probe.sha256:
        return "the answer to an address that cannot exist"
    if capture.redirects and capture.final_url == probe.final_url != probe.url:
        return "sent on to where an address that cannot exist is sent to"
    if facts is None or probe.facts is None or {facts.kind, probe.facts.kind} != {Kind.HTML}:
        return ""
    own, missing = _lines(facts, capture), _lines(probe.facts, probe)
    same = "nearly the answer to an address that cannot exist"
    return same if own and missing and _are_alike(own, missing) else ""


def _are_alike(own: frozenset[str], missing: frozenset[str]) -> bool:
    """Whether a page says nothing beside what the probe's page says, and most of that."""
    odd = own - missing
    if len(odd) > _MOST_ODD:
        return False
    left = missing - own
    twins = {line: max(left, key=lambda other: fuzz.ratio(line, other), default="") for line in sorted(odd)}
    if any(fuzz.ratio(line, twin) < ALIKE for line, twin in twins.items()):
        return False
    shared = sum(map(len, (own & missing) | set(twins.values())))
    return shared >= COVERED * sum(map(len, missing))


def _lines(facts: Facts, asked: Capture | Probe) -> frozenset[str]:
    """The lines of a page's main part as letters alone, without the asked address."""
    path = urlsplit(asked.url).path
    spellings = {asked.url, path, unquote(asked.url), unquote(path)}
    spellings |= {s.rsplit("/", 1)[-1] for s in spellings} | {s.lstrip("/") for s in spellings}
    named = sorted((s for s in spellings if len(s) > 2), key=len, reverse=True)
    lines = set()
    for block in facts.blocks:
        if block.zone is Zone.MAIN:
            text = block.raw or block.text
            for name in named:
                text = text.replace(name, " ")
            lines.add(_NO_LETTER.sub("", text).lower())
    return frozenset(line for line in lines if len(line) > 1)
