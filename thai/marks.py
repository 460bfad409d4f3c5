"""Tables of Thai letters and marks, and of what stands in for them in damaged text.

Sources: the Unicode Thai block (U+0E00–0E7F); the private-use glyphs U+F700–F71A are those of the common
Thai fonts for Windows (shifted marks, letters without their lower part). Damage is catalogued in docs/thai.md.
"""

from __future__ import annotations

CONSONANT = "\u0e01-\u0e2e"
"""As the inside of a regular-expression class: ko kai to ho nokhuk."""

TONES = "\u0e48\u0e49\u0e4a\u0e4b"
VOWELS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47"
"""Vowels above and below, phinthu and maitaikhu: they stand before a tone in the order of letters."""

ENDINGS = "\u0e4c\u0e4d\u0e4e"
"""Thanthakhat, nikhahit, yamakkan."""

MARKS = VOWELS + TONES + ENDINGS
NIKHAHIT = "\u0e4d"
SARA_AA = "\u0e32"
SARA_AM = "\u0e33"

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u180e"
"""Zero-width characters, joiners, byte order mark, soft hyphen, direction marks."""

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"

PRIVATE_USE = {
    0xF700: "\u0e10",
    0xF701: "\u0e34",
    0xF702: "\u0e35",
    0xF703: "\u0e36",
    0xF704: "\u0e37",
    0xF705: "\u0e48",
    0xF706: "\u0e49",
    0xF707: "\u0e4a",
    0xF708: "\u0e4b",
    0xF709: "\u0e4c",
    0xF70A: "\u0e48",
    0xF70B: "\u0e49",
    0xF70C: "\u0e4a",
    0xF70D: "\u0e4b",
    0xF70E: "\u0e4c",
    0xF70F: "\u0e0d",
    0xF710: "\u0e31",
    0xF711: "\u0e4d",
    0xF712: "\u0e47",
    0xF713: "\u0e48",
    0xF714: "\u0e49",
    0xF715: "\u0e4a",
    0xF716: "\u0e4b",
    0xF717: "\u0e4c",
    0xF718: "\u0e38",
    0xF719: "\u0e39",
    0xF71A: "\u0e3a",
}
"""Shifted glyphs of Thai fonts and the letters that they show."""
