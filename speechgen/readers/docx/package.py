"""The DOCX as a zip of XML parts, opened with limits: nothing in it can exhaust the machine.

Owns sizes, relationships, safe XML parsing and the test of the seal. Must not know what a part
says.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from speechgen.diagnostics import Span, SpeechError, error

MAX_PART: Final = 64 * 1024 * 1024  # bytes of one part, inflated
MAX_TOTAL: Final = 256 * 1024 * 1024  # bytes of all parts that are read
MAX_RATIO: Final = 400  # inflated : deflated, for parts over a megabyte
MAX_PARTS: Final = 5_000
MAX_NODES: Final = 3_000_000  # XML elements in one part

CORE: Final = "docProps/core.xml"
_SEALED: Final = re.compile(rb"<dc:identifier>speechgen:sha256:([0-9a-f]{64})</dc:identifier>")
_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT_TYPES: Final = ("/officeDocument",)

Element = etree._Element


@dataclass(slots=True)
class _Budget:
    left: int = MAX_TOTAL


class Package:
    """The parts of one DOCX. Raises SpeechError with a Chinese sentence for what is no DOCX."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        self._budget = _Budget()
        self._cache: dict[str, bytes | None] = {}
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise self.refuse(
                "docx-encrypted",
                "这个文件是加了密码的 Word 文档，或是改了后缀的旧版 .doc",
                "在 Word 里去掉密码，另存为 .docx",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except Exception as wrong:  # zipfile raises many kinds for garbage
            raise self.refuse("docx-unreadable", "这个文件不是 .docx，或者已经损坏",
                              "用 Word 或 WPS 打开，另存为 .docx 再试") from wrong  # fmt: skip
        if len(infos) > MAX_PARTS:
            raise self.too_large()
        self._names = {info.filename.lstrip("/").lower(): info for info in infos}

    def refuse(self, rule: str, message: str, hint: str = "") -> SpeechError:
        """The error that this file cannot be read."""
        return SpeechError([error(Span(self._file), rule, message, hint)])

    def too_large(self) -> SpeechError:
        """The error that the file inflates to more than any document does."""
        return self.refuse(
            "docx-too-large",
            "文件解压后大得不像一份文稿，为安全起见没有读取",
            "检查文件来源；图片很多的文稿，先删去图片另存一份",
        )

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where it is missing. Raises SpeechError beyond the limits."""
        key = name.lstrip("/").lower()
        if key not in self._cache:
            self._cache[key] = self._inflate(key)
        return self._cache[key]

    def _inflate(self, key: str) -> bytes | None:
        info = self._names.get(key)
        if info is None:
            return None
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MAX_PART or (info.file_size > 1 << 20 and ratio > MAX_RATIO):
            raise self.too_large()
        limit = min(MAX_PART, self._budget.left)
        try:
            with self._zip.open(info) as stream:
                content = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
        ):
            return None
        if len(content) > limit:
            raise self.too_large()
        self._budget.left -= len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None where it is missing or not XML."""
        content = self.part(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
            raise self.refuse("docx-doctype", "文件里有文稿不该有的 XML 声明，为安全起见没有读取")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True, huge_tree=False, recover=False,
        )  # fmt: skip
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            return None

    @cached_property
    def main(self) -> str:
        """The name of the document part, found by its relationship or else by habit."""
        for kind, target, _ in self.relationships("_rels/.rels", "").values():
            if kind.endswith(_DOCUMENT_TYPES) and self.part(target) is not None:
                return target
        return "word/document.xml"

    def related(self, ending: str, habit: str) -> str:
        """The part that the document names by relationship type, or the usual name."""
        folder, name = posixpath.split(self.main)
        rels = self.relationships(f"{folder}/_rels/{name}.rels", folder)
        for kind, target, external in rels.values():
            if kind.endswith(ending) and not external and self.part(target) is not None:
                return target
        return posixpath.join(folder, habit)

    def relationships(self, name: str, folder: str) -> dict[str, tuple[str, str, bool]]:
        """Id -> (type, target, external); empty where the part is missing or broken."""
        root = self.xml(name)
        if root is None:
            return {}
        found: dict[str, tuple[str, str, bool]] = {}
        for rel in root.iter(f"{{{_REL}}}Relationship"):
            target = rel.get("Target", "")
            external = rel.get("TargetMode") == "External"
            if not external:
                absolute = target.startswith("/")
                target = posixpath.normpath(
                    target.lstrip("/") if absolute else posixpath.join(folder, target)
                )
            found[rel.get("Id", "")] = (rel.get("Type", ""), target, external)
        return found

    @cached_property
    def sealed(self) -> bool:
        """Whether every part is as speechgen wrote it (the digest in the core properties)."""
        core = self.part(CORE) or b""
        found = _SEALED.findall(core)
        if len(found) != 1:
            return False
        total = hashlib.sha256()
        for name in sorted(info.filename for info in self._zip.infolist()):
            if name != CORE:
                content = self.part(name)
                if content is None:
                    return False
                total.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        total.update(b"\0core\0" + _SEALED.sub(b"<dc:identifier></dc:identifier>", core))
        return total.hexdigest() == str(found[0], "ascii")
