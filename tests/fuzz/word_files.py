"""Random Word files: odd paragraphs, runs, tables, numbering and styles; some with damaged parts.

Owns what is in such a file. The same seed and number make the same bytes. Must not know what is
done with the files.
"""

from __future__ import annotations

import random
import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.fuzz.damage import DAMAGES, Parts, W, spoilt, zipped
from tests.fuzz.odd_texts import LABELS, LINES, NONSENSE, SENTENCES, disturbed, rule_texts
from tests.fuzz.word_elements import (
    CELL_LOOKS,
    IN_RUN,
    INLINE,
    LEVEL_LOOKS,
    PARAGRAPH_LOOKS,
    PICTURE,
    ROW_LOOKS,
    RUN_LOOKS,
    SETTINGS,
    WRAPPERS,
)
from tests.pictures_made import png

_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="{_RELATIONSHIP}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REVISIONS: Final = r"\bw:(?:ins|del|moveFrom|moveTo|pPrChange)\b"
_KINDS: Final = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "comments": "comments",
    "header1": "header",
    "footer1": "footer",
}
"""The parts beside the document: name -> type."""


def word_file(seed: int | str, number: int, whole: bool = False) -> bytes:
    """The bytes of one Word file; three in four are whole, and all if they have to be."""
    chance = random.Random(f"word/{seed}/{number}")
    maker = _Maker(chance)
    parts = maker.parts()
    if is_damaged(number) and not whole:
        for _ in range(chance.choice((1, 1, 2))):
            chance.choice(DAMAGES)(parts, chance)
        data = zipped(parts, chance)
        return spoilt(data, chance) if chance.random() < 0.3 else data
    return zipped(parts, chance)


def is_damaged(number: int) -> bool:
    """Whether the file of this number has damaged parts."""
    return number % 4 == 3


