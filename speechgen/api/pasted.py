"""正文 as a text that was pasted as it stood (`正文: |`): read as an import reads it.

Owns what becomes of such a text: points, and whatever else of an outline it holds. Must not know
how a text is read, nor what an outline's keys mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, info
from speechgen.library.model import MeetingType
from speechgen.numbering import NONE
from speechgen.outline import COMMON_FIELDS
from speechgen.schema.fields import find_field
from speechgen.schema.notes import line_of
from speechgen.schema.pieces import typed_lines
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, load
from speechgen.text import Text, cut, joined, locate

_BODY: Final = ("正文", "body")
_LABELLED: Final = (
    r"(?m)^\s*(?:[一二三四五六七八九十]{1,3}[、.．是要]|[（(][一二三四五六七八九十\d]"
    r"|\d{1,2}[.．、]|第[一二三四五六七八九十]|[①②③])"
)
_NEXT: Final = r"(?<=[。；！？])\s*(?=[一二三四五六七八九十]{1,3}、)"
"""Where the next part begins in a text whose line breaks were lost."""
_LOOKS: Final = ("编号", "独行")  # keys that say how it looks, not what it says
_OURS: Final = ("类型", "标题")


def with_pasted(loaded: Loaded, kind: MeetingType, file: str) -> Loaded:
    """The outline with a pasted 正文 as what an import would make of it; any other as it is.

    Raises SpeechError for a text that says again what the outline says, or holds what the type
    has no place for."""
    root = loaded.root
    if not isinstance(root, MappingNode):
        return loaded
    pairs = {key.text: (key, node) for key, node in root.pairs}
    key, body = next((pairs[name] for name in _BODY if name in pairs), (None, None))
    if key is None or not isinstance(body, ScalarNode) or body.style == "quoted":
        return loaded
    if not body.text.strip():
        return loaded
    lines = [line for line in _lines_of(body) if line.strip()]
    if len(lines) < 2 or not re.search(_LABELLED, "\n".join(lines)):
        return loaded
    title = pairs.get("标题", pairs.get("title", (None, None)))[1]
    made = _read(lines, kind, file, title.text if isinstance(title, ScalarNode) else "")
    if made is None:
        return loaded
    found, notes = made
    span = key.span
    source = line_of(span, file, loaded.lines)
    rows = Locator(lines, span)
    taken: list[tuple[ScalarNode, YamlNode]] = []
    parts = 0
    for name, node in found.pairs:
        if name.text in _OURS or (isinstance(node, ScalarNode) and node.text == NONE):
            continue
        told = rows.node(node)
        if name.text == "正文":
            parts = len(told.items) if isinstance(told, SequenceNode) else 1
            taken.append((key, told))
            continue
        field, refused = find_field((*kind.fields, *COMMON_FIELDS), name.text), ""
        if name.text == "编号" and any(one in pairs for one in ("编号", "numbering")):
            continue
        if name.text == "材料" or field is None:
            refused = f"“正文”里第一个序号前面或结尾还有文字，“{kind.name}”没有地方印"
            hint = "删去这几段；全用自己的话，就用  类型: 公文"
        elif any(one in pairs for one in field.names):
            refused, hint = f"“正文”里粘贴了“{field.key}”，外面又写了一遍", "留下一处"
        if refused:
            at = rows.first(told)
            line = line_of(at, file, loaded.lines)
            raise SpeechError([error(at, "outline-pasted", refused, hint, line)])
        taken.append((ScalarNode(name.text, rows.first(told) or span), told))
    names = [name.text for name, _ in taken if name is not key]
    others = "、".join(name for name in names if name not in _LOOKS)
    alike = "照原样" if "编号" in names else ""
    said = f"“正文”是粘贴的文字，读成 {parts} 个部分；手写的序号已去掉，由程序{alike}编"
    said += f"；{others}也读自这段文字" if others else ""
    hint = "要改成提纲的写法，就把它存成 .txt，再  speechgen import 文稿.txt -o 提纲.yaml"
    within = {line.origins[0][1].line for line in lines}
    kept = [
        note
        for note in loaded.diagnostics
        if note.span.line not in within or note.severity is Severity.ERROR
    ]
    kept += [*notes, info(span, "outline-pasted", said, hint, source)]
    before = [pair for pair in root.pairs if pair[0] is not key]
    return replace(
        loaded,
        root=replace(root, pairs=(*before, *taken)),
        diagnostics=tuple(sorted(kept, key=lambda note: note.span)),
    )


def _lines_of(body: ScalarNode) -> list[Text]:
    """The lines of the file that a text stands on; of one line, the parts that it holds."""
    text = Text(body.text, body.origins)
    if len(body.origins) == 1 and "\n" not in text:
        ends = [0, *(at.start() for at in re.finditer(_NEXT, text)), len(text)]
        return [cut(text, start, end) for start, end in pairwise(ends)]
    if body.style == "literal":
        return [cut(text, *found.span()) for found in re.finditer("[^\n]+", text)]
    return typed_lines(text)


def _read(
    lines: list[Text], kind: MeetingType, file: str, title: str
) -> tuple[MappingNode, tuple[Diagnostic, ...]] | None:
    """What an import makes of the lines under that title, as the nodes of an outline, and what it
    has to say; None where it finds no points."""
    from speechgen.extract.outline import extract
    from speechgen.readers.reading import SourceLine, stripped
    from speechgen.readers.structure import structure

    bare = re.sub(r"[\s|｜]", "", title)
    if re.sub(r"\s", "", lines[0]) == bare:
        lines = lines[1:]
    rows = [SourceLine(Text(bare or "文稿"), 0, role="title")]
    for line in lines:
        span = line.origins[0][1]
        rows.append(SourceLine(stripped(line), span.line, len(line) - len(line.lstrip())))
    readings = structure(rows)
    if len(readings) != 1:
        span = lines[0].origins[0][1]
        said = f"“正文”里像是有 {len(readings)} 篇文稿"
        hint = "一份提纲写一篇；几篇的文件用 speechgen import 分开"
        raise SpeechError([error(span, "outline-pasted", said, hint)])
    (reading,) = readings
    made = load(extract(reading, kind, raw=True), file).root
    if not isinstance(made, MappingNode) or all(key.text != "正文" for key, _ in made.pairs):
        return None
    return made, reading.residue


class Locator:
    """Gives the texts of an import their places in the lines that they were read from."""

    def __init__(self, lines: list[Text], otherwise: Span) -> None:
        self.text = joined(*(part for line in lines for part in (line, "\n")))
        self.otherwise = otherwise
        self.at = 0

    def node(self, node: YamlNode) -> YamlNode:
        """The node with its texts' places."""
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if isinstance(node, SequenceNode):
            return SequenceNode(tuple(map(self.node, node.items)), self.otherwise)
        placed = [(key.text, self.node(value)) for key, value in node.pairs]
        where = next((one for _, value in placed if (one := self.first(value))), self.otherwise)
        return MappingNode(tuple((ScalarNode(key, where), one) for key, one in placed), where)

    def first(self, node: YamlNode) -> Span:
        """Where the first text of a node stands."""
        if isinstance(node, ScalarNode):
            return node.span
        inside = node.items if isinstance(node, SequenceNode) else [one for _, one in node.pairs]
        return next(map(self.first, inside), self.otherwise)

    def _scalar(self, node: ScalarNode) -> ScalarNode:
        pieces: list[tuple[int, Span]] = []
        offset = 0
        for line in node.text.split("\n"):
            for at, part in _parts(line):
                start = self.text.find(part, self.at)
                if start >= 0:
                    self.at = start + len(part)
                    place = locate(self.text, start, self.at)
                    pieces += [(offset + at, place)] if place else []
            offset += len(line) + 1
        style = "quoted" if node.style == "quoted" else "literal"
        span = pieces[0][1] if pieces else self.otherwise
        return ScalarNode(node.text, span, style, tuple(pieces) or ((0, span),))


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """A text whole, or what stands around the colon between a head and its text."""
    head, colon, rest = line.partition("：")
    yield 0, head if colon else line
    if colon and rest:
        yield len(head) + 1, rest
