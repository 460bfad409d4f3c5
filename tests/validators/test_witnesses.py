"""What year a source is of, where title, text, link, address, the file's own dates and our first look differ."""

from __future__ import annotations

from typing import Any

import pytest

from documents.facts import Facts
from tests.validators.bodies import scanned, typed
from tests.validators.sites import Judged, Site, address, facts_of, page
from tests.validators.texts import complaint_figures, news, plan, policy, report

PLAN = "แผนปฏิบัติราชการประจำปี"
REPORT = "รายงานผลการปฏิบัติราชการประจำปี"


def element(site: Site, code: str = "O5", name: str = "action-plan") -> tuple[str, set[str]]:
    judged = site.judged()
    return judged.element(code, name).recency.value, judged.codes(code, name)


def kinds(judged: Judged, finding: str) -> dict[str, list[int]]:
    witnesses = judged.finding("O5", "action-plan", finding).details["witnesses"]
    return {w["kind"]: w["fiscal_years"] for w in witnesses}


# -- the document before the link, the link before the address ---------------------------------------------------


def test_an_old_plan_in_the_new_folder_under_a_new_link_is_old() -> None:
    """The file is last year's: neither the folder nor the words of the link make it this year's."""
    path = "/files/80/ITA/2568/O05/plan.pdf"
    site = Site().file(path, typed(f"<p>{PLAN} พ.ศ. 2566</p>" + plan(2566)), f"{PLAN} 2568")
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "outdated", "readable", "open")
    assert judged.item("O5").verdict == "gap"
    assert "2566" in judged.finding("O5", "action-plan", "recency.old_year").message
    conflict = judged.finding("O5", "action-plan", "recency.year_conflict")
    assert (conflict.severity, conflict.urls) == ("warning", (address(path), address("/")))
    assert "ลิงก์ปี 2568" in conflict.message and "โฟลเดอร์ปี 2568" in conflict.message
    assert kinds(judged, "recency.year_conflict")["title"] == [2566]
    assert conflict.details["document"] == [2566]
    assert (conflict.details["address"], conflict.details["link"]) == ([2568], [2568])


def test_a_text_that_says_its_year_plainly_overrules_the_link() -> None:
    """Without a year in its title: the text says 2566 and never 2568."""
    old, codes = element(Site().show("/p", PLAN, plan(2566), f"{PLAN} 2568"))
    assert (old, "recency.year_conflict" in codes) == ("outdated", True)
    new, codes = element(Site().show("/p", PLAN, plan(2568), f"{PLAN} 2566"))
    assert (new, "recency.year_conflict" in codes) == ("current", True)


def test_the_link_settles_a_text_that_names_two_years() -> None:
    html = plan(2567) + "<p>เปรียบเทียบกับปีงบประมาณ พ.ศ. 2568</p>"
    assert element(Site().show("/p", PLAN, html, f"{PLAN} 2568"))[0] == "current"
    assert element(Site().show("/p", PLAN, html, f"{PLAN} 2567"))[0] == "outdated"


@pytest.mark.parametrize("path", ["/ITA/2566/plan.html", "/files/plan2566.html"])
def test_an_address_of_another_year_does_not_make_a_plan_old(path: str) -> None:
    judged = Site().show(path, f"{PLAN}งบประมาณ พ.ศ. 2568", plan(2568)).judged()
    assert judged.element("O5", "action-plan").recency == "current"
    conflict = judged.finding("O5", "action-plan", "recency.year_conflict")
    assert conflict.details["address"] == [2566]
    assert "2568" in conflict.fix


def test_the_folder_of_the_round_may_hold_the_report_of_the_year_before() -> None:
    site = Site().show("/ITA/2568/O05/report.html", f"{REPORT}งบประมาณ พ.ศ. 2567", report(2567))
    assert element(site, name="performance-report") == ("current", set())


def test_a_report_under_the_heading_of_the_round_is_of_its_own_year() -> None:
    home = page("หน้าหลัก", "<h2>ITA ปีงบประมาณ พ.ศ. 2568</h2><p><a href='/r'>คลิกที่นี่</a></p>")
    body = page(REPORT, report(2567) + "<p>ข้อเสนอแนะสำหรับปีงบประมาณ พ.ศ. 2568</p>")
    assert element(Site().add("/", home).add("/r", body), name="performance-report")[0] == "current"


def test_a_title_of_the_right_year_over_a_text_of_another_is_told() -> None:
    """The title stands; that the text says otherwise again and again is worth a look."""
    html = plan(2566) + "<p>งบประมาณตามแผนปีงบประมาณ พ.ศ. 2566 ทั้งสิ้น</p>"
    recency, codes = element(Site().show("/p", f"{PLAN}งบประมาณ พ.ศ. 2568", html))
    assert (recency, codes) == ("current", {"recency.year_conflict"})