class _Maker:
    """The XML of one file; a `depth` bounds what stands inside one another."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._is_tracked = chance.random() < 0.5

    def parts(self) -> Parts:
        body = "".join(self._block(0) for _ in range(self._chance.randint(0, 14)))
        if self._chance.random() < 0.05:
            body += self._monotony()
        body += self._section() if self._chance.random() < 0.7 else ""
        kept = [name for name in _KINDS if self._chance.random() < 0.8]
        made = {
            "styles": self._styles,
            "numbering": self._numbering,
            "settings": lambda: self._root("settings", self._some(SETTINGS)),
            "footnotes": lambda: self._root("footnotes", self._notes("footnote")),
            "comments": lambda: self._root("comments", self._notes("comment")),
            "header1": lambda: self._root("hdr", self._block(3)),
            "footer1": lambda: self._root("ftr", self._block(3)),
        }
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MIME}.{_KINDS[name]}+xml"/>'
            for name in kept
        )
        links = "".join(
            f'<Relationship Id="r{at}" Type="{_RELATIONSHIP}/{_KINDS[name]}" Target="{name}.xml"/>'
            for at, name in enumerate(kept)
        )
        links += (
            f'<Relationship Id="r20" Type="{_RELATIONSHIP}/hyperlink" TargetMode="External"'
            ' Target="http://example.cn/"/>'
        )
        links += "".join(
            f'<Relationship Id="r{id}" Type="{_RELATIONSHIP}/image" Target="media/{id}.png"/>'
            for id in (30, 31)
        )
        odd = bytearray(png())
        odd[self._chance.randrange(len(odd))] = self._chance.randrange(256)
        return {
            "word/media/30.png": png(),
            "word/media/31.png": bytes(odd),
            "[Content_Types].xml": _xml(
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/><Default'
                ' Extension="xml" ContentType="application/xml"/><Override PartName='
                f'"/word/document.xml" ContentType="{_MIME}.document.main+xml"/>{overrides}</Types>'
            ),
            "_rels/.rels": _xml(
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{_RELATIONSHIP}/officeDocument" Target="word/document.xml"/>'
                "</Relationships>"
            ),
            "word/document.xml": self._root("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": _xml(
                f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
            ),
            **{f"word/{name}.xml": made[name]() for name in kept},
        }

    # -- texts -------------------------------------------------------------------------------

    def _text(self) -> str:
        step = self._chance.random()
        if step < 0.3:
            return self._chance.choice(LINES)
        if step < 0.6:
            return self._chance.choice(LABELS) + self._chance.choice(("", *SENTENCES, *LINES))
        if step < 0.7:
            return disturbed(self._chance.choice(rule_texts()), self._chance)
        if step < 0.97:
            return "".join(self._chance.choices(SENTENCES, k=self._chance.randint(1, 3)))
        return self._chance.choice((*SENTENCES, *LINES)) * self._chance.choice((20, 200))

    def _value(self, *usual: str) -> str:
        """An attribute's value, quoted: mostly usual, now and then nonsense."""
        if usual and self._chance.random() < 0.75:
            return quoteattr(self._chance.choice(usual))
        return quoteattr(self._chance.choice(NONSENSE))

    def _some(self, among: tuple[str, ...]) -> str:
        """A few of these elements, with values; `{}` in them is the place of one."""
        chosen = self._chance.choices(among, k=self._chance.choice((0, 0, 1, 2, 3)))
        return "".join(each.replace("{}", self._value("1", "0")) for each in chosen)

    # -- blocks ------------------------------------------------------------------------------

    def _block(self, depth: int) -> str:
        step = self._chance.random()
        if step < 0.75 or depth > 3:
            return self._paragraph(depth)
        if step < 0.87:
            return self._table(depth + 1)
        inner = "".join(self._block(depth + 1) for _ in range(self._chance.randint(0, 2)))
        return self._chance.choice(WRAPPERS).replace("{}", inner)

    def _monotony(self) -> str:
        """The same label, or counting on, many times over."""
        step, many = self._chance.randrange(4), self._chance.choice((30, 150, 400))
        label, line = self._chance.choice(LABELS), self._chance.choice(SENTENCES)
        if step == 0:
            return f"<w:p><w:r><w:t>{label}{line}</w:t></w:r></w:p>" * many
        if step == 1:
            return f"<w:p><w:r><w:t>{label * many}{line}</w:t></w:r></w:p>"
        if step == 2:
            return "".join(f"<w:p><w:r><w:t>{at}.{line}</w:t></w:r></w:p>" for at in range(1, many))
        return "".join(
            f"<w:p><w:r><w:t>{label}{line}</w:t></w:r></w:p>"
            for label in self._chance.choices(LABELS, k=many)
        )

    def _paragraph(self, depth: int) -> str:
        runs = "".join(self._inline(depth) for _ in range(self._chance.choice((0, 1, 1, 1, 2, 4))))
        properties = ""
        if self._chance.random() < 0.6:
            style = f"<w:pStyle w:val={self._value('Normal', 'H1', 'T', 'L1', 'L2', 'No')}/>"
            numbered = (
                f"<w:numPr><w:ilvl w:val={self._value('0', '1', '2')}/>"
                f"<w:numId w:val={self._value('1', '2', '3', '4')}/></w:numPr>"
            )
            properties = (
                "<w:pPr>"
                + (style if self._chance.random() < 0.5 else "")
                + (numbered if self._chance.random() < 0.4 else "")
                + self._some(PARAGRAPH_LOOKS)
                + "</w:pPr>"
            )
        return f"<w:p>{properties}{runs}</w:p>"

    def _inline(self, depth: int) -> str:
        step = self._chance.random()
        if step < 0.6 or depth > 4:
            return self._run(depth)
        inner = "".join(self._inline(depth + 1) for _ in range(self._chance.randint(0, 2)))
        wrapped = self._chance.choice(INLINE).replace("{v}", self._value("1", "2"))
        return wrapped.replace("{}", inner)

    def _run(self, depth: int) -> str:
        looks = f"<w:rPr>{self._some(RUN_LOOKS)}</w:rPr>" if self._chance.random() < 0.3 else ""
        text = f'<w:t xml:space="preserve">{_escaped(self._text())}</w:t>'
        if self._chance.random() < 0.75:
            return f"<w:r>{looks}{text}</w:r>"
        odd = self._chance.choice(IN_RUN).replace("{v}", self._value("1", "2"))
        if "{p}" in odd:
            odd = odd.replace("{p}", self._block(depth + 2) if depth < 4 else "")
        return f"<w:r>{looks}{self._chance.choice((odd, odd + text, text + odd, odd * 3))}</w:r>"

    def _table(self, depth: int) -> str:
        rows = ""
        for _ in range(self._chance.choice((0, 1, 1, 2, 3))):
            cells = "".join(self._cell(depth) for _ in range(self._chance.choice((0, 1, 1, 2, 4))))
            row = f"<w:tr><w:trPr>{self._some(ROW_LOOKS)}</w:trPr>{cells}</w:tr>"
            rows += f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>" if depth > 2 else row
        grid = f"<w:tblGrid><w:gridCol w:w={self._value('900', '100')}/></w:tblGrid>"
        return f"<w:tbl><w:tblPr/>{self._chance.choice(('', grid))}{rows}</w:tbl>"

    def _cell(self, depth: int) -> str:
        step = self._chance.random()
        if step < 0.2:
            inner = self._chance.choice(("", "<w:p/>", f"<w:p><w:r>{PICTURE}</w:r></w:p>"))
        else:
            inner = "".join(self._block(depth + 1) for _ in range(self._chance.choice((1, 1, 2))))
        return f"<w:tc><w:tcPr>{self._some(CELL_LOOKS)}</w:tcPr>{inner}</w:tc>"

    def _section(self) -> str:
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="r{self._chance.randint(0, 9)}"/>'
            f"<w:pgSz w:w={self._value('11906')} w:h={self._value('16838')}/>"
            f"<w:pgMar w:top={self._value('2098')} w:left={self._value('1588')}"
            f" w:right={self._value('1474')} w:bottom={self._value('1984')}/>"
            f"<w:docGrid w:linePitch={self._value('579')}/></w:sectPr>"
        )

    # -- other parts -------------------------------------------------------------------------

    def _root(self, name: str, inner: str) -> bytes:
        if not self._is_tracked:  # into a file with revisions `check --fix --track` puts none
            inner = re.sub(_REVISIONS, "w:customXml", inner).replace("w:delText", "w:t")
        return _xml(f"<w:{name} {_NAMESPACES}>{inner}</w:{name}>")

    def _notes(self, name: str) -> str:
        return "".join(
            f"<w:{name} w:id={self._value('1', '2')}>{self._block(3)}</w:{name}>"
            for _ in range(self._chance.randint(0, 2))
        )

    def _styles(self) -> bytes:
        ids = ("Normal", "H1", "T", "L1", "L2")
        names = (
            "heading 1",
            "标题 9",
            "Title",
            "Body Text",
            "称谓",
            "要点 1",
            "段内标题 2",
            "toc 1",
        )
        styles = "".join(
            f'<w:style w:type="paragraph" w:default={self._value("0", "1")} w:styleId="{ident}">'
            f"<w:name w:val={self._value(*names, 'heading 0', '目录 ²')}/>"
            f"<w:basedOn w:val={self._value(*ids)}/><w:pPr>"
            + (f"<w:numPr><w:numId w:val={self._value('1', '2')}/></w:numPr>" if at % 2 else "")
            + f"{self._some(PARAGRAPH_LOOKS)}</w:pPr><w:rPr>{self._some(RUN_LOOKS)}</w:rPr>"
            "</w:style>"
            for at, ident in enumerate(ids)
            if self._chance.random() < 0.8
        )
        return self._root("styles", styles)

    def _numbering(self) -> bytes:
        inner = ""
        for ident in ("0", "1", "2"):
            levels = "".join(
                self._level(level) for level in range(self._chance.choice((0, 1, 3, 9)))
            )
            link = self._chance.choice(
                ("", "", f"<w:numStyleLink w:val={self._value('L1', 'L2')}/>")
            )
            link += self._chance.choice(("", "", f"<w:styleLink w:val={self._value('L1', 'L2')}/>"))
            inner += f'<w:abstractNum w:abstractNumId="{ident}">{link}{levels}</w:abstractNum>'
        for ident in ("1", "2", "3", "4"):
            override = (
                f"<w:lvlOverride w:ilvl={self._value('0')}><w:startOverride"
                f" w:val={self._value('1', '5')}/></w:lvlOverride>"
            )
            inner += (
                f'<w:num w:numId="{ident}"><w:abstractNumId w:val={self._value("0", "1", "2")}/>'
                f"{self._chance.choice(('', '', override))}</w:num>"
            )
        return self._root("numbering", inner)

    def _level(self, level: int) -> str:
        forms = ("decimal", "chineseCounting", "japaneseCounting", "bullet", "none", "ordinal")
        texts = (
            f"%{level + 1}、",
            f"（%{level + 1}）",
            "%1.%2",
            "%9",
            "%0%",
            "",
            "第%1章",
            "%1" * 30,
        )
        return (
            f"<w:lvl w:ilvl={self._value(str(level), str(level))}>"
            f"<w:start w:val={self._value('1', '1', '0', '-5', '9999')}/>"
            f"<w:numFmt w:val={self._value(*forms, 'decimalEnclosedCircle', 'upperRoman')}/>"
            f"<w:lvlText w:val={self._value(*texts)}/>{self._some(LEVEL_LOOKS)}</w:lvl>"
        )


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _escaped(text: str) -> str:
    """The text as XML holds it; what it cannot hold is left out."""
    return escape("".join(char for char in text if char >= " " or char == "\t"))
