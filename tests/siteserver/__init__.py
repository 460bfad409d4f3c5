"""The only internet of the tests: small servers on loopback that answer, hang, drop and count as they are told."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What to answer to one path."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before the answer."""
    hang: bool = False
    """Never answer (until the server closes)."""
    drop: bool = False
    """Close the connection instead of answering."""
    announce: int | None = None
    """Content-Length to announce instead of the true one; the connection then closes early."""
    drip: float = 0.0
    """Seconds between two bytes of the body, which then never ends."""


Answering = Reply | str | bytes | Callable[[int], Reply]
"""A reply, an HTML page, a file's bytes, or a function of the number of the request for that path, from 1."""


def redirect(to: str, status: int = 302) -> Reply:
    """A reply that sends on."""
    return Reply(status=status, headers={"Location": to})


def page(*links: str, title: str = "หน้า", text: str = "ข้อความ") -> str:
    """A small page with links to addresses."""
    items = "".join(f'<li><a href="{link}">ไป {link}</a></li>' for link in links)
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><ul>{items}</ul></body></html>"


class SiteServer:
    """A site on loopback, from a dict of paths (with query where it matters) to answers. A context manager."""

    def __init__(
        self, pages: Mapping[str, Answering] | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.pages: dict[str, Answering] = dict(pages or {})
        self.hits: Counter[str] = Counter()
        self.times: dict[str, list[float]] = defaultdict(list)
        self.agents: set[str] = set()
        self.most_at_once = 0
        self.conditional = False
        """Whether conditions are honoured: 304 to a validator that a reply bears."""
        self.unchanged: Counter[str] = Counter()
        """Answers with 304, by path."""
        self.bytes_sent = 0
        """Bytes of bodies."""
        self.closing = threading.Event()
        self._now = 0
        self._lock = threading.Lock()
        self._server = _Http((host, port), _Handler)
        self._server.site = self
        self.host, self.port = host, self._server.server_address[1]

    @classmethod
    def from_folder(cls, folder: Path, host: str = "127.0.0.1") -> Self:
        """The files of a folder, read once; a folder answers with its index.html."""
        types = {".html": HTML, ".pdf": "application/pdf", ".txt": "text/plain", ".xml": "application/xml"}
        pages: dict[str, Answering] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = "/" + path.relative_to(folder).as_posix()
            reply = Reply(path.read_bytes(), content_type=types.get(path.suffix, "application/octet-stream"))
            pages[name] = reply
            if path.name == "index.html":
                pages[name.removesuffix("index.html")] = reply
        return cls(pages, host)

    @property
    def name(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.name}{path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str, agent: str) -> Reply:
        """Count a request and give its reply."""
        with self._lock:
            self.hits[target] += 1
            self.times[target].append(time.monotonic())
            self.agents.add(agent)
            number = self.hits[target]
        found = self.pages.get(target, self.pages.get(urlsplit(target).path))
        if found is None:
            return Reply("<html><body>ไม่พบหน้า</body></html>", 404)
        if callable(found):
            return found(number)
        if isinstance(found, Reply):
            return found
        return (
            Reply(found) if isinstance(found, str) else Reply(found, content_type="application/octet-stream")
        )

    def entered(self, change: int) -> None:
        """Count the requests under way."""
        with self._lock:
            self._now += change
            self.most_at_once = max(self.most_at_once, self._now)


class ProxyServer(SiteServer):
    """A forward proxy that serves real host names from a mapping; nobody resolves them."""

    def __init__(self, sites: Mapping[str, Mapping[str, Answering]]) -> None:
        super().__init__()
        self.sites = {name: dict(pages) for name, pages in sites.items()}

    def answer(self, target: str, agent: str) -> Reply:
        """The reply of the named site; 502 where the proxy knows no such name."""
        parts = urlsplit(target)
        pages = self.sites.get(parts.hostname or "")
        if pages is None:
            super().answer(target, agent)
            return Reply("no such host", 502, "text/plain")
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.pages = {target: pages[path]} if path in pages else {}
        return super().answer(target, agent)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: SiteServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet: two of them cost 40 ms of waiting for the acknowledgement
    server: _Http

    def do_GET(self) -> None:
        site = self.server.site
        site.entered(1)
        try:
            self._give(site, site.answer(self.path, self.headers.get("User-Agent", "")))
        finally:
            site.entered(-1)

    def do_CONNECT(self) -> None:
        self.server.site.hits[f"CONNECT {self.path}"] += 1
        self.send_error(503)

    def _give(self, site: SiteServer, reply: Reply) -> None:
        if reply.hang or reply.delay:
            site.closing.wait(None if reply.hang else reply.delay)
        if reply.hang or reply.drop:
            self.close_connection = True
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        if site.conditional and self._has(reply):
            site.unchanged[self.path] += 1
            reply, body = replace(reply, status=304), b""
        site.bytes_sent += len(body)
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(body) if reply.announce is None else reply.announce))
        self.end_headers()
        while reply.drip and not site.closing.wait(reply.drip):
            self.wfile.write(b" ")
            self.wfile.flush()
        self.wfile.write(body)
        self.wfile.flush()
        if reply.announce is not None:
            self.close_connection = True

    def _has(self, reply: Reply) -> bool:
        """Whether the client says that it has this reply; a tag wins over a date."""
        tag, date = reply.headers.get("ETag"), reply.headers.get("Last-Modified")
        if (asked := self.headers.get("If-None-Match")) is not None:
            return asked == tag
        return date is not None and self.headers.get("If-Modified-Since") == date

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
