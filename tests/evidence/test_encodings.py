"""Pages in the encodings that Thai sites use, declared rightly, wrongly and not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.encoding import charset_of, decode_html

TEXT = "สำนักงานเขตตัวอย่าง ปีงบประมาณ ๒๕๖๘"


def declared(charset: str, encoding: str) -> bytes:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{TEXT}'.encode(
        encoding
    )


@pytest.mark.parametrize(
    ("body", "charset", "encoding"),
    [
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode("cp874"), None, "cp874"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "tis-620", "utf-8"),
        (TEXT.encode("utf-16"), None, "utf-16-le"),
        (TEXT.encode("cp874"), "windows-874", "cp874"),
        (TEXT.encode("cp874"), "utf-8", "cp874"),
        (TEXT.encode(), "tis-620", "utf-8"),
        (TEXT.encode("cp874"), "iso-8859-1", "cp874"),
        (declared("tis-620", "cp874"), None, "cp874"),
        (declared("windows-1252", "cp874"), None, "cp874"),
        (declared("utf-16", "utf-8"), None, "utf-8"),
        (declared("no-such-thing", "utf-8"), "also-none", "utf-8"),
        (declared("base64", "utf-8"), None, "utf-8"),
        (TEXT.encode()[:-1], None, "utf-8"),
    ],
)
def test_thai_comes_out_right(body, charset, encoding):
    text, name = decode_html(body, charset)
    assert name == encoding
    assert TEXT[:-2] in text


def test_a_declared_foreign_encoding_is_believed():
    assert decode_html("年度".encode("gb2312"), "gb2312") == ("年度", "gb2312")


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=12)))
def test_no_bytes_make_it_raise(body, charset):
    text, name = decode_html(body, charset)
    assert isinstance(text, str) and name


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=UTF-8", "UTF-8"),
        ('text/html;charset="tis-620"', "tis-620"),
        ("text/html", None),
        ("", None),
    ],
)
def test_the_charset_of_a_header(header, charset):
    assert charset_of(header) == charset
