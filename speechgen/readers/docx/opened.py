"""A DOCX opened for a walk through its paragraphs: its body, styles, numbers and notes.

Owns where these stand in a package, and the paragraphs as a reader who accepts all changes has
them. Must not know what a walk is after.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from speechgen.files.word import WordPackage
from speechgen.readers.docx import runs
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.styles import StyleFacts, Styles
from speechgen.readers.docx.xml import Element, at, attribute, child, local, members

_OF_PAGES: Final = dict.fromkeys(map(ord, "第共页 — -－"))
_WORDS: Final = re.compile(r"[^\W\d_]")
_END: Final[tuple[str, Element | None]] = ("", None)


class WordBlock(NamedTuple):
    """A table, or a paragraph with what it `holds`. Its `pieces` are None where its end was deleted
    and they begin the next one. `below` is the paragraph that stands right under it."""

    element: Element
    is_table: bool = False
    properties: Element | None = None
    holds: runs.Found = runs.Found()
    pieces: list[runs.RunText] | None = None
    below: Element | None = None


class WordText:
    """The text of one package. Word's numbers and fields go on from paragraph to paragraph, so that
    each walk needs one of its own. Raises SpeechError beyond the limits of a package only."""

    def __init__(self, package: WordPackage, printed: Container[str] = ()) -> None:
        """In paragraph styles of the names in `printed` stand no words of the document."""
        self.package, self._printed = package, printed
        self.body: Element | None = at(package.xml(package.main), "body")
        self.styles = Styles(package.xml(package.related("/styles", "styles.xml")))
        self.numbering = Numbering(package.xml(package.related("/numbering", "numbering.xml")))
        self.notes = runs.NoteTexts(package)
        self.fields = runs.FieldState()

    def whole_body(self) -> Element:
        """The body. Raises SpeechError where there is none."""
        if self.body is None:
            raise self.package.no_body()
        return self.body

    def margins(self) -> Iterator[tuple[str, int, str]]:
        """The words of headers and footers, each once: (header or footer, paragraph, text). Page
        numbers are no words."""
        told: set[str] = set()
        for one in self.package.relations(self.package.main):
            known = one.kind in ("header", "footer") and not one.external
            root = self.package.xml(one.target) if known else None
            texts = () if root is None else map(str.strip, runs.texts_in(root))
            for row, text in enumerate(texts, 1):
                if text not in told and _WORDS.search(text.translate(_OF_PAGES)):
                    told.add(text)
                    yield one.kind, row, text

    def blocks(self, container: Element) -> Iterator[WordBlock]:
        """The paragraphs and tables of a body or a text box."""
        carried: list[runs.RunText] = []  # of paragraphs whose end was deleted
        blocks = list(runs.paragraphs_in(container))
        for (name, element), (following, after) in zip(blocks, [*blocks[1:], _END], strict=False):
            if name == "tbl":
                yield WordBlock(element, is_table=True)
                continue
            properties = child(element, "pPr")
            holds = runs.read_runs(element, self.fields)
            carried += [] if self.style_name(properties) in self._printed else holds.pieces
            flows = any(local(each) in runs.DELETED for each in members(properties, "rPr"))
            pieces = None if flows and following == "p" else carried
            below = after if following == "p" and not flows else None
            yield WordBlock(element, False, properties, holds, pieces, below)
            carried = carried if pieces is None else []

    def style(self, properties: Element | None) -> str:
        """The id of a paragraph's style."""
        return attribute(child(properties, "pStyle")) or self.styles.default

    def style_name(self, properties: Element | None) -> str:
        """The name of a paragraph's style."""
        return self.styles.names.get(self.style(properties), "")

    def facts(self, properties: Element | None) -> StyleFacts:
        """What a paragraph's style says."""
        return self.styles.facts(self.style(properties))

    def label(self, properties: Element | None) -> str:
        """The automatic number in front of the next paragraph. Counts on."""
        return self.numbering.label_of(properties, self.facts(properties)).strip()
