"""From positioned YAML nodes to values: each checked against the field that its key names.

Collects every problem instead of stopping at the first. Must not read files, nor know which keys
there are: the caller brings the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from speechgen.diagnostics import Span, SpeechError
from speechgen.marks import HEAD_ENDS, PAUSES, ends_with
from speechgen.numbering import numbers_in
from speechgen.schema.dates import day_in, day_meant, needs_no_day, parse_date, today
from speechgen.schema.fields import Field, Kind, by_name, find_field, sample
from speechgen.schema.notes import FileNotes, line_of
from speechgen.schema.pieces import (
    apart,
    behind_a_name,
    in_brackets,
    numbered_paper,
    parts,
    scalar,
    spaced,
    stripped,
    stripped_lines,
    typed_lines,
)
from speechgen.schema.values import Date, Facts, Lines, Paragraphs, Value
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, told_once
from speechgen.source.astray import NUMBER
from speechgen.text import Text, cut, ended, joined, locate

FLAGS: Final = {
    **dict.fromkeys(("是", "对", "yes", "true", "on", "1"), True),
    **dict.fromkeys(("否", "不", "no", "false", "off", "0"), False),
}
"""What a yes or no may be written as, in lower case."""
_KIND_WORDS: Final = {
    Kind.TEXT: "一段文字",
    Kind.DATE: "一个日期",
    Kind.LIST: "一个列表（每行一个“- ”）",
    Kind.GROUP: "几行“名称: 内容”",
    Kind.GROUPS: "一个列表，每条几行“名称: 内容”",
    Kind.PARAGRAPHS: "文字或列表",
    Kind.TABLE: "一张表（几行列表，或者文件名）",
    Kind.PICTURE: "图片的文件名",
    Kind.ATTACHMENTS: "附件的名称，或者“题”和它那一页的内容",
}
_LISTS: Final = (Kind.NODES, Kind.LIST, Kind.PARAGRAPHS, Kind.ATTACHMENTS)
_PAPER_NUMBERS: Final = ("字号", "文号")
_SHORT_YEAR: Final = r"\d{2}([./-])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]"
_HOW_TO_DATE: Final = "写成 2026年5月12日 或 2026-05-12"


def read_settings(
    loaded: Loaded,
    fields: Sequence[Field],
    file: str,
    point_names: Collection[str] = (),
    check: Callable[[Reader, Facts], None] = lambda _, __: None,
    kind: type[Reader] | None = None,
) -> Facts:
    """A settings file (a meeting type, a defaults file) as the members its table declares, read
    by a reader of that `kind`.

    Raises SpeechError with every diagnostic of severity error, in the file's order, those of
    `check` among them.
    """

    def read(loaded: Loaded) -> Facts:
        reader = (kind or Reader)(file, loaded.lines, loaded.diagnostics)
        reader.point_names = point_names
        if not isinstance(loaded.root, MappingNode):
            reader.fail(Span(file, 1, 1), "settings-not-a-mapping", "这个文件应当由“键: 内容”组成")
            raise SpeechError(reader.notes)
        values = reader.group(loaded.root, fields)
        check(reader, values)
        if reader.errors:
            raise SpeechError(reader.errors)
        return values

    return told_once(read, loaded, file)


class Reader(FileNotes):
    """Reads values and remembers what was wrong with them."""

    point_names: Collection[str] = ()
    """The keys of a point, where there are points: `{题: …}` is one, any other pair a text."""

    def said(self, text: Text) -> Text:
        """A paragraph as it prints; where stars mean something, without them."""
        return text

    def own_kind(self, field: Field, node: YamlNode) -> Value:
        """What only outlines hold (要点, 表, 图, 附件): read by their own reader."""
        raise NotImplementedError

    def group(self, mapping: MappingNode, fields: Sequence[Field], **how: Any) -> Facts:
        """A mapping with the given members; see `members`, also for `how`."""
        span = Span(mapping.span.file or self.file, mapping.span.line, mapping.span.column)
        return Facts(self.members(mapping, by_name(fields), **how), span, fields)

    def members(
        self,
        mapping: MappingNode,
        named: Mapping[str, Field],
        read: Callable[[Field, YamlNode], Value] | None = None,
        elsewhere: str = "",
    ) -> dict[str, Value]:
        """The members of a mapping that have a value, by canonical key. `read` (else `value`)
        reads one of them; `elsewhere` says where keys may stand that are unknown here."""
        values: dict[str, Value] = {}
        typed: dict[str, ScalarNode] = {}
        pairs = self.known_pairs(mapping, named, "outline-unknown-key", otherwise=elsewhere)
        for key, field, node in pairs:
            if field.key in values:
                first = typed[field.key]
                line = f"第 {first.span.line} 行" if first.span.line else "前面"
                said = f"“{key.text}”与{line}的“{first.text}”是同一项，写了两次"
                self.fail(key.span, "outline-key-twice", said, "留下一处")
            elif (value := (read or self.value)(field, node)) is not None:
                values[field.key], typed[field.key] = value, key
        return values

    def value(self, field: Field, node: YamlNode) -> Value:
        """The value of a field; None where there is nothing or it was refused."""
        if field.between and isinstance(node, SequenceNode):
            node = scalar(self._names(field, self._items(field, node)))
        if isinstance(node, ScalarNode) and not node.text.strip():
            return None
        node = self._numbered(field, node)
        match field.kind:
            case Kind.TEXT:
                self._remark(field, node)
                text = self.text(field, node)
                return self.without_stop(text) if text and field.between == "、" else text
            case Kind.DATE:
                return self._date(field, node)
            case Kind.FLAG:
                flag = FLAGS.get(node.text.strip().lower() if isinstance(node, ScalarNode) else "")
                if flag is None:
                    said = f"“{field.key}”只能写“是”或“否”"
                    self.fail(node.span, "outline-flag", said, f"{field.key}: 是")
                return flag
            case Kind.PARAGRAPHS | Kind.LIST:
                brackets = isinstance(node, SequenceNode) and node.raw and len(node.items) == 1
                whole = brackets and field.kind is Kind.PARAGRAPHS
                if isinstance(node, SequenceNode) and field.kind is Kind.LIST:
                    return self._lines(field, self._items(field, node))
                return self._lines(field, (node,) if whole else parts(node))
            case Kind.GROUP:
                return self._group(field, node)
            case Kind.GROUPS:
                return self._groups(field, node)
            case Kind.FACTS:
                return self._anything(node)
        return self.own_kind(field, node)

    def _numbered(self, field: Field, node: YamlNode) -> YamlNode:
        """A text whose lines all begin with a typed number as the list that it was meant for; in
        a list of points 1. 2. are no more than its dashes, nor is any number in one of groups."""
        if not isinstance(node, ScalarNode) or node.style != "plain" or len(node.origins) < 2:
            return node
        lines = typed_lines(Text(node.text, node.origins))
        found = [re.match(NUMBER, line) for line in lines]
        first, *others = [numbers_in(one[0]) for one in found if one] or [[]]
        counted = all(one == [first[0] + at] for at, one in enumerate(others, 1))
        second = next((line for line, one in zip(lines[1:], found[1:], strict=True) if one), None)
        if not found[0] or second is None:
            return node
        listed = field.kind in _LISTS or (field.kind is Kind.GROUPS and field.shorthand)
        if not listed or None in found or not counted:
            said = f"这一行会接在第 {node.span.line} 行那段话后面，不另起一段"
            hint = "要另起一段，前面空一行；是列表项的，写成“- 内容”，序号不用写"
            self.warn(second.origins[0][1], "source-list-under-text", said, hint)
            return node
        groups = field.kind is Kind.GROUPS
        ends = [one.end() if one and (one[1] or groups) else 0 for one in found]
        if (groups or field.kind is Kind.NODES) and all(ends):
            lines = list(map(cut, lines, ends))
        said = f"{len(lines)} 行各以序号开头，已按列表读"
        self.hint(node.span, "source-list-dash", said, "每项写成“- 内容”，序号不用写")
        return SequenceNode(tuple(scalar(stripped(line)) for line in lines), node.span)

    def _items(self, field: Field, node: SequenceNode) -> Sequence[YamlNode]:
        """The items of a list; a word on brackets that a full-width comma parts."""
        items = in_brackets(node)
        if len(items) > len(node.items):
            said = f"“{field.key}”的方括号里的“，”按半角逗号分开"
            self.hint(node.span, "outline-bracket-comma", said, "是一项文字的，整项加引号")
        return items

    def _remark(self, field: Field, node: YamlNode) -> None:
        """A word on a text that was written as a key and its value, or a title in quotes."""
        if field.key == "标题" and isinstance(node, ScalarNode):
            if re.fullmatch("“[^“”]+”", node.text):
                hint = f"不要引号，就写  标题: {node.text[1:-1]}"
                self.hint(node.span, "source-quote", "标题外面的引号会照样印出", hint)
        elif isinstance(node, MappingNode) and not (node.raw or field.setting) and self.plain(node):
            key = node.pairs[0][0]
            said = f"“{field.key}”下面没有“{key.text}”这个字段，连冒号一起按文字印出"
            self.hint(key.span, "outline-key-as-text", said, "是文字的，用全角冒号“：”")

    def refuse(self, field: Field, node: YamlNode) -> None:
        """Note that a value is of another kind than its field's."""
        got = {ScalarNode: "一段文字", SequenceNode: "一个列表"}.get(type(node), "几行“名称: 内容”")
        self.fail(node.span, "outline-wrong-kind",
                  f"“{field.key}”应当是{_KIND_WORDS[field.kind]}，这里写的是{got}",
                  sample(field))  # fmt: skip

    def plain(self, node: YamlNode) -> Text | None:
        """The text of a scalar, or of what only looks like a list or a mapping."""
        if isinstance(node, ScalarNode):
            return Text(node.text, node.origins)
        if node.raw:
            return Text(node.raw, ((0, node.span),))
        if isinstance(node, MappingNode) and len(node.pairs) == 1:
            key, value = node.pairs[0]
            if isinstance(value, ScalarNode) and key.text not in self.point_names:
                # `甲: 乙` is the text that was typed, from the line itself where both stand on it
                after, between = key.span.column - 1 + len(key.text), ": "
                if value.span.line == key.span.line and key.style == "plain":
                    line = line_of(key.span, self.file, self.lines)
                    between = line[after : value.span.column - 1]
                mark = Text(between, ((0, Span(self.file, key.span.line, after + 1)),))
                return joined(Text(key.text, key.origins), mark, Text(value.text, value.origins))
        return None

    def text(self, field: Field, node: YamlNode) -> Text | None:
        """One text; the lines of a block scalar are joined as Chinese text is."""
        text = self.plain(node)
        if text is None or (field.setting and isinstance(node, MappingNode)):
            self.refuse(field, node)
            return None
        text = self.said(spaced(stripped_lines(text)) if "\n" in text else stripped(text))
        text = self._said_once(field, node, text)
        return self._numbered_paper(text) if field.key in _PAPER_NUMBERS else text

    def _numbered_paper(self, text: Text) -> Text:
        """The number of a document with its year in the brackets that are due."""
        right = numbered_paper(text)
        if right != text:
            said = f"“{text}”的年份用六角括号，印作“{right}”"
            self.hint(self.place(text), "outline-paper-number", said, f"写成  {right}")
        return right

    def _said_once(self, field: Field, node: YamlNode, text: Text) -> Text:
        """A text without the key that was pasted before it (`讲话人: 讲话人: 周清`)."""
        end = len(field.key) + 1
        if text[:end] not in (f"{field.key}:", f"{field.key}：") or not text[end:].strip():
            return text
        said, hint = f"“{field.key}”写了两遍，多的一遍已略去", f"写成  {field.key}: …"
        self.hint(node.span, "outline-wrong-kind", said, hint)
        return stripped(cut(text, end))

    def _rows(self, field: Field, parts: Iterable[YamlNode]) -> list[Text] | None:
        """Every line of the texts as it is typed; None if one of them is no text."""
        lines: list[Text] = []
        for part in parts:
            self._remark(field, part)
            text = self.plain(part)
            if text is None:
                self.refuse(field, part)
                return None
            lines += stripped_lines(self._said_once(field, part, text))
        if field.kind is Kind.LIST:
            return [piece for line in lines for piece in self._apart(field, line)]
        return lines

    def _apart(self, field: Field, line: Text) -> list[Text]:
        """The items of a list that stand on one line, which is told."""
        items = apart(line, units=field.key == "单位")
        if len(items) > 1:
            mark = "制表符" if "\t" in line else "空格"
            said = f"“{field.key}”按{mark}分成 {len(items)} 项"
            self.hint(self.place(line), "source-list-dash", said, "一行一项，以“- ”开头")
        return items

    def _lines(self, field: Field, parts: Iterable[YamlNode]) -> Paragraphs | Lines | None:
        """Every line of the texts; None if one of them is no text."""
        lines = self._rows(field, parts)
        if lines is None:
            return None
        said = map(self.said, lines)
        return Paragraphs(said) if field.kind is Kind.PARAGRAPHS else Lines(said)

    def _names(self, field: Field, items: Sequence[YamlNode]) -> Text:
        """The names in a list as one text, with the mark between them that the field says."""
        said = Text("")
        for name in self._rows(field, items) or ():
            said = self.without_stop(said)  # no sentence: another name follows
            if said and not ends_with(said, HEAD_ENDS + PAUSES):  # the mark stands right behind it
                start, span = said.origins[-1]
                behind = Span(span.file, span.line, span.column + len(said) - start)
                said = joined(said, Text(field.between, ((0, behind),)))
            said = joined(said, name)
        if said and field.between == "，" and not ends_with(said, HEAD_ENDS):  # 抄送: 7.4.2
            said = ended(said, "。")
        return said

    def _date(self, field: Field, node: YamlNode) -> Date | None:
        text = self.text(field, node)
        if text is None:
            return None
        try:
            printed, iso = parse_date(text)
        except ValueError as wrong:
            self.fail(node.span, "outline-date", f"“{field.key}”不对：{wrong}", _HOW_TO_DATE)
            return None
        now = today()
        if not iso and re.fullmatch(_SHORT_YEAR, text) and (day := day_meant(text, now)):
            printed, iso = parse_date(day)
            self.hint(node.span, "outline-date-unclear", f"“{text}”按{day}读", _HOW_TO_DATE)
        if not iso and not needs_no_day(text, "日期" not in field.key):
            said = f"看不出“{text}”是哪一天，照原样印出"
            date, hint = f"{now.year}年{now.month}月{now.day}日", _HOW_TO_DATE
            if day := day_meant(text, now):
                hint = f"要是指{day}，就写  {field.key}: {day}（今天是{date}）"
            elif day := day_in(text, now):
                hint = f"定了哪一天就写全，如  {field.key}: {day}；还没有定，就这样印"
            self.warn(node.span, "outline-date-unclear", said, hint)
        made = Date(printed, text.origins[:1] if iso else text.origins, iso)
        self.against(made, text)
        return made

    def against(self, day: Date, said: Text) -> None:
        """Note a weekday in a text that is not that of the day."""
        if clash := day.clash(said):
            message, (start, end) = clash
            place = locate(said, start, end) or self.place(said)
            self.warn(place, "outline-weekday", message, "核对日期和星期")

    def _groups(self, field: Field, node: YamlNode) -> Value:
        """A list of groups; of items that are none the first is told."""
        made: list[Value] = []
        for part in parts(node):
            one = self._group(field, part)
            if one is not None:
                made.append(one)
            elif self.notes and self.notes[-1].rule == "outline-wrong-kind":
                break
        return tuple(made)

    def _group(self, field: Field, node: YamlNode) -> Facts | Paragraphs | Lines | None:
        if field.kind is Kind.GROUP and isinstance(node, SequenceNode) and not node.raw:
            items = [one.pairs for one in node.items if isinstance(one, MappingNode)]
            pairs = [one[0] for one in items if len(one) == 1]
            known = [key for key, _ in pairs if find_field(field.fields, key.text)]
            if known and len(known) == len(node.items):  # `- 强调: …`, `- 号召: …`
                said = f"“{field.key}”下面不用列表，“{known[0].text}”前面的“- ”已略去"
                hint = "各行左边对齐，直接写“名称: 内容”"
                self.hint(known[0].span, "outline-wrong-kind", said, hint)
                node = MappingNode(tuple(pairs), node.span)
        if isinstance(node, MappingNode):
            names_one = any(find_field(field.fields, key.text) for key, _ in node.pairs)
            if names_one or not (node.raw and field.shorthand):
                return self.group(node, field.fields, elsewhere=_as_item(field, node))
        if field.own_words:
            return self._lines(replace(field, kind=Kind.PARAGRAPHS), parts(node))
        member = find_field(field.fields, field.shorthand)
        if member is None:
            self.refuse(field, node)
            return None
        values = {
            key: self.value(named, one)
            for key, one in self._parted(field, member, node)
            if (named := find_field(field.fields, key))
        }
        made = {key: value for key, value in values.items() if value is not None}
        return Facts(made, node.span, field.fields) if member.key in made else None

    def _parted(self, field: Field, own: Field, node: YamlNode) -> Iterable[tuple[str, YamlNode]]:
        """What belongs to the member that a text stands for; apart from it what stands behind it,
        where the group has a member for that (`落款: 云汀市防指 2026年5月12日`)."""
        *before, last = parts(node) or (node,)
        text = Text(last.text, last.origins) if isinstance(last, ScalarNode) else Text("")
        for key, end, *place in behind_a_name(text):
            rest = [*before, *([scalar(cut(text, 0, end))] if end else [])]
            if rest and find_field(field.fields, key):
                behind = scalar(cut(text, *place))
                said = f"“{field.key}”里的{own.key}和{key}已分开读"
                hint = f"分两行写：“{own.key}: …”“{key}: …”"
                self.hint(behind.span, "outline-wrong-kind", said, hint)
                name = rest[0] if len(rest) == 1 else SequenceNode(tuple(rest), node.span)
                return (own.key, name), (key, behind)
        return ((own.key, node),)

    def _anything(self, node: YamlNode) -> Value:
        """A free tree of facts: texts, lists and mappings with keys of the user's own."""
        if isinstance(node, ScalarNode):
            return self.said(Text(node.text, node.origins))
        if isinstance(node, SequenceNode):
            return tuple(map(self._anything, node.items))
        return Facts({key.text: self._anything(value) for key, value in node.pairs}, node.span)


def _as_item(field: Field, node: MappingNode) -> str:
    """How an item of a list is written that is one unknown key and its text (`- 讲话: 陶志远`);
    empty for any other."""
    (key, value), *others = node.pairs
    first, *rest = field.fields
    if others or not rest or first.key != field.shorthand or not isinstance(value, ScalarNode):
        return ""
    told = f"，下一行与它对齐写“{rest[0].key}: {value.text}”" if value.text else ""
    return f"写成“- {first.key}: {key.text}”{told}"