def test_the_address_alone_dates_what_says_no_year_itself() -> None:
    assert element(Site().show("/ITA/2568/plan.html", PLAN, plan("")))[0] == "current"
    assert element(Site().show("/ITA/2566/plan.html", PLAN, plan("")))[0] == "outdated"


def test_a_policy_signed_a_year_early_is_old_whatever_its_link_says() -> None:
    title = "ประกาศนโยบายต่อต้านการรับสินบน"
    site = Site().show("/p", title, policy("", signed="4 พฤศจิกายน 2566"), f"{title} 2568")
    assert element(site, "O18", "policy")[0] == "outdated"
    site = Site().show("/p", title, policy("", signed="20 กันยายน 2567"), f"{title} 2568")
    assert element(site, "O18", "policy")[0] == "current"


@pytest.mark.parametrize(("signed", "recency"), [("30 ตุลาคม 2567", "undated"), ("30 ตุลาคม 2564", "outdated")])
def test_the_day_of_signing_proves_no_year_of_a_report(signed: str, recency: str) -> None:
    html = report("") + f"<p>ลงวันที่ {signed}</p>"
    assert element(Site().show("/r", REPORT, html), name="performance-report")[0] == recency


# -- what says no year by itself ---------------------------------------------------------------------------------


def dated_file(**more: Any) -> Site:
    body = typed(f"<p>{PLAN}</p>" + plan(""))
    facts = facts_of(body, address("/plan.pdf")).model_copy(update=more)
    return Site().see("/plan.pdf", facts, PLAN)


def test_what_the_file_and_the_server_say_never_makes_it_current() -> None:
    site = dated_file(created="2024-11-05T10:00:00+07:00", modified="2024-11-06T10:00:00+07:00")
    changed = {"last-modified": "Wed, 06 Nov 2024 03:00:00 GMT"}
    site.put("/plan.pdf", body=site.bodies.pop(address("/plan.pdf")), headers=changed, role="file")
    judged = site.judged()
    assert judged.element("O5", "action-plan").recency == "undated"
    assert judged.item("O5").verdict != "ready"
    assert kinds(judged, "recency.undated") == {"metadata": [2568], "last_modified": [2568]}
    message = judged.finding("O5", "action-plan", "recency.undated").message
    assert "คุณสมบัติของไฟล์ปี 2568" in message and "เซิร์ฟเวอร์ปี 2568" in message


@pytest.mark.parametrize("written", ["", "D:20241105", "yesterday", "1980-01-01T00:00:00Z", "0000-00-00"])
def test_a_date_that_no_clock_wrote_is_no_hint(written: str) -> None:
    judged = dated_file(created=written).judged()
    assert judged.finding("O5", "action-plan", "recency.undated").details["witnesses"] == []


def first_seen(day: str, words: str, body: bytes) -> Judged:
    path = "/r.pdf"
    return (
        Site()
        .link(path, words)
        .put(path, body=body, first_seen=f"{day}T02:00:00+07:00", role="file")
        .judged()
    )


def test_what_was_seen_before_its_period_began_reports_nothing_of_it() -> None:
    """A scan under a link of the new year, byte for byte the one that stood there before that year began."""
    words = f"{REPORT}งบประมาณ พ.ศ. 2567"
    judged = first_seen("2023-05-02", words, scanned())
    assert judged.element("O5", "performance-report").recency == "outdated"
    conflict = judged.finding("O5", "performance-report", "recency.year_conflict")
    assert conflict.details["by"] == "first_seen"
    assert first_seen("2024-10-20", words, scanned()).element("O5", "performance-report").recency == "current"


def test_a_report_that_says_its_year_itself_is_not_dated_by_our_first_look() -> None:
    body = typed(f"<p>{REPORT}งบประมาณ พ.ศ. 2567</p>" + report(2567))
    assert first_seen("2023-05-02", REPORT, body).element("O5", "performance-report").recency == "current"


def test_a_plan_may_have_been_seen_before_its_year() -> None:
    path = "/p.pdf"
    site = Site().link(path, f"{PLAN}งบประมาณ พ.ศ. 2568")
    site.put(path, body=scanned(), first_seen="2024-08-01T02:00:00+07:00", role="file")
    assert element(site)[0] == "current"


# -- the page's frame --------------------------------------------------------------------------------------------

CLOCK = "<div>วันนี้วันพุธที่ 30 เมษายน 2568</div>"
MENU = "<div>- แผนปฏิบัติราชการ 2568</div><div>- งบประมาณ 2568</div>"
COUNTER = "<p>ผู้เข้าชม 36,314 คน ปรับปรุง 28/04/2568</p>"
TICKER = "<p>ข่าวด่วน: สรุปผลการจัดซื้อจัดจ้าง มีนาคม 2568</p>"
COPYRIGHT = "<p>© 2568 สงวนลิขสิทธิ์</p>"
LATEST = "<h3>ข่าวล่าสุด</h3><ul><li>อบรมดับเพลิง 12 มีนาคม 2568</li><li>ปลูกต้นไม้ 4 เมษายน 2568</li></ul>"
FRAMES = [CLOCK, MENU, COUNTER, TICKER, COPYRIGHT, LATEST]


