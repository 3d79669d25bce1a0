"""Marked lines and the values printed in them become the blocks of a document.

Owns what a printed value turns into (a text, whole paragraphs, a subtree), how template
punctuation gives way to the user's own, and what each role does to its text. Must not know
Jinja2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from speechgen.compose.budget import Budget
from speechgen.compose.expand import Expander, close_head, entry_text, run_on
from speechgen.compose.printing import RunOn
from speechgen.compose.seams import GOES_ON, seamed, tell_echoes, tell_said, without_stop
from speechgen.document import (
    ATTACHMENT_MARK,
    CARD,
    FOOT,
    LETTERHEAD,
    ROLES,
    Block,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
)
from speechgen.emphasis import calm
from speechgen.marks import HAN, HEAD_ENDS, PAUSES, ends_with
from speechgen.numbering import NONE, Pattern
from speechgen.outline import Attachment, Node, Nodes, Outline
from speechgen.readers.markup import SPLIT, Marked, TextOrReference, read_markup
from speechgen.schema.fields import nearest_word
from speechgen.schema.values import Lines, Missing, Paragraphs
from speechgen.text import Text, cut, joined, on_lines, place_of

_ROLE_BY_WORD: Final = {word: role for role, word in ROLES.items()} | {role: role for role in ROLES}
_TABLE: Final = ("表", "table")
_PAGE: Final = ("附件页", "attachment-page")
_ROW: Final = ("行", "row")
_WIDTHS: Final = ("列宽", "widths")
_PAGE_BREAK: Final = ("分页", "page-break")
_SPACE: Final = "letterhead-space"
_NUMBERING: Final = ("编号", "numbering")
_EVEN: Final = FOOT.union(LETTERHEAD, CARD)
"""The roles whose look is prescribed: nothing in them is emphasised."""
_TITLE_LINE: Final = rf"[^\s|{SPLIT}](?:[^|{SPLIT}\v]*[^\s|{SPLIT}])?"
_YIELDING: Final = "。；，、：！？"
_PROSE: Final = ("body", "closing")
_LINES: Final = frozenset(
    ("byline", "date", "signature", "signature-date", "sealed", "sealed-date")
)
"""The roles of what is no sentence."""
_SALUTATION_ENDS: Final = {":": "：", "!": "！"}

_Parts: TypeAlias = Sequence[TextOrReference]

InsetBlocks = Callable[[Outline, Any], Sequence[Block]]
"""Gives the blocks of an outline (with its meeting type) that is the page of an attachment."""


class MarkupError(ValueError):
    """A template's mark-up is wrong; the message is Chinese."""


