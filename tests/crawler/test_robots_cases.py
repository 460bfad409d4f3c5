"""The cases of another robots.txt parser's tests, where they lie on this machine (they are no part of this repository)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crawler.robots import parse, rules_of

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CASES = Path(os.environ.get("OIT_CORPUS") or BESIDE) / "robots-cases.json"
OTHERWISE = {
    ("ID_Encoding", "http://foo.bar/foo/bar/ツ"),
    ("ID_Encoding", "http://foo.bar/foo/bar/baz"),
    ("GoogleOnly_AcceptUserAgentUpToFirstSpace", "Foo Bar"),
}
"""Not met, and why: docs/reliability.md. By test and address, or by test and name of the robot."""


def test_the_cases_of_another_parser() -> None:
    if not CASES.exists():
        pytest.skip(f"the cases are not here: {CASES} (set OIT_CORPUS to their folder)")
    cases = json.loads(CASES.read_text("utf-8"))["cases"]
    wrong = [c for c in cases if parse(c["robots"]).can_fetch(c["url"], c["agent"]) is not c["allowed"]]
    assert len(cases) == 142
    left = [c for c in wrong if not {(c["test"], c["url"]), (c["test"], c["agent"])} & OTHERWISE]
    assert left == []
    assert len(wrong) <= 4


def test_a_name_with_more_words_and_a_line_that_nobody_knows() -> None:
    ours = rules_of(200, b"User-agent: oit crawler\nDisallow: /a\n")
    assert ours.forbids("http://h/a") and not ours.forbids("http://h/b")
    unknown = rules_of(200, b"User-agent: oit\nNoindex: /x\nUser-agent: *\nDisallow: /\n")
    assert unknown.forbids("http://h/")
    odd = rules_of(200, b"User-agent: *\nDisallow: /a # a remark: more\nAllow: /a/b\nSitemap: http://h/s.xml")
    assert (
        odd.forbids("http://h/a/c")
        and not odd.forbids("http://h/a/b")
        and odd.sitemaps == ("http://h/s.xml",)
    )
