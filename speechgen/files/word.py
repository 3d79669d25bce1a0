"""The one opener of Word files that somebody else made: nothing in them can exhaust the machine.

Owns the way from bytes to parts, relationships and safe XML, and back to a file in which every
part that did not change is copied as it is. Two tolerances: `part` and `xml` give None for what
is missing or damaged (an import reads what it can), `must`, `whole` and `parsed` raise (who
writes a file anew must not guess). Must not know what a part says.

Part names are compared as OPC says, without regard to case. Of two entries by one name the last
in the directory is read, as LibreOffice and zip tools do; no command that rewrites takes either.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from lxml import etree

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files.sealing import MAX_BYTES, MAX_PARTS, is_sealed
from speechgen.files.zipped import Archive, CentralEntry, OversizeError, ZipError

MAX_PART: Final = 64 * 1024 * 1024  # bytes of one part, inflated
MAX_RATIO: Final = 400  # inflated : deflated, for parts over a megabyte
MAX_NODES: Final = 2_000_000  # elements and attributes, all parts that are parsed together

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_DECLARED: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']"""
)
_ENCODINGS: Final = re.compile(
    rb"utf-?(?:8|16(?:le|be)?)|us-ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030|big5", re.I
)
"""Those in which a `<` is that byte and nothing else begins a tag, so that it can be counted."""

Element = Any

_SAID: Final = {
    "docx": {
        "encrypted": ("这个文件是加了密码的 Word 文档，或是改了后缀的旧版 .doc",
                      "在 Word 里去掉密码，另存为 .docx"),
        "too-large": ("文件解压后大得不像一份文稿，为安全起见没有读取",
                      "检查文件来源；图片很多的文稿，先删去图片另存一份"),
        "doctype": ("文件里有文稿不该有的 XML 声明，为安全起见没有读取", ""),
        "strict": ("这是“严格的 Open XML”格式，只能读，不能往里写修订、批注和编号",
                   "在 Word 里另存为普通的“Word 文档（.docx）”再试"),
    },
    "reference": {
        "encrypted": ("这个文件加了密码", "在 Word 里去掉密码再用"),
        "old": ("这是旧版的 .doc 或 .wps 文件，不是 .docx", "用 Word 或 WPS 打开，另存为 .docx"),
        "too-large": ("文件解压后大得不像一份公文纸，为安全起见没有使用", "检查文件来源"),
        "doctype": ("文件里有公文纸不该有的 XML 声明，没有使用", ""),
        "strict": ("这是“严格的 Open XML”格式，很多软件读不了", "在 Word 里另存为普通的 .docx"),
    },
}  # fmt: skip
"""What is said of a file to read and of one to write on: end of the id -> sentence, hint."""


_OTHERS: Final = {"xl": "表格（工作簿）", "ppt": "演示文稿"}
"""What a package is whose main part lies in such a folder."""


class Relation(NamedTuple):
    """A relationship: `kind` is the last word of its type; `target` a part's name unless it is
    `external`."""

    id: str
    kind: str
    type: str
    target: str
    external: bool


