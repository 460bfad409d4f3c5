"""Real files made on the spot, with invented words. The PDF writer needs no font: readers go by its letter map."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

PROSE = (
    "ประกาศสำนักงานเขตบึงทดลอง เรื่อง นโยบายต่อต้านการรับสินบน ประจำปีงบประมาณ พ.ศ. 2568 "
    "ด้วยสำนักงานเขตบึงทดลองให้ความสำคัญต่อการป้องกันการทุจริต และการให้บริการประชาชนด้วยความโปร่งใส "
    "ผู้บริหารและเจ้าหน้าที่ต้องไม่เรียกรับทรัพย์สินหรือประโยชน์อื่นใดจากผู้มาติดต่อราชการ "
    "หากพบการกระทำที่ไม่เป็นไปตามประกาศนี้ สามารถแจ้งได้ที่ฝ่ายปกครอง ในวันและเวลาราชการ "
)
ENGLISH = (
    "The office of the district shall not accept any gift from a person who has business with it. "
    "This policy is for all officers and it applies to the procurement of goods and services in the year 2025. "
)
LATIN_NOISE = "rJ:ynroiy u.r6'u uvrnfi oriuvr:6'nti irooirusnlrr6uaila'r drsnror:lnrdos rfrrl6nr:niriou nirrdu uasmunirrur "


def pdf(
    pages: Sequence[str], pictures: Mapping[int, int] | None = None, letters: Mapping[str, str] | None = None
) -> bytes:
    """A PDF with a line of text for each line of each page.

    Args:
        pages: the text of each page.
        pictures: how many pictures a page (from 0) has.
        letters: what the letter map says instead, letter by letter: a font whose map is broken.
    """
    codes = {letter: number for number, letter in enumerate(sorted(set("".join(pages)) - {"\n"}), start=1)}
    shown = {number: (letters or {}).get(letter, letter) for letter, number in codes.items()}
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_font(shown), _picture()]
    kids = []
    for index, text in enumerate(pages):
        content = _content(text, codes, (pictures or {}).get(index, 0))
        objects.append(_stream(content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _font(shown: Mapping[int, str]) -> list[bytes]:
    pairs = "\n".join(f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in shown.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /M def /CMapType 2 def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(shown)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500>>",
        _stream(cmap.encode()),
    ]


def _picture() -> bytes:
    data = zlib.compress(bytes(64))
    head = b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return head + b"/Length %d>>\nstream\n%s\nendstream" % (len(data), data)


def _content(text: str, codes: Mapping[str, int], pictures: int) -> bytes:
    parts = []
    for number, line in enumerate(text.split("\n")):
        hexed = "".join(f"{codes[letter]:04x}" for letter in line)
        if hexed:
            parts.append(f"BT /F 4 Tf 20 {820 - 14 * number} Td <{hexed}> Tj ET")
    parts += ["q 500 0 0 700 40 40 cm /I Do Q"] * pictures
    return "\n".join(parts).encode()


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    offsets = []
    for number, data in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, styles: str = "", **members: bytes) -> bytes:
    """A Word file from the inside of its body and of its styles, as XML."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode(),
            **{name.replace("__", "/"): data for name, data in members.items()},
        }
    )


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    head = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
