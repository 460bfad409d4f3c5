"""report.html: what a reader gets, what a hostile website cannot do, what a screen reader finds."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from reports.contract import GapReport
from reports.html import html_text, shown_address, web_link, write_html
from reports.wording import Lang, read_wording
from tests.reports.samples import (
    HOST,
    MIXED,
    OFFICE,
    RULES,
    element_result,
    evidence,
    finding,
    item_result,
    judged,
    report,
    run_record,
)
from validators.judge import NotSeen
from validators.results import Severity, Step, Verdict

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>"\'><b>หนา</b>{{ 7*7 }}'
SHUT = NotSeen(f"{HOST}/closed", "blocked", "403, cf-mitigated: challenge")


def page(made: GapReport, lang: Lang = Lang.TH) -> BeautifulSoup:
    return BeautifulSoup(html_text(made, RULES, lang), "lxml")


@cache
def mixed(lang: Lang = Lang.TH) -> BeautifulSoup:
    return page(report(judged(MIXED), [SHUT]), lang)


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def test_the_first_screen_says_the_most_important_things() -> None:
    soup = mixed()
    top = words(soup.select_one(".top"))
    assert OFFICE in top
    assert "2568" in top
    assert "30 เมษายน 2568" in top
    overview = soup.select_one(".overview")
    assert overview is not None
    numbers = {str(n["class"]): words(n) for n in overview.select(".count")}
    assert sorted(numbers.values()) == sorted(["18 พร้อม", "2 ต้องแก้ไข", "1 ต้องให้คนตรวจ", "1 ยังไม่ถึงกำหนด"])
    said = words(overview)
    assert "ไม่ใช่คะแนนของผู้ประเมิน" in said
    assert "มี 1 ที่อยู่ที่โปรแกรมเปิดดูไม่ได้ ไม่นับว่าขาด" in said
    score = report(judged(MIXED)).summary.score
    assert score is not None
    assert all(f"{end:.2f}" in said for end in score.range)
    assert "ยังไม่พบน้ำหนักคะแนนของปี 2568 จึงใช้ของปี 2567" in said


def test_gaps_by_unit_lead_to_their_items() -> None:
    rows = {words(row.th): row for row in mixed().select(".units tbody tr") if row.th}
    finance = rows["ฝ่ายการคลัง"]
    assert [link["href"] for link in finance.select("a")] == ["#O5", "#O15"]
    assert "ไม่มีงานค้าง" in words(rows["โรงเรียนสังกัดกรุงเทพมหานคร ในพื้นที่เขต"])


def test_what_to_mend_says_what_where_and_how() -> None:
    task = next(t for t in mixed().select("#tasks .task") if t.select_one("a.code[href='#O15']"))
    said = words(task)
    for expected in (
        "ต้องแก้ไข",
        "เป็นของปีเก่า",
        "สิ่งที่พบเป็นของปี 2567",
        "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568",
        "หน้า 3",
        "สิ่งที่ต้องทำของ O15",
        f"{HOST}/files/plan.pdf",
        f"{HOST}/ita",
    ):
        assert expected in said


def test_all_items_with_their_elements_dimensions_and_evidence() -> None:
    soup = mixed()
    items = soup.select("#items details.item")
    assert [item["id"] for item in items] == [item.code for item in RULES.profile.items]
    first = items[0]
    said = words(first)
    for element in RULES.profile.items[0].elements:
        assert element.title.th in said
    for value in ("พบ", "ตรงช่วง", "อ่านได้", "เปิดดูได้", "ab" * 32, "หน้าหลัก", "ความมั่นใจ 93%"):
        assert value in said
    assert words(first.select_one("summary .verdict")) == "พร้อม"


def test_what_was_not_seen_and_the_run_stand_at_the_end() -> None:
    soup = mixed()
    row = words(soup.select_one("#unseen tbody tr"))
    assert f"{HOST}/closed" in row
    assert "cf-mitigated: challenge" in row
    about = words(soup.select_one("#about"))
    for fact in (RULES.sha256, "20250430T010000-ab12", "61", "42", "30 เมษายน 2568 เวลา 02:00 น."):
        assert fact in about


def hostile() -> GapReport:
    wicked = evidence(
        url="javascript:alert(1)",
        link_text=EVIL,
        quote=EVIL + "\x00\x1b[31m\u202eซ้าย",
        media_type=EVIL,
        click_path=(
            Step(url="data:text/html,<script>1</script>", text=EVIL),
            Step(url=f"{HOST}/{EVIL}", text=""),
        ),
    )
    item = RULES.profile.items[0]
    bad = finding(
        "chart",
        message=EVIL,
        fix=EVIL,
        source=EVIL,
        urls=("javascript:alert(2)", "vbscript:x", f"{HOST}/{EVIL}"),
    )
    missing = finding(
        "executives", code="presence.missing", urls=(), details={"looked": ["javascript:alert(3)", EVIL]}
    )
    elements = (
        element_result("chart", EVIL, evidence=(wicked,) * 5),
        element_result("executives", EVIL, evidence=()),
    )
    result = item_result(item, Verdict.GAP, elements=elements, findings=(bad, missing), title=EVIL)
    site = run_record().site.model_copy(update={"name": EVIL, "start_urls": ("javascript:alert(4)",)})
    run = run_record(site=site, reason=EVIL, stopped_because="interrupted")
    return report([result], [NotSeen("javascript:alert(5)", EVIL, EVIL)], run)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_hostile_website_changes_nothing(lang: Lang) -> None:
    text = html_text(hostile(), RULES, lang)
    soup = BeautifulSoup(text, "lxml")
    assert [script.get("src") for script in soup.select("script")] == [None]
    assert "alert" not in words(soup.select_one("script"))
    assert not soup.select("img, iframe, object, embed, form, base, b, link")
    assert not [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
    schemes = {urlsplit(str(a["href"])).scheme for a in soup.select("a[href]")}
    assert schemes <= {"", "http", "https"}
    assert EVIL in soup.get_text()
    assert "49" not in re.findall(r"\b49\b", soup.get_text())
    assert "\x00" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_is_loaded_and_the_policy_knows_the_pages_own_parts(lang: Lang) -> None:
    text = html_text(report(judged(MIXED)), RULES, lang)
    soup = BeautifulSoup(text, "html.parser")
    assert not soup.select("[src], link, [style]")
    assert "@import" not in text
    assert "url(" not in text
    policy = str(soup.select_one("meta[http-equiv='Content-Security-Policy']")["content"])  # type: ignore[index]
    assert policy.startswith("default-src 'none'")
    for name in ("style", "script"):
        (tag,) = soup.select(name)
        digest = base64.b64encode(hashlib.sha256(str(tag.string).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("made", ["mixed", "ready", "nothing", "hostile"])
def test_the_page_can_be_walked_by_keyboard_and_screen_reader(lang: Lang, made: str) -> None:
    reports = {
        "mixed": lambda: report(judged(MIXED), [SHUT]),
        "ready": report,
        "nothing": lambda: report(run=run_record(stopped_because="blocked", reason="403")),
        "hostile": hostile,
    }
    soup = page(reports[made](), lang)
    assert soup.html is not None
    assert soup.html["lang"] == lang.value
    assert len(soup.select("h1")) == len(soup.select("main")) == len(soup.select("nav")) == 1
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(th.get("scope") in ("col", "row") for th in soup.select("th"))
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    inner = {str(a["href"])[1:] for a in soup.select("a[href^='#']")}
    assert inner <= set(ids)
    assert "main" in inner
    named = [str(t["aria-labelledby"]) for t in soup.select("[aria-labelledby]")]
    assert set(named) <= set(ids)
    assert all(words(a) or a.get("aria-label") for a in soup.select("a, button, summary"))
    assert all(soup.select_one(f"label[for={s['id']}]") for s in soup.select("select"))
    assert all(s.get("aria-hidden") == "true" or s.get("aria-label") for s in soup.select("svg"))


def test_a_site_that_could_not_be_looked_at_shows_no_counts_and_the_reason() -> None:
    soup = page(report(run=run_record(stopped_because="blocked", reason="403, cf-ray"), not_seen=[SHUT]))
    said = words(soup.select_one("main"))
    assert "ตรวจเว็บไซต์นี้ไม่ได้ จึงไม่มีผลรายข้อและไม่มีคะแนน" in said
    assert "เว็บไซต์กั้นโปรแกรมตรวจ" in said
    assert "403, cf-ray" in said
    assert not soup.select(".count, .score, .item")


def test_a_partial_crawl_says_so_first() -> None:
    soup = page(report(run=run_record(stopped_because="max_pages", reason="200 pages were asked for")))
    assert "รายงานนี้ยังไม่ครบ" in words(soup.select_one(".overview .notice"))
    assert mixed().select_one(".notice") is None


def test_english_words_around_thai_contents() -> None:
    soup = mixed(Lang.EN)
    assert "This is a forecast" in words(soup.select_one(".overview"))
    assert RULES.profile.items[0].title.en in words(soup.select_one("#O1 summary"))
    fix = soup.select_one("#tasks .act p")
    assert fix is not None
    assert fix["lang"] == "th"
    assert "lang" not in (mixed().select_one("#tasks .act p") or fix).attrs


def test_advice_for_a_ready_item_stands_with_the_item_alone() -> None:
    item = RULES.profile.items[0]
    advice = finding(item.elements[0].id, severity=Severity.WARNING, message="ควรใส่วันที่ปรับปรุง")
    soup = page(report([item_result(item, findings=(advice,))]))
    assert "ควรใส่วันที่ปรับปรุง" not in words(soup.select_one("#tasks"))
    assert "ควรใส่วันที่ปรับปรุง" in words(soup.select_one("#O1"))


def test_much_evidence_is_folded_and_none_is_lost() -> None:
    many = tuple(evidence(url=f"{HOST}/files/{n}.pdf") for n in range(7))
    item = RULES.profile.items[0]
    soup = page(report([item_result(item, elements=(element_result("chart", "โครงสร้าง", evidence=many),))]))
    assert len(soup.select("#O1 .evidence")) == 7
    assert len(soup.select("#O1 details.more .evidence")) == 4


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x", True),
        ("http://a.example/", True),
        ("HTTPS://a.example/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/x", False),
        ("http:///x", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, link: bool) -> None:
    assert web_link(url) == (url if link else "")


def test_addresses_are_shown_as_people_read_them() -> None:
    escaped = "http://a.example/%E0%B9%81%E0%B8%9C%E0%B8%99%202568.pdf?x=%2F"
    assert shown_address(escaped) == "http://a.example/แผน 2568.pdf?x=%2F"


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    path = write_html(tmp_path / "new", report(), RULES, Lang.TH)
    assert path.name == "report.html"
    assert path.read_text(encoding="utf-8") == html_text(report(), RULES, Lang.TH)
    assert path.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def colours() -> dict[str, str]:
    css = Path("reports/templates/style.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "soft", "link", "deep") for ground in ("paper", "ground")),
        *((kind, f"{kind}-bg") for kind in ("ready", "gap", "review", "wait")),
        *((kind, "paper") for kind in ("ready", "gap", "review", "wait")),
    ],
)
def test_contrast_is_enough_to_read(ink: str, ground: str) -> None:
    known = colours()
    light, dark = sorted((luminance(known[ink]), luminance(known[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_word_of_the_templates_is_in_the_messages() -> None:
    texts = read_wording(Lang.TH).texts
    for path in Path("reports/templates").glob("*.html"):
        for key in re.findall(r"\bt\('([a-z_.]+)'[,)]", path.read_text(encoding="utf-8")):
            assert key in texts, f"{path.name}: {key}"
