"""Labels as Word's own numbering, the same labels on paper as the literal ones.

Owns which lists Word can count and how: the headings' multilevel list bound to their styles, a
second instance of it for run-in heads, and one single-level list per wording with an instance
for every list. What Word cannot count (首先 其次, lists it would not restart) stays literal text.
Must not know how paragraphs are assembled nor the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from zlib import crc32

from speechgen.document import Block, Document, Item, sibling_lists
from speechgen.layout import names
from speechgen.layout.model import Layout
from speechgen.marks import escaped
from speechgen.numbering import COUNTERS, FALLBACK, NONE, RUN_ON, Pattern
from speechgen.writers.docx.styles import indents_of, run_of

LEVELS: Final = 9  # of a Word list


class Wording(NamedTuple):
    """A level of a Word list: `format` is w:numFmt, `text` w:lvlText with `{}` for %n; `look` is
    the role whose type the label is set in."""

    format: str
    text: str
    look: str


class LiveLabels:
    """Numbers one document. `numbering()` is the part it needs; `bound` are the heading styles
    that carry a number (style id -> level from 0), `styles()` puts it there.

    `free` are the first definition and instance that are free in somebody else's package, whose
    heading styles stay as they are: there every heading carries its number itself.
    """

    def __init__(
        self, document: Document, layout: Layout, free: tuple[int, int] | None = None
    ) -> None:
        self._layout = layout
        self._styled = free is None
        self._abstract, self._number = free or (0, 1)
        self._levels: dict[int, Wording] = {}  # of the headings' list, from 0
        self._singles: dict[Wording, int] = {}  # the other wordings -> abstract number
        self._instances: list[int] = []  # abstract number of each single list
        self._counted: dict[int, tuple[int, int]] = {}  # block -> (instance, level from 0)
        blocks = document.blocks
        lists = {members[0]: members for members in sibling_lists(blocks)}
        started: set[int] = set()  # levels (from 0) at which the multilevel list counts on
        for at, block in enumerate(blocks):
            if isinstance(block, Item):
                if at in lists:
                    self._plan(blocks, lists[at], started)
                if self._counted.get(at, (1, 0))[0] == 0:
                    started = set(range(block.level))  # a deeper label starts those above it
        self.bound = {
            names.heading_style(level + 1).id: level
            for level in self._levels
            if self._styled and level < names.BUILT_IN_LEVELS
        }

    def _plan(self, blocks: Sequence[Block], members: Sequence[int], started: set[int]) -> None:
        """What counts a list: nothing where Word would not print the labels that it has. One of
        headings goes into the multilevel list (instance 0) as long as Word restarts it where the
        document does; every other gets an instance of its own."""
        items = [block for at in members if isinstance(block := blocks[at], Item)]
        labels, first = [item.label for item in items], items[0]
        for text in (first.pattern, FALLBACK):
            pattern = Pattern.parse(text)
            form = "" if pattern.counter == NONE else COUNTERS[pattern.counter].word
            wanted = [
                f"{pattern.label(n, len(items))}{pattern.gap}" for n in range(1, len(items) + 1)
            ]
            if form and wanted == labels and not set(pattern.before + pattern.after) & set("%{}"):
                break
        else:
            return
        level, look = first.level - 1, f"heading-{first.level}" if first.heading else "body"
        wording = Wording(form, f"{pattern.before}{{}}{pattern.after}{pattern.gap}", look)
        restarts = not first.pattern.endswith(RUN_ON)  # Word restarts it below every heading
        headed = any(item.heading for item in items)
        if restarts and headed and level < LEVELS and level not in started:
            kept = self._levels.setdefault(level, wording)
            if kept == wording and len({_own_line(item) for item in items}) == 1:
                self._counted |= dict.fromkeys(members, (0, level))
                return
        self._instances.append(self._singles.setdefault(wording, len(self._singles) + 1))
        self._counted |= dict.fromkeys(members, (len(self._instances) + 1, 0))

    def of(self, item: Item, at: int) -> tuple[str, str]:
        """The label as text where Word does not count it, and the paragraph's w:numPr."""
        by_style = _own_line(item) and names.heading_style(item.level).id in self.bound
        if at not in self._counted:
            return item.label, _number_properties(0, 0) if by_style else ""
        instance, level = self._counted[at]
        if instance == 0 and by_style:
            return "", ""
        return "", _number_properties(level, self._number + (instance or 1))

    def numbering(self) -> str:
        """The list definitions and then the instances, as they stand inside w:numbering."""
        first, number = self._abstract, self._number
        headings = "".join(self._level(at, self._levels.get(at), True) for at in range(LEVELS))
        definitions = [(first, "multilevel", headings)] + [
            (first + at, "singleLevel", self._level(0, wording, False))
            for wording, at in self._singles.items()
        ]
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        instances = [(0, ""), (0, ""), *((abstract, restart) for abstract in self._instances)]
        return "".join(
            f'<w:abstractNum w:abstractNumId="{at}"><w:nsid w:val="{_mark("list", at, levels)}"/>'
            f'<w:multiLevelType w:val="{kind}"/><w:tmpl w:val="{_mark("look", levels)}"/>'
            f"{levels}</w:abstractNum>"
            for at, kind, levels in definitions
        ) + "".join(
            f'<w:num w:numId="{number + at}"><w:abstractNumId w:val="{first + abstract}"/>'
            f"{override}</w:num>"
            for at, (abstract, override) in enumerate(instances)
        )

    def styles(self, part: bytes) -> bytes:
        """`styles.xml` with w:numPr in the heading styles that carry a number."""
        styles = part.decode()
        for style, level in self.bound.items():
            start = styles.index(f'w:styleId="{style}"')
            at = styles.index("<w:pPr>", start) + len("<w:pPr>")
            while styles.startswith(("<w:keepNext", "<w:keepLines", "<w:widowControl"), at):
                at = styles.index("/>", at) + 2
            styles = styles[:at] + _number_properties(level, self._number) + styles[at:]
        return styles.encode()

    def _level(self, level: int, wording: Wording | None, multilevel: bool) -> str:
        bound = properties = ""
        format, text = "none", ""
        if wording is not None:
            style, look = names.heading_style(level + 1).id, self._layout.look(wording.look)
            format, text = wording.format, escaped(wording.text.format(f"%{level + 1}"))
            bound = f'<w:pStyle w:val="{style}"/>' if multilevel and style in self.bound else ""
            if self._styled:
                properties = f"<w:pPr>{indents_of(look)}</w:pPr><w:rPr>{run_of(look)}</w:rPr>"
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{bound}'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f"{properties}</w:lvl>"
        )


def _number_properties(level: int, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _own_line(item: Item) -> bool:
    return item.heading and not (item.body or item.entries)


def _mark(*told: object) -> str:
    """Eight hexadecimal digits of what is told: Word merges lists of one `nsid` that it pastes,
    and those without any."""
    return f"{crc32(repr(told).encode()):08X}"
