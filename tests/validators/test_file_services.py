"""Links to what other services keep: said what it is, and judged by what was seen of it."""

from __future__ import annotations

import pytest

from tests.validators.sites import Judged, Site

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"
ID = "1AbCdEfGhIjKlMnOp"
VIEWER = b"<html><head><title>plan</title></head><body><p>Loading the viewer of this file for you now</p></body></html>"


def judged(url: str, **answer: object) -> Judged:
    return Site().shut(url, PLAN, **{"body": VIEWER, **answer}).judged()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        (f"https://drive.google.com/drive/folders/{ID}", "โฟลเดอร์ใน Google Drive"),
        (f"https://drive.google.com/file/d/{ID}/view", "ไฟล์ใน Google Drive"),
        ("https://office-my.sharepoint.com/:b:/g/personal/x/abc", "SharePoint"),
        ("https://online.anyflip.com/abcd/efgh/", "flipbook"),
        ("https://heyzine.com/flip-book/abcd.html", "flipbook"),
        ("https://www.dropbox.com/s/abcd/plan.pdf", "Dropbox"),
    ],
)
def test_what_could_not_be_read_is_unseen_and_said(url: str, what: str) -> None:
    result = judged(url)
    found = result.element("O5", "action-plan")
    assert (found.presence, found.access) == ("unseen", "blocked")
    told = result.finding("O5", "action-plan", "access.blocked")
    assert what in told.message and what in told.details["witness"]
    assert told.urls[0] == url


def test_a_file_that_the_service_gives_to_anybody_is_for_a_person_to_look_at() -> None:
    text = b"%PDF-1.4\n%%EOF"
    given = judged(f"https://drive.google.com/file/d/{ID}/view", body=text, role="outside")
    found = given.element("O5", "action-plan")
    assert (found.presence, found.access) == ("unseen", "blocked")
    assert "Google Drive" in given.finding("O5", "action-plan", "access.blocked").message


def test_request_access_is_restricted() -> None:
    wall = "<html><head><title>Google Drive: Sign-in</title></head><body><p>You need access. Request access.</p></body></html>"
    result = judged(f"https://drive.google.com/file/d/{ID}/view", body=wall.encode())
    assert result.element("O5", "action-plan").access == "restricted"
