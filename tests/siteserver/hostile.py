"""A hostile site with evidence in it: every trap that a crawler can fall into, behind a proxy that logs each name.

The site is `hostile.example`. Whatever else is asked for is logged and refused, so that a test can say that nothing
was asked for that should not have been.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from urllib.parse import urlsplit

import brotli
import zstandard

from tests.siteserver import HTML, Reply, SiteServer, redirect
from tests.validators import texts
from tests.validators.sites import OFFICE

NAME = "hostile.example"
START = f"http://{NAME}/"
PRIVATE = (
    "http://127.0.0.1:{port}/secret", "http://localhost:{port}/secret", "http://10.0.0.7/admin", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]:{port}/", "http://[::ffff:10.0.0.7]/", "http://2130706433:{port}/",
    "http://0177.0.0.1:{port}/", "http://0x7f.1:{port}/", "http://0.0.0.0:{port}/", "http://db.internal/", "http://printer.local/",
    "http://intranet/", "http://172.16.0.9/", "http://[fe80::1]/", "http://100.64.0.1/",
)  # fmt: skip
ODD = (
    "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://hostile.example/x", "http://", "http:///x",
    "http://" + "a" * 300 + ".example/", "/" + "x" * 100_000, "//user:pw@hostile.example:99999/x", "http://hostile.example:0x50/",
    "http://xn--/", "http://\u0000/", "http://hostile.example%00.evil.example/", "/a\tb\nc", "mailto:x@y", "http://[::g]/", "about:blank",
    "http://hоstile.example/",
)  # fmt: skip
"""The last one has a Cyrillic letter in it: another name."""

ITEMS: dict[str, tuple[str, str, str]] = {
    "O5 action-plan": ("/plan", "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568", texts.plan(2568)),
    "O5 performance-report": ("/report", "รายงานผลการปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2567", texts.report(2567)),
    "O6 staff-manuals": ("/staff", "คู่มือการปฏิบัติงานของเจ้าหน้าที่", texts.manuals()),
    "O9 tax-figures": ("/tax", "สถิติการจัดเก็บภาษี ปีงบประมาณ พ.ศ. 2568", texts.tax_figures("ปีงบประมาณ พ.ศ. 2567", "ปีงบประมาณ พ.ศ. 2568")),
    "O16 hr-criteria": ("/staffing", "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล", texts.criteria()),
    "O17 complaint-channel": ("/tell", "ช่องทางร้องเรียนการทุจริต", texts.complaint_channel()),
    "O17 complaint-statistics": ("/complaints", "ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริตประจำปีงบประมาณ พ.ศ. 2568", texts.complaint_figures()),
    "O18 policy": ("/policy", "ประกาศนโยบายต่อต้านการรับสินบน ปีงบประมาณ พ.ศ. 2568", texts.policy(2568)),
    "O18 report": ("/policy-report", "รายงานผลตามนโยบายต่อต้านการรับสินบน ปีงบประมาณ พ.ศ. 2567", texts.policy_report()),
    "O20 discretion-guideline": ("/judgement", "แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่", texts.discretion()),
}  # fmt: skip


def shown(title: str, body: str, *links: str) -> str:
    """A page of the office."""
    listed = "".join(
        f'<li><a href="{link}">{words}</a></li>' for link, _, words in (k.partition("|") for k in links)
    )
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title} | {OFFICE}</title></head><body>"
        f"<nav><a href='/'>หน้าหลัก</a></nav><main><h1>{title}</h1>{body}<ul>{listed}</ul></main></body></html>"
    )


def item(name: str) -> str:
    """A link to a planted item, with its words."""
    path, title, _ = ITEMS[name]
    return f"{path}|{title}"


def word(*seed: object) -> str:
    """A word that nobody has seen before, the same for the same seed."""
    return "".join(chr(ord("a") + byte % 26) for byte in sha256(repr(seed).encode()).digest()[:9])


class Hostile(SiteServer):
    """A forward proxy that serves the hostile site. `hits` counts whole addresses, `names` the hosts asked for.

    A small one has no machine that makes ever new sentences: that is cut off only after a thousand pages.
    """

    def __init__(self, small: bool = False) -> None:
        super().__init__()
        self.small = small
        self.fixed = self._fixed()  # now, for it takes longer than a crawler waits
        self.names: Counter[str] = Counter()
        self.made: dict[str, Callable[[str, str], Reply | str | None]] = {
            "calendar": self._calendar, "cal": self._calendar, "session": self._session, "list": self._facets,
            "farm": self._farm, "words": self._sentences, "chain": self._chain, "deep": self._deep, "hop": self._hop,
            "dead": self._dead,
        }  # fmt: skip

    def answer(self, target: str, agent: str) -> Reply:
        """Log, and answer for the one site."""
        parts = urlsplit(target)
        self.names[parts.hostname or target] += 1
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.pages = {target: self._made(path)} if parts.hostname == NAME else {}
        return super().answer(target, agent)

    def trap(self, name: str) -> int:
        """How many requests one trap cost."""
        return sum(n for url, n in self.hits.items() if urlsplit(url).path.split("/")[1:2] == [name])

    def _made(self, path: str) -> Reply | str:
        bare, _, query = path.partition("?")
        first, _, rest = bare.strip("/").partition("/")
        found = self.made[first](rest, query) if first in self.made else self.fixed.get(bare)
        for name, (place, title, text) in ITEMS.items():
            if bare == place:
                return shown(title, text + f"<!-- {name} -->")
        return found if found is not None else Reply(shown("ไม่พบ", "<p>ไม่พบหน้า</p>"), 404)

    def _fixed(self) -> dict[str, Reply | str]:
        private = [link.format(port=self.port) for link in PRIVATE]
        traps = ("/calendar/2568/1", "/cal?month=1", "/session/0?s=0", "/list?page=1", "/farm/a", "/words/0", "/chain/0",
                 "/deep/a", "/hop/0", "/circle1", "/self", "/dead/0")  # fmt: skip
        files = ("/bomb.gz.html", "/bomb.br.html", "/bomb.zst.html", "/twice.html", "/zip.docx", "/xml.docx", "/pages.pdf",
                 "/long.zip", "/liar.pdf", "/page.pdf", "/short.pdf", "/program.pdf")  # fmt: skip
        slow = ("/hang", "/drip", "/drop")
        broken = ("/nested.html", "/attributes.html", "/nul.html", "/nothing.html")
        news = [f"/news/{n}|ข่าวประชาสัมพันธ์ {n}" for n in range(30)]
        front = [
            item("O5 action-plan"),
            "/ita|ITA 2568",
            *traps,
            *files,
            *slow,
            *broken,
            *private,
            *ODD,
            *news,
        ]
        return {
            "/": shown("หน้าหลัก", f"<p>{OFFICE}</p>", *front, "/private|ลับ", "/away|ไปที่อื่น"),
            "/ita": shown(
                "การเปิดเผยข้อมูลสาธารณะ",
                "<p>รายการ</p>",
                item("O5 performance-report"),
                item("O6 staff-manuals"),
            ),
            "/robots.txt": Reply("User-agent: *\nDisallow: /private\n", content_type="text/plain"),
            "/away": redirect("http://169.254.169.254/latest/meta-data/iam"),
            "/circle1": redirect("/circle2"),
            "/circle2": redirect("/circle1"),
            "/self": redirect("/self"),
            "/hang": Reply(hang=True),
            "/drip": Reply(drip=0.05, announce=10_000_000),
            "/drop": Reply(drop=True),
            **_files(),
            **_broken(),
            **{
                f"/news/{n}": shown(f"ข่าว {n}", f"<p>{OFFICE}ลงพื้นที่ {word('news', n) * 9}</p>")
                for n in range(30)
            },
        }

    def _calendar(self, rest: str, query: str) -> str:
        """Months without end, forward and back, each with its days; an item on the seventh."""
        at = int((rest.rsplit("/", maxsplit=1)[-1] if rest else query.rsplit("=", maxsplit=1)[-1]) or 0)
        base = "/calendar/2568/" if rest else "/cal?month="
        links = [
            f"{base}{at + 1}|เดือนถัดไป",
            f"{base}{at - 1}|เดือนก่อน",
            *(f"{base}{at * 100 + d}|{d}" for d in range(1, 29)),
        ]
        more = [item("O9 tax-figures")] if at == 7 else []
        return shown(f"ปฏิทินกิจกรรม เดือน {at}", "<p>ไม่มีกิจกรรมในเดือนนี้ กรุณาเลือกเดือนอื่นจากปฏิทิน</p>", *links, *more)

    def _session(self, rest: str, query: str) -> str:
        """The same five pages, for ever under new ids."""
        token = word(rest, query)
        links = [f"/session/{n}?s={word(token, n)}|หน้า {n}" for n in range(5)]
        links += [f"/session/(S({token}{n}xyz12345))/{n}|หน้า {n}" for n in range(2)]
        return shown("บริการ", f"<p>เลขที่ของท่านคือ {token}</p>", *links, item("O16 hr-criteria"))

    def _facets(self, rest: str, query: str) -> str:
        """A list that can be sorted and filtered in every combination."""
        links = [
            f"/list?{query}&{key}={n}|{key} {n}"
            for key in ("sort", "filter", "size", "colour")
            for n in range(4)
        ]
        return shown("รายการ", "<p>รายการเอกสารทั้งหมดตามที่ท่านเลือก</p>", *links, item("O17 complaint-channel"))

    def _farm(self, rest: str, query: str) -> str:
        """Fifty links to new names on every page, and always the same text."""
        links = [f"/farm/{word(rest, n)}|{word(n, rest)}" for n in range(50)]
        links += [f"/farm/{word(rest, n, 1)}/{word(n)}|{word(n, rest)}" for n in range(10)]
        return shown(
            "ศูนย์รวมลิงก์", "<p>รวมลิงก์ที่น่าสนใจสำหรับประชาชน</p>", *links, item("O17 complaint-statistics")
        )

    def _sentences(self, rest: str, query: str) -> str:
        """New sentences for ever, from a machine."""
        at = 0 if self.small else int(rest or 0)
        text = " ".join(word("text", at, n) for n in range(60))
        return shown(
            "บทความ",
            f"<p>{text}</p>",
            *(f"/words/{at * 3 + n}|บทความ" for n in range(1, 4)),
            item("O18 policy"),
        )

    def _chain(self, rest: str, query: str) -> str:
        """One link deeper, for ever; an item twenty clicks down."""
        at = int(rest or 0)
        more = [item("O18 report")] if at == 20 else []
        return shown(f"หน้าที่ {at}", "<p>อ่านต่อหน้าถัดไป</p>", f"/chain/{at + 1}|ถัดไป", *more)

    def _deep(self, rest: str, query: str) -> str:
        """A path that grows and grows."""
        return shown(
            "ชั้นลึก", "<p>ลงไปอีกชั้น</p>", f"/deep/{rest}/{word(rest)}|ลึกลงไป", item("O20 discretion-guideline")
        )

    def _hop(self, rest: str, query: str) -> Reply:
        """Redirects that never end."""
        return redirect(f"/hop/{int(rest or 0) + 1}")

    def _dead(self, rest: str, query: str) -> str | None:
        """A page of links that are all dead."""
        return (
            shown("เอกสารเก่า", "<p>เอกสาร</p>", *(f"/dead/{n}|เอกสาร" for n in range(1, 200)))
            if rest == "0"
            else None
        )


def _packed(body: bytes, encoding: str) -> Reply:
    return Reply(body, headers={"Content-Encoding": encoding})


@cache
def _files() -> dict[str, Reply | str]:
    """Bombs, files that are too long, and files that are not what they say."""
    zeros = bytes(10_000_000)
    member = gzip.compress(zeros)
    bomb = member * 200  # two billion bytes
    pdf = "application/pdf"
    return {
        "/bomb.gz.html": _packed(bomb, "gzip"),
        "/twice.html": _packed(gzip.compress(bomb), "gzip, gzip"),
        "/bomb.br.html": _packed(brotli.compress(zeros * 20, quality=1), "br"),
        "/bomb.zst.html": _packed(zstandard.compress(zeros) * 200, "zstd"),
        "/zip.docx": Reply(_zip({"word/document.xml": bytes(250_000_000)}), content_type="application/zip"),
        "/xml.docx": Reply(_zip({"word/document.xml": _laughs()}), content_type="application/zip"),
        "/pages.pdf": Reply(_many_pages(10_000), content_type=pdf),
        "/long.zip": Reply(b"PK\x03\x04", content_type="application/zip", announce=60 * 1024 * 1024),
        "/liar.pdf": Reply(shown("แผน", "<p>นี่คือหน้าเว็บ</p>"), content_type=pdf),
        "/page.pdf": Reply(_many_pages(1), content_type=HTML),
        "/short.pdf": Reply(_many_pages(1)[:200], content_type=pdf, announce=100_000),
        "/program.pdf": Reply(b"MZ" + bytes(range(256)) * 20, content_type=pdf),
    }


@cache
def _broken() -> dict[str, Reply | str]:
    """Pages that no reader was made for."""
    link = "<a href='/nothing.html'>ต่อไป</a>"
    return {
        "/nested.html": "<html><body>" + "<div>" * 100_000 + link,
        "/attributes.html": "<html><body><p "
        + " ".join(f"a{n}='{n}'" for n in range(450_000))
        + f">x</p>{link}",
        "/nul.html": "<html><body>\x00\x00" + "\x00<p>\x00ก\x00</p>" * 1000 + link,
        "/nothing.html": Reply(b"\xff\xfe\x00<\x00" * 500),
    }


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name, body in members.items():
            packed.writestr(name, body)
    return out.getvalue()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><w:document xmlns:w="w"><w:t>&l11;</w:t></w:document>'.encode()


def _many_pages(count: int) -> bytes:
    """A PDF whose pages all show the same words."""
    text = b"BT /F1 12 Tf 72 700 Td (page) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (count, b" ".join(b"%d 0 R" % (n + 5) for n in range(count))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate([*parts, *[page] * count], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


__all__ = ["ITEMS", "NAME", "PRIVATE", "START", "Hostile"]
