"""From the parser's events to positioned nodes.

Owns the walk over the events, the limits of depth and number, and the places of nodes and
characters in the user's file. Must not know how a line was mended, only which column of the
file each of its columns came from.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from speechgen.diagnostics import Diagnostic, Span, error
from speechgen.frozen import frozen
from speechgen.source import texts
from speechgen.source.hiding import Hiding, control, controls_in
from speechgen.source.nodes import MappingNode, Origins, ScalarNode, SequenceNode, YamlNode
from speechgen.source.notes import MAX_DEPTH, Notes

if TYPE_CHECKING:
    from yaml import Mark

MAX_NODES: Final = 1_000_000
_LARGE: Final = 200_000  # characters; from here on pausing the garbage collector pays
_STYLES: Final = {"'": "quoted", '"': "quoted", "|": "literal", ">": "folded"}
_ITEM: Final = r"\s*(?:-(?= |[\u4e00-\u9fff])|－|[*•●](?=\s))"


@frozen
class Readable:
    """Lines that the parser can read, line for line those of the file.

    `columns` gives, for each line whose characters moved, the file's column (from 0) of each of
    its own columns and of its end. `comments` are lines that held only a comment.
    """

    lines: list[str]
    columns: dict[int, list[int]]
    comments: frozenset[int] = frozenset()


class _Stop(Exception):  # noqa: N818 -- a signal, not an error
    """Reading ends here; the reason is among the diagnostics."""


class _Frame:
    """A list or mapping that is being filled."""

    __slots__ = ("flow", "is_mapping", "items", "key", "pairs", "start")

    def __init__(self, is_mapping: bool, start: Mark, flow: bool) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.flow = flow
        self.items: list[YamlNode] = []
        self.key: ScalarNode | None = None
        self.pairs: dict[str, tuple[ScalarNode, YamlNode]] = {}


class Composer:
    """Builds the tree of one file; `notes` collects what is wrong with it."""

    def __init__(
        self, readable: Readable, lines: tuple[str, ...], file: str, hiding: Hiding
    ) -> None:
        self.readable = readable
        self.originals = lines
        self.file = file
        self.hiding = hiding
        self.mended = bool(readable.columns) or readable.lines != list(lines)
        self._notes = Notes(file, lines)
        self.failed = False
        self.frames: list[_Frame] = []
        self.root: YamlNode | None = None
        self.count = 0

    @property
    def notes(self) -> list[Diagnostic]:
        """What is wrong with the file."""
        return self._notes.found()

    def compose(self, loader: Any = None) -> YamlNode | None:
        """The root node; None when there is none. `failed` tells whether the file could not be
        read to its end (the reason is in `notes`). `loader` is a parser class of the library;
        the C one where there is one."""
        import yaml

        parser_class = loader or getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        text = "\n".join(self.readable.lines) + "\n"
        paused = len(text) > _LARGE and gc.isenabled()
        if paused:
            gc.disable()
        try:
            parser = parser_class(text)
            try:
                self._walk(parser.get_event, yaml)
            finally:
                parser.dispose()
        except yaml.MarkedYAMLError as wrong:
            self._syntax(wrong.problem or wrong.context or "", wrong.problem_mark)
        except yaml.YAMLError:
            self._syntax("", None)
        except _Stop:
            self.failed = True
        finally:
            if paused:
                gc.enable()
        return None if self.failed else self.root

    def _walk(self, next_event: Callable[[], Any], yaml: Any) -> None:
        scalar, end = yaml.ScalarEvent, yaml.CollectionEndEvent
        collection, alias = yaml.CollectionStartEvent, yaml.AliasEvent
        mended, file, plain = self.mended, self.file, (None, "")
        documents = 0
        while True:
            event = next_event()
            if isinstance(event, scalar):
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                start, end_mark = event.start_mark, event.end_mark
                if mended or event.style not in plain or start.line != end_mark.line:
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
                    self._second_document(event.start_mark)
                    return
            elif isinstance(event, yaml.StreamEndEvent):
                return

    # -- places ----------------------------------------------------------------------------

    def _column(self, line: int, column: int) -> int:
        """The file's column (from 0) of a column of a readable line."""
        moved = self.readable.columns.get(line)
        return column if moved is None else moved[min(column, len(moved) - 1)]

    def _span(self, line: int, column: int, end: int) -> Span:
        if self.mended and line in self.readable.columns:
            stop = self._column(line, end - 1) + 1 if end > column else self._column(line, column)
            return Span(self.file, line + 1, self._column(line, column) + 1, stop + 1)
        return Span(self.file, line + 1, column + 1, end + 1)

    def _marked(self, start: Mark, end: Mark) -> Span:
        """The first line of what stands between two marks."""
        if start.line == end.line:
            return self._span(start.line, start.column, end.column)
        length = len(self.readable.lines[start.line].rstrip())
        return self._span(start.line, start.column, max(length, start.column))

    def _original(self, line: int) -> str:
        return self.originals[line] if line < len(self.originals) else ""

    # -- scalars ---------------------------------------------------------------------------

    def _scalar(self, event: Any) -> ScalarNode:
        start, end = event.start_mark, event.end_mark
        style = _STYLES.get(event.style, "plain")
        if start.line == end.line:
            value: str = event.value
            if style == "plain":
                span = self._span(start.line, start.column, end.column)
                return ScalarNode(self.hiding.restored(value) if self.mended else value, span)
            if style == "quoted" and end.column - start.column == len(value) + 2:
                span = self._span(start.line, start.column, end.column)
                inside = self._span(start.line, start.column + 1, end.column - 1)
                text = self.hiding.restored(value) if self.mended else value
                return ScalarNode(text, span, style, ((0, inside),) if text else ())
        return self._long_scalar(event, style)

    def _long_scalar(self, event: Any, style: str) -> ScalarNode:
        start, end = event.start_mark, event.end_mark
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
        lines = self.readable.lines
        if start.line == end.line:
            text = lines[start.line][start.column : end.column]
            return [texts.TextPiece(text, start.line, start.column)]
        first = texts.TextPiece(lines[start.line][start.column :], start.line, start.column)
        middle = [
            texts.TextPiece(lines[at], at, 0)
            for at in range(start.line + 1, end.line)
            if at not in self.readable.comments
        ]
        return [first, *middle, texts.TextPiece(lines[end.line][: end.column], end.line, 0)]

    def _block(self, header: int, style: str) -> list[texts.TextPiece]:
        """The pieces of a literal or folded scalar whose `|` or `>` stands on line `header`."""
        lines = self.readable.lines
        first = header + 1
        while first < len(lines) and not lines[first].strip(" "):
            first += 1
        if first == len(lines):
            return []
        indent = self._block_indent(header, first)
        found: list[texts.TextPiece] = []
        for at in range(header + 1, len(lines)):
            line = lines[at]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) < indent:
                break
            found.append(texts.TextPiece(line[indent:], at, min(indent, len(line))))
        while found and not found[-1].text:
            found.pop()
        if style == "folded":
            return texts.joined([[piece] for piece in found], folded=True)
        return [
            texts.TextPiece(f"{piece.text}\n" if piece is not found[-1] else piece.text,
                        piece.line, piece.column, len(piece.text))
            for piece in found
        ]  # fmt: skip

    def _block_indent(self, header: int, first: int) -> int:
        line = self.readable.lines[first]
        own = len(line) - len(line.lstrip(" "))
        frame = self.frames[-1] if self.frames else None
        outer = frame.start.column if frame else -1
        digit = re.search(r"[|>][-+]?([1-9])[-+]?\s*(?:#.*)?$", self.readable.lines[header])
        if digit:
            return max(outer, 0) + int(digit.group(1))
        return own if own > outer else len(line) + 1

    def _pieced(self, pieces: list[texts.TextPiece]) -> tuple[str, Origins]:
        origins: list[tuple[int, Span]] = []
        offset = 0
        for piece in pieces:
            width = len(piece.text) if piece.width < 0 else piece.width
            if piece.text:
                span = self._span(piece.line, piece.column, piece.column + width)
                origins.append((offset, span))
                self._check_characters(piece.text, span)
            offset += len(piece.text)
        text = "".join(piece.text for piece in pieces)
        return (self.hiding.restored(text) if self.mended else text), tuple(origins)

    def _check_characters(self, text: str, span: Span) -> None:
        """Control characters that came in by an escape such as `\\x07`."""
        for char in controls_in(text):
            self._notes.take(control(char, span, self._original(span.line - 1)))

    def _check_swallowed_items(self, lines: list[texts.TextPiece]) -> None:
        for piece in lines[1:]:
            match = re.match(_ITEM, self.hiding.restored(piece.text))
            if match is None:
                continue
            mark = match.end() - 1
            hint = "列表项请用半角短横开头，再空一格：“- 内容”"
            if match.group()[-1] == "-":
                hint = (
                    "要写下一级：上一行写成“- 题: …”，下面另起一行“点:”，再缩进写各项；"
                    "是同一级就与上一项对齐"
                )
            above = f"第 {lines[0].line + 1} 行"
            self._report(
                self._span(piece.line, mark, mark + 1), "source-list-under-text",
                f"这个列表项接在一句文字（{above}）下面，会并进那句话里", hint,
            )  # fmt: skip
            return

    # -- lists and mappings ----------------------------------------------------------------

    def _open(self, event: Any, is_mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if len(self.frames) >= MAX_DEPTH:
            start = event.start_mark
            self._notes.too_deep(start.line, self._column(start.line, start.column))
            raise _Stop
        self.frames.append(_Frame(is_mapping, event.start_mark, bool(event.flow_style)))

    def _close(self, end: Mark) -> None:
        frame = self.frames.pop()
        start = frame.start
        raw = self._raw(start, end) if frame.flow else ""
        if frame.flow:
            span = self._marked(start, end)
        elif frame.is_mapping:
            first = next(iter(frame.pairs.values()), None)
            span = first[0].span if first else self._span(start.line, start.column, start.column)
        else:
            span = self._span(start.line, start.column, start.column + 1)
        if frame.is_mapping:
            self._add(MappingNode(tuple(frame.pairs.values()), span, raw))
        else:
            self._add(SequenceNode(tuple(frame.items), span, raw))

    def _raw(self, start: Mark, end: Mark) -> str:
        lines = self._lines_between(start, end)
        text = "".join(piece.text for piece in texts.joined(texts.plain_lines(lines)))
        return self.hiding.restored(text)

    def _add(self, node: YamlNode) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self._notes.take(error(
                Span(self.file), "source-too-many", f"内容太多：超过 {MAX_NODES:,} 项",
                "请分成几份提纲"))  # fmt: skip
            raise _Stop
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(node, frame)
        else:
            self._pair(frame, frame.key, node)
            frame.key = None

    def _key(self, node: YamlNode, frame: _Frame) -> ScalarNode:
        if isinstance(node, ScalarNode):
            if node.text == "<<" and node.style == "plain":
                self._report(node.span, "source-merge", "不支持用“<<”合并内容", "请把内容照写一遍")
            return node
        self._report(node.span, "source-syntax", "括号里的内容不能当作键", "请把整句放进引号里")
        return ScalarNode(node.raw, node.span)

    def _pair(self, frame: _Frame, key: ScalarNode, value: YamlNode) -> None:
        earlier = frame.pairs.get(key.text)
        if earlier is None:
            frame.pairs[key.text] = (key, value)
            return
        lines = f"第 {earlier[0].span.line} 行和第 {key.span.line} 行"
        self._report(key.span, "source-duplicate-key", f"“{key.text}”写了两次：{lines}",
                     "只留一处；两处都要的，合到一处写")  # fmt: skip

    # -- findings --------------------------------------------------------------------------

    def _report(self, span: Span, rule: str, message: str, hint: str) -> None:
        self._notes.take(error(span, rule, message, hint, self._original(span.line - 1)))

    def _fail(self, at: Mark, rule: str, message: str, hint: str) -> None:
        self._report(self._span(at.line, at.column, at.column + 1), rule, message, hint)
        raise _Stop

    def _refuse(self, event: Any) -> None:
        start = event.start_mark
        rule, message = ("source-anchor", "不支持锚点和引用（&名称、*名称）")
        if getattr(event, "tag", None) is not None:
            rule, message = ("source-tag", "不支持类型标记（!名称）")
        self._fail(start, rule, message, "请删去它，把内容照写一遍")

    def _second_document(self, mark: Mark) -> None:
        if any(line.strip() not in ("", "...", "---") for line in self.readable.lines[mark.line :]):
            self._report(
                self._span(mark.line, mark.column, mark.column + 3), "source-second-document",
                "一个文件只能写一份提纲，分隔线以下是第二份", "请把第二份提纲存成另一个文件",
            )  # fmt: skip

    def _syntax(self, problem: str, mark: Mark | None) -> None:
        from speechgen.source.problems import syntax_error

        self.failed = True
        if mark is None:
            self._notes.take(syntax_error(problem, Span(self.file), ""))
            return
        line = mark.line
        while line > 0 and not self._original(line).strip():
            line -= 1  # the library often stops at the end of the file
        column = mark.column if line == mark.line else 0
        if line != mark.line or column >= len(self._original(line)):
            text = self.readable.lines[line] if line < len(self.readable.lines) else ""
            column = len(text) - len(text.lstrip())
        span = self._span(line, column, max(column + 1, len(self.readable.lines[line].rstrip())))
        self._notes.take(syntax_error(problem, span, self._original(line)))
