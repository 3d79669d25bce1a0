"""From positioned YAML nodes to an `Outline`: what only outlines hold, 要点, and their settings.

Collects every problem instead of stopping at the first. Must not read files or know which
meeting types exist: the caller brings the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.emphasis import marked, unmarked
from speechgen.files.beside import Beside
from speechgen.marks import HEAD_ENDS, ends_with, shortened
from speechgen.numbering import Pattern, Scheme, numbers_in
from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS, REQUIRED, settings_of
from speechgen.outline.misplaced import belongs
from speechgen.outline.model import Node, Nodes, Outline, node_of, split_head
from speechgen.schema.dates import parse_minutes
from speechgen.schema.fields import Field, Kind, by_name, nearest
from speechgen.schema.pieces import parts, stripped_lines
from speechgen.schema.reading import Reader
from speechgen.schema.values import Date, Facts, Missing, Paragraphs, Value, text_of, texts_of
from speechgen.source import (
    MAX_DEPTH,
    Loaded,
    MappingNode,
    ScalarNode,
    SequenceNode,
    YamlNode,
    told_once,
)
from speechgen.text import Text, locate

if TYPE_CHECKING:
    from speechgen.images import Image

MINIMAL_OUTLINE: Final = (
    "类型: 讲话\n标题: 在青禾小学秋季运动会筹备会上的讲话\n"
    "正文:\n  - 题: 统一思想\n  - 题: 抓好筹备\n    点:\n      - 场地要平整\n"
)
ELSEWHERE: Final = "要印的写进“正文”，不印的事实写在“材料:”下面；各项见 speechgen types "
OF_A_PACK: Final = ("议程", "名单", "主办", "成套材料")
NO_PACK: Final = (
    "像是会议文件（全套材料），缺少“成套”",
    "加一行  成套: [通知, 议程, 主持词, 签到表, 纪要]；只起草一份，就加  类型: …",
)
"""Keys of a meeting file, and what is said of one that does not ask for its papers."""
OF_A_TYPE: Final = ("outline-unknown-key", "outline-wrong-kind", "outline-key-as-text")
"""Rules of what depends on the type: where nobody knows it, nobody can say."""
_NODE_NAMES: Final = by_name(NODE_FIELDS)
_ORDINAL: Final = r"[（(第其]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)是要、.]?"
_DEEPEST: Final = MAX_DEPTH // 2  # levels of points: a list and its mappings are two of the file's

BuiltNodes = dict[str, tuple[YamlNode, Any, tuple[Diagnostic, ...], dict[str, str]]]
"""What was built of the nodes of an outline before: by key, with what was wrong there and the files
that it was read from (`Beside.used`)."""

Insets = Callable[[str, Beside], tuple[Outline, Any]]
"""Reads the outline of this name among the files beside another, with its meeting type. Raises
what `attachments.Inset` raises."""


def build(
    loaded: Loaded,
    fields: Sequence[Field],
    file: str,
    type_id: str = "",
    known: BuiltNodes | None = None,
    beside: Beside | None = None,
    inset: Insets | None = None,
) -> Outline:
    """The outline in a loaded YAML file, checked against `fields` (common ones included).

    `fields` of one key: the last one wins, so that a type may require what is optional for
    all. `known`, where given, is filled and used again for the very same nodes: one outline with
    a thousand overlays is built once. `beside` are the files that it may name, `inset` reads
    the outlines among them; without it they are not looked at. Raises SpeechError with every
    diagnostic, those of loading included.
    """

    def read(given: Loaded) -> Outline:
        builder = _Builder(file, given.lines, given.diagnostics)
        builder.images, builder.beside, builder.insets = {}, beside or Beside(None), inset
        nodes = known if known is not None and given is loaded else {}
        return _built(builder, given.root, fields, type_id, nodes)

    return told_once(read, loaded, file)


def _built(
    builder: _Builder,
    root: YamlNode | None,
    fields: Sequence[Field],
    type_id: str,
    known: BuiltNodes,
) -> Outline:
    if not isinstance(root, MappingNode):
        what = {ScalarNode: "只有一段文字", SequenceNode: "是一个列表"}.get(type(root), "是空的")
        said = f"提纲{what}，应当由“键: 内容”组成"
        shortest = "".join(f"\n      {line}" for line in MINIMAL_OUTLINE.splitlines())
        hint = f"最短的提纲像这样：{shortest}"
        if isinstance(root, ScalarNode) and sum(map(bool, builder.lines)) > 1:
            file = builder.file.rpartition("/")[2]
            saved, name = ("", file) if file.endswith(".txt") else ("另存为 .txt，再", "文稿.txt")
            instead = f"是现成的文稿，就{saved}  speechgen import {name} -o 提纲.yaml"
            hint = f"{instead}\n      {hint}"
        at = root.span if root else Span(builder.file, 1, 1)
        builder.fail(at, "outline-not-a-mapping", said, hint)
        raise SpeechError(builder.notes)
    table = {field.key: field for field in COMMON_FIELDS}
    for field in fields:
        known_as = table.get(field.key)
        table[field.key] = field if known_as is None else _over(field, known_as)
    values = builder.top(root, tuple(table.values()), known)
    if isinstance(call := values.get("称谓"), Paragraphs) and call:  # its ： is put behind it
        *lines, last = call
        values = values.changed({"称谓": Paragraphs((*lines, builder.without_stop(last)))})
    slips = _tell_required(builder, root, values, table)
    signed = values.get("落款")
    unsealed = isinstance(signed, Facts) and signed.get("印章") and not signed.get("单位")
    if unsealed and not values.get("单位"):
        said = "写了“印章”，没有盖章的单位"
        builder.warn(builder.place(signed), "outline-seal", said, "在“落款”下面加一行  单位: …")
    day = signed.get("日期") if isinstance(signed, Facts) else None
    if isinstance(day, Date) and day.iso and not day.endswith("日"):
        bare = day.partition("日")[0]
        said = "落款的日期后面不写星期，这里照原样印出"
        builder.hint(builder.place(day), "outline-weekday", said, f"写成  日期: {bare}日")
    scheme, minutes = values.get("编号"), values.get("时长")
    if isinstance(scheme, Text):
        builder.numbering(scheme, Scheme.parse, "例如 一、>（一）>一是")
    if isinstance(minutes, Text) and parse_minutes(minutes) is None:
        said = f"看不懂时长“{minutes}”，不作对照"
        builder.warn(builder.place(minutes), "outline-minutes", said, "例如 15分钟")
    meeting = values.get("会议")
    for day in (meeting.get("日期") if isinstance(meeting, Facts) else None, values.get("日期")):
        if isinstance(day, Date) and day.iso:  # the meeting's own day, before that of the paper
            builder.against(day, text_of(values, "星期"))
            break
    if any(not re.fullmatch("[1-9]|无", level) for level in texts_of(values, "独行")):
        said = "“独行”写级数，看不懂的不算"
        builder.warn(builder.place(values["独行"]), "outline-own-line", said, "例如  独行: [1, 2]")
    if builder.errors:
        typed = not isinstance(values["类型"], Missing)  # else nobody knows which keys there are
        told = (one for one in builder.notes if typed or one.rule not in OF_A_TYPE
                or one.span.line in slips)  # fmt: skip
        raise SpeechError(told)
    settings = frozenset(settings_of(table.values()))
    kind = type_id or str(values["类型"])
    return Outline(builder.file, kind, values, settings, tuple(builder.notes), tuple(builder.lines))


def _over(field: Field, common: Field) -> Field:
    """A type's field over the common one of its key: with the slips of both."""
    example, near = field.example or common.example, (*field.near, *common.near)
    return replace(field, near=near, example=example)


