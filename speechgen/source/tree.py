"""From the parser's events to positioned nodes: texts, lists and mappings, each with its place.

Owns their shape, the walk over the events, the limits of depth and number, and the places of
nodes and characters in the user's file. Must not know how a line was mended, only which column of
the file each of its columns came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError
from speechgen.frozen import frozen
from speechgen.marks import HAN
from speechgen.source import texts
from speechgen.source.hiding import Hiding, control, controls_in
from speechgen.source.notes import MAX_DEPTH, Notes, syntax_error
from speechgen.source.values import YamlLine

if TYPE_CHECKING:
    from yaml import Mark

MAX_NODES: Final = 1_000_000
_STYLES: Final = {"'": "quoted", '"': "quoted", "|": "literal", ">": "folded"}
_ITEM: Final = rf"\s*(?:-(?= |{HAN})|－|[*•●](?=\s))"


Origins = tuple[tuple[int, Span], ...]


@frozen
class ScalarNode:
    """A text. Nothing is ever read as a number, a date or a truth value.

    `span` is where it stands on its first line, quotation marks included. `style` is `plain`,
    `quoted`, `literal` (`|`) or `folded` (`>`). Lines of a text that runs over several are
    joined, without a space between Chinese characters; a literal keeps its line breaks; neither
    literal nor folded ends in one.
    """

    text: str
    span: Span
    style: str = "plain"
    pieces: Origins = ()

    @property
    def origins(self) -> Origins:
        """Where the characters stand, in the form of `text.Text.origins`."""
        return self.pieces or (((0, self.span),) if self.text else ())


@frozen
class SequenceNode:
    """A list. `span` is its first dash or its brackets (as far as the first line goes).

    `raw` is what was typed if it is written in brackets (lines joined as in a text), else empty.
    """

    items: tuple[YamlNode, ...]
    span: Span
    raw: str = ""


@frozen
class MappingNode:
    """Keys and values in the order of the file, no key twice. `span` is the first key, or the
    braces (as far as the first line goes); `raw` as in `SequenceNode`."""

    pairs: tuple[tuple[ScalarNode, YamlNode], ...]
    span: Span
    raw: str = ""


YamlNode = ScalarNode | SequenceNode | MappingNode


@frozen
class Loaded:
    """What came out of a file: `root` is None when it holds nothing. `lines` are the file's own
    lines (without line breaks), for showing beside a finding; `keys` those it may hold."""

    root: YamlNode | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
    keys: Collection[str] = ()


class _StopError(Exception):
    """Reading ends here; the reason is among the notes."""


class _Frame:
    """A list or mapping that is being filled."""

    __slots__ = ("flow", "is_mapping", "items", "key", "pairs", "start", "twice")

    def __init__(self, is_mapping: bool, start: Mark, flow: bool) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.flow = flow
        self.items: list[YamlNode] = []
        self.key: ScalarNode | None = None
        self.pairs: dict[str, tuple[ScalarNode, YamlNode]] = {}
        self.twice = 0  # how many keys there were when one came a second time


class Composer:
    """Builds the tree of one file from its mended `lines`; `notes` takes what is wrong with it."""

    def __init__(self, lines: list[YamlLine], hiding: Hiding, notes: Notes) -> None:
        self.lines = lines
        self.hiding = hiding
        self.notes = notes
        pairs = zip(lines, notes.lines, strict=True)
        self.mended = {one.number for one, typed in pairs if one.text != typed or one.columns}
        self.frames: list[_Frame] = []
        self.root: YamlNode | None = None
        self.count = 0

    def compose(self, loader: Any = None) -> YamlNode | None:
        """The root node; None when there is none. `loader` is a parser class of the library; the
        C one where there is one.

        Raises SpeechError with every note when the file could not be read to its end."""
        import yaml

        parser_class = loader or getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        text = "\n".join([line.text for line in self.lines]) + "\n"
        try:
            parser = parser_class(text)
            try:
                self._walk(parser.get_event, yaml)
            finally:
                parser.dispose()
        except yaml.MarkedYAMLError as wrong:
            self._note_syntax(wrong.problem or wrong.context or "", wrong.problem_mark)
        except yaml.YAMLError:
            self._note_syntax("", None)
        except _StopError:
            pass
        else:
            return self.root
        raise SpeechError(self.notes.found())

    def _walk(self, next_event: Callable[[], Any], yaml: Any) -> None:
        scalar, end = yaml.ScalarEvent, yaml.CollectionEndEvent
        collection, alias = yaml.CollectionStartEvent, yaml.AliasEvent
        mended, file, plain = self.mended, self.notes.file, (None, "")
        documents = 0
        while True:
            event = next_event()
            if type(event) is scalar:
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                start, end_mark = event.start_mark, event.end_mark
                if event.style not in plain or start.line != end_mark.line or start.line in mended:
                    self._add(self._scalar(event))
                    continue
                # Nearly all scalars of an outline; the calls above would cost a third of reading.
                span = Span(file, start.line + 1, start.column + 1, end_mark.column + 1)
                self._add(ScalarNode(event.value, span))
            elif isinstance(event, end):
                self._close(event.end_mark)
            elif isinstance(event, collection):
                self._open(event, isinstance(event, yaml.MappingStartEvent))
            elif isinstance(event, alias):
                self._refuse(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    mark = event.start_mark
                    rest = (line.text.strip() for line in self.lines[mark.line :])
                    if any(text not in ("", "...", "---") for text in rest):
                        span = self._span(mark.line, mark.column, mark.column + 3)
                        self.notes.add("second document", span)
                    return
            elif isinstance(event, yaml.StreamEndEvent):
                return

    # -- places ----------------------------------------------------------------------------

    def _span(self, line: int, column: int, end: int) -> Span:
        """The place in the file of what stands in these columns (from 0) of a mended line."""
        moved = self.lines[line].columns
        if moved is not None:
            last = len(moved) - 1
            start = moved[min(column, last)]
            stop = moved[min(end - 1, last)] + 1 if end > column else start
            column, end = start, stop
        return Span(self.notes.file, line + 1, column + 1, end + 1)

    def _marked(self, start: Mark, end: Mark) -> Span:
        """The first line of what stands between two marks."""
        if start.line == end.line:
            return self._span(start.line, start.column, end.column)
        length = len(self.lines[start.line].text.rstrip())
        return self._span(start.line, start.column, max(length, start.column))

    # -- scalars ---------------------------------------------------------------------------

    def _scalar(self, event: Any) -> ScalarNode:
        start, end = event.start_mark, event.end_mark
        value: str = event.value
        style = _STYLES.get(event.style, "plain")
        marks = 1 if style == "quoted" else 0
        if start.line == end.line and end.column - start.column == len(value) + 2 * marks:
            text = self.hiding.restored(value) if self.mended else value
            inside = self._span(start.line, start.column + marks, end.column - marks)
            span = self._span(start.line, start.column, end.column)
            return ScalarNode(text, span, style, ((0, inside),) if marks and text else ())
        if style in ("literal", "folded"):
            pieces = self._block(start.line, style)
        else:
            lines = self._lines_between(start, end)
            if style == "plain":
                self._check_swallowed_items(lines)
                parts = texts.plain_lines(lines)
            else:
                lines[0] = texts.TextPiece(lines[0].text[1:], lines[0].line, lines[0].column + 1)
                lines[-1].text = lines[-1].text[:-1]
                parts = texts.unquoted(lines, event.style)
            pieces = texts.joined(parts)
        text, origins = self._pieced(pieces)
        return ScalarNode(text, self._marked(start, end), style, origins)

    def _lines_between(self, start: Mark, end: Mark) -> list[texts.TextPiece]:
        found: list[texts.TextPiece] = []
        for line in self.lines[start.line : end.line + 1]:
            if not line.is_comment:
                first = start.column if line.number == start.line else 0
                last = end.column if line.number == end.line else None
                found.append(texts.TextPiece(line.text[first:last], line.number, first))
        return found

    def _block(self, header: int, style: str) -> list[texts.TextPiece]:
        """The pieces of a literal or folded scalar whose `|` or `>` stands on line `header`."""
        lines, first = self.lines, header + 1
        while first < len(lines) and not lines[first].text.strip(" "):
            first += 1
        if first == len(lines):
            return []
        line = lines[first].text
        own = len(line) - len(line.lstrip(" "))
        outer = self.frames[-1].start.column if self.frames else -1
        indent = own if own > outer else len(line) + 1
        if digit := re.search(r"[|>][-+]?([1-9])[-+]?\s*(?:#.*)?$", lines[header].text):
            indent = max(outer, 0) + int(digit[1])
        found: list[texts.TextPiece] = []
        for at in range(header + 1, len(lines)):
            line = lines[at].text
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) < indent:
                break
            found.append(texts.TextPiece(line[indent:], at, min(indent, len(line))))
        while found and not found[-1].text:
            found.pop()
        if style == "folded":
            return texts.joined([[piece] for piece in found], folded=True)
        for piece in found[:-1]:
            piece.end_in("\n")
        return found

    def _pieced(self, pieces: list[texts.TextPiece]) -> tuple[str, Origins]:
        origins: list[tuple[int, Span]] = []
        offset = 0
        for piece in pieces:
            width = len(piece.text) if piece.width < 0 else piece.width
            if piece.text:
                span = self._span(piece.line, piece.column, piece.column + width)
                origins.append((offset, span))
                for char in controls_in(piece.text):  # by an escape such as `\x07`
                    self.notes.take(control(char, span, self.notes.line_at(span)))
            offset += len(piece.text)
        text = "".join(piece.text for piece in pieces)
        return (self.hiding.restored(text) if self.mended else text), tuple(origins)

    def _check_swallowed_items(self, lines: list[texts.TextPiece]) -> None:
        for piece in lines[1:]:
            if match := re.match(_ITEM, self.hiding.restored(piece.text)):
                slip = "list under a text" if match.group()[-1] == "-" else "item under a text"
                span = self._span(piece.line, match.end() - 1, match.end())
                self.notes.add(slip, span, lines[0].line + 1)
                return

    # -- lists and mappings ----------------------------------------------------------------

    def _open(self, event: Any, is_mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        start = event.start_mark
        if len(self.frames) >= MAX_DEPTH:
            self.notes.add("too deep", self._span(start.line, start.column, start.column + 1))
            raise _StopError
        self.frames.append(_Frame(is_mapping, start, bool(event.flow_style)))

    def _close(self, end: Mark) -> None:
        frame = self.frames.pop()
        start = frame.start
        raw = ""
        if frame.flow:
            lines = texts.plain_lines(self._lines_between(start, end))
            raw = self.hiding.restored("".join(piece.text for piece in texts.joined(lines)))
            span = self._marked(start, end)
        elif frame.is_mapping:
            first = next(iter(frame.pairs.values()), None)
            span = first[0].span if first else self._span(start.line, start.column, start.column)
        else:
            span = self._span(start.line, start.column, start.column + 1)
        if frame.is_mapping and raw[1:-1].strip() in frame.pairs and not self._awaits_key():
            self._add(ScalarNode(raw, span))  # `{单位}`: a word in braces is a place to fill
        elif frame.is_mapping:
            self._add(MappingNode(tuple(frame.pairs.values()), span, raw))
        else:
            self._add(SequenceNode(tuple(frame.items), span, raw))

    def _awaits_key(self) -> bool:
        return bool(self.frames) and self.frames[-1].is_mapping and self.frames[-1].key is None

    def _add(self, node: YamlNode) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self.notes.add("too many", Span(self.notes.file), MAX_NODES)
            raise _StopError
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is None:
            if not isinstance(node, ScalarNode):
                self.notes.add("brackets for a key", node.span)
                node = ScalarNode(node.raw, node.span)
            elif node.text == "<<" and node.style == "plain":
                self.notes.add("merge", node.span)
            frame.key = node
        else:
            key, frame.key = frame.key, None
            earlier, _ = frame.pairs.setdefault(key.text, (key, node))
            if earlier is not key and frame.twice != len(frame.pairs):  # the first of a row
                frame.twice = len(frame.pairs)
                twice = earlier.span.line, key.span.line
                slip = "key twice in an item" if key.span.column > 1 else "key twice"
                self.notes.add(slip, key.span, key.text, *twice)

    # -- findings --------------------------------------------------------------------------

    def _refuse(self, event: Any) -> None:
        start = event.start_mark
        span = self._span(start.line, start.column, start.column + 1)
        if getattr(event, "tag", None) is None:
            self.notes.add("anchor", span, "&名称、*名称")
        else:
            self.notes.add("tag of the file", span)
        raise _StopError

    def _note_syntax(self, problem: str, mark: Mark | None) -> None:
        if mark is None:
            self.notes.take(syntax_error(problem, Span(self.notes.file), ""))
            return
        first = next((line for line in self.lines if line.text.strip()), self.lines[0])
        indent = len(first.text) - len(first.text.lstrip())
        if "document start" in problem and indent:
            self.notes.slip("first item too deep", (first.number, 0, indent), indent)
            return
        line, column = mark.line, mark.column
        while line > 0 and not self.notes.line_at(Span("", line + 1)).strip():
            line, column = line - 1, -1  # the library often stops at the end of the file
        text = self.lines[line].text
        if column < 0 or column >= len(self.notes.line_at(Span("", line + 1))):
            column = len(text) - len(text.lstrip())
        span = self._span(line, column, max(column + 1, len(text.rstrip())))
        self.notes.take(syntax_error(problem, span, self.notes.line_at(span)))
