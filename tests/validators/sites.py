"""Small sites in memory for the validators' tests: pages as HTML, judged by the real rules of bma-district."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from checklist.loader import Checklist, load
from crawler.links import read_page
from documents.extract import extract
from documents.facts import Facts
from evidence.address import canonical
from evidence.records import Capture, Link, LinkKind, Outcome, Role, RunRecord, SiteRecord
from validators.judge import Judgement, judge
from validators.results import ElementResult, Finding, ItemResult

HOST = "http://office.example"
OFFICE = "สำนักงานเขตบางตาลสูง"
DAY = dt.date(2025, 4, 30)
AT = "2025-04-30T09:00:00+07:00"


@lru_cache(maxsize=4)
def rules(year: int) -> Checklist:
    """The real rules, read once."""
    return load("bma-district", year)


@lru_cache(maxsize=512)
def facts_of(body: bytes, url: str) -> Facts:
    """The facts of a body, read once for all tests."""
    return extract(body, url=url)


def address(path: str) -> str:
    """The canonical address of a path of the office, or of a whole address elsewhere."""
    return canonical(path if "://" in path else HOST + path)


def page(title: str, body: str, office: str = OFFICE, menu: dict[str, str] | None = None) -> bytes:
    """A page of the office: menu, heading, text, foot."""
    items = "".join(f"<a href='{url}'>{text}</a> " for url, text in {"/": "หน้าหลัก", **(menu or {})}.items())
    return (
        f"<html><head><meta charset='utf-8'><title>{title} | {office}</title></head><body>"
        f"<nav>{items}</nav><main><h1>{title}</h1>{body}</main>"
        f"<footer>{office} โทร 0 2000 0000</footer></body></html>"
    ).encode()


@dataclass
class Site:
    """A site of pages and files by path; `put` adds an answer of another kind."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    front: list[str] = field(default_factory=list)
    menu: dict[str, str] = field(default_factory=dict)
    stopped_because: str = "finished"
    soft_404: dict[str, str] = field(default_factory=dict)
    name: str = OFFICE
    other_names: tuple[str, ...] = ()
    director: str = ""
    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sitemap: list[str] = field(default_factory=list)
    known: dict[str, Facts] = field(default_factory=dict)

    def add(self, path: str, body: bytes) -> Site:
        """A page or file that no link of the home page leads to."""
        self.bodies[address(path)] = body
        return self

    def link(self, path: str, words: str) -> Site:
        """A link on the home page."""
        self.front.append(f"<li><a href='{path}'>{words}</a></li>")
        return self

    def show(self, path: str, title: str, html: str, words: str = "", office: str = OFFICE) -> Site:
        """A page of the office with a link on the home page (its title, unless other words are given)."""
        return self.link(path, words or title).add(path, page(title, html, office))

    def file(self, path: str, body: bytes, words: str) -> Site:
        """A file with a link on the home page."""
        return self.link(path, words).add(path, body)

    def put(self, path: str, **answer: Any) -> Site:
        """An answer of another kind: outcome, status, headers, body, role, final_url, witness."""
        self.answers[address(path)] = answer
        return self

    def see(self, path: str, facts: Facts, words: str) -> Site:
        """A file whose facts are given (a scan that OCR has read), with a link on the home page."""
        self.known[address(path)] = facts
        return self.file(path, facts.model_dump_json().encode(), words)

    def shut(self, path: str, words: str, **answer: Any) -> Site:
        """An answer of another kind, with a link on the home page."""
        return self.link(path, words).put(path, **answer)

    def home(self) -> bytes:
        """The home page: the links one by one."""
        return page("หน้าหลัก", f"<ul>{''.join(self.front)}</ul>", menu=self.menu)

    def judged(self, year: int = 2568, day: dt.date = DAY, shuffled: int | None = None) -> Judged:
        """What judging says; `shuffled` puts captures, links and facts in another order."""
        captures, links, facts = self.records()
        if shuffled is not None:
            deal = random.Random(shuffled)
            deal.shuffle(captures)
            deal.shuffle(links)
            pairs = list(facts.items())
            deal.shuffle(pairs)
            facts = dict(pairs)
        return Judged(judge(self.run(), captures, links, facts, rules(year), day))

    def run(self) -> RunRecord:
        """The record of the crawl."""
        site = SiteRecord(
            id="office",
            name=self.name,
            other_names=self.other_names,
            start_urls=(f"{HOST}/",),
            scope=("office.example/",),
            director=self.director,
            owners=self.owners,
        )
        return RunRecord(
            id="t", site=site, started_at=AT, stopped_because=self.stopped_because, soft_404=self.soft_404
        )

    def records(self) -> tuple[list[Capture], list[Link], dict[str, Facts]]:
        """Captures, links and facts as the store keeps them."""
        start = address("/")
        bodies = dict(self.bodies)
        if start not in self.answers:
            bodies.setdefault(start, self.home())
        captures = [_capture(url, {"body": body}) for url, body in bodies.items()]
        captures += [_capture(url, answer) for url, answer in self.answers.items()]
        bodies |= {url: answer["body"] for url, answer in self.answers.items() if "body" in answer}
        links = [_straight(start, LinkKind.START)]
        links += [_straight(address(url), LinkKind.SITEMAP) for url in self.sitemap]
        for url, body in bodies.items():
            if url.startswith(HOST) and _is_html(body):
                links += read_page(url, body, "text/html; charset=utf-8").links
        facts = {url: self.known.get(url) or facts_of(body, url) for url, body in bodies.items()}
        return captures, links, facts


