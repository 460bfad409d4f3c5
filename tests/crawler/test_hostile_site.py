"""A whole hostile site: every trap at once, with evidence among them."""

from __future__ import annotations

import pytest

from tests.crawler.hostile_audit import Outcome, audited
from tests.siteserver.hostile import ITEMS, NAME

MOST_SECONDS = 240
"""A fuse, for a machine under load: alone it takes about fifteen."""
MOST_MEGABYTES = 500
MOST_OF_A_TRAP = 220
"""Requests to all patterns of one trap; a pattern may have a hundred."""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("hostile")
    return audited(
        folder, MOST_SECONDS, small=True, delay=0, timeout=1.0, retries=1, retry_wait=0.05, rest=1.0
    )


def test_all_that_was_planted_is_found(done: Outcome) -> None:
    assert set(ITEMS) - done.found == set()
    assert done.report["run"]["stopped_because"] == "finished"


def test_memory_stays_bounded_with_all_children(done: Outcome) -> None:
    assert done.megabytes < MOST_MEGABYTES


def test_nothing_is_asked_for_outside_but_public_names_that_the_pages_link(done: Outcome) -> None:
    others = set(done.names) - {NAME}
    assert others <= {"a" * 300 + ".example", "xn--hstile-wqf.example"}
    assert not [url for url in done.hits if "secret" in url or url.startswith("CONNECT")]


def test_no_trap_costs_more_than_its_allowance(done: Outcome) -> None:
    assert {name: n for name, n in done.traps.items() if n > MOST_OF_A_TRAP} == {}


def test_no_address_is_fetched_more_than_three_times(done: Outcome) -> None:
    assert max(done.hits.values()) <= 3


def test_what_was_refused_or_too_large_is_said(done: Outcome) -> None:
    seen = {one["url"]: (one["reason"], one["witness"]) for one in done.report["not_seen"]}
    assert seen["http://10.0.0.7/admin"] == ("blocked", "private address 10.0.0.7")
    assert seen["http://169.254.169.254/latest/meta-data/"][1].startswith("link-local address")
    bombs = [
        f"http://{NAME}{path}"
        for path in ("/bomb.gz.html", "/bomb.br.html", "/bomb.zst.html", "/twice.html", "/long.zip")
    ]
    assert [seen[url][0] for url in bombs] == ["too_large"] * len(bombs)
    assert seen[f"http://{NAME}/drip"][0] == seen[f"http://{NAME}/hang"][0] == "blocked"
    assert sum(reason == "trap" for reason, _ in seen.values()) < 1500
