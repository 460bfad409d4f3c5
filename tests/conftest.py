"""Fixtures that several folders share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest

from tests.siteserver import Answering, SiteServer


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests talk to loopback only, whatever proxy the machine has."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def serve() -> Iterator[Callable[..., SiteServer]]:
    """Start sites on loopback: `serve({"/": "<html>…"}, host="127.0.0.2")`."""
    with ExitStack() as stack:

        def start(pages: Mapping[str, Answering], host: str = "127.0.0.1") -> SiteServer:
            return stack.enter_context(SiteServer(pages, host))

        yield start
