"""Readability: scans, locks, damage, noise, and the readable copy that mends them."""

from __future__ import annotations

import pytest

from tests.validators.bodies import (
    half_scanned,
    locked,
    marks_lost,
    noise,
    picture,
    scanned,
    split_sara_am,
    torn,
    typed,
)
from tests.validators.sites import Judged, Site, address
from tests.validators.texts import plan, policy, policy_in_english, policy_report, report

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
PATH = "/files/plan.pdf"


def with_report() -> Site:
    return Site().show("/r", "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", report(2567))


def with_file(body: bytes, path: str = PATH) -> Judged:
    return with_report().file(path, body, PLAN).judged()


def test_a_typed_pdf_is_readable() -> None:
    judged = with_file(typed(plan(2568)))
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert judged.item("O5").verdict == "ready"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(scanned(), "readability.scanned_pdf", id="scan"),
        pytest.param(locked(), "readability.encrypted", id="locked"),
        pytest.param(torn(), "readability.corrupt", id="torn"),
        pytest.param(b"", "readability.empty", id="empty"),
        pytest.param(noise(), "readability.broken_text", id="noise"),
        pytest.param(picture(), "readability.image_only", id="picture"),
    ],
)
def test_what_stands_there_and_cannot_be_read_is_found_and_unreadable(body: bytes, code: str) -> None:
    judged = with_file(body)
    found = judged.element("O5", "action-plan")
    assert (found.presence, found.readability, found.access) == ("found", "unreadable", "open")
    finding = judged.finding("O5", "action-plan", code)
    assert (finding.severity, finding.urls) == ("error", (address(PATH), address("/")))
    assert judged.item("O5").verdict == "gap"


def test_a_scan_is_dated_by_the_words_that_lead_to_it() -> None:
    assert with_file(scanned()).element("O5", "action-plan").recency == "current"
    old = Site().file(PATH, scanned(), "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2566").judged()
    assert old.element("O5", "action-plan").recency == "outdated"


def test_a_scan_with_a_readable_twin_is_readable() -> None:
    judged = (
        with_report()
        .file(PATH, scanned(), PLAN)
        .file("/files/plan-text.pdf", typed(plan(2568)), PLAN)
        .judged()
    )
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert judged.item("O5").verdict == "ready"
    assert not [f for f in judged.findings("O5", "action-plan") if f.severity == "error"]


def test_a_readable_twin_of_another_year_is_no_twin() -> None:
    site = Site().file(PATH, scanned(), PLAN)
    site.file("/files/old.pdf", typed(plan(2566)), "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2566")
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "unreadable", "open")


POLICY = "ประกาศนโยบายต่อต้านการรับสินบน ประจำปีงบประมาณ พ.ศ. 2568"


def test_a_signed_announcement_that_is_only_a_scan_is_unreadable() -> None:
    site = Site().file("/files/policy.pdf", scanned(1), POLICY)
    site.show("/en", "Anti-Bribery Policy 2025", policy_in_english())
    site.show("/rep", "รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน", policy_report())
    judged = site.judged()
    assert judged.element("O18", "policy").readability == "unreadable"
    assert judged.item("O18").verdict == "gap"


def test_a_signed_scan_with_a_text_copy_is_readable() -> None:
    site = Site().file("/files/policy.pdf", scanned(1), POLICY).show("/policy", POLICY, policy(2568))
    assert site.judged().four("O18", "policy") == ("found", "current", "readable", "open")


def test_sara_am_in_two_pieces_is_readable() -> None:
    assert with_file(split_sara_am(plan(2568))).element("O5", "action-plan").readability == "readable"


def test_lost_marks_are_degraded_and_want_a_person() -> None:
    judged = with_file(marks_lost(plan(2568)))
    assert judged.element("O5", "action-plan").readability == "degraded"
    assert judged.finding("O5", "action-plan", "readability.degraded_text").severity == "warning"
    assert judged.item("O5").verdict == "review"


def test_some_pages_as_pictures_are_degraded() -> None:
    assert with_file(half_scanned(plan(2568))).element("O5", "action-plan").readability == "degraded"


def test_most_pages_as_pictures_are_unreadable() -> None:
    from tests.documents.making_documents import pdf

    body = pdf(
        ["แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568 สำนักงานเขตบางตาลสูง", *[""] * 9],
        dict.fromkeys(range(1, 10), 1),
    )
    assert with_file(body).element("O5", "action-plan").readability == "unreadable"


def test_a_page_that_shows_only_a_picture_is_unreadable() -> None:
    site = (
        with_report()
        .show("/plan", PLAN, "<p><img src='/img/plan.jpg' alt=''></p>")
        .add("/img/plan.jpg", picture())
    )
    judged = site.judged()
    assert judged.four("O5", "action-plan")[::2] == ("found", "unreadable")
    assert "readability.image_only" in judged.codes("O5", "action-plan")
    assert judged.item("O5").verdict == "gap"


def test_a_picture_beside_the_words_is_no_fault() -> None:
    site = with_report().show("/plan", PLAN, "<p><img src='/img/banner.jpg' alt='ตรา'></p>" + plan(2568))
    judged = site.add("/img/banner.jpg", picture()).judged()
    assert judged.item("O5").verdict == "ready"


def test_an_empty_page_is_found_and_unreadable() -> None:
    body = b"<html><head><meta charset='utf-8'><title></title></head><body></body></html>"
    judged = with_report().link("/plan", PLAN).add("/plan", body).judged()
    assert judged.four("O5", "action-plan")[::2] == ("found", "unreadable")
    assert "readability.empty" in judged.codes("O5", "action-plan")


def test_an_announcement_in_a_picture_is_unreadable() -> None:
    judged = Site().file("/img/policy.png", picture(), POLICY).judged()
    assert judged.four("O18", "policy") == ("found", "current", "unreadable", "open")
    assert "readability.image_only" in judged.codes("O18", "policy")


@pytest.mark.parametrize("extra", ["", "<p>คลิกที่รูปเพื่อขยาย</p>"])
def test_an_old_readable_copy_does_not_make_the_scan_of_the_year_outdated(extra: str) -> None:
    site = with_report().file(PATH, scanned(), PLAN)
    site.show("/old", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", plan(2567) + extra)
    judged = site.judged()
    assert "recency.old_year" not in judged.codes("O5", "action-plan")
    assert "readability.scanned_pdf" in judged.codes("O5", "action-plan")
