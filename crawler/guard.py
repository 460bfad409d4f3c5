"""Which machines a crawl may reach: never this machine or a private network from a public site.

A page can name any address, and a name can lead anywhere, today here and tomorrow there. So an address is looked at
twice: as it is written, before anything is sent, and as the number that a name leads to, in the moment of connecting
(the very number that is then connected to). Behind a proxy names are not resolved here and only the first look is
left. A site that itself lies on this machine or in a private network may be crawled, with its neighbours of that kind.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any
from urllib.request import getproxies

from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from evidence.address import canonical, host

_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Kind(StrEnum):
    """What kind of network an address lies in."""

    PUBLIC = "public"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    LINK_LOCAL = "link-local"
    """Among them the address at which clouds tell their machines' secrets."""
    RESERVED = "reserved"
    """Unspecified, multicast, or of no network at all."""


_OPENED = frozenset({Kind.LOOPBACK, Kind.PRIVATE})
"""Networks whose other machines a site that lies there may name; never those that clouds keep for themselves."""


def kind_of(address: Address) -> Kind:
    """The kind of an address; one that is wrapped into IPv6 counts as what it leads to."""
    address = _unwrapped(address)
    if address.is_loopback:
        return Kind.LOOPBACK
    if address.is_link_local:
        return Kind.LINK_LOCAL
    if address.is_unspecified or address.is_multicast or address in ipaddress.ip_network("0.0.0.0/8"):
        return Kind.RESERVED
    return Kind.PUBLIC if address.is_global else Kind.PRIVATE


def literal(name: str) -> Address | None:
    """The address that a host is written as, None for a name.

    Also in the spellings that the system's own reader takes: one number, octal, hexadecimal, fewer than four parts.
    """
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name)) if name[:1].isdigit() else None
    except OSError:
        return None


class Guard:
    """Tells for one crawl what is refused, with the witness. `start_urls` are canonical."""

    def __init__(self, start_urls: Iterable[str]) -> None:
        self._starts = {host(url) for url in start_urls}
        self._proxies = _proxy_hosts()
        self._allowed = {Kind.PUBLIC}
        self._first: dict[str, Kind] = {}
        """Start host to the kind of network that it was first found in: it may not move into another one."""
        self._refused: dict[str, str] = {}
        for name in self._starts:
            found = literal(name)
            if found is not None:
                self._first[name] = kind_of(found)
            elif _is_local(name):
                self._first[name] = Kind.LOOPBACK if name.endswith("localhost") else Kind.PRIVATE
        self._allowed.update(_OPENED & set(self._first.values()))

    def refuses(self, url: str) -> str:
        """Why a canonical address is not requested as it is written, "" where it is."""
        name = host(url)
        if name in self._starts:
            return ""
        found = literal(name)
        if found is not None:
            kind = kind_of(found)
            return "" if kind in self._allowed else f"{kind} address {found}"
        if name in self._proxies:
            return f"{name} is the proxy of this machine"
        if _is_local(name) and self._allowed == {Kind.PUBLIC}:
            return f"{name} is a name of a private network"
        return ""

    def admits(self, name: str, address: str) -> bool:
        """Whether a name may be connected to at the address that it leads to in this moment."""
        if name in self._proxies:
            return True
        try:
            kind = kind_of(ipaddress.ip_address(address.partition("%")[0]))
        except ValueError:
            kind = Kind.RESERVED
        if name in self._starts and name not in self._first:
            self._first[name] = kind
            self._allowed.update(_OPENED & {kind})
        own = self._first.get(name)
        if kind is Kind.PUBLIC or (kind in self._allowed if own is None else kind is own):
            return True
        self._refused[name] = f"{name} leads to the {kind} address {address}"
        return False

    def turned_away(self, url: str) -> str:
        """Why a name that could not be connected to was refused, "" where it was not refused."""
        return self._refused.get(host(url), "")

    def install(self, reactor: Any) -> None:
        """Let every connection of a reactor ask, above the resolver that it has now."""
        reactor.installNameResolver(_GuardedResolver(self, reactor.nameResolver))


@implementer(IHostnameResolver)
class _GuardedResolver:
    """Passes on the addresses of a name that the guard admits."""

    def __init__(self, guard: Guard, inner: Any) -> None:
        self._guard = guard
        self._inner = inner.unguarded if isinstance(inner, _GuardedResolver) else inner

    @property
    def unguarded(self) -> Any:
        """The resolver below."""
        return self._inner

    def resolveHostName(
        self,
        receiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """As the interface says."""
        filtered = _Filter(self._guard, receiver, hostName)
        return self._inner.resolveHostName(filtered, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _Filter:
    def __init__(self, guard: Guard, receiver: Any, name: str) -> None:
        self._guard = guard
        self._receiver = receiver
        self._name = name.lower()

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if self._guard.admits(self._name, address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def _is_local(name: str) -> bool:
    """Whether a name belongs to no public network: it ends so, or has no dot."""
    return name.endswith(_LOCAL_ENDINGS) or "." not in name


def _proxy_hosts() -> frozenset[str]:
    """The hosts of the proxies of this machine's environment."""
    hosts = set()
    for scheme, address in getproxies().items():
        if scheme == "no":
            continue
        try:
            hosts.add(host(canonical(address if "://" in address else f"http://{address}")))
        except ValueError:
            continue
    return frozenset(hosts)
