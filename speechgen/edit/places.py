"""Where elements of a part stand in its bytes, so that one can be changed and every other byte
kept.

Owns byte offsets and splices. Must not know what an element says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files.word import MAIN

_TAG: Final = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_PROPERTIES: Final = f"{{{MAIN}}}pPr"

Splice = tuple[int, int, bytes]
"""Bytes from … to … become these."""


@dataclass(slots=True)
class XmlExtent:
    """An element: `start` and `end` of all of it, `inside` is where its content begins; for an
    element without any (`<w:p/>`) that is its end and `closed` is true. `children` are those of a
    paragraph's properties, and the properties of a paragraph."""

    name: str
    start: int
    inside: int = 0
    end: int = 0
    closed: bool = False
    children: list[XmlExtent] = field(default_factory=list)

    def child(self, name: str) -> XmlExtent | None:
        """The first child of that name (`{namespace}name`)."""
        return next((each for each in self.children if each.name == name), None)


def unusual(file: str, rule: str) -> SpeechError:
    """The error that a file is written in a way in which nothing can be changed in place."""
    said, hint = "这个 Word 文件的写法少见，不能原样改写", "用 Word 或 WPS 另存一份再试"
    return refusal(Span(file), rule, said, hint)


class PartMap:
    """The elements of one part that go by one of `tags` (`{namespace}name`), in order; of
    anything else nothing is kept. The package has parsed the part: it declares no entities.

    Raises `unplaced` for what cannot be placed for certain.
    """

    def __init__(self, content: bytes, tags: Collection[str], unplaced: SpeechError) -> None:
        self._content, self._tags, self._unusual = content, tags, unplaced
        self._open: list[XmlExtent | None] = []
        self._prefix = ""
        self._is_certain = True  # nothing else has the prefix, nothing has another
        self.elements: list[XmlExtent] = []
        declared = content[:200].partition(b"?>")[0]
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            b"encoding" in declared and b"utf-8" not in declared.lower()
        ):
            raise self._unusual
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError:
            raise self._unusual from None

    @property
    def prefix(self) -> str:
        """The one prefix by which the part names elements of Word's. Raises the refusal where a
        name may mean something else further inside."""
        if not self._prefix or not self._is_certain:
            raise self._unusual
        return self._prefix

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if uri == MAIN and prefix and not self._prefix and not self._open:
            self._prefix = prefix
        elif (uri == MAIN) != (prefix == self._prefix):
            self._is_certain = False

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = f"{{{name}" if "}" in name else name
        above = self._open[-1] if self._open else None
        is_wanted = name in self._tags
        if not (is_wanted or (above is not None and _PROPERTIES in (above.name, name))):
            self._open.append(None)
            return
        start = self._parser.CurrentByteIndex
        found = _TAG.match(self._content, start)
        if found is None:
            raise self._unusual
        place = XmlExtent(name, start, found.end(), closed=found[0].endswith(b"/>"))
        if above is not None:
            above.children.append(place)
        self._open.append(place)
        if is_wanted:
            self.elements.append(place)

    def _end(self, _name: str) -> None:
        place = self._open.pop()
        if place is not None:
            end = self._content.index(b">", self._parser.CurrentByteIndex) + 1
            place.end = place.inside if place.closed else end

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The part with the splices made; those at one place in the order given. Raises the refusal
        where one stands inside another."""
        pieces: list[bytes] = []
        done = 0
        for start, end, new in sorted(splices, key=lambda each: (each[0], each[1])):
            if start < done:
                raise self._unusual
            pieces += [self._content[done:start], new]
            done = end
        return b"".join([*pieces, self._content[done:]])
