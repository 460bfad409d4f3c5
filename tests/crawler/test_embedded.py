"""Things that a page shows inside itself: whatever the viewer, the document's own address is a link of the page."""

from __future__ import annotations

import pytest

from crawler.links import read_page
from crawler.probes import asked_as
from evidence.records import LinkKind

PAGE = "http://office.example/ita/o5.html"
PLAN = "http://office.example/files/plan.pdf"
ID = "1AbCdEfGhIjKlMnOp"

EMBEDDED = {
    "frame": "<iframe src='/files/plan.pdf'></iframe>",
    "frame that loads late": "<iframe data-src='/files/plan.pdf'></iframe>",
    "embed": "<embed src='/files/plan.pdf'>",
    "object": "<object data='/files/plan.pdf'></object>",
    "element with data-pdf": "<div class='viewer' data-pdf='/files/plan.pdf'></div>",
    "element with data-file": "<div data-file='/files/plan.pdf'></div>",
    "PDF.js": "<iframe src='/pdfjs/web/viewer.html?file=/files/plan.pdf'></iframe>",
    "PDF.js, relative": "<iframe src='/pdfjs/web/viewer.html?file=../../files/plan.pdf'></iframe>",
    "Google's viewer": f"<iframe src='https://docs.google.com/viewer?url={PLAN}&embedded=true'></iframe>",
    "Google's viewer, short": f"<a href='https://docs.google.com/gview?url={PLAN}'>เปิด</a>",
    "Microsoft's viewer": f"<iframe src='https://view.officeapps.live.com/op/embed.aspx?src={PLAN}'></iframe>",
}


@pytest.mark.parametrize("how", EMBEDDED)
def test_the_document_inside_is_a_link(how: str) -> None:
    links = read_page(PAGE, f"<h2>แผน</h2>{EMBEDDED[how]}".encode()).links
    inside = [link for link in links if link.target == PLAN]
    assert [(link.kind, link.heading) for link in inside] == [(LinkKind.FRAME, "แผน")]


def test_a_viewer_shows_what_has_no_name_of_a_file() -> None:
    body = "<iframe src='/pdfjs/web/viewer.html?file=%2Fsdc_download%2Fo20-01%3Finline%3D1'></iframe>"
    targets = {link.target for link in read_page(PAGE, body.encode()).links}
    assert "http://office.example/sdc_download/o20-01?inline=1" in targets


def test_an_ordinary_address_with_another_in_its_query_shows_nothing() -> None:
    links = read_page(PAGE, b"<a href='/login?url=/home'>x</a>").links
    assert [link.target for link in links] == ["http://office.example/login?url=/home"]


def test_google_sites_name_the_file_that_they_embed() -> None:
    body = f"<div data-embed-doc-id='{ID}' data-embed-open-url='https://drive.google.com/open?id={ID}'></div>"
    assert [link.kind for link in read_page(PAGE, body.encode()).links] == [LinkKind.FRAME]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"https://drive.google.com/file/d/{ID}/view?usp=sharing", f"https://drive.google.com/uc?export=download&id={ID}"),
        (f"https://drive.google.com/file/d/{ID}/preview", f"https://drive.google.com/uc?export=download&id={ID}"),
        (f"https://drive.google.com/open?id={ID}", f"https://drive.google.com/uc?export=download&id={ID}"),
        (f"https://docs.google.com/document/d/{ID}/edit", f"https://docs.google.com/document/d/{ID}/export?format=docx"),
        (f"https://docs.google.com/spreadsheets/d/{ID}", f"https://docs.google.com/spreadsheets/d/{ID}/export?format=xlsx"),
    ],
)  # fmt: skip
def test_a_kept_file_is_asked_for_in_the_form_that_is_the_file(url: str, asked: str) -> None:
    assert asked_as(url) == asked
    assert asked_as(asked).split("?")[0] == asked.split("?", maxsplit=1)[0]


@pytest.mark.parametrize(
    "url",
    [f"https://drive.google.com/drive/folders/{ID}", "https://office.example/file/d/abcdefghijk/view", PLAN],
)
def test_every_other_address_is_asked_for_as_it_is(url: str) -> None:
    assert asked_as(url) == url
