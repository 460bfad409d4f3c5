"""How connections behave under the crawl: no try that the walk does not count, and no head of an answer without end.

Twisted reads the head of an answer into memory however long it is; a server that never ends it would cost gigabytes
before the time-out.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

MOST_HEAD_BYTES = 1024 * 1024
"""Of status line and headers; no server of any use sends a hundredth of it."""


class BoundedHandler(HTTP11DownloadHandler):  # type: ignore[misc]  # Scrapy brings no types that mypy is shown here
    """Scrapy's handler of http and https, with connections that behave so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pool.retryAutomatically = False
        self._pool._factory = _bounded(self._pool._factory)


def _bounded(factory: Any) -> Any:
    """A factory of the same connections, each cut when the head of an answer does not end."""

    class Bounded(factory):  # type: ignore[misc]
        def buildProtocol(self, addr: Any) -> Any:
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = _Head(protocol).received
            return protocol

    return Bounded


class _Head:
    """Counts the bytes of the head that a connection is reading."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._pass_on = protocol.dataReceived
        self._parser: Any = None
        self._bytes = 0

    def received(self, data: bytes) -> None:
        """Bytes came: pass them on, unless there are too many before the body begins."""
        parser = self._protocol._parser
        if parser is not self._parser:
            self._parser, self._bytes = parser, 0
        if parser is not None and parser.state in ("STATUS", "HEADER"):
            self._bytes += len(data)
            if self._bytes > MOST_HEAD_BYTES:
                self._protocol.transport.abortConnection()
                return
        self._pass_on(data)
