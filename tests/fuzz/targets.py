"""Every reader of foreign bytes with what it promises: which errors it may end in, and how much it may give back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crawler.copies import walk_copy
from crawler.links import MOST_LINKS, read_page
from crawler.plan import PlanError, StartError, plan_for
from crawler.robots import rules_of
from crawler.runs import new_run
from crawler.sitemaps import MOST_ADDRESSES, read_sitemap
from documents.extract import extract
from documents.facts import Facts
from documents.legibility import legibility
from evidence.address import MAX_LENGTH, canonical, host, in_scope, path_of, prefix, readable, server
from evidence.encoding import charset_of, decode_html
from evidence.errors import CopyError
from evidence.saved.door import read_copies
from evidence.saved.records import MOST_BODY
from evidence.store import Store
from evidence.verify import verify
from tests.fuzz import seeds
from thai.labels import read_labels
from thai.periods import read_periods
from thai.text import normalise, skeleton, squeeze

_MOST_OUTPUT = 64 * 1024 * 1024
SITE = seeds.SITE


@dataclass(frozen=True)
class Target:
    """One reader."""

    run: Callable[[bytes], None]
    """Reads the bytes and checks what comes out; any exception is a crash."""
    seeds: Callable[[], Sequence[bytes]]
    tokens: tuple[bytes, ...]


def facts(declared: str, body: bytes) -> None:
    """A document: damaged bytes are a fact, and a reader never stumbles."""
    found = extract(body, declared_type=declared, url=f"{SITE}/a")
    assert not found.corrupt.startswith("unforeseen"), found.corrupt
    text = found.model_dump_json()
    assert len(text) < _MOST_OUTPUT
    assert Facts.model_validate_json(text) == found
    legibility(found)


def links(body: bytes) -> None:
    found = read_page(f"{SITE}/a/b", body, "text/html; charset=utf-8")
    assert len(found.links) <= MOST_LINKS + 100
    for link in found.links:
        assert not link.target or canonical(link.target) == link.target, link.target


def sitemap(body: bytes) -> None:
    found = read_sitemap(body)
    assert len(found.pages) + len(found.sitemaps) <= 2 * MOST_ADDRESSES


def robots(body: bytes) -> None:
    rules = rules_of(200, body)
    rules.forbids(f"{SITE}/a?b=%E0%B8%81")
    assert rules.crawl_delay is None or rules.crawl_delay >= 0


def address(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    for base in (None, f"{SITE}/a/b?c"):
        try:
            url = canonical(text, base)
        except ValueError:
            continue
        assert canonical(url) == url and len(url) <= MAX_LENGTH and url.isascii()
        assert server(url) and host(url) and path_of(url).startswith("/")
        readable(url)
    try:
        in_scope(f"{SITE}/", [prefix(text)])
    except ValueError:
        return


def encoding(body: bytes) -> None:
    text, name = decode_html(body, charset_of(body[:200].decode("latin-1")))
    assert len(text) <= len(body) and "x".encode(name)


def periods(body: bytes) -> None:
    text = body.decode("utf-8", "replace")[:5000]
    assert len(read_periods(text)) <= len(text) + 1


def labels(body: bytes) -> None:
    text = body.decode("utf-8", "replace")[:5000]
    for label in read_labels(text, 22):
        assert 1 <= label.first <= label.last <= 22 and 0 <= label.start < label.end <= len(text)


def letters(body: bytes) -> None:
    text = body.decode("utf-8", "replace")[:20000]
    assert normalise(normalise(text)) == normalise(text)
    assert len(skeleton(text)) <= len(squeeze(text)) + 1


def copy(name: str, body: bytes) -> None:
    """A saved copy in one file: read, walked as a site, stored; one line where it is none."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as made:
        folder = Path(made)
        (folder / name).write_bytes(body)
        _walked(folder / name, folder)


