"""One spelling for one address."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.address import canonical, first_segment, host, in_scope, prefix, readable, server

THAI = "%E0%B9%81%E0%B8%9C%E0%B8%99"  # แผน


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("HTTP://Office.Example", "http://office.example/"),
        ("http://office.example:80/a#top", "http://office.example/a"),
        ("https://office.example:443/", "https://office.example/"),
        ("https://office.example:8443/", "https://office.example:8443/"),
        ("http://u:p@office.example/", "http://office.example/"),
        ("http://office.example/a/./b/../c", "http://office.example/a/c"),
        ("http://office.example/../../a", "http://office.example/a"),
        ("http://office.example/a/..", "http://office.example/"),
        ("http://office.example/a//b", "http://office.example/a//b"),
        ("http://office.example/แผน", f"http://office.example/{THAI}"),
        (f"http://office.example/{THAI.lower()}", f"http://office.example/{THAI}"),
        ("http://office.example/%7Euser/%41 b", "http://office.example/~user/A%20b"),
        ("http://office.example/100%", "http://office.example/100%25"),
        ("http://office.example/a%2Fb", "http://office.example/a%2Fb"),
        ("http://office.example/a;jsessionid=AB12?x=1", "http://office.example/a?x=1"),
        ("http://office.example/?utm_source=x&b=2&a=1&fbclid=z", "http://office.example/?b=2&a=1"),
        ("http://office.example/?PHPSESSID=abc", "http://office.example/"),
        ("http://office.example/p.php?sid=7", "http://office.example/p.php?sid=7"),
        ("http://office.example/p.php?sid=0123456789abcdef0123", "http://office.example/p.php"),
        (
            "http://office.example/page.php?&43-News&type=detail",
            "http://office.example/page.php?&43-News&type=detail",
        ),
        ("http://เขต.example/", "http://xn--22ctn.example/"),
        ("http://office.example\\a\\b", "http://office.example/a/b"),
        (" http://office.example/a\u200b\n ", "http://office.example/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ],
)
def test_spellings(raw, wanted):
    if "xn--" in wanted:
        wanted = wanted.replace("xn--22ctn", "เขต".encode("idna").decode())
    assert canonical(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("b.pdf", "/d/b.pdf"),
        ("/x", "/x"),
        ("?p=2", "/d/i.html?p=2"),
        ("../up", "/up"),
        ("//office.example/y", "/y"),
    ],
)
def test_relative_addresses(raw, wanted):
    assert canonical(raw, "http://office.example/d/i.html") == f"http://office.example{wanted}"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "office",
        "mailto:a@b",
        "javascript:x()",
        "http://",
        "http:///a",
        "http://a b/",
        "http://h:99999/",
        "http://[::1/",
        "ftp://h/",
        "http://h/" + "a" * 9000,
    ],
)
def test_what_is_no_address(raw):
    with pytest.raises(ValueError):
        canonical(raw)


PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "%41",
            "%",
            "%zz",
            "แ",
            ".",
            "..",
            "/",
            "//",
            "\\",
            "?",
            "&",
            "=",
            ";",
            "#",
            " ",
            "ํ",
            "utm_x=1",
            "sid=",
            "\ud800",
            "[",
            ":",
        ]
    ),
    max_size=12,
).map("".join)


@given(
    st.one_of(st.text(max_size=40), PIECES), st.sampled_from(["http://h/", "https://H:8080", "http://", ""])
)
@example("//..", "http://h/")
@example("/.//a", "http://h/")
def test_canonical_is_idempotent_and_raises_nothing_but_value_errors(tail, head):
    try:
        once = canonical(head + tail)
    except ValueError:
        return
    assert canonical(once) == once
    assert once.isascii() and " " not in once
    assert server(once) and host(once) in once


def test_scope_goes_by_whole_segments():
    scope = (prefix("https://Office.Example/a/"),)
    assert scope == ("office.example/a",)
    assert in_scope("http://office.example/a", scope)
    assert in_scope("https://office.example/a/b?x=1", scope)
    assert not in_scope("http://office.example/ab", scope)
    assert not in_scope("http://office.example/", scope)
    assert not in_scope("http://office.example:8080/a", scope)
    assert in_scope("http://office.example/anything", ("office.example",))
    assert not in_scope("http://office.example.evil/x", ("office.example",))


def test_parts_of_an_address():
    assert server("http://office.example:8080/a/b") == "office.example:8080"
    assert host("http://office.example:8080/a/b") == "office.example"
    assert host("http://[::1]:80/") == "[::1]"
    assert first_segment("http://office.example/a/b?c") == "a"
    assert first_segment("http://office.example/") == ""


def test_people_read_thai():
    assert readable(f"http://office.example/{THAI}%20a%2Fb") == "http://office.example/แผน%20a%2Fb"
    old = "".join(f"%{byte:02X}" for byte in "การ".encode("cp874"))
    assert readable(f"http://office.example/{old}") == "http://office.example/การ"
    assert readable(canonical("http://เขต.example/")) == "http://เขต.example/"
