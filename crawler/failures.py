"""Why a request got no answer: the library's exceptions to outcomes."""

from __future__ import annotations

import errno

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet import error as net

from evidence.records import Outcome

_LONGEST = 200
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN})


def outcome_of(failure: BaseException) -> tuple[Outcome, str]:
    """The outcome and its witness for one failed request."""
    if isinstance(failure, CannotResolveHostError | net.DNSLookupError):
        return Outcome.DNS, "DNS: no such name"
    if isinstance(failure, DownloadTimeoutError | net.TimeoutError | net.TCPTimedOutError):
        return Outcome.TIMEOUT, "no answer in time"
    if isinstance(failure, DownloadCancelledError | IgnoreRequest):
        return Outcome.TOO_LARGE, _short(failure)
    if isinstance(failure, DownloadConnectionRefusedError | net.ConnectionRefusedError):
        return Outcome.CONNECT, "connection refused"
    return _from_causes(failure)


def is_passing(outcome: Outcome) -> bool:
    """Whether the same request may well succeed a moment later."""
    return outcome in (Outcome.CONNECT, Outcome.TIMEOUT)


def _from_causes(failure: BaseException) -> tuple[Outcome, str]:
    causes = _causes(failure)
    for cause in causes:
        if isinstance(cause, SSL.Error | VerificationError):
            return Outcome.TLS, f"TLS: {_tls_reason(cause)}"
    for cause in causes:
        if isinstance(cause, net.ConnectError | OSError) and getattr(cause, "osError", None) in _NO_ROUTE:
            return Outcome.NO_NETWORK, "no route to that network"
    lost = (
        net.ConnectError,
        net.ConnectionLost,
        net.ConnectionDone,
        net.ConnectionAborted,
        DownloadFailedError,
        OSError,
    )
    if any(isinstance(cause, lost) for cause in causes) or "Tunnel" in type(failure).__name__:
        return Outcome.CONNECT, _short(causes[-1])
    if isinstance(failure, UnsupportedURLSchemeError):
        return Outcome.ERROR, "unsupported address"
    return Outcome.ERROR, f"{type(failure).__name__}: {_short(failure)}"


def _causes(failure: BaseException) -> list[BaseException]:
    """A failure and what lies below it, outermost first."""
    found: list[BaseException] = []
    queue: list[BaseException | None] = [failure]
    while queue:
        one = queue.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        queue += [one.__cause__, one.__context__]
        queue += [reason.value for reason in getattr(one, "reasons", ())]
    return found


def _tls_reason(cause: BaseException) -> str:
    """The library's own words, e.g. "certificate verify failed"."""
    if (
        isinstance(cause, SSL.Error)
        and cause.args
        and isinstance(cause.args[0], list | tuple)
        and cause.args[0]
    ):
        return str(cause.args[0][0][-1])
    return "the certificate is for another host" if isinstance(cause, VerificationError) else _short(cause)


def _short(failure: BaseException) -> str:
    text = " ".join(str(failure).split()) or type(failure).__name__
    return text[:_LONGEST]