class WordPackage:
    """The parts of one DOCX. Raises SpeechError with a Chinese sentence for what is no DOCX.

    `role` says what the file is for and begins every id: `docx`, `reference`.
    """

    def __init__(self, data: bytes, file: str, role: str = "docx") -> None:
        self._file, self._role, self._data = file, role, data
        self._left = MAX_BYTES
        self._read: dict[str, bytes | ZipError] = {}
        self._nodes: dict[str, int] = {}
        if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # OLE, no zip
            is_old = "EncryptedPackage".encode("utf-16-le") not in data
            raise self._said("old" if is_old and role == "reference" else "encrypted")
        try:
            self._archive = Archive(data, MAX_PARTS)
        except ZipError:
            raise self.unreadable("这个文件不是 .docx，或者已经损坏") from None
        except OversizeError:
            raise self._said("too-large") from None
        self._entries: dict[str, list[CentralEntry]] = {}
        for entry in self._archive.entries:
            self._entries.setdefault(_key(entry.name), []).append(entry)

    def refuse(self, rule: str, message: str, hint: str = "") -> SpeechError:
        """The error that this file cannot be used."""
        return refusal(Span(self._file), rule, message, hint)

    def no_body(self) -> SpeechError:
        """The error that there is no text, where a text would stand."""
        what = _OTHERS.get(self.main.partition("/")[0])
        if what:
            return self.refuse("docx-no-body", f"这是{what}，不是文稿", "看看是不是选错了文件")
        hint = "用 Word 或 WPS 打开，另存为 .docx 再试"
        return self.refuse("docx-no-body", "找不到文稿的正文部分，文件可能损坏", hint)

    def unreadable(self, message: str) -> SpeechError:
        """The error that the file is damaged."""
        hint = "用 Word 或 WPS 打开，另存为 .docx 再试"
        return self.refuse(f"{self._role}-unreadable", message, hint)

    def _said(self, what: str) -> SpeechError:
        return self.refuse(f"{self._role}-{what}", *_SAID[self._role][what])

    # -- parts ----------------------------------------------------------------------------------

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where it is missing or damaged. Raises beyond the limits."""
        content = self._content(name) if name in self else None
        return None if isinstance(content, ZipError) else content

    def must(self, name: str) -> bytes:
        """The bytes of a part that has to be there, once, and whole. Raises SpeechError."""
        if name not in self:
            raise self.unreadable(f"文件里缺少 {name}")
        if len(self._entries[_key(name)]) > 1:
            raise self.unreadable(f"文件里有两份 {name}，不知道该以哪一份为准")
        content = self._content(name)
        if isinstance(content, ZipError):
            raise self.unreadable(f"文件里的 {name} 读不出来：{content}")
        return content

    def _content(self, name: str) -> bytes | ZipError:
        key = _key(name)
        if key not in self._read:
            entry = self._entries[key][-1]
            large = entry.size > 1 << 20 and entry.size > MAX_RATIO * max(entry.packed, 1)
            if large or entry.size > min(MAX_PART, self._left):
                raise self._said("too-large")
            try:
                self._read[key] = b"".join(self._archive.blocks(entry))
            except ZipError as damaged:
                self._read[key] = damaged
            else:
                self._left -= entry.size
        return self._read[key]

    # -- XML ------------------------------------------------------------------------------------

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None where it is missing, damaged or not XML."""
        content = self.part(name)
        return None if content is None else self._root(name, content)

    def whole(self, name: str) -> Element:
        """The root of an XML part that has to be there, once, and whole. Raises SpeechError."""
        return self.parsed(name, self.must(name))

    def whole_if_any(self, name: str) -> Element | None:
        """The root of an XML part; None where the file has none. Raises SpeechError for a damaged
        one."""
        return self.whole(name) if name in self else None

    def parsed(self, name: str, content: bytes) -> Element:
        """The root of what `name` holds or shall hold. Raises SpeechError for what is no XML."""
        root = self._root(name, content)
        if root is None:
            raise self.unreadable(f"文件里的 {name} 已经损坏")
        if any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()):
            raise self._said("strict")
        return root

    def _root(self, name: str, content: bytes) -> Element | None:
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
            raise self._said("doctype")
        declared = _DECLARED.match(content)
        if b"<" not in content[:4096].lstrip()[:8] or (
            declared and not _ENCODINGS.fullmatch(declared[1])
        ):
            return None
        # before any tree is built: a node takes some 200 bytes of memory, and 5 of a file
        nodes = content.count(b"<") - content.count(b"</") + content.count(b"=")
        self._nodes[_key(name)] = nodes
        if sum(self._nodes.values()) > MAX_NODES:
            raise self._said("too-large")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True, huge_tree=False, recover=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:  # also of what is nested more than 256 deep
            return None
        if root.getroottree().docinfo.internalDTD is not None:  # however it was encoded
            raise self._said("doctype")
        return root

    # -- relationships --------------------------------------------------------------------------

    @cached_property
    def main(self) -> str:
        """The name of the document part, found by its relationship or else by habit."""
        return self._target("", "/officeDocument") or "word/document.xml"

    def related(self, ending: str, habit: str) -> str:
        """The part that the document names by relationship type, or the usual name."""
        usual = posixpath.join(posixpath.dirname(self.main), habit)
        return self._target(self.main, ending) or usual

    def _target(self, part: str, ending: str) -> str:
        """The first part of the file that `part` names by a type of relationship."""
        for one in self.relations(part):
            if one.type.endswith(ending) and not one.external and self.part(one.target) is not None:
                return one.target
        return ""

    def relations(self, part: str, whole: bool = False) -> list[Relation]:
        """A part's relationships in order; none where there is no such part, or a broken one
        (raises SpeechError if it has to be `whole`)."""
        name = relations_part(part)
        root = self.whole_if_any(name) if whole else self.xml(name)
        found: list[Relation] = []
        for one in () if root is None else root.iter(f"{{{RELATIONS}}}Relationship"):
            kind, target = str(one.get("Type", "")), str(one.get("Target", ""))
            external = one.get("TargetMode") == "External"
            if not external:
                base = "" if target.startswith("/") else posixpath.dirname(part)
                target = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            last = kind.rsplit("/", 1)[-1]
            found.append(Relation(str(one.get("Id", "")), last, kind, target, external))
        return found

    # -- the file -------------------------------------------------------------------------------

    @cached_property
    def sealed(self) -> bool:
        """Whether every part is as speechgen wrote it (the digest in the core properties)."""
        return is_sealed(self._archive)

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with `changed` (part name -> bytes); parts it does not have come last.

        Every other entry stays byte for byte, whatever is in it. Raises SpeechError where a
        changed part stands twice, and where entries overlap.
        """
        entries: dict[CentralEntry, bytes] = {}
        added: dict[str, bytes] = {}
        for name, content in changed.items():
            if name in self:
                self.must(name)
                entries[self._entries[_key(name)][0]] = content
            else:
                added[name] = content
        try:
            return self._archive.replaced(entries, added)
        except ZipError as damaged:
            raise self.unreadable(f"文件的压缩目录已经损坏：{damaged}") from None


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_xml(kept: list[Relation]) -> bytes:
    """The relationships of a part as a part of their own."""
    root = etree.fromstring(f'<Relationships xmlns="{RELATIONS}"/>')
    for one in kept:
        made = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=one.id, Type=one.type)
        made.set("Target", one.target if one.external else "/" + one.target)
        if one.external:
            made.set("TargetMode", "External")
    return serialized(root)


def serialized(root: Element) -> bytes:
    """The part as bytes, the same for the same tree."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
