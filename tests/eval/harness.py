"""One labelled text as a small site of its own: a home page with one link, and the page behind it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from checklist.loader import Checklist, load
from documents.extract import extract
from documents.facts import Facts
from evidence.address import canonical
from evidence.records import Capture, Link, LinkKind, Outcome, Role, RunRecord, SiteRecord
from validators.judge import Judgement, judge

CORPUS = Path(__file__).parent / "corpus"
DAY = dt.date(2025, 4, 30)
YEAR = 2568
HOST = "https://district.example"


@dataclass(frozen=True)
class Labelled:
    """A text of the corpus with its label."""

    id: str
    folder: Path
    label: dict[str, Any]

    @property
    def expected(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(e["item"], e["element"]): e for e in self.label["expect"]}


def texts(part: str) -> list[Labelled]:
    """All labelled texts of "development" or "heldout"."""
    found = []
    for path in sorted((CORPUS / part).glob("*/labels.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [Labelled(row["id"], path.parent, row) for row in rows]
    return found


@lru_cache(maxsize=1)
def rules() -> Checklist:
    return load("bma-district", YEAR)


def _capture(url: str, status: int, body: bytes) -> Capture:
    return Capture(
        url=url,
        final_url=url,
        role=Role.PAGE,
        outcome=Outcome.ANSWERED,
        fetched_at="2025-04-30T09:00:00+07:00",
        status=status,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )


def judge_text(text: Labelled) -> Judgement:
    """The judgement of one text, met through the link that its label describes."""
    label = text.label
    body = (text.folder / label["file"]).read_bytes()
    home, page = f"{HOST}/", canonical(HOST + label["url"])
    status = 404 if label["door"] == "dead" else 200
    arrival = label["arrival"]
    link = Link(
        source=home,
        target=page,
        raw=label["url"],
        kind=LinkKind.ANCHOR,
        text=arrival.get("link_text") or "",
        row=arrival.get("row") or "",
        heading=arrival.get("heading") or "",
    )
    site = SiteRecord(id="text", name=label["office"], start_urls=(home,), scope=("district.example/",))
    run = RunRecord(id="text", site=site, started_at="", stopped_because="finished")
    front = f"<html><body><h1>{label['office']}</h1><p>ยินดีต้อนรับ</p></body></html>".encode()
    facts: dict[str, Facts] = {
        url: extract(b, declared_type="text/html", url=url) for url, b in ((home, front), (page, body))
    }
    captures = [_capture(home, 200, front), _capture(page, status, body)]
    return judge(run, captures, [link], facts, rules(), DAY)