def _tell_required(
    builder: _Builder, root: MappingNode, values: Facts, table: Mapping[str, Field]
) -> set[int]:
    """An error for each key that no outline does without; the lines of those misspelt."""
    slips, known_names = set[int](), by_name(table.values())
    unknown = [name for name, _ in root.pairs if name.text not in known_names]
    for key in REQUIRED:
        value = values.get(key)
        if isinstance(value, Missing) or not str(value).strip():
            meant = [one for one in unknown if nearest(one.text, table.values()) == key]
            pack = [one for one in unknown if one.text in OF_A_PACK]
            if key == REQUIRED[0] and pack and isinstance(values[REQUIRED[1]], Missing):
                builder.fail(pack[0].span, "outline-missing-key", *NO_PACK)
                break
            slips.update(one.span.line for one in meant)
            refused = any(
                one.rule == "outline-wrong-kind" and one.message.startswith(f"“{key}”")
                for one in builder.notes
            )
            if meant or (refused and key != REQUIRED[0]):
                continue
            empty = next((name for name, _ in root.pairs if name.text in table[key].names), None)
            said = f"“{key}”后面没有内容" if empty else f"缺少必填的“{key}”"
            hint = f"加一行，例如  {key}: {table[key].example}"
            builder.fail(empty.span if empty else root.span, "outline-missing-key", said, hint)
    return slips


