"""What OCR read from a scan: found, never readable, and dated only by what it surely read."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.facts import Block, Facts, Kind, PageHealth
from tests.validators.bodies import marks_lost, words
from tests.validators.sites import Judged, Site, address, facts_of, rules
from tests.validators.texts import plan, policy, report, summary
from validators.fuzzy import FuzzyLexicon
from validators.lexicon import squeezed
from validators.reading import phrases_of

PLAN = "แผนปฏิบัติราชการประจำปี"
PATH = "/files/doc_0012.pdf"

SWAPS = {"ผ": "ฝ", "ฏิ": "ฎิ", "ร": "ธ", "ป": "บ", "ข": "ช", "ค": "ต", "ต": "ด", "พ": "ผ", "น": "ม", "ั": "", "็": "", "่": "้", "ิ": "ี", "ื": "ี"}  # fmt: skip
"""What OCR commonly takes one Thai letter for."""


def misread(text: str, share: float, seed: int = 7) -> str:
    """The text with a share of its letters misread, the same every time."""
    deal = random.Random(seed)
    letters = [SWAPS[c] if c in SWAPS and deal.random() < share * 2 else c for c in text]
    return "".join(letters)


def scan(html: str, sure: int = 91, share: float = 0.05, kind: Kind = Kind.PDF) -> Facts:
    """A scan whose words OCR has read, a share of its letters wrong."""
    lines = [line for line in words(html).split("\n") if line]
    blocks = tuple(Block(text=misread(line, share, n), page=1, ocr=sure) for n, line in enumerate(lines))
    media = "application/pdf" if kind is Kind.PDF else "image/png"
    health = (PageHealth(pictures=1),) if kind is Kind.PDF else ()
    return Facts(kind=kind, media_type=media, extractor="test", pages=1, blocks=blocks, health=health)


def judged(facts: Facts, link: str = "ดาวน์โหลด") -> Judged:
    return Site().see(PATH, facts, link).judged()


PAPER = f"<p>{PLAN}งบประมาณ พ.ศ. 2568</p>" + plan(2568)


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.IMAGE])
@pytest.mark.parametrize("share", [0.0, 0.05])
def test_a_scan_that_ocr_has_read_is_found_and_unreadable(kind: Kind, share: float) -> None:
    """Nothing leads to it by name: its words alone say what it is, five letters in a hundred wrong."""
    result = judged(scan(PAPER, share=share, kind=kind))
    presence, _, readability, access = result.four("O5", "action-plan")
    assert (presence, readability, access) == ("found", "unreadable", "open")
    assert result.item("O5").verdict == "gap"
    code = "readability.scanned_pdf" if kind is Kind.PDF else "readability.image_only"
    finding = result.finding("O5", "action-plan", code)
    assert (finding.severity, finding.urls[0]) == ("error", address(PATH))
    assert "presence.missing" not in result.codes("O5", "action-plan")


def test_without_ocr_such_a_scan_is_not_known() -> None:
    bare = scan(PAPER).model_copy(update={"blocks": ()})
    assert judged(bare).element("O5", "action-plan").presence == "missing"


def test_the_confidence_of_ocr_lowers_that_of_the_evidence() -> None:
    high, low = (judged(scan(PAPER, sure)).element("O5", "action-plan").evidence[0] for sure in (96, 70))
    assert 0.6 < low.confidence < high.confidence < 0.95


def test_the_quote_is_what_ocr_read() -> None:
    facts = scan(PAPER)
    quote = judged(facts).element("O5", "action-plan").evidence[0].quote
    assert quote in [block.text for block in facts.blocks]


@pytest.mark.parametrize(
    ("sure", "recency"), [(91, "current"), (85, "current"), (84, "undated"), (40, "undated")]
)
def test_a_year_counts_only_where_ocr_was_sure(sure: int, recency: str) -> None:
    result = judged(scan(PAPER, sure, share=0.0))
    assert result.element("O5", "action-plan").recency == recency
    if recency == "undated":
        finding = result.finding("O5", "action-plan", "recency.undated")
        assert {
            "kind": "ocr",
            "fiscal_years": [2568],
            "words": "ประจำปีงบประมาณ พ.ศ. 2568",
        } in finding.details["witnesses"]


def test_an_old_year_that_ocr_read_unsurely_makes_nothing_old() -> None:
    html = f"<p>{PLAN}งบประมาณ พ.ศ. 2566</p>" + plan(2566)
    assert (
        judged(scan(html, 60), f"{PLAN}งบประมาณ พ.ศ. 2568").element("O5", "action-plan").recency == "current"
    )


def test_thai_digits_that_are_gone_date_nothing() -> None:
    """The reader takes Thai digits out of what OCR read; what is left names no year."""
    html = re.sub(r"\d", "", PAPER)
    assert judged(scan(html)).element("O5", "action-plan").recency == "undated"


def test_months_that_ocr_read_unsurely_make_no_series() -> None:
    title = "สรุปผลการจัดซื้อจัดจ้างรายเดือน"
    months = ["ตุลาคม 2567", "พฤศจิกายน 2567", "ธันวาคม 2567", "มกราคม 2568", "กุมภาพันธ์ 2568", "มีนาคม 2568"]
    html = "".join(f"<p>{title} {month}</p>{summary(month)}" for month in months)
    assert judged(scan(html, 60, 0.0)).element("O15", "monthly-summary").recency != "current"


def test_a_name_that_ocr_misread_makes_no_other_office_and_no_other_signer() -> None:
    html = policy(2568).replace("บางตาลสูง", "บางตาลลุง").replace("นางสาวรุ่งทิวา", "นางสาวธุ่งทีวา")
    site = Site(director="นางสาวรุ่งทิวา ตาลเรืองศรี").see(PATH, scan(html, share=0.0), "ดาวน์โหลด")
    result = site.judged()
    assert result.element("O18", "policy").presence == "found"
    assert not {"presence.other_body", "recency.other_signer"} & result.codes("O18", "policy")


def test_a_known_district_on_a_scan_is_another_office() -> None:
    html = policy(2568, office="สำนักงานเขตบางรัก")
    result = judged(scan(html, share=0.0))
    assert result.element("O18", "policy").presence == "missing"
    assert "presence.other_body" in result.codes("O18", "policy")


def test_a_readable_twin_of_what_ocr_read_is_the_better_copy() -> None:
    site = Site().see(PATH, scan(PAPER), "ดาวน์โหลด")
    result = site.show("/p", f"{PLAN}งบประมาณ พ.ศ. 2568", plan(2568)).judged()
    assert result.four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_a_report_that_ocr_read_is_no_plan() -> None:
    """The names differ in a letter or two: what stands there letter for letter is no misreading of the other."""
    title = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"
    result = judged(scan(f"<p>{title}</p>" + report(2567), share=0.0))
    assert result.element("O5", "performance-report").presence == "found"
    assert result.element("O5", "action-plan").presence == "missing"


def test_a_damaged_text_is_found_by_its_long_words() -> None:
    facts = facts_of(marks_lost(PAPER), address(PATH))
    blocks = tuple(b.model_copy(update={"text": misread(b.text, 0.03)}) for b in facts.blocks)
    result = judged(facts.model_copy(update={"blocks": blocks}))
    assert result.four("O5", "action-plan")[::2] == ("found", "degraded")


# -- the comparison itself ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lexicon() -> FuzzyLexicon:
    return FuzzyLexicon(phrases_of(rules(2568)))


@pytest.mark.parametrize(
    ("seen", "means"),
    [
        ("แผนปฎิบ้ติราชการประจำปี", "แผนปฏิบัติราชการประจำปี"),
        ("นโยบายต่อด้านการรับสินบน", "นโยบายต่อต้านการรับสินบน"),
        ("สถิดิเรื่องร้องเรียนการทุจริด", "สถิติเรื่องร้องเรียนการทุจริต"),
        ("การประเมินความเสี่ยงต่อการรับสินบม", "การประเมินความเสี่ยงต่อการรับสินบน"),
    ],
)
def test_what_ocr_misreads_is_the_phrase(seen: str, means: str) -> None:
    found = FuzzyLexicon([means]).find(f"เอกสารฉบับนี้ {seen} ของเขต")
    assert found.sure == {squeezed(means)}


@pytest.mark.parametrize("text", ["", " ", "ก", "ไม่มีอะไรในนี้เลย", "2568 1,250,000 บาท", "The quick brown fox"])
def test_nothing_is_found_where_nothing_is(text: str, lexicon: FuzzyLexicon) -> None:
    found = lexicon.find(text)
    assert (found.sure, found.faint) == (frozenset(), frozenset())


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0xE7F), max_size=300))
def test_any_text_is_compared_without_fault_and_always_alike(text: str) -> None:
    lexicon = FuzzyLexicon([PLAN, "นโยบายต่อต้านการรับสินบน"])
    assert lexicon.find(text) == lexicon.find(text)
    assert not lexicon.find(text).sure & lexicon.find(text).faint
