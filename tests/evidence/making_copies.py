"""Saved copies made on the spot: WARC, WACZ, MHTML and folders, from pages that a test names."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import quopri
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.encoders import encode_base64
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from pathlib import Path

SITE = "http://office.example"
DATE = "2025-04-01T03:00:00Z"
DATE_BANGKOK = "2025-04-01T10:00:00+07:00"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer of a WARC file."""

    path: str
    body: bytes | str = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    date: str = DATE
    kind: str = "response"
    warc: Mapping[str, str] = field(default_factory=dict)
    site: str = SITE

    @property
    def bytes(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def record(kind: str, url: str, block: bytes, *, date: str = DATE, **more: str) -> bytes:
    """One WARC record; further headers as keywords with `_` for `-`."""
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "WARC-Record-ID": f"<urn:test:{hashlib.sha1(block + url.encode() + kind.encode()).hexdigest()}>",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(answer: Answer) -> bytes:
    """Status line, headers and body."""
    headers = {"Content-Type": answer.type, **answer.headers}
    head = f"HTTP/1.1 {answer.status} X\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    return head.encode() + b"\r\n" + answer.bytes


def warc(answers: Sequence[Answer], packed: bool = True) -> bytes:
    """A WARC file, each record packed on its own as the standard wants it."""
    records = [record("warcinfo", "", b"software: a test\r\n", Content_Type="application/warc-fields")]
    for one in answers:
        kind = "application/http; msgtype=response" if one.kind != "resource" else one.type
        block = one.bytes if one.kind == "resource" else http(one)
        more = {"Content_Type": kind, **{k.replace("-", "_"): v for k, v in one.warc.items()}}
        records.append(record(one.kind, one.site + one.path, block, date=one.date, **more))
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def wacz(archive: bytes, main: str = "", altered: str = "") -> bytes:
    """A WACZ file around a WARC file; `altered` names a file whose digest is made wrong."""
    files = {
        "archive/data.warc.gz": archive,
        "pages/pages.jsonl": (
            json.dumps({"format": "json-pages-1.0", "id": "pages"})
            + "\n"
            + json.dumps({"url": main, "ts": DATE, "title": "หน้าแรก"})
            + "\n"
        ).encode(),
    }
    resources = [
        {
            "name": name.split("/")[1],
            "path": name,
            "bytes": len(data),
            "hash": f"sha256:{digest(data, name == altered)}",
        }
        for name, data in files.items()
    ]
    package = json.dumps(
        {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
    ).encode()
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = json.dumps(
        {"path": "datapackage.json", "hash": f"sha256:{digest(package, altered == 'datapackage.json')}"}
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def digest(data: bytes, wrong: bool = False) -> str:
    """SHA-256 in hex, or not quite."""
    return hashlib.sha256(data + b"!" if wrong else data).hexdigest()


def mhtml(
    url: str,
    html: str,
    parts: Mapping[str, tuple[str, bytes]] | None = None,
    frames: Mapping[str, str] | None = None,
) -> bytes:
    """An MHTML file as Chrome writes it: `parts` by address, with type; `frames`: HTML by content id."""
    letter = MIMEMultipart("related", type="text/html")
    letter["From"] = "<Saved by Blink>"
    letter["Snapshot-Content-Location"] = url
    letter["Subject"] = "=?utf-8?Q?=E0=B8=81?="
    letter["Date"] = "Tue, 1 Apr 2025 03:00:00 +0000"
    letter.attach(_html_part(html, url, ""))
    for number, (mark, text) in enumerate((frames or {}).items()):
        letter.attach(_html_part(text, f"{url}frame{number}.html", mark))
    for address, (kind, data) in (parts or {}).items():
        part = MIMENonMultipart(*kind.split("/"))
        part["Content-Location"] = address
        part.set_payload(data)
        encode_base64(part)
        letter.attach(part)
    return letter.as_bytes()


def _html_part(html: str, url: str, mark: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", "html")
    part["Content-Location"] = url
    if mark:
        part["Content-ID"] = f"<{mark}>"
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(quopri.encodestring(html.encode()).decode())
    return part


def tree(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """A folder with files."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def page(title: str, *links: str, text: str = "ข้อความ") -> str:
    """A small page with links: "address" or "address|words"."""
    pairs = [link.partition("|") for link in links]
    items = "".join(f'<li><a href="{at}">{words or at}</a></li>' for at, _, words in pairs)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><ul>{items}</ul></body></html>"
