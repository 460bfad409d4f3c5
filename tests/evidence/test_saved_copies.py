"""Saved copies give what a server once answered; what is damaged, hostile or no copy is said and never raised."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.errors import CopyError
from evidence.records import Outcome
from evidence.saved.door import read_copies
from evidence.saved.shelf import Shelf
from tests.documents.making_documents import pdf, zipped
from tests.evidence.making_copies import DATE_BANGKOK, SITE, Answer, mhtml, page, record, tree, wacz, warc

HOME = page("สำนักงานเขตบางตาลสูง", "/plan.pdf|แผน")
PLAN = pdf(["แผนปฏิบัติราชการ"])


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Shelf]:
    def reading(data: bytes | Path, name: str = "copy", base: str = "") -> Shelf:
        path = data if isinstance(data, Path) else tmp_path / name
        if not isinstance(data, Path):
            path.write_bytes(data)
        spool = tmp_path / f"spool{len(list(tmp_path.iterdir()))}"
        return read_copies([path], spool, base)

    return reading


def body(shelf: Shelf, path: str) -> bytes:
    kept = shelf.get(path if "://" in path else SITE + path)
    assert kept is not None, shelf.urls()
    return shelf.body(kept)


@pytest.mark.parametrize("packed", [True, False])
def test_warc_answers(read: Callable[..., Shelf], packed: bool) -> None:
    answers = [
        Answer("/", HOME),
        Answer("/plan.pdf", PLAN, type="application/pdf"),
        Answer("/old", status=301, headers={"Location": "/"}),
        Answer("/gone", "ไม่พบ", status=404),
        Answer("/style.css", "a{}", type="text/css"),
        Answer("/note.txt", "ก", kind="resource", type="text/plain"),
    ]
    shelf = read(warc(answers, packed))
    assert shelf.urls() == [SITE + path for path in ("/", "/gone", "/note.txt", "/old", "/plan.pdf")]
    assert (body(shelf, "/"), body(shelf, "/plan.pdf")) == (HOME.encode(), PLAN)
    gone, home = shelf.get(SITE + "/gone"), shelf.get(SITE + "/")
    assert gone is not None and home is not None
    assert (gone.saved.status, home.saved.saved_at, home.saved.place) == (404, DATE_BANGKOK, "copy, record 2")
    assert shelf.notes.lines == []
    assert shelf.start() == (SITE + "/", f"the first page in the copy, {SITE}/")


def test_bodies_are_unpacked_and_dechunked(read: Callable[..., Shelf]) -> None:
    data = HOME.encode()
    deflated = zlib.compressobj(wbits=-15)
    chunked = (
        b"5\r\n" + data[:5] + b"\r\n" + f"{len(data) - 5:x};x=y\r\n".encode() + data[5:] + b"\r\n0\r\n\r\n"
    )
    codings = {
        "/gzip": (gzip.compress(data), {"Content-Encoding": "gzip"}),
        "/deflate": (deflated.compress(data) + deflated.flush(), {"Content-Encoding": "deflate"}),
        "/zlib": (zlib.compress(data), {"Content-Encoding": "deflate"}),
        "/chunked": (chunked, {"Transfer-Encoding": "chunked"}),
        "/both": (
            b"%x\r\n" % len(gzip.compress(data, mtime=0)) + gzip.compress(data, mtime=0) + b"\r\n0\r\n\r\n",
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        ),
        # Tools that undo both and keep the headers.
        "/undone": (data, {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    }
    shelf = read(warc([Answer(path, raw, headers=head) for path, (raw, head) in codings.items()]))
    assert {path: body(shelf, path) == data for path in codings} == dict.fromkeys(codings, True)


def test_newest_answer_counts_and_answers_to_forms_do_not(read: Callable[..., Shelf]) -> None:
    first = warc([Answer("/", "เก่า", date="2024-01-01T00:00:00Z"), Answer("/", "ใหม่")], packed=False)
    posted = record(
        "response",
        SITE + "/",
        b"HTTP/1.1 200 X\r\n\r\nsent",
        date="2025-05-01T00:00:00Z",
        WARC_Record_ID="<p>",
    )
    question = record("request", SITE + "/", b"POST / HTTP/1.1\r\n\r\na=b", WARC_Concurrent_To="<p>")
    assert body(read(first + posted + question), "/") == "ใหม่".encode()


def test_revisits_have_the_body_of_the_record_they_refer_to(read: Callable[..., Shelf]) -> None:
    sha1 = "sha1:" + base64.b32encode(hashlib.sha1(PLAN).digest()).decode()
    first = Answer("/plan.pdf", PLAN, date="2024-01-01T00:00:00Z", warc={"WARC-Payload-Digest": sha1})
    again = Answer("/plan.pdf", kind="revisit", warc={"WARC-Payload-Digest": sha1})
    other = Answer(
        "/copy.pdf",
        kind="revisit",
        warc={"WARC-Refers-To-Target-URI": SITE + "/plan.pdf", "WARC-Refers-To-Date": first.date},
    )
    lost = Answer("/lost.pdf", kind="revisit", warc={"WARC-Payload-Digest": "sha1:LOST"})
    shelf = read(warc([again, first, other, lost]))
    kept = shelf.get(SITE + "/plan.pdf")
    assert kept is not None and kept.saved.saved_at == DATE_BANGKOK
    assert body(shelf, "/plan.pdf") == body(shelf, "/copy.pdf") == PLAN
    assert SITE + "/lost.pdf" not in shelf
    assert [line for line in shelf.notes.lines if "refers to a record that is not in the copy" in line]


def test_altered_blocks_are_said(read: Callable[..., Shelf]) -> None:
    shelf = read(warc([Answer("/", HOME, warc={"WARC-Block-Digest": "sha1:AAAA"})]))
    assert "altered or damaged" in shelf.notes.lines[0]
    kept = shelf.get(SITE + "/")
    assert kept is not None and kept.saved.witness == "not what the copy's own digest says"


def test_a_cut_off_file_is_read_as_far_as_it_goes(read: Callable[..., Shelf]) -> None:
    for packed in (True, False):
        whole = warc([Answer("/", HOME), Answer("/plan.pdf", PLAN * 9)], packed)
        shelf = read(whole[:-60], f"cut{packed}")
        assert SITE + "/" in shelf
        assert f"cut{packed}" in shelf.notes.cut


def test_lengths_that_lie_cost_records_and_not_the_file(read: Callable[..., Shelf]) -> None:
    short = record("response", SITE + "/short", b"HTTP/1.1 200 X\r\n\r\n" + b"x" * 50, Content_Length="30")
    broken = record("response", SITE + "/none", b"HTTP/1.1 200 X\r\n\r\nx", Content_Length="-7")
    shelf = read(short + broken + warc([Answer("/", HOME)], packed=False))
    assert SITE + "/" in shelf and SITE + "/none" not in shelf
    assert len(shelf.notes.lines) >= 2
    long = record("response", SITE + "/", b"HTTP/1.1 200 X\r\n\r\nx", Content_Length="99999999999999")
    assert "cut off in record 1" in read(long, "long").notes.cut


def test_bombs_take_little_memory(read: Callable[..., Shelf]) -> None:
    zeros = bytes(1 << 20)
    machine = zlib.compressobj(wbits=31)
    bomb = warc([Answer("/", HOME)]) + machine.compress(b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n")
    bomb += b"".join(machine.compress(zeros) for _ in range(300)) + machine.flush()
    inner = zlib.compressobj(wbits=31)
    body_bomb = b"".join(inner.compress(zeros) for _ in range(200)) + inner.flush()
    tracemalloc.start()
    try:
        shelf = read(bomb, "bomb")
        packed = read(warc([Answer("/", body_bomb, headers={"Content-Encoding": "gzip"})]), "body")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "packed more than 200 times" in shelf.notes.cut and SITE + "/" in shelf
    kept = packed.get(SITE + "/")
    assert kept is not None and kept.saved.outcome is Outcome.TOO_LARGE
    assert peak < 300 * 1024 * 1024


def test_wacz(read: Callable[..., Shelf]) -> None:
    archive = warc([Answer("/first", HOME), Answer("/main", HOME)])
    shelf = read(wacz(archive, SITE + "/main"), "site.wacz")
    assert shelf.start() == (SITE + "/main", "")
    assert shelf.notes.lines == []
    for name in ("archive/data.warc.gz", "datapackage.json"):
        said = read(
            wacz(archive, SITE + "/main", altered=name), f"altered-{name.replace('/', '-')}"
        ).notes.lines
        assert said and name in said[0] and "altered or damaged" in said[0]


def test_a_zip_that_leaves_its_folder_writes_nothing(read: Callable[..., Shelf], tmp_path: Path) -> None:
    slip = zipped({"../../evil.warc.gz": b"x", "archive/../../evil.warc": b"x"})
    with pytest.raises(CopyError, match="no WARC file under archive/"):
        read(slip, "slip.wacz")
    assert not list(tmp_path.parent.glob("evil*"))


def test_mhtml_of_a_browser(read: Callable[..., Shelf]) -> None:
    html = page("หน้า", "/plan.pdf|แผน") + '<iframe src="cid:frame-1@mhtml.blink"></iframe>'
    parts = {SITE + "/head.png": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))}
    shelf = read(mhtml(SITE + "/ita", html, parts, {"frame-1@mhtml.blink": page("กรอบ")}))
    kept = shelf.get(SITE + "/ita")
    assert kept is not None
    assert (kept.saved.page, kept.saved.browser, kept.saved.saved_at) == (
        True,
        "Saved by Blink",
        DATE_BANGKOK,
    )
    assert "หน้า" in body(shelf, "/ita").decode()
    assert body(shelf, "/head.png").startswith(b"\x89PNG")
    assert shelf.meant(SITE + "/ita", "cid:frame-1@mhtml.blink") == SITE + "/itaframe0.html"
    assert shelf.start() == (SITE + "/ita", "")


def test_mhtml_without_a_web_address_needs_one(read: Callable[..., Shelf]) -> None:
    letter = mhtml("file:///C:/saved.htm", page("หน้า"))
    with pytest.raises(CopyError, match="says no web address"):
        read(letter)
    assert read(letter, base=SITE + "/x").urls() == [SITE + "/x"]


def test_pages_that_a_browser_saved_complete(read: Callable[..., Shelf], tmp_path: Path) -> None:
    mark = f"<!-- saved from url=(0{len(SITE) + 8:03}){SITE}/ita/2568 -->"
    frame = f"<!DOCTYPE html>\n<!-- saved from url=(0030){SITE}/inner?a=1 -->\n<html>" + page("กรอบ")
    folder = tree(
        tmp_path / "saved",
        {
            "ITA 2568.html": f"<!DOCTYPE html>\n{mark}\n"
            + page(
                "ITA", f"{SITE}/plan.pdf", "./ITA 2568_files/saved_resource.html", "ITA%202568_files/doc.pdf"
            ),
            "ITA 2568_files/saved_resource.html": frame,
            "ITA 2568_files/doc.pdf": PLAN,
            "stray.pdf": PLAN,
        },
    )
    shelf = read(folder)
    assert shelf.urls() == [f"{SITE}/inner?a=1", f"{SITE}/ita/2568", f"{SITE}/ita/ITA%202568_files/doc.pdf"]
    assert shelf.meant(f"{SITE}/ita/2568", "./ITA 2568_files/saved_resource.html") == f"{SITE}/inner?a=1"
    assert (
        shelf.meant(f"{SITE}/ita/2568", "ITA%202568_files/doc.pdf") == f"{SITE}/ita/ITA%202568_files/doc.pdf"
    )
    assert shelf.start() == (f"{SITE}/ita/2568", "")
    assert shelf.notes.lines == ["saved: 1 files do not say which address they were saved from; left out"]


def test_a_mirror_of_wget(read: Callable[..., Shelf], tmp_path: Path) -> None:
    folder = tree(
        tmp_path / "mirror",
        {
            "office.example/index.html": page(
                "หน้าแรก", "page.php%3Fid=1.html|ก", "แผน/2568.pdf", "http://office.example/x"
            ),
            "office.example/page.php?id=1.html": page("หน้า"),
            "office.example/แผน/2568.pdf": PLAN,
            "office.example/แผน/%81.txt": "ก",
            "other.example:8080/index.html": page("อื่น"),
        },
    )
    shelf = read(folder)
    plan = f"{SITE}/%E0%B9%81%E0%B8%9C%E0%B8%99"
    assert shelf.urls() == [
        f"{SITE}/",
        f"{plan}/%81.txt",
        f"{plan}/2568.pdf",
        f"{SITE}/page.php?id=1",
        "http://other.example:8080/",
    ]
    assert shelf.meant(f"{SITE}/", "page.php%3Fid=1.html") == f"{SITE}/page.php?id=1"
    assert shelf.start()[0] == f"{SITE}/"
    for spelling in ("/index.html", "/%E0%B9%81%E0%B8%9C%E0%B8%99/2568.pdf"):
        assert shelf.get(SITE + spelling) is not None
    # The folder of the host itself is a mirror too.
    assert f"{SITE}/page.php?id=1" in read(folder / "office.example")


def test_an_added_html_is_taken_off_where_pages_show_it(read: Callable[..., Shelf], tmp_path: Path) -> None:
    files = {
        "a.example/p/1.html": page("ก"),
        "a.example/p/1/2.html": page("ข"),
        "a.example/p/3.html": page("ค"),
    }
    assert read(tree(tmp_path / "yes", files)).urls() == [
        f"https://a.example/p/{n}" for n in ("1", "1/2", "3")
    ]
    canonical = "<link rel=canonical href='https://a.example/p/3.html'>"
    kept = read(tree(tmp_path / "no", {**files, "a.example/p/3.html": canonical + page("ค")})).urls()
    assert kept == [f"https://a.example/p/{n}.html" for n in ("1", "1/2", "3")]


def test_a_mirror_of_httrack(read: Callable[..., Shelf], tmp_path: Path) -> None:
    mark = "<!-- Mirrored from office.example/page.php?id=7 by HTTrack Website Copier/3.x [XR&amp;CO'2014], Tue, 01 Apr 2025 03:00:00 GMT -->"
    log = "date\tsize\tflags\tstatuscode\tstatus\tMIME\tEtag\tURL\tlocalfile\t(from URL)\n"
    lines = [
        f"1:2:3\t1/1\t---\t200\tadded ('OK')\tapplication/pdf\t\t{SITE}/get?f=1\tm/office.example/get53cd.pdf\t(from )",
        f"1:2:3\t1/1\t---\t404\terror\ttext/html\t\t{SITE}/gone\tm/office.example/gone.html\t(from )",
        f"1:2:3\t1/1\t---\t404\terror\ttext/html\t\t{SITE}/lost.pdf\tm/office.example/lost.2.delayed\t(from )",
    ]
    folder = tree(
        tmp_path / "m",
        {
            "index.html": "<html>HTTrack's own list</html>",
            "backblue.gif": b"GIF89a",
            "hts-log.txt": "log",
            "hts-cache/new.txt": log + "\n".join(lines) + "\n",
            "office.example/page8f3a.html": mark + page("หน้า", "get53cd.pdf"),
            "office.example/get53cd.pdf": PLAN,
            "office.example/lost.html": page("ไม่พบ"),
        },
    )
    shelf = read(folder)
    assert shelf.urls() == [f"{SITE}/get?f=1", f"{SITE}/gone", f"{SITE}/lost.pdf", f"{SITE}/page.php?id=7"]
    lost = shelf.get(f"{SITE}/lost.pdf")
    assert lost is not None and (lost.saved.status, b"html" in shelf.body(lost)) == (404, True)
    assert shelf.meant(f"{SITE}/page.php?id=7", "lost.html") == f"{SITE}/lost.pdf"
    gone, found = shelf.get(f"{SITE}/gone"), shelf.get(f"{SITE}/page.php?id=7")
    assert gone is not None and found is not None
    assert (gone.saved.status, found.saved.saved_at) == (404, DATE_BANGKOK)
    assert shelf.meant(f"{SITE}/page.php?id=7", "get53cd.pdf") == f"{SITE}/get?f=1"


def test_copies_in_a_folder_count_together(read: Callable[..., Shelf], tmp_path: Path) -> None:
    folder = tree(
        tmp_path / "some",
        {
            "1.mhtml": mhtml(SITE + "/deep/page", page("หน้า")),
            "2.mht": mhtml(SITE + "/index", page("หน้าแรก")),
            "3.warc.gz": warc([Answer("/plan.pdf", PLAN, type="application/pdf")]),
            "4.mhtml": b"no letter at all",
        },
    )
    shelf = read(folder)
    assert shelf.urls() == [SITE + path for path in ("/deep/page", "/index", "/plan.pdf")]
    assert shelf.start()[0] == SITE + "/index" and shelf.start()[1]
    assert any("4.mhtml" in line and "left out" in line for line in shelf.notes.lines)


def test_files_without_an_address_lie_below_the_one_given(read: Callable[..., Shelf], tmp_path: Path) -> None:
    folder = tree(tmp_path / "plain", {"index.html": page("ก", "a/b.pdf"), "a/b.pdf": PLAN})
    with pytest.raises(CopyError, match="2 files do not say which address"):
        read(folder)
    assert read(folder, base=SITE + "/office/index").urls() == [SITE + "/office/", SITE + "/office/a/b.pdf"]


def test_what_is_no_plain_file_is_left_alone(read: Callable[..., Shelf], tmp_path: Path) -> None:
    folder = tree(tmp_path / "odd", {"a.example/index.html": page("ก")})
    os.mkfifo(folder / "a.example" / "pipe.html")
    (folder / "a.example" / "out.html").symlink_to("/etc/passwd")
    (folder / "a.example" / "round").symlink_to(folder)
    assert read(folder).urls() == ["https://a.example/"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no saved copy"),
        (PLAN, "no saved copy"),
        (zipped({"word/document.xml": b"<a/>"}), "no WARC file under archive/"),
        (b"PK\x03\x04 but no zip", "cannot be read as a WACZ"),
        (b"WARC/1.0\r\n\r\n", "nothing in it"),
        (gzip.compress(b"WARC/1.0\r\nContent-Length: 9\r\n\r\n", mtime=0), "nothing in it"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\nhello", "no page in it"),
        (b"\x1f\x8b\x08\x00 no gzip", "no saved copy"),
    ],
)
def test_what_is_no_copy_is_said_in_one_line(read: Callable[..., Shelf], data: bytes, says: str) -> None:
    with pytest.raises(CopyError, match=says) as caught:
        read(data, "thing.bin")
    assert "\n" not in str(caught.value) and "thing.bin" in str(caught.value)
