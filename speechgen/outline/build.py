"""From positioned YAML nodes to an `Outline`: every value checked against the field table.

Collects every problem instead of stopping at the first. Must not read files or know which
meeting types exist: the caller brings the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, info, warning
from speechgen.document import Text, cut, joined
from speechgen.marks import depth
from speechgen.numbering import Pattern, Scheme
from speechgen.outline.dates import parse_date, parse_minutes
from speechgen.outline.fields import (
    COMMON_FIELDS,
    NODE_FIELDS,
    Field,
    Kind,
    find_field,
    nearest,
)
from speechgen.outline.model import (
    Date,
    Facts,
    Lines,
    Missing,
    Node,
    Nodes,
    Outline,
    Paragraphs,
    Value,
)
from speechgen.source import MAX_DEPTH, Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode

MINIMAL_OUTLINE: Final = (
    "类型: 讲话\n标题: 在青禾小学秋季运动会筹备会上的讲话\n"
    "正文:\n  - 题: 统一思想\n  - 题: 抓好筹备\n    点:\n      - 场地要平整\n"
)
_FLAGS: Final = {
    **dict.fromkeys(("是", "对", "yes", "true", "on", "1"), True),
    **dict.fromkeys(("否", "不", "no", "false", "off", "0"), False),
}
_KIND_WORDS: Final = {
    Kind.TEXT: "一段文字",
    Kind.DATE: "一个日期",
    Kind.FLAG: "“是”或“否”",
    Kind.LIST: "一个列表（每行一个“- ”）",
    Kind.NODES: "一个列表（每行一个“- ”）",
    Kind.GROUP: "几行“名称: 内容”",
    Kind.GROUPS: "一个列表，每条几行“名称: 内容”",
    Kind.PARAGRAPHS: "文字或列表",
}


BuiltNodes = dict[str, tuple[YamlNode, Any, tuple[Diagnostic, ...]]]
"""What was built of the nodes of an outline before: by key, with what was wrong there."""


def build(
    loaded: Loaded,
    fields: Sequence[Field],
    file: str,
    type_id: str = "",
    known: BuiltNodes | None = None,
) -> Outline:
    """The outline in a loaded YAML file, checked against `fields` (common ones included).

    `fields` of one key: the last one wins, so that a type may require what is optional for
    all. `known`, where given, is filled and used again for the very same nodes: one outline with
    a thousand overlays is built once. Raises SpeechError with every diagnostic, those of loading
    included.
    """
    builder = _Builder(file, loaded.lines, list(loaded.diagnostics), known)
    root = loaded.root
    if not isinstance(root, MappingNode):
        builder.not_a_mapping(root)
        raise SpeechError(builder.notes)
    table = {field.key: field for field in (*COMMON_FIELDS, *fields)}
    values = builder.group(root, tuple(table.values()), top=True)
    for key in ("类型", "标题"):
        value = values.get(key)
        if isinstance(value, Missing) or not str(value).strip():
            builder.required(root, key)
    builder.check_settings(values)
    if any(note.severity is Severity.ERROR for note in builder.notes):
        raise SpeechError(sorted(builder.notes, key=lambda note: note.span))
    settings = frozenset(_settings(table.values()))
    return Outline(
        file, type_id or str(values["类型"]), values, settings, tuple(builder.notes), loaded.lines
    )


def _settings(fields: Iterable[Field], owner: str = "") -> Iterator[str]:
    """Dotted paths of the keys that steer and are not printed."""
    for field in fields:
        if field.setting:
            yield owner + field.key
        yield from _settings(field.fields, f"{owner}{field.key}.")


def read_settings(loaded: Loaded, fields: Sequence[Field], file: str) -> Facts:
    """A settings file (a meeting type, a defaults file) as the members its table declares.

    Raises SpeechError with every diagnostic of severity error.
    """
    builder = _Builder(file, loaded.lines, list(loaded.diagnostics))
    if not isinstance(loaded.root, MappingNode):
        builder.fail(Span(file, 1, 1), "settings-not-a-mapping", "这个文件应当由“键: 内容”组成")
        raise SpeechError(builder.notes)
    values = builder.group(loaded.root, fields)
    errors = [note for note in builder.notes if note.severity is Severity.ERROR]
    if errors:
        raise SpeechError(errors)
    return values


def build_nodes(loaded: Loaded, file: str) -> Nodes:
    """The nodes of a YAML list on its own (used by tables of rows and by tests)."""
    builder = _Builder(file, loaded.lines, list(loaded.diagnostics))
    nodes = builder.nodes(loaded.root) if loaded.root else Nodes()
    if any(note.severity is Severity.ERROR for note in builder.notes):
        raise SpeechError(builder.notes)
    return nodes


def _by_name(fields: Sequence[Field]) -> dict[str, Field]:
    """Every spelling with its field; of two fields that share one, the last."""
    return {name: field for field in fields for name in (field.key, *field.aliases)}


_NODE_NAMES: Final = _by_name(NODE_FIELDS)


_DEEPEST: Final = MAX_DEPTH // 2  # levels of points: a list and its mappings are two of the file's


class _Builder:
    """Reads values and remembers what was wrong with them."""

    def __init__(
        self,
        file: str,
        lines: Sequence[str],
        notes: list[Diagnostic],
        known: BuiltNodes | None = None,
    ) -> None:
        self.file = file
        self.lines = lines
        self.notes = notes
        self.known = known
        self._depth = 0  # levels of points above the one being read

    # -- reporting ---------------------------------------------------------------------------

    def _line(self, span: Span) -> str:
        here = span.file == self.file and 0 < span.line <= len(self.lines)
        return self.lines[span.line - 1] if here else ""

    def fail(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self.notes.append(error(span, rule, message, hint, self._line(span)))

    def hint(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self.notes.append(info(span, rule, message, hint, self._line(span)))

    def warn(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self.notes.append(warning(span, rule, message, hint, self._line(span)))

    def not_a_mapping(self, root: YamlNode | None) -> None:
        what = {ScalarNode: "只有一段文字", SequenceNode: "是一个列表"}.get(type(root), "是空的")
        place = root.span if root else Span(self.file, 1, 1)
        self.fail(place, "outline-not-a-mapping", f"提纲{what}，应当由“键: 内容”组成",
                  "最短的提纲像这样：\n" + _indented(MINIMAL_OUTLINE))  # fmt: skip

    def required(self, root: MappingNode, key: str) -> None:
        field = next(field for field in COMMON_FIELDS if field.key == key)
        empty = next((k for k, _ in root.pairs if k.text in field.names), None)
        what = f"“{key}”后面没有内容" if empty else f"缺少必填的“{key}”"
        self.fail(empty.span if empty else root.span, "outline-missing-key", what,
                  f"加一行，例如  {key}: {field.example}")  # fmt: skip

    # -- values ------------------------------------------------------------------------------

    def group(self, mapping: MappingNode, fields: Sequence[Field], top: bool = False) -> Facts:
        """A mapping with the given members."""
        span = Span(mapping.span.file or self.file, mapping.span.line, mapping.span.column)
        declared = {field.key: field.required for field in fields}
        members = {
            field.key: tuple((one.key, one.required) for one in field.fields)
            for field in fields
            if field.fields
        }
        return Facts(self.members(mapping, fields, top), span, declared, members)

    def members(
        self, mapping: MappingNode, fields: Sequence[Field], top: bool = False
    ) -> dict[str, Value]:
        """The members of a mapping that have a value, by canonical key."""
        named = _NODE_NAMES if fields is NODE_FIELDS else _by_name(fields)
        values: dict[str, Value] = {}
        for key, node in mapping.pairs:
            field = named.get(key.text)
            if field is None:
                self._unknown(key, fields, top)
            elif field.key in values:
                said = f"“{key.text}”与前面的“{field.key}”是同一项，写了两次"
                self.fail(key.span, "outline-key-twice", said, "留下一处")
            else:
                value = self._known(field, node) if top else self.value(field, node)
                if value is not None:
                    values[field.key] = value
        return values

    def _known(self, field: Field, node: YamlNode) -> Value | None:
        """The value of a top-level field, from an earlier build if its node is the same one."""
        if self.known is None:
            return self.value(field, node)
        before = self.known.get(field.key)
        if before is not None and before[0] is node:
            self.notes += before[2]
            built: Value | None = before[1]
            return built
        at = len(self.notes)
        value = self.value(field, node)
        if before is None:
            self.known[field.key] = (node, value, tuple(self.notes[at:]))
        return value

    def _unknown(self, key: ScalarNode, fields: Sequence[Field], top: bool) -> None:
        guess = nearest(key.text, fields)
        if guess:
            hint = f"是不是“{guess}”？"
        elif top:
            hint = "其他事实写在“材料:”下面；本类型可用的字段见 speechgen types"
        else:
            hint = "这里可以写：" + "、".join(field.key for field in fields)
        self.fail(key.span, "outline-unknown-key", f"不认识的字段“{key.text}”", hint)

    def value(self, field: Field, node: YamlNode) -> Value | None:
        """The value of a field; None where there is nothing or it was refused."""
        if isinstance(node, ScalarNode) and not node.text.strip():
            return None
        match field.kind:
            case Kind.TEXT:
                return self.text(field, node)
            case Kind.DATE:
                return self.date(field, node)
            case Kind.FLAG:
                return self.flag(field, node)
            case Kind.PARAGRAPHS:
                return self.paragraphs(field, node)
            case Kind.LIST:
                return self.lines_of(field, node)
            case Kind.NODES:
                return self.nodes(node)
            case Kind.GROUP:
                return self.facts_of(field, node)
            case Kind.GROUPS:
                return self.groups(field, node)
            case Kind.FACTS:
                return self.anything(node)

    def _refuse(self, field: Field, node: YamlNode) -> None:
        got = "一个列表" if isinstance(node, SequenceNode) else "几行“名称: 内容”"
        if isinstance(node, ScalarNode):
            got = "一段文字"
        self.fail(node.span, "outline-wrong-kind",
                  f"“{field.key}”应当是{_KIND_WORDS[field.kind]}，这里写的是{got}",
                  f"例如  {field.key}: {field.example}" if field.example else "")  # fmt: skip

    def _as_text(self, node: YamlNode) -> Text | None:
        """The text of a scalar, or of what only looks like a list or a mapping."""
        if isinstance(node, ScalarNode):
            return Text(node.text, node.origins)
        if node.raw:
            return Text(node.raw, ((0, node.span),))
        if isinstance(node, MappingNode) and len(node.pairs) == 1:
            key, value = node.pairs[0]
            if isinstance(value, ScalarNode) and find_field(NODE_FIELDS, key.text) is None:
                return self._typed_text(key, value)
        return None

    def _typed_text(self, key: ScalarNode, value: ScalarNode) -> Text:
        """`甲: 乙` as the text it is, from the line itself where both stand on it."""
        line = self._line(key.span)
        after = key.span.column - 1 + len(key.text)
        if value.span.line == key.span.line and key.style == "plain":
            between = line[after : value.span.column - 1]
        else:
            between = ": "
        mark = Text(between, ((0, Span(self.file, key.span.line, after + 1)),))
        return joined(Text(key.text, key.origins), mark, Text(value.text, value.origins))

    def text(self, field: Field, node: YamlNode) -> Text | None:
        """One text; the lines of a block scalar are joined as Chinese text is."""
        text = self._as_text(node)
        if text is None:
            self._refuse(field, node)
            return None
        if "\n" not in text:
            return _trimmed(text)
        return joined(*_spaced([_trimmed(line) for line in _split_lines(text)]))

    def date(self, field: Field, node: YamlNode) -> Date | None:
        text = self.text(field, node)
        if text is None:
            return None
        try:
            printed, iso = parse_date(text)
        except ValueError as wrong:
            self.fail(node.span, "outline-date", f"“{field.key}”不对：{wrong}",
                      "写成 2026年5月12日 或 2026-05-12")  # fmt: skip
            return None
        if not iso:
            self.warn(node.span, "outline-date-unclear", f"看不出“{text}”是哪一天，照原样印出",
                      "写成 2026年5月12日 或 2026-05-12")  # fmt: skip
            return Date(text, text.origins)
        start = text.origins[:1]
        return Date(printed, start, iso)

    def flag(self, field: Field, node: YamlNode) -> bool | None:
        word = node.text.strip().lower() if isinstance(node, ScalarNode) else ""
        if word not in _FLAGS:
            self.fail(
                node.span, "outline-flag", f"“{field.key}”只能写“是”或“否”", f"{field.key}: 是"
            )
            return None
        return _FLAGS[word]

    def paragraphs(self, field: Field, node: YamlNode) -> Paragraphs | None:
        one_in_brackets = isinstance(node, SequenceNode) and node.raw and len(node.items) == 1
        parts = node.items if isinstance(node, SequenceNode) and not one_in_brackets else (node,)
        texts: list[Text] = []
        for part in parts:
            text = self._as_text(part)
            if text is None:
                self._refuse(field, part)
                return None
            texts += [line for line in map(_trimmed, _split_lines(text)) if line]
        return Paragraphs(texts)

    def lines_of(self, field: Field, node: YamlNode) -> Lines | None:
        parts = node.items if isinstance(node, SequenceNode) else (node,)
        texts = [self._as_text(part) for part in parts]
        for text, part in zip(texts, parts, strict=True):
            if text is None:
                self._refuse(field, part)
                return None
        return Lines(
            line
            for text in texts
            if text is not None
            for line in map(_trimmed, _split_lines(text))
            if line
        )

    def facts_of(self, field: Field, node: YamlNode) -> Facts | None:
        text_in_braces = isinstance(node, MappingNode) and node.raw and not _names_any(node, field)
        if isinstance(node, MappingNode) and not (text_in_braces and field.shorthand):
            return self.group(node, field.fields)
        member = find_field(field.fields, field.shorthand)
        if member is None:
            self._refuse(field, node)
            return None
        value = self.value(member, node)
        declared = {member.key: member.required for member in field.fields}
        return None if value is None else Facts({member.key: value}, node.span, declared)

    def groups(self, field: Field, node: YamlNode) -> tuple[Value, ...] | None:
        parts = node.items if isinstance(node, SequenceNode) else (node,)
        made = [self.facts_of(field, part) for part in parts]
        return tuple(facts for facts in made if facts is not None)

    def anything(self, node: YamlNode) -> Value:
        """A free tree of facts: texts, lists and mappings with keys of the user's own."""
        if isinstance(node, ScalarNode):
            return Text(node.text, node.origins)
        if isinstance(node, SequenceNode):
            return tuple(self.anything(item) for item in node.items)
        return Facts({key.text: self.anything(value) for key, value in node.pairs}, node.span)

    # -- nodes -------------------------------------------------------------------------------

    def nodes(self, node: YamlNode) -> Nodes:
        """Sibling nodes from a list; a single text or mapping counts as a list of one."""
        if self._depth == _DEEPEST:
            self.fail(node.span, "source-too-deep", f"要点的层次太多：超过 {_DEEPEST} 层",
                      "讲话很少超过四级标题，把下面几级并上来")  # fmt: skip
            return Nodes((Node(Text("…"), Paragraphs(), span=node.span),))  # not empty as well
        self._depth += 1
        parts = node.items if isinstance(node, SequenceNode) else (node,)
        made = [self.node(part) for part in parts]
        self._depth -= 1
        return Nodes(node for node in made if node is not None)

    def node(self, node: YamlNode) -> Node | None:
        if isinstance(node, MappingNode) and (not node.raw or _is_node(node)):
            return self._node_of_mapping(node)
        text = self._as_text(node)
        if text is None:
            self.fail(node.span, "outline-nested-list", "这一点本身又是一个列表，缺少“题”",
                      "写成  - 题: …  下面再写  点:")  # fmt: skip
            return None
        style = node.style if isinstance(node, ScalarNode) else ""
        lines = [line for line in map(_trimmed, _split_lines(text)) if line]
        if len(lines) > 1 and style != "literal":
            lines = [joined(*_spaced(lines))]
        if not lines:
            self.hint(node.span, "outline-empty-point", "这一条“- ”后面没有内容，已略去")
            return None
        head, body = (lines[0], None) if style == "quoted" else _split_head(lines[0])
        if len(lines) > 1 and body is None:
            return Node(Text(""), Paragraphs(lines), span=node.span)
        if body is not None and str(head) in _NODE_NAMES:
            self.warn(node.span, "outline-key-as-text",
                      f"“{head}：”按小标题印出，不当作字段",
                      f"若是想写字段，用半角冒号再空一格：- {head}: {body[:12]}")  # fmt: skip
        return Node(head, Paragraphs((body, *lines[1:]) if body else ()), span=node.span)

    def _node_of_mapping(self, mapping: MappingNode) -> Node | None:
        if len(mapping.pairs) == 1 and mapping.pairs[0][0].text not in _NODE_NAMES:
            key, value = mapping.pairs[0]
            if isinstance(value, ScalarNode):
                return self._node_of_pair(key, value)
        if not mapping.pairs:
            return None
        values = self.members(mapping, NODE_FIELDS)
        numbering = values.get("编号")
        if isinstance(numbering, Text):
            self.check_pattern(numbering)
        head, texts, points = (values.get(key) for key in ("题", "文", "点"))
        flags = values.get("独行"), values.get("连排")
        claim = values.get("数量")
        if not any(isinstance(part, tuple | Text) and part for part in (head, texts, points)):
            if all(key.text in _NODE_NAMES for key, _ in mapping.pairs):
                self.hint(mapping.span, "outline-empty-point", "这一点没有“题”也没有“文”，已略去")
            return None
        return Node(
            head if isinstance(head, Text) else Text(""),
            texts if isinstance(texts, Paragraphs) else Paragraphs(),
            points if isinstance(points, Nodes) else Nodes(),
            str(numbering) if isinstance(numbering, Text) else None,
            flags[0] if isinstance(flags[0], bool) else None,
            flags[1] is True,
            claim if isinstance(claim, Text) else None,
            mapping.span,
        )

    def _node_of_pair(self, key: ScalarNode, value: ScalarNode) -> Node:
        """`- 抓排查: 全覆盖`: a half-width colon that means head and text."""
        text = _trimmed(Text(value.text, value.origins))
        head = Text(key.text, key.origins)
        guess = nearest(key.text, NODE_FIELDS)
        if text and "\n" not in text:
            said = f"按“{key.text}：{text[:12]}”理解：冒号前是小标题，后面是文字"
            hint = f"若是想写字段，是不是“{guess}”？" if guess else "用全角冒号“：”就没有歧义"
            self.hint(key.span, "outline-half-width-colon", said, hint)
        texts = Paragraphs(line for line in map(_trimmed, _split_lines(text)) if line)
        return Node(head, texts, span=key.span)

    # -- settings ----------------------------------------------------------------------------

    def check_pattern(self, text: Text) -> None:
        """编号 on a node: one pattern."""
        try:
            Pattern.parse(text)
        except ValueError as wrong:
            place = text.origins[0][1] if text.origins else Span(self.file)
            self.fail(place, "outline-numbering", str(wrong), "例如 一要、第一，、首先，、1.、无")

    def check_settings(self, values: Facts) -> None:
        """The scheme and the time allotted."""
        scheme, minutes = values.get("编号"), values.get("时长")
        if isinstance(scheme, Text):
            try:
                Scheme.parse(scheme)
            except ValueError as wrong:
                place = scheme.origins[0][1] if scheme.origins else Span(self.file)
                self.fail(place, "outline-numbering", str(wrong), "例如 一、>（一）>一是")
        if isinstance(minutes, Text) and parse_minutes(minutes) is None:
            place = minutes.origins[0][1] if minutes.origins else Span(self.file)
            self.warn(place, "outline-minutes", f"看不懂时长“{minutes}”，不作对照", "例如 15分钟")


