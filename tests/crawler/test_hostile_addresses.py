"""No request from a public site to this machine or a private network, whatever a page, a redirect or a name says."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from twisted.internet._resolver import GAIResolver

from crawler.guard import Guard, Kind, kind_of, literal
from crawler.run import _running_reactor
from evidence.address import canonical
from evidence.records import Outcome
from tests.siteserver import ProxyServer, SiteServer, page, redirect

START = "http://office.example/"


class Canary:
    """A port on this machine that counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.connections += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    found = Canary()
    yield found
    found.close()


LITERALS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://0x7f.0.0.1/",
    "http://10.0.0.1/", "http://172.16.5.4/", "http://192.168.1.1/", "http://100.64.0.1/", "http://169.254.169.254/latest",
    "http://0.0.0.0/", "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
]  # fmt: skip
NAMES = [
    "http://localhost/",
    "http://a.localhost/",
    "http://printer.local/",
    "http://db.internal/",
    "http://intranet/",
    "http://router.lan/",
]


@pytest.mark.parametrize("url", [*LITERALS, *NAMES])
def test_refused_as_it_is_written(url: str) -> None:
    assert Guard([START]).refuses(canonical(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "http://[2001:4860:4860::8888]/",
        "http://other.example/",
        "http://1.2.3.4.example/",
        START,
    ],
)
def test_public_addresses_pass(url: str) -> None:
    assert Guard([START]).refuses(canonical(url)) == ""


def test_a_site_on_this_machine_may_name_its_neighbours_and_no_other_network() -> None:
    guard = Guard(["http://127.0.0.1:8000/"])
    assert guard.refuses("http://127.0.0.2:9000/") == ""
    assert guard.admits("localhost", "127.0.0.1")
    assert guard.refuses("http://10.0.0.1/") and guard.refuses("http://169.254.169.254/")


def test_a_start_name_may_not_move_into_another_network() -> None:
    guard = Guard([START])
    assert guard.admits("office.example", "93.184.216.34")
    assert not guard.admits("office.example", "10.0.0.5")
    assert "leads to the private address 10.0.0.5" in guard.turned_away(START)
    inside = Guard([START])
    assert inside.admits("office.example", "10.0.0.5"), (
        "an office may be looked at from within its own network"
    )
    assert inside.admits("files.example", "10.0.0.6")
    assert not inside.admits("files.example", "127.0.0.1")
    assert not inside.admits("files.example", "169.254.169.254")


def test_kinds() -> None:
    found = literal("[::ffff:192.168.0.1]")
    assert found is not None and kind_of(found) is Kind.PRIVATE
    assert literal("10.example") is None and literal("example") is None


def test_behind_a_proxy_nothing_private_is_asked_for(crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    links = [canonical(url) for url in (*LITERALS, *NAMES)]
    pages = {"/": page(*links, "/away"), "/away": redirect("http://169.254.169.254/latest/meta-data/")}
    with ProxyServer({"office.example": pages}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        done = crawled(START)
        assert {url for url in proxy.hits if not url.startswith(START)} == set()
    assert {done[url].outcome for url in links} == {Outcome.REFUSED}
    away = done[f"{START}away"]
    assert (away.outcome, away.witness) == (Outcome.REFUSED, "link-local address 169.254.169.254")
    assert [hop.status for hop in away.redirects] == [302]


@pytest.fixture
def rebinding() -> Iterator[Counter[str]]:
    """A name service that sends names under rebind.example to this machine; counts what it was asked for."""
    _running_reactor()
    from twisted.internet import reactor

    asked: Counter[str] = Counter()
    running: Any = reactor

    def answer(name: str, port: int, *more: Any) -> list[Any]:
        asked[name] += 1
        numbers = ("127.0.0.1", "169.254.169.254") if name.endswith("rebind.example") else (name,)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    before = running.nameResolver
    running.installNameResolver(GAIResolver(running, running.getThreadPool, answer))
    yield asked
    running.installNameResolver(before)


def test_a_name_that_leads_to_this_machine_is_not_connected_to(
    crawled, canary: Canary, rebinding: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look: the number that would be connected to, as the name service gives it in that moment."""
    link = f"https://a.rebind.example:{canary.port}/x"
    with ProxyServer({"office.example": {"/": page(link)}}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())  # for http alone: https goes straight out
        done = crawled(START, retries=0)
    assert rebinding["a.rebind.example"] and not rebinding["office.example"], (
        "names are the proxy's to resolve"
    )
    assert (done[link].outcome, done[link].witness) == (
        Outcome.REFUSED,
        "a.rebind.example leads to the link-local address 169.254.169.254",
    )
    assert canary.connections == 0


def test_two_sites_on_this_machine_still_find_each_other(serve: Callable[..., SiteServer], crawled) -> None:
    other = serve({"/x": page()}, host="127.0.0.2")
    site = serve({"/": page(other.url("/x"), "http://10.255.255.1/")})
    done = crawled(site.url(), timeout=1)
    assert done[other.url("/x")].status == 200
    assert done["http://10.255.255.1/"].outcome is Outcome.REFUSED