class Assembler:
    """Builds the blocks of one document, section by section.

    `missing` collects every gap that was printed, in order, each once.
    """

    def __init__(self, expander: Expander, budget: Budget, inset: InsetBlocks) -> None:
        self.expander = expander
        self.budget = budget
        self._inset = inset
        self.blocks: list[Block] = []
        self.missing: dict[Missing, None] = {}
        self._level = 0
        self._items: list[Node] = []
        self._pattern: str | None = None
        self._rows: list[tuple[str, ...]] = []

    def section(self, stream: str) -> None:
        """Add what one section template printed. Raises MarkupError."""
        self._level, self._pattern = 0, None
        kept, weight, spend = self.budget.kept, self.budget.weight, self.budget.spend
        try:
            for marked in read_markup(stream):
                # a text that a template computed once may stand in the stream a million times
                parts = marked.head + marked.body if marked.body else marked.head
                spend(1, sum([weight(kept[part]) for part in parts if isinstance(part, int)]))
                self._add(marked)
        except ValueError as wrong:
            raise MarkupError(str(wrong)) from None
        self._flush()
        self._close_table()

    def _add(self, marked: Marked) -> None:
        if marked.kind == "item":
            self._items.append(self._node(marked))
            return
        self._flush()
        if marked.role not in _ROW:
            self._close_table()
        match marked.kind:
            case "heading":
                self._heading(marked)
            case "role":
                self._role(marked)
            case _:
                self._paragraph(marked.head, "body")

    def _flush(self) -> None:
        """Turn the enumeration items gathered so far into blocks."""
        if self._items:
            self._close_table()
            level, pattern = self._level + 1, self._pattern
            if len(self._items) == 1 and pattern is None:
                pattern = NONE  # nobody numbers one item
            self.blocks += self.expander.siblings(self._items, level, pattern)
            self._items.clear()
            self._pattern = None

    # -- kinds -------------------------------------------------------------------------------

    def _node(self, marked: Marked) -> Node:
        if marked.body is None and isinstance(value := self._only(marked.head), Node):
            return value
        head, body = self._one_text(marked.head), self._texts(marked.body or ())
        if not head and not body:
            return Node()
        return Node(head, Paragraphs(body), span=place_of(head or body[0]))

    def _heading(self, marked: Marked) -> None:
        self._level = marked.level
        pattern = self._pattern or self.expander.pattern(marked.level)
        self._pattern = None
        head, body = self._one_text(marked.head), self._texts(marked.body or ())
        if not head:
            return
        if body:
            head = close_head(head)
        first = body[0] if body else Text("")
        self.blocks.append(Item(marked.level, head, first, pattern, span=place_of(head)))
        self.blocks += [Para(text, span=place_of(text)) for text in body[1:]]

    def _role(self, marked: Marked) -> None:
        if marked.role in _PAGE_BREAK:
            self.blocks.append(PageBreak())
        elif marked.role in (*_TABLE, *_ROW, *_WIDTHS):
            self._table(marked)
        elif marked.role in _PAGE:
            self._page(marked)
        elif _ROLE_BY_WORD.get(marked.role) == _SPACE:
            self.blocks.append(Para("", _SPACE))
        elif marked.role in _NUMBERING:
            self._pattern = _pattern(str(self._one_text(marked.head)))
        elif marked.role in _ROLE_BY_WORD:
            self._paragraph(marked.head, _ROLE_BY_WORD[marked.role])
        else:
            guess = nearest_word(marked.role, _ROLE_BY_WORD)
            words = "、".join((*ROLES.values(), "编号", "分页", "表", "行", "列宽", "附件页"))
            raise MarkupError(
                f"不认识的段落角色“@{marked.role}”"
                + (f"，是不是“@{guess}”？" if guess else f"，可用：{words}")
            )

    def _table(self, marked: Marked) -> None:
        """`@表` opens a table with its header row (none if it is empty), `@列宽 1｜4｜2` sets the
        shares of its columns, `@行` adds a row. Rows are made as long as the longest."""
        # several paragraphs in a cell stay apart by a line break
        cells = tuple(on_lines(self._texts(cell)) for cell in marked.cells)
        if marked.role in _TABLE:
            header = (cells,) if any(cells) else ()
            self.blocks.append(
                Table(header, len(header), span=place_of(next(filter(None, cells), "")))
            )
            return
        last = self.blocks[-1] if self.blocks else None
        if not isinstance(last, Table):
            raise MarkupError(f"“@{marked.role}”前面要先有“@表”")
        if marked.role in _WIDTHS:
            if not all(re.fullmatch(r"[1-9]\d{0,3}", cell) for cell in cells):
                raise MarkupError("“@列宽”后面写各列的份数，如 @列宽 1｜4｜2")
            self.blocks[-1] = replace(last, widths=tuple(int(cell) for cell in cells))
            return
        self._rows = self._rows or list(last.rows)
        self._rows.append(cells)

    def _page(self, marked: Marked) -> None:
        """`@附件页 附件1｜{{ 附 }}`: what the attachment's own page holds, headed by its mark and
        its title; nothing for one that is only named."""
        *mark, last = marked.cells
        found = self._only(last)
        if len(mark) != 1 or not isinstance(found, str):
            raise MarkupError("“@附件页”后面写序号和附件，如 @附件页 附件1｜{{ 名 }}")
        page = found.page if isinstance(found, Attachment) else None
        if page is None or not isinstance(found, Attachment):
            return
        self._level, span = 0, place_of(found)
        heading, under = found.heading, list[Block]()
        if isinstance(page, Node):
            self.budget.spend(1, self.budget.weight(page))
            under += [Para(text, span=place_of(text)) for text in page.texts]
            under += page.figures
            under += self.expander.siblings(page.points, 1, page.numbering)
        else:
            under += self._inset(*page)
            self.budget.spend(1 + len(under))
            titles = [one for one in under if isinstance(one, Para) and one.role == "title"]
            if titles:
                under.remove(titles[0])
                if heading is page[0].values["标题"]:  # and no other one was given here
                    heading = joined(titles[0].text)
        self.blocks += [PageBreak(), Para(self._one_text(mark[0]), ATTACHMENT_MARK, span=span)]
        self.blocks += [Para(_title(heading), "attachment-title", span=span), *under]

    def _close_table(self) -> None:
        """Give the table its rows, all at once: one by one would take the square of the time."""
        if self._rows:
            table = self.blocks[-1]
            assert isinstance(table, Table)
            longest = max(map(len, self._rows))
            filled = tuple(row + ("",) * (longest - len(row)) for row in self._rows)
            self.blocks[-1] = replace(table, rows=filled)
            self._rows = []

    def _paragraph(self, parts: _Parts, role: str) -> None:
        if role == "body" and (nodes := self._nodes(parts)) is not None:
            self.blocks += self.expander.siblings(nodes, self._level + 1, self._pattern)
            self._pattern = None
            return
        if figures := self._figures(parts):
            self.blocks += figures
            return
        parts, entries = self._listing(parts)
        texts = self._texts(parts) or ([Text("")] if entries else [])
        last = self.blocks[-1] if self.blocks else None
        if texts and isinstance(last, Para) and isinstance(last.text, Text):
            tell_said(last.text, texts[0], self.expander.notes)
        for at, text in enumerate(texts, 1):
            listed = entries if at == len(texts) else ()
            span = place_of(text or (listed[0].text if listed else ""))
            shown = _ROLE_TEXT[role](text) if role in _ROLE_TEXT else text
            if role in _EVEN:
                shown = calm(shown)
            if role in _PROSE and not listed and text.origins[-1:] and text.origins[-1][1].line:
                self.expander.note_unended(text)
            if role in _LINES:
                shown = without_stop(shown, self.expander.notes)
            self.blocks.append(Para(shown, role, listed, span))

    def _listing(self, parts: _Parts) -> tuple[_Parts, tuple[Entry, ...]]:
        """What a `逐条` at the end of a paragraph lists, and the paragraph before it."""
        values = [self.budget.kept[part] if isinstance(part, int) else part for part in parts]
        found = next(((at, v) for at, v in enumerate(values) if isinstance(v, RunOn)), None)
        if found is None:
            return parts, ()
        at, run = found
        if any(not isinstance(part, str) or part.strip(_YIELDING) for part in parts[at + 1 :]):
            raise MarkupError("“逐条”之后还有文字：逐条列举要放在一段的末尾")
        texts = [
            entry_text(item) if isinstance(item, Node) else joined(*self._pieces(item))
            for item in run.items
        ]
        if texts and isinstance(run.items[-1], Text):
            texts[-1] = joined(without_stop(texts[-1], self.expander.notes, "。"))
        return parts[:at], run_on(texts, _pattern(run.pattern) if len(texts) > 1 else "无")

    def _only(self, parts: _Parts) -> object:
        """The printed value that parts are nothing but; None where they are more, or other."""
        alone = parts[0] if len(parts) == 1 else ""
        return self.budget.kept[alone] if isinstance(alone, int) else None

    def _nodes(self, parts: _Parts) -> Sequence[Node] | None:
        """The nodes of a paragraph that is nothing but a printed subtree."""
        value = self._only(parts)
        if isinstance(value, Node):
            return [value]
        if isinstance(value, tuple) and value and all(isinstance(v, Node) for v in value):
            return list(value)
        return [] if isinstance(value, Nodes) else None

    def _figures(self, parts: _Parts) -> Sequence[Table | Picture]:
        """The tables or pictures of a paragraph that is nothing but a printed value of them."""
        value = self._only(parts)
        values = value if isinstance(value, tuple) else (value,)
        return [one for one in values if isinstance(one, Table | Picture)]

    # -- texts -------------------------------------------------------------------------------

    def _one_text(self, parts: _Parts) -> Text:
        texts = self._texts(parts)
        if len(texts) > 1:
            raise MarkupError("小标题里打印了好几段文字；段落放在标题下面另起一行")
        return texts[0] if texts else Text("")

    def _texts(self, parts: _Parts) -> list[Text]:
        """The paragraphs that parts make: literal text and one-text values run on, a value of
        several paragraphs breaks the paragraph."""
        done: list[list[str]] = [[]]
        sentence = False  # whether the text before is whole sentences
        for part in parts:
            follows = part if isinstance(part, str) else self.budget.kept[part]
            if sentence and isinstance(follows, str) and re.match(HAN, follows):
                last = done[-1][-1]
                if isinstance(last, Text) and re.search(f"{HAN}$", last):
                    self.expander.note_unended(last, glued=True)
            if isinstance(part, str):
                # a literal text's leading mark gives way where the text before ends in one; that
                # gives way where the sentence goes on, or ends here
                if done[-1] and re.match("。" if sentence else f"。|{GOES_ON}", part):
                    done[-1][-1] = without_stop(done[-1][-1], self.expander.notes, part[0])
                tail = next((piece for piece in reversed(done[-1]) if piece), "")
                yields = part[:1] in _YIELDING and ends_with(tail, HEAD_ENDS + PAUSES)
                done[-1].append(part[1:] if yields else part)
                continue
            sentence = isinstance(self.budget.kept[part], Paragraphs)
            for at, piece in enumerate(self._pieces(self.budget.kept[part])):
                if at:
                    done.append([])
                done[-1].append(piece)
        fitted = [seamed(pieces) for pieces in done]
        for pieces in fitted:
            tell_echoes(pieces, self.expander.notes)
        return [text for text in (joined(*pieces) for pieces in fitted) if text.strip()]

    def _pieces(self, value: object) -> Iterator[str]:
        """The paragraphs of a printed value; a gap becomes 【待补：…】 and is remembered."""
        match value:
            case Missing():
                self.missing.setdefault(value)
                yield Text(f"【待补：{value.key}】", ((0, value.span),))
            case str():
                yield value
            case Lines() | Paragraphs():
                yield from value
            case Node():
                raise MarkupError("要点要单独占一行打印，不能夹在文字中间")
            case Table() | Picture():
                raise MarkupError("表和图要单独占一行打印，不能夹在文字中间")
            case RunOn():
                raise MarkupError("“逐条”只能用在一段文字的末尾，不能用在小标题里")
            case tuple():
                for member in value:
                    yield from self._pieces(member)