def folder(body: bytes) -> None:
    """A folder of saved pages that hold these bytes in several places."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as made:
        top = Path(made) / "saved"
        for place in (
            "page.html",
            "office.example/index.html",
            "office.example/a?b.html",
            "page_files/x.html",
            "hts-cache/new.txt",
        ):
            (top / place).parent.mkdir(parents=True, exist_ok=True)
            (top / place).write_bytes(body)
        _walked(top, Path(made))


def _walked(path: Path, made: Path) -> None:
    try:
        shelf = read_copies([path], made / "spool", f"{SITE}/base/")
    except CopyError as error:
        assert "\n" not in str(error)
        return
    assert all(len(shelf.body(kept)) <= MOST_BODY for url in shelf.urls() if (kept := shelf.get(url)))
    start, _ = shelf.start()
    if not start:
        return
    try:
        plan = plan_for((start,))
        with Store.create(made / "run", new_run(plan)) as store:
            walk_copy(plan, shelf, store)
    except (PlanError, StartError):
        return
    assert verify(made / "run").faults == ()


TARGETS = {
    "html": Target(partial(facts, "text/html"), seeds.html, seeds.TAGS),
    "links": Target(links, seeds.html, seeds.TAGS),
    "pdf": Target(partial(facts, "application/pdf"), seeds.pdfs, seeds.PDF),
    "docx": Target(partial(facts, ""), seeds.words, seeds.XML),
    "xlsx": Target(partial(facts, ""), seeds.workbooks, seeds.XML),
    "odf": Target(partial(facts, ""), seeds.open_documents, seeds.XML),
    "pptx": Target(partial(facts, ""), seeds.slides, seeds.XML),
    "old office": Target(partial(facts, ""), seeds.old_office, (b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\t\x08\x10\x00", b"\x00" * 16)),
    "csv": Target(partial(facts, "text/csv"), seeds.tables, (b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\x00", "ก".encode())),
    "pictures": Target(partial(facts, ""), seeds.pictures, (b"IHDR", b"IDAT", b"\xff\xd8", b"\xff\xd9", b"\xff\xe1", b"RIFF", b"<svg", b"GIF89a")),
    "plain": Target(partial(facts, "text/plain"), seeds.plain, (b"{", b"}", b"\\u-1?", b"\\bin99999 ", b"\\'", b"\\", b"\x00", b"\n")),
    "bundles": Target(partial(facts, ""), seeds.bundles, seeds.MAIL),
    "sitemaps": Target(sitemap, seeds.sitemaps, (*seeds.XML, b"<url><loc>", b"<sitemap><loc>http://a.b/")),
    "robots": Target(robots, seeds.robots, (b"User-agent: *\n", b"Disallow: ", b"*", b"$", b"Crawl-delay: -1e9\n", b"Crawl-delay: nan\n", b"\x00", b"\r", b"%")),
    "addresses": Target(address, seeds.addresses, (b"://", b"/../", b"%", b"%00", b"@", b":", b"[", b"]", b"?", b"#", b"\\", b"\t", "ก".encode(), b"xn--", b";jsessionid=", b"..")),
    "encodings": Target(encoding, seeds.encodings, (b"charset=utf-7", b"charset=utf-32", b"charset=rot13", b"charset=hex", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"<meta charset='")),
    "periods": Target(periods, seeds.thai_texts, tuple(t.encode() for t in ("พ.ศ.", "๒๕๖๘", "2568", "-", " ถึง ", "ต.ค.", "ไตรมาส", "รอบ", "เดือน", "/", "ปีงบประมาณ", "31", "99999", "ำ"))),
    "labels": Target(labels, seeds.thai_texts, tuple(t.encode() for t in ("O", "0", "๐", "OIT", "ข้อ", "-", ".", "๒", "22", "99", "ISO", " "))),
    "thai text": Target(letters, seeds.thai_texts, tuple(t.encode() for t in ("ำ", "ํา", "่", "ิ", "\uf701", "\u200b", " ", "เ", "\U0010ffff"))),
    "warc": Target(partial(copy, "a.warc"), seeds.warcs, seeds.WARC),
    "wacz": Target(partial(copy, "a.wacz"), seeds.waczs, (b'{"url": "http://a.b/"}\n', b'"hash"', b"null", b"[" * 9, *seeds.WARC[:4])),
    "mhtml": Target(partial(copy, "a.mhtml"), seeds.mhtmls, seeds.MAIL),
    "folder": Target(folder, seeds.saved_pages, (*seeds.TAGS[:8], b"<!-- saved from url=(0014)about:internet -->", b"\t", b"\n", b"<link rel=canonical href='http://a.b/c'>")),
}  # fmt: skip
"""Readers by name."""