def _is_node(mapping: MappingNode) -> bool:
    """Whether `{…}` is a node, not a text in braces."""
    return all(find_field(NODE_FIELDS, key.text) for key, _ in mapping.pairs)


def _names_any(mapping: MappingNode, field: Field) -> bool:
    """Whether `{…}` names a member of the group, so that it is not a text in braces."""
    return any(find_field(field.fields, key.text) for key, _ in mapping.pairs)


def _trimmed(text: Text) -> Text:
    stripped = text.strip()
    if len(stripped) == len(text):
        return text
    start = len(text) - len(text.lstrip())
    return cut(text, start, start + len(stripped))


def _split_lines(text: Text) -> list[Text]:
    """The lines of a text; only a line feed breaks (other separators are characters)."""
    if "\n" not in text:
        return [text]
    lines: list[Text] = []
    start = 0
    for part in text.split("\n"):
        lines.append(cut(text, start, start + len(part)))
        start += len(part) + 1
    return lines


def _spaced(lines: list[Text]) -> list[str]:
    """The lines with a space between two only where both sides are Latin."""
    parts: list[str] = []
    for line in (line for line in lines if line):
        if parts and parts[-1][-1].isascii() and line[0].isascii():
            parts.append(" ")
        parts.append(line)
    return parts


def _split_head(text: Text) -> tuple[Text, Text | None]:
    """Head and text at the first full-width colon, unless it stands inside quotes or brackets."""
    at = text.find("：")
    if at <= 0 or at == len(text) - 1 or depth(text[:at]):
        return text, None
    head, body = _trimmed(cut(text, 0, at)), _trimmed(cut(text, at + 1))
    return (head, body) if head and body else (text, None)


def _indented(text: str) -> str:
    return "\n".join("      " + line for line in text.splitlines())
