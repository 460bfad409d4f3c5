"""Every way in which a link can fail to show its document, from the server to the finding, through `oit audit`.

Each is a different thing: dead, "not found" with 200, behind a login, closed to this program, somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oit.cli.app import run
from tests.siteserver import ProxyServer, Reply, SiteServer, page, redirect

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
PDF = "application/pdf"
MISSING = "/oit-probe-4f1d9c.html"


@dataclass(frozen=True)
class Told:
    """What the report says of the one element that the link promises."""

    presence: str
    access: str
    code: str
    witness: str = ""


DEAD = Told("missing", "broken", "access.dead_link")
SOFT = Told("missing", "broken", "access.soft_404")
LOCKED = Told("missing", "restricted", "access.login_required")
SHUT = Told("unseen", "blocked", "access.blocked")


def home(target: str) -> str:
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>สำนักงานเขตบางตาลสูง</title></head><body><main>"
        f"<h1>สำนักงานเขตบางตาลสูง</h1><ul><li><a href='{target}'>{PLAN}</a></li></ul></main></body></html>"
    )


def said(title: str, text: str, more: str = "") -> str:
    """A page of a few words."""
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><main><h1>{title}</h1><p>{text}</p>{more}</main></body></html>"
    )


def audited(url: str, folder: Path) -> dict[str, Any]:
    code = run(["audit", url, "--delay", "0", "--fiscal-year", "2568", "--as-of", "2025-04-30",
                "--out", str(folder), "--format", "json", "--quiet"])  # fmt: skip
    report: dict[str, Any] = json.loads((folder / "gap-report.json").read_text("utf-8"))
    assert code in (0, 3)
    return report


def told(report: dict[str, Any], target: str) -> Told:
    element = next(e for i in report["items"] for e in i["elements"] if e["id"] == "action-plan")
    findings = [f for i in report["items"] for f in i["findings"] if f["element"] == "action-plan"]
    assert findings[0]["urls"][0] == target
    witness = findings[0]["details"].get("witness", "")
    return Told(element["presence"], element["access"], findings[0]["code"], witness)


def check(found: Told, expected: Told) -> None:
    assert (found.presence, found.access, found.code) == (expected.presence, expected.access, expected.code)
    assert expected.witness.lower() in found.witness.lower(), found.witness


def with_witness(kind: Told, witness: str) -> Told:
    return Told(kind.presence, kind.access, kind.code, witness)


def echoing(number: int) -> Reply:
    return Reply(said("ระบบสารสนเทศ", f"ขออภัยในความไม่สะดวก เวลา 09:{number:02d} น. เลขอ้างอิง {number * 7919}"))


LOGIN_PAGE = said("เข้าสู่ระบบ", "กรุณาเข้าสู่ระบบ", "<form><input name='u'><input type='password'></form>")
HERE: dict[str, tuple[Any, Told]] = {
    "404": (Reply("no", 404), with_witness(DEAD, "HTTP 404")),
    "404 with a login box": (Reply(LOGIN_PAGE, 404), DEAD),
    "410": (Reply("no", 410), DEAD),
    "500": (Reply("no", 500), DEAD),
    "503 without a word": (Reply("no", 503), with_witness(DEAD, "HTTP 503")),
    "503 come back later": (Reply("no", 503, headers={"Retry-After": "0"}), with_witness(SHUT, "retry-after")),
    "403 without a sign": (Reply("Forbidden", 403, headers={"Server": "nginx"}), DEAD),
    "dropped": (Reply(drop=True), DEAD),
    "redirects in a circle": (redirect("/plan.pdf"), DEAD),
    "soft 404 by words": (said("แจ้งเตือน", "ขออภัย ไม่พบหน้าที่ท่านต้องการ"), with_witness(SOFT, "ไม่พบ")),
    "soft 404 in English": (said("Oops", "The page you asked for does not exist"), SOFT),
    "soft 404 by redirect to the home page": (redirect("/"), with_witness(SOFT, "home page")),
    "soft 404 by redirect to an error page": (redirect("/error/404.html"), with_witness(SOFT, "404.html")),
    "soft 404 like the probe's": (echoing, with_witness(SOFT, "cannot exist")),
    "a login page": (LOGIN_PAGE, LOCKED),
    "sent on to log in": (redirect("/login?back=plan"), LOCKED),
    "401": (Reply("no", 401), LOCKED),
    "Cloudflare challenge": (
        Reply("<title>Just a moment...</title>", 403, headers={"cf-mitigated": "challenge"}),
        with_witness(SHUT, "cf-mitigated: challenge"),
    ),
    "Cloudflare without a challenge": (Reply("no", 403, headers={"CF-RAY": "8f2-BKK"}), with_witness(SHUT, "cf-ray")),
    "Incapsula": (Reply("<script src='/_Incapsula_Resource?x'></script>"), with_witness(SHUT, "Incapsula")),
    "Akamai": (Reply("<h1>Access Denied</h1>", 403, headers={"Server": "AkamaiGHost"}), with_witness(SHUT, "akamai")),
    "Sucuri": (Reply("no", 403, headers={"X-Sucuri-ID": "14005"}), with_witness(SHUT, "x-sucuri-id")),
    "F5": (
        Reply("<html>The requested URL was rejected. Please consult with your administrator.<br>ID: 77</html>"),
        with_witness(SHUT, "requested URL was rejected"),
    ),
    "AWS WAF": (Reply("", 202, headers={"x-amzn-waf-action": "challenge"}), with_witness(SHUT, "x-amzn-waf-action")),
    "captcha": (said("ตรวจสอบ", "กรุณายืนยันว่าคุณไม่ใช่หุ่นยนต์"), SHUT),
    "too many requests": (Reply("no", 429, headers={"Retry-After": "0"}), with_witness(SHUT, "429")),
    "cut off": (Reply(b"%PDF-1.4 1 0 obj", content_type=PDF, announce=90_000), with_witness(SHUT, "shorter")),
    "robots.txt": (said("x", "y"), Told("unseen", "blocked", "access.robots")),
}  # fmt: skip


@pytest.mark.parametrize("case", HERE)
def test_on_the_site_itself(case: str, serve: Callable[..., SiteServer], tmp_path: Path) -> None:
    answer, expected = HERE[case]
    path = "/private/plan.pdf" if case == "robots.txt" else "/plan.pdf"
    pages = {
        "/": home(path),
        path: answer,
        "/login?back=plan": LOGIN_PAGE,
        "/error/404.html": said("ระบบ", "ไม่มี"),
    }
    pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /private/\n", content_type="text/plain")
    if case == "soft 404 like the probe's":
        pages[MISSING] = lambda number: echoing(number + 40)
    site = serve(pages)
    check(told(audited(site.url(), tmp_path), site.url(path)), expected)


def test_links_to_this_machine_and_to_private_networks_are_no_public_links(
    tmp_path: Path, monkeypatch: Any
) -> None:
    for number, target in enumerate(("http://10.1.2.3/plan.pdf", "http://localhost:8080/plan.pdf")):
        with ProxyServer({"office.example": {"/": home(target)}}) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url())
            report = audited("http://office.example/", tmp_path / str(number))
        assert [h for h in proxy.hits if "office.example" not in h] == []
        check(told(report, target), Told("missing", "offsite", "access.staging_host"))


FILE = "http://drive.google.com/file/d/1AbC/view"
SHARED = "http://bangtansung-my.sharepoint.com/:b:/g/personal/x/Eabc"
NAMES: dict[str, tuple[str, dict[str, dict[str, Any]], Told]] = {
    "Drive asks for access, in Thai": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": said("Google ไดรฟ์", "คุณต้องมีสิทธิ์เข้าถึง ขอสิทธิ์การเข้าถึง")}}, LOCKED),
    "Drive asks for access, in English": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": said("Google Drive: Access Denied", "You need access. Request access, or switch to an account with access.")}}, LOCKED),
    "Drive asks for access with 403": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": Reply(said("Google Drive", "You need access"), 403)}}, LOCKED),
    "Drive sends on to the login": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": redirect("http://accounts.google.com/ServiceLogin?c=1")},
               "accounts.google.com": {"/ServiceLogin?c=1": said("Sign in", "Use your Google Account")}}, LOCKED),
    "Drive no longer has it": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": Reply(said("Google Drive", "Sorry, the file you have requested does not exist."), 404)}}, DEAD),
    "Drive has been asked too often": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": said("Google Drive - Quota exceeded", "Too many users have viewed or downloaded this file recently.")}}, SHUT),
    "Drive shows it": (
        FILE, {"drive.google.com": {"/file/d/1AbC/view": said("plan68.pdf - Google Drive", "Sign in", "<p>Loading</p>")}}, SHUT),
    "SharePoint asks for a login": (
        SHARED, {"bangtansung-my.sharepoint.com": {"/:b:/g/personal/x/Eabc": redirect("http://login.microsoftonline.com/common/oauth2")},
                 "login.microsoftonline.com": {"/common/oauth2": said("Sign in to your account", "Email, phone, or Skype")}}, LOCKED),
    "SharePoint refuses with its header": (
        SHARED, {"bangtansung-my.sharepoint.com": {"/:b:/g/personal/x/Eabc": Reply("", 403, headers={"X-Forms_Based_Auth_Required": "http://x/"})}}, LOCKED),
    "SharePoint in Thai": (
        SHARED, {"bangtansung-my.sharepoint.com": {"/:b:/g/personal/x/Eabc": said("ต้องมีสิทธิ์เข้าถึง", "คุณไม่ได้รับสิทธิ์เข้าถึงทรัพยากรนี้")}}, LOCKED),
    "OneDrive": (
        "http://onedrive.live.com/?id=7", {"onedrive.live.com": {"/?id=7": said("OneDrive", "This item might not exist or is no longer available")}}, SOFT),
    "Docs": (
        "http://docs.google.com/document/d/9/edit", {"docs.google.com": {"/document/d/9/edit": said("Google Docs", "You need permission. Ask for access")}}, LOCKED),
    "a social network": (
        "http://www.facebook.com/bts/posts/1", {"www.facebook.com": {"/bts/posts/1": said(PLAN, "แผนปฏิบัติราชการ " * 40)}}, Told("missing", "offsite", "access.offsite_only")),
    "a test machine": (
        "http://test.office.example/plan.html", {"test.office.example": {"/plan.html": said(PLAN, "แผนปฏิบัติราชการ " * 40)}}, Told("missing", "offsite", "access.staging_host")),
    "a name that the proxy does not know": ("http://gone.example/plan.pdf", {}, DEAD),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_under_other_names(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, sites, expected = NAMES[case]
    with ProxyServer({"office.example": {"/": home(target)}, **sites}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        report = audited("http://office.example/", tmp_path)
    check(told(report, target), expected)


def test_a_redirect_to_the_same_page_as_the_probe_is_a_soft_404(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    portal = said("ระบบบริการ", "ยินดีต้อนรับ")
    site = serve(
        {
            "/": home("/plan.pdf"),
            "/plan.pdf": redirect("/portal"),
            MISSING: redirect("/portal"),
            "/portal": portal,
        }
    )
    check(told(audited(site.url(), tmp_path), site.url("/plan.pdf")), with_witness(SOFT, "cannot exist"))


def test_a_page_with_words_of_its_own_is_not_the_probes(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    """A site that answers every address with its frame, and some with something in it."""
    frame = "สำนักงานเขตบางตาลสูง ยินดีให้บริการประชาชนทุกท่าน ตั้งแต่เวลา 8.00 น. ถึง 16.00 น. ทุกวันทำการ โทร 0 2000 0000"
    text = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568 ของสำนักงานเขตบางตาลสูง โครงการ งบประมาณ 100,000 บาท ระยะเวลาดำเนินการ"
    pages = {
        "/": home("/plan"),
        MISSING: said("เว็บไซต์", frame),
        "/plan": said("เว็บไซต์", frame, f"<p>{text}</p>"),
    }
    report = audited(serve(pages).url(), tmp_path)
    codes = {f["code"] for i in report["items"] for f in i["findings"] if f["element"] == "action-plan"}
    assert not codes & {"access.soft_404", "access.dead_link"}


def test_what_was_not_looked_at_is_listed_with_its_witness(
    serve: Callable[..., SiteServer], tmp_path: Path
) -> None:
    pages = {
        "/": page("/wall", "/cut.html", "/private/x"),
        "/wall": Reply("no", 403, headers={"cf-mitigated": "challenge"}),
        "/cut.html": Reply(said("แผน", "ครึ่งหน้า"), announce=90_000),
        "/robots.txt": Reply("User-agent: *\nDisallow: /private/\n", content_type="text/plain"),
    }
    site = serve(pages)
    seen = [(n["url"], n["reason"], n["witness"]) for n in audited(site.url(), tmp_path)["not_seen"]]
    assert seen == [
        (site.url("/cut.html"), "truncated", "body shorter than announced"),
        (site.url("/private/x"), "robots", "robots.txt forbids it"),
        (site.url("/wall"), "blocked", "403, cf-mitigated: challenge"),
    ]
