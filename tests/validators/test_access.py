"""Access: dead, "not found" with 200, locked, elsewhere, unlinked are five different things."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.validators.bodies import typed
from tests.validators.sites import Judged, Site, address, page
from tests.validators.texts import complaint_channel, online, plan, report

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
PATH = "/files/plan68.pdf"
DRIVE = "https://drive.google.com/file/d/1AbCdEfTalSung/view?usp=sharing"
ASKS = page("Google Drive", "<p>คุณต้องมีสิทธิ์เข้าถึง</p><p>ขอสิทธิ์การเข้าถึง หรือเปลี่ยนไปใช้บัญชีที่มีสิทธิ์</p>", "Google")


def behind(path: str = PATH, **answer: Any) -> Judged:
    return Site().shut(path, PLAN, **answer).judged()


def is_a_gap(judged: Judged, access: str, code: str, url: str = PATH) -> None:
    assert judged.four("O5", "action-plan")[::3] == ("missing", access)
    assert judged.item("O5").verdict == "gap"
    finding = judged.finding("O5", "action-plan", code)
    assert finding.severity == "error"
    assert finding.urls == (address(url), address("/"))


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 502, 503])
def test_an_error_answer_is_a_dead_link(status: int) -> None:
    is_a_gap(behind(status=status), "broken", "access.dead_link")


@pytest.mark.parametrize("outcome", ["dns", "tls", "connect"])
def test_no_connection_is_a_dead_link(outcome: str) -> None:
    is_a_gap(behind(outcome=outcome, witness=f"{outcome}: no"), "broken", "access.dead_link")


def test_a_dead_link_on_another_host_is_a_dead_link() -> None:
    url = "http://gone.example/plan68.pdf"
    is_a_gap(behind(url, outcome="dns", witness="no such name"), "broken", "access.dead_link", url)


def test_a_dead_link_does_not_spoil_a_copy_that_stands() -> None:
    judged = Site().shut(PATH, PLAN, status=404).show("/plan", PLAN, plan(2568)).judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert not judged.findings("O5", "action-plan")


def test_a_dead_link_says_what_it_met() -> None:
    assert "404" in behind(status=404).finding("O5", "action-plan", "access.dead_link").message


@pytest.mark.parametrize(
    "said",
    ["ไม่พบหน้าที่ท่านต้องการ", "ขออภัย ไม่พบไฟล์ที่คุณเรียก", "404 Not Found", "Page not found", "หน้านี้ถูกลบหรือย้ายไปแล้ว"],
)
def test_a_page_that_says_not_found_is_a_soft_404(said: str) -> None:
    is_a_gap(behind(body=page("แจ้งเตือน", f"<p>{said}</p>")), "broken", "access.soft_404")


def test_the_answer_to_an_address_that_cannot_exist_is_a_soft_404() -> None:
    body = page("ยินดีต้อนรับ", "<p>สำนักงานเขตบางตาลสูงยินดีให้บริการ</p>")
    site = Site(soft_404={"office.example": hashlib.sha256(body).hexdigest()})
    is_a_gap(site.shut(PATH, PLAN, body=body).judged(), "broken", "access.soft_404")


def test_the_digest_of_another_host_says_nothing() -> None:
    body = page(PLAN, plan(2568))
    site = Site(soft_404={"elsewhere.example": hashlib.sha256(body).hexdigest()})
    assert site.link("/plan", PLAN).add("/plan", body).judged().item("O5").verdict == "gap"
    assert site.judged().element("O5", "action-plan").presence == "found"


def test_words_of_not_found_in_a_long_page_are_no_soft_404() -> None:
    judged = Site().show("/plan", PLAN, plan(2568) + "<p>หากไม่พบไฟล์ให้แจ้งฝ่ายปกครอง</p>" + plan(2568)).judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_a_page_with_a_password_box_is_a_login_wall() -> None:
    body = page("เข้าสู่ระบบ", "<p>กรุณาเข้าสู่ระบบ</p><form><input name='u'><input type='password'></form>")
    is_a_gap(behind(body=body), "restricted", "access.login_required")


def test_401_is_a_login_wall() -> None:
    is_a_gap(behind(status=401), "restricted", "access.login_required")


def test_request_access_at_a_file_host_is_a_login_wall() -> None:
    is_a_gap(behind(DRIVE, body=ASKS), "restricted", "access.login_required", DRIVE)


def test_a_redirect_to_a_login_host_is_a_login_wall() -> None:
    final = "https://accounts.google.com/v3/signin/identifier"
    judged = behind(
        DRIVE, body=page("Sign in", "<p>Sign in to continue to Google Drive</p>"), final_url=final
    )
    is_a_gap(judged, "restricted", "access.login_required", DRIVE)


def test_a_login_box_beside_a_whole_page_is_no_wall() -> None:
    box = "<form><input name='u'><input type='password'></form>"
    judged = Site().show("/plan", PLAN, plan(2568) + box).judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")


SERVICE = "บริการออนไลน์ (E-Service)"
OSS = "https://oss.city.example/"


def service(**answer: Any) -> Judged:
    return Site().show("/online", SERVICE, online((OSS, "BMA OSS ยื่นคำขอใบอนุญาต"))).put(OSS, **answer).judged()


def test_a_login_for_using_a_service_is_no_wall() -> None:
    body = page("เข้าสู่ระบบ", "<form><input name='u'><input type='password'></form>", "BMA OSS")
    judged = service(body=body)
    assert judged.four("O8", "online-service")[::3] == ("found", "open")
    assert judged.item("O8").verdict == "ready"


def test_a_service_whose_every_link_is_dead_is_missing() -> None:
    judged = service(outcome="dns")
    assert judged.four("O8", "online-service")[::3] == ("missing", "broken")
    assert judged.finding("O8", "online-service", "access.dead_link").urls == (OSS, address("/online"))
    assert judged.item("O8").verdict == "gap"


def test_a_service_that_we_could_not_try_wants_a_person() -> None:
    judged = service(status=403, headers={"cf-mitigated": "challenge"})
    assert judged.item("O8").verdict == "review"
    assert judged.element("O8", "online-service").access == "blocked"
    assert not [f for f in judged.findings("O8", "online-service") if f.severity == "error"]


def test_one_live_link_of_a_service_is_enough() -> None:
    site = Site().show(
        "/online", SERVICE, online((OSS, "BMA OSS"), ("https://q.city.example/", "BMA Q จองคิว"))
    )
    site.put(OSS, outcome="dns").put("https://q.city.example/", body=page("BMA Q", "<p>จองคิว</p>", "BMA Q"))
    assert site.judged().item("O8").verdict == "ready"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/bangtansung/posts/123",
        "https://page.line.me/bangtansung",
        "https://youtu.be/abc123",
    ],
)
def test_only_on_a_social_network_is_offsite(url: str) -> None:
    body = page(PLAN, plan(2568), "Facebook")
    is_a_gap(behind(url, body=body), "offsite", "access.offsite_only", url)


def test_only_on_another_bodys_site_is_offsite() -> None:
    url = "https://data.city.example/plan68.pdf"
    is_a_gap(behind(url, body=typed(plan(2568))), "offsite", "access.offsite_only", url)


def test_a_copy_on_a_social_network_beside_the_site_is_no_fault() -> None:
    url = "https://www.facebook.com/bangtansung/posts/123"
    site = Site().show("/plan", PLAN, plan(2568)).shut(url, PLAN, body=page(PLAN, plan(2568), "Facebook"))
    assert site.judged().four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_a_city_plan_on_the_citys_site_is_right_there() -> None:
    url = "https://www.city.example/plan20.pdf"
    body = typed(
        "<p>แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี ระยะที่ 3 (พ.ศ. 2566 - 2570)</p><p>วิสัยทัศน์ ยุทธศาสตร์ เป้าหมาย และตัวชี้วัด</p>"
        "<p>มหานครปลอดภัย มหานครสีเขียว มหานครสำหรับทุกคน</p>"
    )
    judged = Site().shut(url, "แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี", body=body).judged()
    assert judged.four("O2", "bma-plan") == ("found", "current", "readable", "open")


def test_a_link_to_a_test_machine_is_a_gap() -> None:
    url = "https://test.office.example/plan68.html"
    judged = behind(url, body=page(PLAN, plan(2568)))
    assert judged.item("O5").verdict == "gap"
    assert judged.finding("O5", "action-plan", "access.staging_host").urls == (url, address("/"))


def test_what_only_the_sitemap_knows_is_found_and_unlinked() -> None:
    site = Site(sitemap=["/plan"]).add("/plan", page(PLAN, plan(2568)))
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "unlinked")
    finding = judged.finding("O5", "action-plan", "access.unlinked")
    assert (finding.severity, finding.urls[0]) == ("error", address("/plan"))
    assert judged.item("O5").verdict == "gap"


def test_a_link_from_an_unlinked_page_does_not_make_it_linked() -> None:
    site = Site(sitemap=["/old"]).add("/old", page("เอกสารเก่า", f"<a href='/plan'>{PLAN}</a>"))
    assert (
        site.add("/plan", page(PLAN, plan(2568))).judged().element("O5", "action-plan").access == "unlinked"
    )


def test_a_linked_copy_is_chosen_before_an_unlinked_one() -> None:
    site = Site(sitemap=["/a-plan"]).add("/a-plan", page(PLAN, plan(2568))).show("/z-plan", PLAN, plan(2568))
    judged = site.judged()
    assert judged.element("O5", "action-plan").access == "open"
    assert "access.unlinked" not in judged.codes("O5", "action-plan")


def test_a_link_in_the_menu_is_a_way() -> None:
    site = Site(menu={"/plan": PLAN}).add("/plan", page(PLAN, plan(2568)))
    assert site.judged().four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_a_file_shown_in_a_frame_is_linked() -> None:
    site = Site().show("/work", "แผนงานของเขต", f"<h2>{PLAN}</h2><iframe src='/files/p.pdf'></iframe>")
    judged = site.add("/files/p.pdf", typed(plan(2568))).judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_a_page_behind_a_redirect_is_linked() -> None:
    site = Site().link("/go", PLAN).put("/go", body=page(PLAN, plan(2568)), final_url=address("/plan"))
    assert site.judged().four("O5", "action-plan") == ("found", "current", "readable", "open")


def test_the_report_is_judged_apart_from_the_plan_behind_a_dead_link() -> None:
    words = "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567"
    judged = Site().shut(PATH, PLAN, status=404).show("/report", words, report(2567)).judged()
    assert judged.four("O5", "performance-report") == ("found", "current", "readable", "open")
    assert judged.item("O5").presence == "partial"
    assert judged.item("O5").access == "broken"


def test_a_complaint_channel_only_at_a_social_network_is_offsite() -> None:
    url = "https://www.facebook.com/bangtansung"
    site = Site().show("/tell", "ช่องทางร้องเรียนการทุจริต", complaint_channel(form=False, link=url))
    judged = site.put(url, body=page("เพจเขต", "<p>ข่าวสาร</p>", "Facebook")).judged()
    assert judged.element("O17", "complaint-channel").access == "offsite"
    assert judged.element("O17", "complaint-channel").presence == "missing"


def test_a_start_page_that_answers_every_address_is_still_the_start_page() -> None:
    site = Site().show("/plan", PLAN, plan(2568)).shut("/files/report67.pdf", "รายงานผลการปฏิบัติราชการ 2567")
    site.put("/files/report67.pdf", body=site.home(), final_url=address("/"))
    site.soft_404 = {"office.example": hashlib.sha256(site.home()).hexdigest()}
    judged = site.judged()
    assert judged.four("O5", "action-plan") == ("found", "current", "readable", "open")
    assert "access.soft_404" in judged.codes("O5", "performance-report")


def test_a_redirect_to_the_home_page_is_a_soft_404() -> None:
    site = Site().link(PATH, PLAN)
    judged = site.put(PATH, body=site.home(), final_url=address("/")).judged()
    assert judged.four("O5", "action-plan")[::3] == ("missing", "broken")
    assert judged.finding("O5", "action-plan", "access.soft_404").urls == (address(PATH), address("/"))


def test_a_start_page_that_answers_every_address_is_no_soft_404_itself() -> None:
    home = page("หน้าหลัก", f"<h2>{PLAN}</h2>{plan(2568)}")
    site = Site(soft_404={"office.example": hashlib.sha256(home).hexdigest()}).add("/", home)
    assert site.judged().element("O5", "action-plan").presence == "found"