def framed(title: str, html: str, frame: str) -> bytes:
    """A page that marks no parts: all of it stands in one table-like body."""
    before, after = (frame, "") if frame in (CLOCK, MENU) else ("", frame)
    return (
        f"<html><head><meta charset='utf-8'><title>{title} | สำนักงานเขตบางตาลสูง</title></head><body>"
        f"{before}<div><b>{title}</b></div>{html}{after}</body></html>"
    ).encode()


@pytest.mark.parametrize("frame", FRAMES)
def test_the_frame_of_a_page_dates_no_plan(frame: str) -> None:
    assert element(Site().file("/p", framed(PLAN, plan(""), frame), PLAN))[0] == "undated"


@pytest.mark.parametrize("frame", FRAMES)
def test_the_frame_of_a_page_makes_no_news_new(frame: str) -> None:
    old = news("3 พฤษภาคม 2566", "3 มิถุนายน 2566", "9 กรกฎาคม 2566", "20 สิงหาคม 2566", "30 กันยายน 2566")
    site = Site().file("/n", framed("ผลงานและกิจกรรมของเขต", old, frame), "ข่าวประชาสัมพันธ์ผลการดำเนินงาน")
    assert element(site, "O4", "news")[0] == "outdated"


def test_a_page_of_the_latest_news_is_no_frame() -> None:
    days = ("3 ธันวาคม 2567", "9 มกราคม 2568", "20 กุมภาพันธ์ 2568", "1 มีนาคม 2568", "2 เมษายน 2568")
    assert element(Site().show("/n", "ข่าวล่าสุด ข่าวประชาสัมพันธ์", news(*days)), "O4", "news")[0] == "current"


# -- what the content is about -----------------------------------------------------------------------------------


def analysis(title: str, scores_of: str, more: str = "") -> Site:
    html = (
        f"<p>{scores_of} IIT 91.20 EIT 88.45 OIT 86.75 ตัวชี้วัดที่ 3 ได้คะแนนต่ำสุด 79.10 เพราะประชาชนไม่ทราบช่องทาง "
        "จุดแข็งคือการปฏิบัติหน้าที่ จุดอ่อนคือการใช้ทรัพย์สินของราชการ สาเหตุเนื่องจากขาดคู่มือ ข้อเสนอแนะคือจัดทำคู่มือ</p>"
        f"{more}"
    )
    return Site().show("/a", title, html)


TITLE = "การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ITA"


@pytest.mark.parametrize(
    ("title", "scores_of", "recency"),
    [
        (f"{TITLE} ปีงบประมาณ พ.ศ. 2568", "จากผลการประเมินปีงบประมาณ พ.ศ. 2566 เขตได้", "outdated"),
        (f"{TITLE} ปีงบประมาณ พ.ศ. 2568", "จากผลการประเมินปีงบประมาณ พ.ศ. 2567 เขตได้", "current"),
        (TITLE, "จากผลการประเมินปีงบประมาณ พ.ศ. 2566 เขตได้", "outdated"),
        (f"{TITLE} ปีงบประมาณ พ.ศ. 2567", "เทียบกับผลการประเมินปีงบประมาณ พ.ศ. 2566 เขตได้", "current"),
    ],
)
def test_an_analysis_is_of_the_scores_that_it_analyses(title: str, scores_of: str, recency: str) -> None:
    assert element(analysis(title, scores_of), "O22", "analysis")[0] == recency


def test_an_analysis_that_compares_with_an_earlier_year_is_not_old() -> None:
    site = analysis(
        f"{TITLE} ปีงบประมาณ พ.ศ. 2568",
        "จากผลการประเมินปีงบประมาณ พ.ศ. 2567 เขตได้",
        "<p>ดีขึ้นจากผลการประเมินปีงบประมาณ พ.ศ. 2566 ที่ได้ 84.00</p>",
    )
    assert element(site, "O22", "analysis")[0] == "current"


# -- together ----------------------------------------------------------------------------------------------------


def test_a_half_year_that_the_text_gives_needs_no_other_witness() -> None:
    site = Site().show("/ITA/2568/s.html", "สถิติเรื่องร้องเรียนการทุจริต", complaint_figures())
    assert element(site, "O17", "complaint-statistics") == ("current", set())


def test_facts_are_judged_alike_in_any_order() -> None:
    site = Site().show("/ITA/2566/plan.html", f"{PLAN}งบประมาณ พ.ศ. 2568", plan(2568), f"{PLAN} 2567")
    assert site.judged().bytes() == site.judged(shuffled=3).bytes()
    assert isinstance(site.records()[2][address("/ITA/2566/plan.html")], Facts)
