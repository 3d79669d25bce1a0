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
from speechgen.marks import shortened
from speechgen.numbering import NONE, numbers_in
from speechgen.schema.fields import Field, Kind, by_name, find_field
from speechgen.schema.pieces import (
    behind_a_name,
    in_brackets,
    parted_at_commas,
    parts,
    scalar,
    stripped,
    typed_lines,
)
from speechgen.schema.texts import TextReader
from speechgen.schema.values import Facts, Lines, Paragraphs, Value
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, told_once
from speechgen.source.astray import NUMBER
from speechgen.text import Text, cut

FLAGS: Final = {
    **dict.fromkeys(("是", "对", "yes", "true", "on", "1"), True),
    **dict.fromkeys(("否", "不", "no", "false", "off", "0"), False),
}
"""What a yes or no may be written as, in lower case."""
_NOTHING: Final = r"(?:暂时?)?无|(?:暂时|目前)?没有|[/／—–-]{1,3}"
"""What is written in place of a text that there is none of; 。 may stand behind it."""
_FILE: Final = re.compile(r"(?i)\.(?:xlsx?|xlsm|et|ods|csv|tsv|txt|docx?|wps)(?:#[^.#]*)?\Z")
_AS_PACK: Final = (
    "一人一行写“- 姓名”；名单在表格里，就写会议文件：去掉“类型”“标题”，写上“会议”，"
    "加一行  成套: [签到表]（座签、出席名单也这样写）"
)
_ONE_BY_ONE: Final = "一人几行：“- 姓名: …”，下面与它对齐写“单位: …”“职务: …”"
_PHRASES: Final = ("做", "事项")
"""Keys of what is no sentence: a cell, a heading, a part of a sentence."""
_TEXTS: Final = (Kind.TEXT, Kind.DATE, Kind.PARAGRAPHS, Kind.LIST, Kind.ATTACHMENTS)
_LISTS: Final = (Kind.NODES, Kind.LIST, Kind.PARAGRAPHS, Kind.ATTACHMENTS)


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


