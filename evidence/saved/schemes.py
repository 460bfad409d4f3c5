"""Whether a mirror without a list of addresses was made over http or https."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from evidence.address import server


def scheme_of(host: str, base: str, heads: Iterable[bytes]) -> str:
    """The scheme of a mirrored host: as a person says, else as its pages name it most, else as hosts usually have it.

    Args:
        host: with its port, if it has one.
        base: canonical address that a person gave, "" for none.
        heads: beginnings of some of its pages.
    """
    if base and server(base) == host:
        return base.split("://", 1)[0]
    named = re.compile(rb"(https?)://" + re.escape(host.encode("ascii")) + rb"(?![\w.:-])", re.IGNORECASE)
    count = Counter(match[1].lower().decode() for head in heads for match in named.finditer(head))
    if count["http"] != count["https"]:
        return "http" if count["http"] > count["https"] else "https"
    return "http" if ":" in host else "https"
