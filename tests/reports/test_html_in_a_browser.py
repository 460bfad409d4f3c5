"""report.html in a real browser: the script filters, the policy lets it run, folds are open on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from reports.html import write_html
from reports.wording import Lang
from tests.reports.samples import MIXED, RULES, judged, report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_html(tmp_path_factory.mktemp("report"), report(judged(MIXED)), RULES, Lang.TH).as_uri()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 400, "height": 800})
        browser.close()


def opened(page: Page, address: str) -> list[str]:
    """Open the report; what the browser complains of is collected."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("about:blank")
    page.goto(address)
    return said


def test_nothing_is_complained_of_and_nothing_wider_than_a_phone(page: Page, address: str) -> None:
    assert opened(page, address) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert (
        page.locator(".overview").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    )


def test_the_work_of_one_unit_can_be_shown_alone(page: Page, address: str) -> None:
    opened(page, address)
    page.select_option("#unit-filter", "finance")
    shown = [group.get_attribute("data-units") or "" for group in page.locator(".group:visible").all()]
    assert shown
    assert all("finance" in units.split() for units in shown)
    assert page.locator("#tasks .task:visible a.code[href='#O15']").count() == 1
    assert page.locator("#tasks .task:visible a.code[href='#O18']").count() == 0
    assert "2" in page.locator("output").inner_text()


def test_one_verdict_can_be_shown_alone_and_a_link_still_opens_a_hidden_item(
    page: Page, address: str
) -> None:
    opened(page, address)
    page.select_option("#verdict-filter", "gap")
    assert page.locator(".item:visible").count() == 2
    page.select_option("#verdict-filter", "")
    page.locator(".units a[href='#O15']").first.click()
    assert page.locator("#O15").get_attribute("open") is not None
    assert page.locator("#O1").get_attribute("open") is None


def test_folds_are_open_on_paper(address: str, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    paper = tmp_path / "report.pdf"
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={paper}", address]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", str(paper), "-"], check=True, capture_output=True).stdout.decode()
    assert ("ab" * 32)[:20] in text.replace("\n", "")