class Reader(TextReader):
    """Reads values and remembers what was wrong with them."""

    of_values = False
    """Whether the file holds what is printed, where 无 says that there is none of it."""
    _depth = 0  # levels of points above the one being read
    _told: frozenset[str] = frozenset()

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
            node = scalar(self.names(field, self._items(field, node)))
        if isinstance(node, ScalarNode) and not node.text.strip():
            return None
        if field.kind is Kind.TEXT and _is_empty(node):  # nothing, and no text either
            return None
        points = self._depth > 0  # which may well be 无
        if self.of_values and not points and (none := _says_nothing(field, node)):
            if field.says_nothing:  # its own word for: not even what the type would say
                return Paragraphs((Text(NONE, none.origins),))
            self._tell_nothing(field, none)
            return None
        return self._of_kind(field, self._numbered(field, node))

    def _of_kind(self, field: Field, node: YamlNode) -> Value:
        match field.kind:
            case Kind.TEXT:
                self.remark(field, node)
                text = self.text(field, node)
                phrase = field.between == "、" or field.key in _PHRASES
                return self.without_stop(text) if text and phrase else text
            case Kind.DATE:
                return self.date(field, node)
            case Kind.FLAG:
                flag = FLAGS.get(node.text.strip().lower() if isinstance(node, ScalarNode) else "")
                if flag is None:
                    said = f"“{field.key}”只能写“是”或“否”"
                    self.fail(node.span, "outline-flag", said, f"{field.key}: 是")
                return flag
            case Kind.PARAGRAPHS | Kind.LIST:
                node = self._in_wide_brackets(field, node)
                brackets = isinstance(node, SequenceNode) and node.raw and len(node.items) == 1
                whole = brackets and field.kind is Kind.PARAGRAPHS
                if isinstance(node, SequenceNode) and field.kind is Kind.LIST:
                    return self.lines_of(field, self._items(field, node))
                return self.lines_of(field, (node,) if whole else parts(node))
            case Kind.GROUP:
                return self._group(field, node)
            case Kind.GROUPS:
                return self._groups(field, node)
            case Kind.FACTS:
                return self._anything(node)
        return self.own_kind(field, node)

    def _tell_nothing(self, field: Field, node: ScalarNode) -> None:
        """One word about a key whose value says that there is none, however often it does."""
        if field.key not in self._told:
            self._told |= {field.key}
            told = f"“{field.key}”写“{node.text.strip()}”的，按没有这一项办，不印出来"
            self.hint(node.span, "value-nothing", told, "没有就不写这一行；要照印就加引号")

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
        if (groups or field.kind in (Kind.NODES, Kind.LIST)) and all(ends):
            lines = list(map(cut, lines, ends))
        said = f"{len(lines)} 行各以序号开头，已按列表读"
        self.hint(node.span, "source-list-dash", said, "每项写成“- 内容”，序号不用写")
        return SequenceNode(tuple(scalar(stripped(line)) for line in lines), node.span)

    def _in_wide_brackets(self, field: Field, node: YamlNode) -> YamlNode:
        """A list that is typed in full-width brackets (`［甲，乙］`)."""
        if field.kind is not Kind.LIST or not isinstance(node, ScalarNode):
            return node
        text = Text(node.text, node.origins)
        if text[:1] != "［" or text[-1:] != "］" or "［" in text[1:]:
            return node
        said = f"“{field.key}”的“［ ］”按半角的方括号读，“，”分开各项"
        self.hint(
            node.span, "outline-bracket-comma", said, "一行一项，以“- ”开头；或写半角的 [ ] 和 ,"
        )
        items = filter(None, parted_at_commas(cut(text, 1, len(text) - 1), "，,"))
        return SequenceNode(tuple(map(scalar, items)), node.span)

    def _items(self, field: Field, node: SequenceNode) -> Sequence[YamlNode]:
        """The items of a list; a word on brackets that a full-width comma parts."""
        items = in_brackets(node)
        if len(items) > len(node.items):
            both = "“、”" * any("、" in getattr(one, "text", "") for one in node.items)
            said = f"“{field.key}”的方括号里的“，”{both}按半角逗号分开"
            self.hint(node.span, "outline-bracket-comma", said, "是一项文字的，整项加引号")
        return items

    def _groups(self, field: Field, node: YamlNode) -> Value:
        """A list of groups; of items that are none the first is told."""
        made: list[Value] = []
        for part in self._people(field, node):
            one = self._group(field, part)
            if one is not None:
                made.append(one)
            elif self.notes and self.notes[-1].rule == "outline-wrong-kind":
                break
        return tuple(made)

    def _people(self, field: Field, node: YamlNode) -> tuple[YamlNode, ...]:
        """The items of a list; where names stand for people, all that one line holds."""
        for one in parts(node) if field.shorthand == "姓名" else ():
            if isinstance(one, ScalarNode) and re.search(_FILE, one.text.strip()):
                said = f"“{field.key}”在这里写人，不写文件名“{one.text.strip()}”"
                self.fail(one.span, "outline-wrong-kind", said, _AS_PACK)
                return ()
            if isinstance(one, ScalarNode) and "\t" in one.text.strip():
                row = typed_lines(stripped(Text(one.text, one.origins)))[0]
                shown = shortened(" ".join(row.split()), 20)
                said = f"“{field.key}”里像是从表格粘来的：“{shown}”"
                self.fail(self.place(row), "outline-wrong-kind", said, _ONE_BY_ONE)
                return ()
        if field.shorthand != "姓名" or not isinstance(node, ScalarNode):
            items = parts(node)
            texts = [Text(one.text, one.origins) for one in items if isinstance(one, ScalarNode)]
            bare = self.unnumbered(texts) if len(texts) == len(items) else ()
            return tuple(map(scalar, bare)) or items
        names = parted_at_commas(Text(node.text, node.origins), "，、,")
        if len(names) > 1:
            said = f"“{field.key}”一行里的 {len(names)} 个姓名已分开读"
            self.hint(node.span, "source-list-dash", said, "一行一个人，以“- ”开头")
        return tuple(scalar(stripped(name)) for name in names)

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
            return self.lines_of(replace(field, kind=Kind.PARAGRAPHS), parts(node))
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


def _says_nothing(field: Field, node: YamlNode) -> ScalarNode | None:
    """The text in which a value says that there is none: 无, 没有, a stroke; in quotation marks it
    is what is to be printed."""
    if isinstance(node, SequenceNode) and len(node.items) == 1:
        (node,) = node.items
    taken = (field.kind in _TEXTS and field.key != "标题") or field.says_nothing
    if not isinstance(node, ScalarNode) or field.setting or not taken or node.style == "quoted":
        return None
    return node if re.fullmatch(f"(?:{_NOTHING})[。.]?", node.text.strip()) else None


def _is_empty(node: YamlNode) -> bool:
    return not isinstance(node, ScalarNode) and node.raw in ("[]", "{}")


def _as_item(field: Field, node: MappingNode) -> str:
    """How an item of a list is written that is one unknown key and its text (`- 讲话: 陶志远`);
    empty for any other."""
    first, *rest = field.fields
    if len(node.pairs) != 1 or not rest or first.key != field.shorthand:
        return ""
    ((key, value),) = node.pairs
    if not isinstance(value, ScalarNode):
        return ""
    told = f"，下一行与它对齐写“{rest[0].key}: {value.text}”" if value.text else ""
    return f"写成“- {first.key}: {key.text}”{told}"
