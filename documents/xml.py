"""XML inside office files, parsed without network, entities or limits on depth."""

from __future__ import annotations

from typing import Any

from lxml import etree

from documents.archive import Archive
from documents.limits import DamagedError

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


def parse(data: bytes, name: str) -> Any:
    """The root of a member.

    Raises:
        documents.limits.DamagedError: it is no XML, not even with some of it mended.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError(f"damaged member {name}: {error}") from error
    if root is None:
        raise DamagedError(f"damaged member {name}: no XML")
    return root


def read_member(archive: Archive, name: str) -> Any:
    """The root of a member that may be absent: None then. Raises what `parse` and `Archive.read` do."""
    data = archive.read(name)
    return None if data is None else parse(data, name)


def core_properties(archive: Archive, name: str = "docProps/core.xml") -> dict[str, str]:
    """Title, author, created and modified of an office file, those that it states. A damaged member states none."""
    try:
        root = read_member(archive, name)
    except DamagedError:
        return {}
    if root is None:
        return {}
    fields = {
        "title": f"{_DC}title",
        "author": f"{_DC}creator",
        "created": f"{_TERMS}created",
        "modified": f"{_TERMS}modified",
    }
    found = {field: root.findtext(f".//{tag}") for field, tag in fields.items()}
    return {field: " ".join(text.split()) for field, text in found.items() if text}
