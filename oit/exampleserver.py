"""Serves an example site on loopback: the office at 127.0.0.1, all that is not its own at 127.0.0.2.

A folder `examples/<name>/` holds `site/` and `outside/` (static trees) and `server.yaml`: the office's name, the path
to start at, and routes for what a static tree cannot say. In texts `%%SITE%%` and `%%OUTSIDE%%` stand for the two
origins.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict

from checklist.yamlfile import ChecklistError, read_model

SITE_HOST = "127.0.0.1"
OUTSIDE_HOST = "127.0.0.2"
_TRIES = 50
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_TEXTS = frozenset({".html", ".htm", ".xml", ".txt", ".css", ".js", ".json", ".svg"})
_MISSING = "<!doctype html><html lang=th><head><meta charset=utf-8><title>404</title></head><body>ไม่พบหน้าที่ร้องขอ</body></html>"


class ExampleError(Exception):
    """A folder that is no example site; the message is one line."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Route(_Strict):
    """What to answer to one path; with a query it must match too."""

    path: str
    host: str = "site"
    file: str | None = None
    status: int = 200
    redirect: str | None = None
    content_type: str | None = None
    headers: dict[str, str] = {}


class Layout(_Strict):
    """`server.yaml`."""

    name: str
    id: str
    start: str
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One answer."""

    status: int
    body: bytes
    content_type: str
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Server:
    """An example site that is being served until it is closed. A context manager; port 0 takes any free one."""

    def __init__(self, folder: Path, port: int) -> None:
        self.layout = _layout(folder)
        self._folder = folder
        self._site, self._outside = _bound_pair(port)
        self.port: int = self._site.server_address[1]
        for server, tree in ((self._site, "site"), (self._outside, "outside")):
            server.owner, server.tree = self, tree
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def start_url(self) -> str:
        """The address of the office's home page."""
        return self._origin("site") + self.layout.start

    @property
    def outside_url(self) -> str:
        """The origin of all that is not the office's."""
        return self._origin("outside")

    def close(self) -> None:
        """Stop serving."""
        for server in (self._site, self._outside):
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, tree: str, target: str) -> Page:
        """The answer to one request target (path and query) on one of the two hosts."""
        path, _, query = target.partition("?")
        for route in self.layout.routes:
            wanted, mark, wanted_query = route.path.partition("?")
            same = unquote(wanted) == unquote(path) and (not mark or unquote(wanted_query) == unquote(query))
            if same and route.host == tree:
                return self._routed(tree, route)
        return self._static(tree, path)

    def _routed(self, tree: str, route: Route) -> Page:
        if route.redirect is not None:
            status = route.status if 300 <= route.status < 400 else 302
            return Page(status, b"", _TYPES[".html"], self._filled(route.redirect.encode()).decode())
        if route.file is None:
            return Page(route.status, _MISSING.encode(), route.content_type or _TYPES[".html"])
        found = self._file(tree, route.file, route.content_type)
        return replace(found, status=route.status, headers=route.headers)

    def _static(self, tree: str, path: str) -> Page:
        root = (self._folder / tree).resolve()
        place = (root / unquote(path).lstrip("/")).resolve()
        if not place.is_relative_to(root):
            return Page(404, _MISSING.encode(), _TYPES[".html"])
        if place.is_dir() and (place / "index.html").is_file():
            if not path.endswith("/"):
                return Page(301, b"", _TYPES[".html"], f"{path}/")
            place = place / "index.html"
        if not place.is_file():
            return Page(404, _MISSING.encode(), _TYPES[".html"])
        return self._file(tree, str(place.relative_to(root)), None)

    def _file(self, tree: str, name: str, content_type: str | None) -> Page:
        place = self._folder / tree / name
        body = place.read_bytes()
        if place.suffix.lower() in _TEXTS:
            body = self._filled(body)
        return Page(200, body, content_type or _TYPES.get(place.suffix.lower(), "application/octet-stream"))

    def _filled(self, body: bytes) -> bytes:
        for token, tree in ((b"%%SITE%%", "site"), (b"%%OUTSIDE%%", "outside")):
            body = body.replace(token, self._origin(tree).encode())
        return body

    def _origin(self, tree: str) -> str:
        return f"http://{SITE_HOST if tree == 'site' else OUTSIDE_HOST}:{self.port}"


def serve(folder: Path, port: int = 0) -> Server:
    """Serve an example site.

    Args:
        folder: with `server.yaml`, `site/` and `outside/`.
        port: on both hosts; 0 for any free one.

    Raises:
        ExampleError: the folder is no example site, or the port is taken.
    """
    return Server(folder, port)


def _layout(folder: Path) -> Layout:
    try:
        return read_model(folder / "server.yaml", Layout)
    except ChecklistError as error:
        raise ExampleError(str(error)) from error


def _bound_pair(port: int) -> tuple[_Http, _Http]:
    """Servers on one port of both hosts."""
    for _ in range(1 if port else _TRIES):
        try:
            site = _Http((SITE_HOST, port), _Handler)
        except OSError as error:
            raise ExampleError(f"port {port} of {SITE_HOST} is taken: {error.strerror}") from error
        try:
            return site, _Http((OUTSIDE_HOST, site.server_address[1]), _Handler)
        except OSError as error:
            site.server_close()
            reason = error.strerror
    raise ExampleError(f"port {port} of {OUTSIDE_HOST} is taken: {reason}")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    owner: Server
    tree: str


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    server: _Http

    def do_GET(self) -> None:
        """Answer a request."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        parts = urlsplit(self.path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        page = self.server.owner.answer(self.server.tree, target)
        if page.status == 200:
            tag = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
        self.send_response(page.status)
        if page.status == 200:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body)))
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.location:
            self.send_header("Location", page.location)
        self.end_headers()
        if with_body:
            self.wfile.write(page.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal belongs to the person who started it."""