def _pattern(written: str) -> str:
    """A label's pattern. Raises ValueError (Chinese) for what is none."""
    if written:
        Pattern.parse(written)
    return written


def _title(text: Text) -> Text:
    """A title's wanted breaks (`|`, `｜`, Word's own) become line breaks; spaces around them go."""
    if not re.search(rf"[|{SPLIT}\v]", text):
        return text
    return on_lines(cut(text, *line.span()) for line in re.finditer(_TITLE_LINE, text))


def _salutation(text: Text) -> Text:
    """A salutation ends in a full-width ： unless it brings a mark of its own."""
    last = text[-1:]
    if last in _SALUTATION_ENDS:
        return Text(text[:-1] + _SALUTATION_ENDS[last], text.origins)
    return text if last and last in HEAD_ENDS + PAUSES else joined(text, "：")


def _bracketed(text: Text) -> Text:
    """A stage direction or a note (7.3.6) stands in （） unless it brings its own brackets."""
    return text if text.startswith(("（", "(")) else joined("（", text, "）")


def _dated(text: Text) -> Text:
    """A date in brackets stands without them where it brings its own: 6月3日（星期三）."""
    return cut(text, 1, len(text) - 1) if text.endswith("））") and text[0] == "（" else text


_ROLE_TEXT: Final = {
    "title": _title,
    "date": _dated,
    "subtitle": _title,
    "salutation": _salutation,
    "stage": _bracketed,
    "note": _bracketed,
}
