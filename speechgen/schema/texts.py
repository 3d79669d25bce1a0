"""From positioned YAML nodes to texts: one, its lines, names, a day; each slip in them told once.

Must not know groups of fields, nor which keys there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from speechgen.diagnostics import Span
from speechgen.marks import HEAD_ENDS, PAUSES, ends_with
from speechgen.schema.dates import day_in, day_meant, needs_no_day, parse_date, today
from speechgen.schema.fields import Field, Kind, sample
from speechgen.schema.notes import FileNotes, line_of
from speechgen.schema.pieces import apart, spaced, stripped, stripped_lines, with_marks
from speechgen.schema.values import Date, Lines, Paragraphs
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import GAP, Text, cut, ended, joined, locate, replaced

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
_NUMBER: Final = r"[\[［【（(]\d{4}[)）】］\]](?=第?\d)", "〔〕", "年份用六角括号"
_CLOCK: Final = r"[０-９]|(?<=\d)：(?=[0-5０-５]\d(?!\d))", "", "数字和时分之间的冒号用半角"
_MARKS: Final = {"字号": _NUMBER, "文号": _NUMBER, "时间": _CLOCK, "报到": _CLOCK}
"""Keys whose texts have marks of their own: what stands for them, and what is due."""
_SHORT_YEAR: Final = r"\d{2}([./-])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]"
_HOW_TO_DATE: Final = "写成 2026年5月12日 或 2026-05-12"


class TextReader(FileNotes):
    """Reads texts and remembers what was wrong with them."""

    point_names: Collection[str] = ()
    """The keys of a point, where there are points: `{题: …}` is one, any other pair a text."""

    def said(self, text: Text) -> Text:
        """A paragraph as it prints; where stars mean something, without them."""
        return text

    def refuse(self, field: Field, node: YamlNode) -> None:
        """Note that a value is of another kind than its field's."""
        got = {ScalarNode: "一段文字", SequenceNode: "一个列表"}.get(type(node), "几行“名称: 内容”")
        self.fail(node.span, "outline-wrong-kind",
                  f"“{field.key}”应当是{_KIND_WORDS[field.kind]}，这里写的是{got}",
                  sample(field))  # fmt: skip

    def remark(self, field: Field, node: YamlNode) -> None:
        """A word on a text that was written as a key and its value, or a title in quotes."""
        if field.key == "标题" and isinstance(node, ScalarNode):
            if re.fullmatch("“[^“”]+”", node.text):
                hint = f"不要引号，就写  标题: {node.text[1:-1]}"
                self.hint(node.span, "source-quote", "标题外面的引号会照样印出", hint)
        elif isinstance(node, MappingNode) and not (node.raw or field.setting) and self.plain(node):
            key = node.pairs[0][0]
            said = f"“{field.key}”下面没有“{key.text}”这个字段，连冒号一起按文字印出"
            self.hint(key.span, "outline-key-as-text", said, "是文字的，用全角冒号“：”")

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
        return self._marked(text, *_MARKS[field.key]) if field.key in _MARKS else text

    def _marked(self, text: Text, pattern: str, marks: str, due: str) -> Text:
        """A text with the marks that are due in the place of others, which is told."""
        right = with_marks(text, pattern, marks)
        if right != text:
            said = f"“{text}”里{due}，印作“{right}”"
            self.hint(self.place(text), "outline-odd-marks", said, f"写成  {right}")
        return right

    def _said_once(self, field: Field, node: YamlNode, text: Text) -> Text:
        """A text without the key that was pasted before it (`讲话人: 讲话人: 周清`)."""
        end = len(field.key) + 1
        if text[:end] not in (f"{field.key}:", f"{field.key}：") or not text[end:].strip():
            return text
        said, hint = f"“{field.key}”写了两遍，多的一遍已略去", f"写成  {field.key}: …"
        self.hint(node.span, "outline-wrong-kind", said, hint)
        return stripped(cut(text, end))

    def rows(self, field: Field, parts: Iterable[YamlNode]) -> list[Text] | None:
        """Every line of the texts as it is typed; None if one of them is no text."""
        lines: list[Text] = []
        for part in parts:
            self.remark(field, part)
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

    def lines_of(self, field: Field, parts: Iterable[YamlNode]) -> Paragraphs | Lines | None:
        """Every line of the texts; None if one of them is no text."""
        lines = self.rows(field, parts)
        if lines is None:
            return None
        bare = self.unnumbered(lines) if field.kind is Kind.LIST else ()
        said = map(self.said, bare or lines)
        return Paragraphs(said) if field.kind is Kind.PARAGRAPHS else Lines(said)

    def names(self, field: Field, items: Sequence[YamlNode]) -> Text:
        """The names in a list as one text, with the mark between them that the field says."""
        said = Text("")
        for name in self.rows(field, items) or ():
            said = self.without_stop(said, "。；;")  # no sentence: another name follows
            if said and not ends_with(said, HEAD_ENDS + PAUSES):  # the mark stands right behind it
                start, span = said.origins[-1]
                behind = Span(span.file, span.line, span.column + len(said) - start)
                said = joined(said, Text(field.between, ((0, behind),)))
            said = joined(said, name)
        if said and field.between == "，" and not ends_with(said, HEAD_ENDS):  # 抄送: 7.4.2
            said = ended(said, "。")
        return said

    def date(self, field: Field, node: YamlNode) -> Date | None:
        text = self.text(field, node)
        if text is None:
            return None
        deadline = "日期" not in field.key
        try:
            printed, iso = parse_date(text)
            if deadline and not iso and (bound := re.search("[之以]?前$", text)):
                day, iso = parse_date(text[: bound.start()])
                printed = f"{day}{bound[0]}" if iso else text
        except ValueError as wrong:
            self.fail(node.span, "outline-date", f"“{field.key}”不对：{wrong}", _HOW_TO_DATE)
            return None
        now = today()
        if not iso and re.fullmatch(_SHORT_YEAR, text) and (day := day_meant(text, now)):
            printed, iso = parse_date(day)
            self.hint(node.span, "outline-date-unclear", f"“{text}”按{day}读", _HOW_TO_DATE)
        told = needs_no_day(text, deadline) or re.search(GAP, text)
        if not iso and not told:
            said = f"看不出“{text}”是哪一天，照原样印出"
            date, hint = f"{now.year}年{now.month}月{now.day}日", _HOW_TO_DATE
            if day := day_meant(text, now):
                hint = f"要是指{day}，就写  {field.key}: {day}（今天是{date}）"
            elif day := day_in(text, now):
                hint = f"定了哪一天就写全，如  {field.key}: {day}；还没有定，就这样印"
            self.warn(node.span, "outline-date-unclear", said, hint)
        bare = replaced(text, r"\s+")  # 2026年11月30日  星期五
        origins = bare.origins if bare == printed else text.origins[:1]
        made = Date(printed, origins if iso else text.origins, iso)
        self.against(made, text)
        return made

    def against(self, day: Date, said: Text) -> None:
        """Note a weekday in a text that is not that of the day."""
        if clash := day.clash(said):
            message, (start, end) = clash
            place = locate(said, start, end) or self.place(said)
            self.warn(place, "outline-weekday", message, "核对日期和星期")
