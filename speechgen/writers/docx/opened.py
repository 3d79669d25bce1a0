"""A Word file of somebody else's, opened with limits and cleaned: nothing in it can exhaust the
machine, run, or fetch anything.

Owns the way from bytes to parts, relationships and safe XML. Must not know styles nor bodies.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any, Final, NamedTuple

from lxml import etree

from speechgen.diagnostics import Span, SpeechError, error

MAX_PARTS: Final = 2_000
MAX_BYTES: Final = 150_000_000  # inflated, all parts together
MAX_RATIO: Final = 300  # inflated : deflated, for parts over a megabyte

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SAVE_AGAIN: Final = "用 Word 或 WPS 打开，另存为 .docx 再试"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

Element = Any


class Relation(NamedTuple):
    """A relationship: `kind` is the last word of its type; `target` a part's name unless it is
    `external`."""

    id: str
    kind: str
    type: str
    target: str
    external: bool


def parts_of(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX by name. Raises SpeechError for anything else and beyond the limits."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise refused(name, "reference-encrypted", "这个文件加了密码", "在 Word 里去掉密码再用")
        said = "这是旧版的 .doc 或 .wps 文件，不是 .docx"
        raise refused(name, "reference-old", said, "用 Word 或 WPS 打开，另存为 .docx")
    try:
        return _inflated(name, data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
            ValueError, LookupError):  # fmt: skip
        raise refused(
            name, "reference-unreadable", "这个文件不是 .docx，或者已经损坏", _SAVE_AGAIN,
        ) from None  # fmt: skip


def _inflated(name: str, data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MAX_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries:
            ratio = entry.file_size / max(1, entry.compress_size)
            if len(entries) > MAX_PARTS or (entry.file_size > 1_000_000 and ratio > MAX_RATIO):
                raise _too_large(name)
            with archive.open(entry) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise _too_large(name)
            found[entry.filename.lstrip("/")] = content
    return found


def _too_large(name: str) -> SpeechError:
    said = "文件解压后大得不像一份公文纸，为安全起见没有使用"
    return refused(name, "reference-too-large", said, "检查文件来源")


def refused(name: str, rule: str, message: str, hint: str = "") -> SpeechError:
    """The error that this file cannot be used."""
    return SpeechError([error(Span(name), rule, message, hint)])


def xml(name: str, content: bytes) -> Element:
    """The root of an XML part. Raises SpeechError for what is no XML or declares entities."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refused(name, "reference-doctype", "文件里有公文纸不该有的 XML 声明，没有使用")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise refused(name, "reference-unreadable", "文件的内容已经损坏", _SAVE_AGAIN) from None
    if any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()):
        said = "这是“严格的 Open XML”格式，很多软件读不了"
        raise refused(name, "reference-strict", said, "在 Word 里另存为普通的 .docx")
    return root


def serialized(root: Element) -> bytes:
    """The part as bytes, the same for the same tree."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(name: str, parts: dict[str, bytes], part: str) -> list[Relation]:
    """A part's relationships in order; none where there is no such part."""
    content = parts.get(relations_part(part))
    if content is None:
        return []
    found: list[Relation] = []
    for one in xml(name, content).iter(f"{{{RELATIONS}}}Relationship"):
        kind, target = str(one.get("Type", "")), str(one.get("Target", ""))
        external = one.get("TargetMode") == "External"
        if not external:
            base = "" if target.startswith("/") else posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
        last = kind.rsplit("/", 1)[-1]
        found.append(Relation(str(one.get("Id", "")), last, kind, target, external))
    return found


def relations_xml(part: str, kept: list[Relation]) -> bytes:
    """The relationships of `part` as a part of their own."""
    root = etree.fromstring(f'<Relationships xmlns="{RELATIONS}"/>')
    for one in kept:
        made = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=one.id, Type=one.type)
        made.set("Target", one.target if one.external else "/" + one.target)
        if one.external:
            made.set("TargetMode", "External")
    return serialized(root)