class _Builder(Reader):
    """Reads an outline: the values that all files have, and points."""

    point_names = _NODE_NAMES
    of_values = True
    beside: Beside
    images: dict[str, Image]
    insets: Insets | None = None
    fields: Sequence[Field] = ()

    def said(self, text: Text) -> Text:
        """A paragraph without the stars of emphasis; a hint where stars only look like it."""
        if "*" not in text:
            return text
        for start, end in unmarked(text):
            said = f"“{text[start:end]}”没有加粗，星号照原样印出"
            hint = "加粗写成 **重点**：里面没有。！？；，两头没有标点、空格；要印星号写 \\*"
            self.hint(locate(text, start, end) or self.place(text), "outline-emphasis", said, hint)
        return marked(text)

    def top(self, root: MappingNode, fields: Sequence[Field], known: BuiltNodes) -> Facts:
        """The outline itself; values whose very nodes were built before are taken from `known`."""

        def read(field: Field, node: YamlNode) -> Value:
            before, beside = known.get(field.key), self.beside
            if before is not None and before[0] is node:
                if all(beside.holds(*file) for file in before[3].items()):
                    self.notes += before[2]
                    beside.used |= before[3]
                    return before[1]
                before = None
            at, self.beside = len(self.notes), beside.apart()
            value = self.value(field, node)
            if before is None:
                known[field.key] = (node, value, tuple(self.notes[at:]), self.beside.used)
            beside.used |= self.beside.used
            self.beside = beside
            return value

        self.fields = fields
        return self.group(root, fields, read=read, elsewhere=ELSEWHERE + _type_of(root))

    def meant(self, name: str, named: Mapping[str, Field]) -> str:
        """What a key was meant to be, or where it belongs."""
        slip = any(name in field.near for field in named.values())
        return (not slip and belongs(name, named, self.fields)) or super().meant(name, named)

    def points(self, node: YamlNode) -> Nodes:
        """Sibling nodes from a list; a single text or mapping counts as a list of one."""
        if self._depth == _DEEPEST:
            self.fail(node.span, "source-too-deep", f"要点的层次太多：超过 {_DEEPEST} 层",
                      "讲话很少超过四级标题，把下面几级并上来")  # fmt: skip
            return Nodes((Node(Text("…"), Paragraphs(), span=node.span),))  # not empty as well
        if not self._depth and isinstance(node, ScalarNode) and node.text:
            lines = stripped_lines(Text(node.text, node.origins))
            texts = Paragraphs(map(self.said, lines))
            return Nodes((Node(Text(""), texts, span=node.span),)) if texts else Nodes()
        given = parts(node)
        pairs = node.pairs if isinstance(node, MappingNode) and not node.raw else ()
        if pairs and not any(nearest(key.text, NODE_FIELDS) for key, _ in pairs):
            given = tuple(MappingNode((one,), one[0].span) for one in pairs)  # without dashes
        self._depth += 1
        above = (None, *given)
        made = [self._point(one, at, above[at - 1]) for at, one in enumerate(given, 1)]
        self._depth -= 1
        return Nodes(point for point in made if point is not None)

    def text(self, field: Field, node: YamlNode) -> Text | None:
        """One text; where only certain words are taken, one of them."""
        text = super().text(field, node)
        if text is not None and field.choices and text not in field.choices:
            said = f"“{field.key}”里没有“{text}”"
            self.fail(node.span, "outline-choice", said, f"可以写：{'、'.join(field.choices)}")
        return text

    def own_kind(self, field: Field, node: YamlNode) -> Value:
        """要点, a table or a picture from the outline itself or from a file beside it, 附件."""
        if field.kind is Kind.NODES:
            text = node.text.strip() if isinstance(node, ScalarNode) and field.key != "正文" else ""
            if text and "\n" not in text and not ends_with(text, HEAD_ENDS):
                node = SequenceNode((node,), node.span)  # no whole sentence: one point
            return self.points(node)
        if field.kind is Kind.PICTURE:
            from speechgen.outline.pictures import pictures  # few outlines have one

            return pictures(self, node, self.beside, self.images) or None
        if field.kind is Kind.TABLE:
            from speechgen.outline.tables import table_of

            return table_of(self, self.beside, node)
        return self._attachments(field, node)

    def _attachments(self, field: Field, node: YamlNode) -> Value:
        """The attachments; an outline that several of them name is read once."""
        from speechgen.outline.attachments import read_attachments

        known: dict[str, tuple[Outline, Any] | None] = {}

        def inset(name: str) -> tuple[Outline, Any] | None:
            if name not in known and self.insets is not None:
                known[name] = None
                try:
                    known[name] = self.insets(name, self.beside)
                except SpeechError as failed:
                    first = failed.diagnostics[0]
                    if first.rule == "source-not-text":  # a picture, say: the name is the slip
                        said = f"“{name}”{first.message.removeprefix('这')}"
                        raise ValueError(said, first.hint) from None
                    self.notes += failed.diagnostics
            return known.get(name)

        return read_attachments(self, field, node, inset)

    def _point(self, node: YamlNode, place: int, above: YamlNode | None) -> Node | None:
        if isinstance(node, MappingNode):
            text_in_braces = node.raw and any(key.text not in _NODE_NAMES for key, _ in node.pairs)
            if not text_in_braces:
                return self._point_of_mapping(node, place, above)
        text = self.plain(node)
        if text is None:
            self.fail(node.span, "outline-nested-list", "这一点本身又是一个列表，缺少“题”",
                      "写成  - 题: …  下面再写  点:")  # fmt: skip
            return None
        style = node.style if isinstance(node, ScalarNode) else ""
        lines = stripped_lines(text)
        if "*" in text:
            lines = [self.said(line) for line in lines]
        if not lines:
            self.hint(node.span, "outline-empty-point", "这一条“- ”后面没有内容，已略去")
            return None
        head, body = (lines[0], None) if style == "quoted" else split_head(lines[0])
        if len(lines) > 1 and body is None:
            return Node(Text(""), Paragraphs(lines), span=node.span)
        if body is not None and str(head) == "题":
            self.hint(node.span, "source-fullwidth-colon", "“题”后面是全角冒号，已按“题: ”读")
            return Node(body, Paragraphs(lines[1:]), span=node.span)
        if body is not None and str(head) in _NODE_NAMES:
            self.warn(node.span, "outline-key-as-text",
                      f"“{head}：”按小标题印出，不当作字段",
                      f"若是想写字段，用半角冒号再空一格：- {head}: "
                      f"{shortened(body, 12)}")  # fmt: skip
        return Node(head, Paragraphs((body, *lines[1:]) if body else ()), span=node.span)

    def _point_of_mapping(
        self, mapping: MappingNode, place: int, above: YamlNode | None
    ) -> Node | None:
        if len(mapping.pairs) == 1 and mapping.pairs[0][0].text not in _NODE_NAMES:
            key, value = mapping.pairs[0]
            if isinstance(value, ScalarNode):
                return self._point_of_pair(key, value, place)
            if isinstance(value, SequenceNode) and not nearest(key.text, NODE_FIELDS):
                said = f"按“{key.text}”是小标题、下面几项是它的要点理解"
                self.hint(key.span, "outline-half-width-colon", said,
                          f"写成“- 题: {key.text}”，下一行与“题”对齐写“点:”")  # fmt: skip
                head = self.said(Text(key.text, key.origins))
                return Node(head, points=self.points(value), span=key.span)
        if not mapping.pairs:
            return None
        before = len(self.notes)
        values: dict[str, Any] = self.members(mapping, _NODE_NAMES)
        if "编号" in values:
            hint = "例如 一要、第一，、首先，、1.、无"
            self.numbering(values["编号"], Pattern.parse, hint)
        made = node_of(values, mapping.span)
        for key, value in mapping.pairs if made.head or made.texts else ():
            if isinstance(value, ScalarNode) and not value.text.strip():
                said = f"“{key.text}”后面没有内容"
                self.hint(key.span, "outline-empty-point", said, "补上内容，或删去这一行")
        claims = numbers_in(made.claim or "")
        if made.claim and claims and made.points and len(made.points) not in claims:
            message = f"“数量”写的是“{made.claim}”，下面有{len(made.points)}条"
            self.warn(self.place(made.claim), "outline-count", message, "改“数量”，或增删条目")
        headless = not (made.head or made.texts or made.figures)
        if headless and not made.points:
            if all(key.text in _NODE_NAMES for key, _ in mapping.pairs):
                self.hint(mapping.span, "outline-empty-point", "这一点没有“题”也没有“文”，已略去")
            return None
        if headless and all(one.severity is not Severity.ERROR for one in self.notes[before:]):
            hint = "加一行  题: …；这些要点属于上一项，就去掉“点”前面的“- ”，与上一项的“题”对齐"
            said, at = "这一项只有“点”，缺少“题”", mapping.span
            if isinstance(above, MappingNode) and [key.text for key, _ in above.pairs] == ["文"]:
                said, at = "“文”和下一行的“点”各成一项，缺少“题”", above.span
                hint = "“文”“点”与“题”同属一项：去掉它们前面的“- ”，与“题”左边对齐"
            self.fail(at, "outline-nested-list", said, hint)
        return made

    def _point_of_pair(self, key: ScalarNode, value: ScalarNode, place: int) -> Node | None:
        """`- 抓排查: 全覆盖`: a half-width colon that means head and text; behind no more
        than its own number the text alone."""
        if re.fullmatch(_ORDINAL, key.text) and numbers_in(key.text) == [place]:
            said = f"手写的序号“{key.text}”已去掉，由程序编"
            self.hint(key.span, "outline-typed-label", said, "写成列表：“- 内容”，序号不用写")
            return self._point(value, place, None)
        lines = [self.said(line) for line in stripped_lines(Text(value.text, value.origins))]
        if lines and "\n" not in value.text.strip():
            said = f"按“{key.text}：{shortened(lines[0], 12)}”理解：冒号前是小标题，后面是文字"
            guess = nearest(key.text, NODE_FIELDS)
            hint = f"若是想写字段，是不是“{guess}”？" if guess else "用全角冒号“：”就没有歧义"
            self.hint(key.span, "outline-half-width-colon", said, hint)
        head = self.said(Text(key.text, key.origins))
        return Node(head, Paragraphs(lines), span=key.span)


def _type_of(root: MappingNode) -> str:
    """What an outline says is its type; a word for it where it says nothing."""
    said = (node for key, node in root.pairs if key.text in ("类型", "type"))
    node = next(said, None)
    return node.text if isinstance(node, ScalarNode) and node.text else "类型"
