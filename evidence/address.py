"""One canonicaliser of addresses, for the crawler, the store and the reports.

Two spellings of one address must be one string, or a page would be fetched twice and a link would not find its
capture. Everything here is pure text work: no name is resolved, no address is requested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote_to_bytes, urljoin, urlsplit

MAX_LENGTH = 8000
"""Longest canonical address in characters; longer ones are traps or data, and no server takes them."""

_DEFAULT_PORT = {"http": 80, "https": 443}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = _UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY_SAFE = _PATH_SAFE | frozenset("?")
_UNUSUAL_IN_PATH = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_UNUSUAL_IN_QUERY = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
_ESCAPE_OR_CHAR = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200d\u2060\ufeff\xad]")
_HOST = re.compile(r"[a-z0-9._~-]+|\[[0-9a-f:.]+\]")
_JSESSION = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_eid|mc_cid|igshid", re.IGNORECASE)
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken", re.IGNORECASE)
_SHORT_SESSION = re.compile(r"(?:sid|sessid|session_?id)=[0-9a-z]{16,}", re.IGNORECASE)
_THAI_ESCAPES = re.compile(r"(?:%[89A-F][0-9A-F])+")


def canonical(url: str, base: str | None = None) -> str:
    """The one spelling of an http(s) address.

    Scheme and host in lower case, default port, user name and fragment dropped, dot segments resolved, escapes as
    upper-case UTF-8 `%XX` with unreserved characters bare, host names as punycode, tracking parameters and session
    ids dropped, the other query parts in their order.

    Args:
        url: absolute, or relative to `base`.
        base: the canonical or raw address of the page that carries it.

    Raises:
        ValueError: it is no http(s) address, or longer than `MAX_LENGTH`.
    """
    before, mark, query = _INVISIBLE.sub("", url).strip().partition("?")
    text = before.replace("\\", "/") + mark + query
    if base is not None:
        text = urljoin(base, text)
    parts = urlsplit(text)
    if parts.scheme not in _DEFAULT_PORT:
        raise ValueError(f"not an http or https address: {url[:80]!r}")
    path = _without_dots(_escaped(_JSESSION.sub("", parts.path), _UNUSUAL_IN_PATH, _PATH_SAFE))
    kept = _kept_query(parts.query)
    result = f"{parts.scheme}://{_server_of(parts)}{path}" + (f"?{kept}" if kept else "")
    if len(result) > MAX_LENGTH:
        raise ValueError(f"address longer than {MAX_LENGTH} characters")
    return result


def prefix(text: str) -> str:
    """A scope prefix as `in_scope` reads it: "host/path" without scheme and without a slash at the end.

    Raises:
        ValueError: it names no host.
    """
    url = canonical(text if "://" in text else f"http://{text}")
    return url.split("://", 1)[1].split("?", 1)[0].rstrip("/")


def server(url: str) -> str:
    """Host of a canonical address, with the port where it is not the default one."""
    return url.split("/", 3)[2]


def host(url: str) -> str:
    """Host name of a canonical address, without a port."""
    name = server(url)
    return name[: name.index("]") + 1] if name.startswith("[") else name.split(":", 1)[0]


def path_of(url: str) -> str:
    """Path of a canonical address, from its first slash to the query."""
    return "/" + url.split("?", 1)[0].split("/", 3)[3]


def first_segment(url: str) -> str:
    """First segment of the path of a canonical address, "" where there is none."""
    return path_of(url).split("/", 2)[1]


def in_scope(url: str, prefixes: Iterable[str]) -> bool:
    """Whether a canonical address lies under one of the prefixes, by whole segments: `/a` does not hold `/ab`.

    Args:
        url: a canonical address, with any scheme.
        prefixes: as `prefix` gives them.
    """
    rest = url.split("?", 1)[0].split("://", 1)[1]
    return any(rest.startswith(p) and rest[len(p) : len(p) + 1] in ("", "/") for p in prefixes)


def readable(url: str) -> str:
    """An address for people: Thai letters instead of escapes, a Thai host name instead of punycode."""
    text = _THAI_ESCAPES.sub(_decoded, url)
    if "xn--" not in text:
        return text
    scheme, _, rest = text.partition("://")
    name, slash, tail = rest.partition("/")
    try:
        return f"{scheme}://{name.encode('ascii').decode('idna')}{slash}{tail}"
    except ValueError:
        return text


def _decoded(match: re.Match[str]) -> str:
    """Escaped bytes as UTF-8, else as windows-874 (old Thai sites), else as they were."""
    raw = unquote_to_bytes(match.group())
    for encoding in ("utf-8", "cp874"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            return text
    return match.group()


def _server_of(parts: SplitResult) -> str:
    """Host and, unless it is the default one, port; the host as ASCII in lower case."""
    netloc = parts.netloc.rpartition("@")[2]
    name = (f"[{parts.hostname}]" if netloc.startswith("[") else parts.hostname or "").rstrip(".").lower()
    if not name.isascii():
        name = name.encode("idna").decode("ascii").lower().rstrip(".")
    if not _HOST.fullmatch(name) or ".." in name or name.startswith("."):
        raise ValueError(f"not a host name: {name[:80]!r}")
    port = parts.port
    return name if port is None or port == _DEFAULT_PORT[parts.scheme] else f"{name}:{port}"


def _escaped(text: str, unusual: re.Pattern[str], safe: frozenset[str]) -> str:
    """Escapes normalised: unreserved bytes bare, every other escape upper-case, all else unsafe escaped."""
    if not unusual.search(text):
        return text

    def one(match: re.Match[str]) -> str:
        token = match.group()
        if len(token) == 3:
            char = chr(int(token[1:], 16))
            return char if char in _UNRESERVED else token.upper()
        return token if token in safe else "".join(f"%{byte:02X}" for byte in token.encode("utf-8"))

    return _ESCAPE_OR_CHAR.sub(one, text)


def _without_dots(path: str) -> str:
    """The path with `.` and `..` segments resolved; never empty."""
    if "/." not in path and not path.startswith("."):
        return path if path.startswith("/") else f"/{path}"
    kept: list[str] = []
    segments = path.lstrip("/").split("/") if not path.startswith("//") else path[1:].split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _kept_query(query: str) -> str:
    """The query without tracking parameters and session ids."""
    if not query:
        return ""
    return "&".join(p for p in _escaped(query, _UNUSUAL_IN_QUERY, _QUERY_SAFE).split("&") if not _is_noise(p))


def _is_noise(part: str) -> bool:
    """Whether a query part names a campaign or a session; a short `sid=7` is a section, not a session."""
    name = part.partition("=")[0]
    return bool(_TRACKING.fullmatch(name) or _SESSION.fullmatch(name) or _SHORT_SESSION.fullmatch(part))
