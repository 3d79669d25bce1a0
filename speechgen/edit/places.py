"""Where the paragraphs of a document part stand in its bytes, so that one can be changed and
every other byte kept.

Owns byte offsets and splices. Must not know what a paragraph says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.files.word import MAIN

_TAG: Final = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")

Splice = tuple[int, int, bytes]
"""Bytes from … to … become these."""


@dataclass(slots=True)
class XmlExtent:
    """An element: `start` and `end` of all of it, `inside` and `inside_end` of its content; for
    an element without any (`<w:p/>`) both are its end and `closed` is true."""

    name: str
    start: int
    inside: int = 0
    inside_end: int = 0
    end: int = 0
    closed: bool = False
    children: list[XmlExtent] = field(default_factory=list)

    def child(self, name: str) -> XmlExtent | None:
        """The first child of that name (with its prefix)."""
        return next((each for each in self.children if each.name == name), None)


class PartMap:
    """The paragraphs of one part with their properties; of anything else nothing is kept.

    Raises SpeechError for what cannot be placed for certain.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self._content, self._file = content, file
        self._open: list[XmlExtent | None] = []
        self.paragraphs: list[XmlExtent] = []
        self.prefix = ""
        declared = content[:200].partition(b"?>")[0]
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            b"encoding" in declared and b"utf-8" not in declared.lower()
        ):
            raise self._unusual()
        self._parse()

    def _parse(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        try:
            self._parser.Parse(self._content, True)
        except expat.ExpatError:
            raise self._unusual() from None

    def _doctype(self, *_declared: object) -> None:
        raise self._unusual()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            prefixes = [key for key, uri in attributes.items() if uri == MAIN]
            if len(prefixes) != 1 or not prefixes[0].startswith("xmlns:"):
                raise self._unusual()
            self.prefix = prefixes[0].removeprefix("xmlns:")
            self._paragraph, self._properties = f"{self.prefix}:p", f"{self.prefix}:pPr"
        for key, uri in attributes.items():
            own = key == f"xmlns:{self.prefix}"
            if key.startswith("xmlns") and own != (uri == MAIN):
                raise self._unusual()  # a name may mean something else further inside
        above = self._open[-1] if self._open else None
        under = above.name if above is not None else ""
        of_paragraph = under == self._paragraph and name == self._properties
        if not (name == self._paragraph or of_paragraph or under == self._properties):
            self._open.append(None)
            return
        start = self._parser.CurrentByteIndex
        found = _TAG.match(self._content, start)
        if found is None:
            raise self._unusual()
        place = XmlExtent(name, start, found.end(), closed=found[0].endswith(b"/>"))
        if above is not None:
            above.children.append(place)
        self._open.append(place)
        if name == self._paragraph:
            self.paragraphs.append(place)

    def _end(self, name: str) -> None:
        place = self._open.pop()
        if place is None:
            return
        if place.closed:
            place.inside_end = place.end = place.inside
            return
        place.inside_end = self._parser.CurrentByteIndex
        place.end = self._content.index(b">", place.inside_end) + 1

    def _unusual(self) -> SpeechError:
        return SpeechError(
            [
                error(
                    Span(self._file),
                    "edit-docx",
                    "这个 Word 文件的写法少见，不能原样改写",
                    "用 Word 或 WPS 另存一份再试",
                )
            ]
        )


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """`content` with the splices made; those at one place in the order given."""
    pieces: list[bytes] = []
    done = 0
    for start, end, new in sorted(splices, key=lambda each: (each[0], each[1])):
        assert start >= done
        pieces += [content[done:start], new]
        done = end
    return b"".join([*pieces, content[done:]])
