"""Small sites in memory for the validators' tests: pages as HTML, judged by the real rules."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from checklist.loader import Checklist, load
from crawler.links import links_of
from documents.extract import extract
from documents.facts import Facts
from evidence.records import Capture, Link, Outcome, Role, RunRecord, SiteRecord
from validators.judge import Judgement, judge
from validators.results import ElementResult, Finding, ItemResult

HOST = "http://office.example"
OFFICE = "สำนักงานเขตบางตาลสูง"
DAY = dt.date(2025, 4, 30)
AT = "2025-04-30T09:00:00+07:00"


def page(title: str, body: str, office: str = OFFICE) -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>{title} | {office}</title></head><body>"
        f"<nav><a href='/'>หน้าหลัก</a></nav><main><h1>{title}</h1>{body}</main>"
        f"<footer>{office} โทร 0 2000 0000</footer></body></html>"
    ).encode()


def home(links: dict[str, str]) -> bytes:
    items = "".join(f"<li><a href='{url}'>{text}</a></li>" for url, text in links.items())
    return page("หน้าหลัก", f"<ul>{items}</ul>")


@dataclass
class Site:
    """A site of pages by path; `put` adds an answer of another kind."""

    pages: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    stopped_because: str = "finished"
    soft_404: dict[str, str] = field(default_factory=dict)
    director: str = ""

    def add(self, path: str, body: bytes) -> Site:
        self.pages[path] = body
        return self

    def put(self, url: str, **answer: Any) -> Site:
        """An answer without a page of ours: outcome, status, headers, body, role, final_url."""
        self.answers[url if "://" in url else HOST + url] = answer
        return self

    def judged(self, year: int = 2568, day: dt.date = DAY, rules: Checklist | None = None) -> Judged:
        site = SiteRecord(
            id="office",
            name=OFFICE,
            start_urls=(f"{HOST}/",),
            scope=("office.example/",),
            director=self.director,
        )
        run = RunRecord(
            id="t", site=site, started_at=AT, stopped_because=self.stopped_because, soft_404=self.soft_404
        )
        captures: list[Capture] = []
        links: list[Link] = []
        facts: dict[str, Facts] = {}
        for path, body in self.pages.items():
            url = HOST + path
            captures.append(_capture(url, {"body": body}))
            facts[url] = extract(body, url=url)
            if body.lstrip().startswith(b"<"):
                links += links_of(body, url)
        for url, answer in self.answers.items():
            captures.append(_capture(url, answer))
            if answer.get("body"):
                facts[url] = extract(answer["body"], url=url)
        return Judged(judge(run, captures, links, facts, rules or load("bma-district", year), day))


def _capture(url: str, answer: dict[str, Any]) -> Capture:
    body = answer.get("body")
    outcome = Outcome(answer.get("outcome", "answered"))
    return Capture(
        url=url,
        final_url=answer.get("final_url", url),
        role=Role(answer.get("role", "page" if url.startswith(HOST) else "outside")),
        outcome=outcome,
        fetched_at=AT,
        status=answer.get("status", 200) if outcome is Outcome.ANSWERED else None,
        witness=answer.get("witness", ""),
        headers=answer.get("headers", {}),
        sha256=hashlib.sha256(body).hexdigest() if body else None,
        size=len(body or b""),
    )


@dataclass
class Judged:
    """A judgement with short ways to its parts."""

    judgement: Judgement

    def item(self, code: str) -> ItemResult:
        return next(item for item in self.judgement.items if item.code == code)

    def element(self, code: str, element: str) -> ElementResult:
        return next(e for e in self.item(code).elements if e.id == element)

    def codes(self, code: str, element: str | None = None) -> set[str]:
        return {f.code for f in self.item(code).findings if element in (None, f.element)}

    def finding(self, code: str, finding: str) -> Finding:
        return next(f for f in self.item(code).findings if f.code == finding)


def text_of(html: bytes) -> str:
    return re.sub(r"<[^>]+>", " ", html.decode())