def _straight(url: str, kind: LinkKind) -> Link:
    return Link(source="", target=url, raw=url, kind=kind)


def _is_html(body: bytes) -> bool:
    return body.lstrip().startswith(b"<")


def _role(url: str, body: bytes | None) -> Role:
    if not url.startswith(HOST):
        return Role.OUTSIDE
    return Role.PAGE if body is None or _is_html(body) else Role.FILE


def _capture(url: str, answer: dict[str, Any]) -> Capture:
    body = answer.get("body")
    outcome = Outcome(answer.get("outcome", "answered"))
    return Capture(
        url=url,
        final_url=answer.get("final_url", url),
        role=Role(answer.get("role", _role(url, body))),
        outcome=outcome,
        fetched_at=AT,
        status=answer.get("status", 200) if outcome is Outcome.ANSWERED else None,
        witness=answer.get("witness", ""),
        headers=answer.get("headers", {}),
        first_seen=answer.get("first_seen", ""),
        sha256=hashlib.sha256(body).hexdigest() if body is not None else None,
        size=len(body or b""),
    )


@dataclass
class Judged:
    """A judgement with short ways to its parts."""

    judgement: Judgement

    def item(self, code: str) -> ItemResult:
        """The item with this code."""
        return next(item for item in self.judgement.items if item.code == code)

    def element(self, code: str, element: str) -> ElementResult:
        """An element of an item."""
        return next(e for e in self.item(code).elements if e.id == element)

    def four(self, code: str, element: str) -> tuple[str, str, str, str]:
        """Presence, recency, readability and access of an element."""
        e = self.element(code, element)
        return e.presence.value, e.recency.value, e.readability.value, e.access.value

    def findings(self, code: str, element: str) -> list[Finding]:
        """The findings of one element."""
        return [f for f in self.item(code).findings if f.element == element]

    def codes(self, code: str, element: str) -> set[str]:
        """The codes of the findings of one element."""
        return {f.code for f in self.findings(code, element)}

    def finding(self, code: str, element: str, finding: str) -> Finding:
        """The finding with this code on one element."""
        return next(f for f in self.findings(code, element) if f.code == finding)

    def urls(self, code: str, element: str) -> set[str]:
        """The addresses of an element's evidence."""
        return {e.url for e in self.element(code, element).evidence}

    def bytes(self) -> str:
        """All that judging says, as one text."""
        items = [item.model_dump_json() for item in self.judgement.items]
        return "\n".join([*items, repr(self.judgement.not_seen), self.judgement.office])
