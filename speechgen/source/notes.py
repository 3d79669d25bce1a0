"""What the mender tells the writer of a file, one method for each slip.

Owns the wording and how many findings of one kind are shown. Must not know how a slip is mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span

MAX_DEPTH: Final = 200  # lists and mappings inside each other
_SHOWN: Final = 20  # findings of one rule; what is more is only counted
_WHITE: Final = {"\t": "制表符", "\u3000": "全角空格", "\xa0": "不间断空格"}
_LEVELS: Final = "请用空格缩进，每一级两个空格"


class Notes:
    """Collects findings about one file (line and column numbers given to it count from 0)."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self._found: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self.is_too_deep = False

    def take(self, note: Diagnostic) -> None:
        """Adds a finding; of a long row of one kind only the first are kept."""
        self._counts[note.rule] += 1
        if self._counts[note.rule] <= _SHOWN:
            self._last[note.rule] = len(self._found)
            self._found.append(note)

    def add(
        self, severity: Severity, rule: str, place: tuple[int, int, int], message: str, hint: str
    ) -> None:
        """A finding at `place`: line, first column, column after the last."""
        line, start, end = place
        span = Span(self.file, line + 1, start + 1, max(start, end) + 1)
        self.take(Diagnostic(span, rule, severity, message, hint, self.lines[line]))

    def found(self) -> list[Diagnostic]:
        """Every finding in the order of the file; the last of a long row says how many follow."""
        found = list(self._found)
        for rule, at in self._last.items():
            more = self._counts[rule] - _SHOWN
            if more > 0:
                message = f"{found[at].message}（这样的地方后面还有 {more} 处，不再一一列出）"
                found[at] = replace(found[at], message=message)
        return sorted(found, key=lambda note: note.span)

    def odd_indent(self, line: int, indent: str) -> None:
        """White space other than spaces before a line."""
        odd = next(char for char in indent if char != " ")
        name = _WHITE.get(odd, "特殊空白")
        self.add(Severity.INFO, "source-tab-indent", (line, 0, len(indent)),
                 f"行首的{name}已按空格读", _LEVELS)  # fmt: skip

    def colon(self, line: int, column: int, key: str, full_width: bool) -> None:
        """A key whose colon YAML does not know."""
        place = (line, column, column + 1)
        if full_width:
            message = f"“{key}”后面是全角冒号，已按“{key}: ”读"
            rule = "source-fullwidth-colon"
        else:
            message = f"“{key}:”后面少一个空格，已按“{key}: ”读"
            rule = "source-missing-space"
        self.add(Severity.INFO, rule, place, message, "键后面写半角冒号，再空一格")

    def dash(self, line: int, column: int, typed: str) -> None:
        """A list item whose dash YAML does not know."""
        full_width = typed[0] != "-"
        what = f"“{typed[0]}”不是半角短横" if full_width else "“-”后面少一个空格"
        self.add(Severity.INFO, "source-list-dash", (line, column, column + 1),
                 f"{what}，已按列表项读", "列表项写半角短横，再空一格：“- 内容”")  # fmt: skip

    def hash_text(self, line: int, column: int, end: int, plainly: bool) -> None:
        """A `#` in a text that YAML would take for a comment."""
        severity = Severity.INFO if plainly else Severity.WARNING
        self.add(severity, "source-hash-text", (line, column, end),
                 "“#”和后面的字已作为正文保留", "如果是注释，请在 # 后面空一格")  # fmt: skip

    def comment_in_text(self, line: int, column: int) -> None:
        """A line of a text that begins with `#`."""
        self.add(Severity.WARNING, "source-hash-text", (line, column, column + 1),
                 "这一行以“#”开头，已当作注释，不会印出",
                 "如果是正文，请接在上一行后面；如果是注释，请在 # 后面空一格")  # fmt: skip

    def key_under_text(
        self, place: tuple[int, int, int], key: str, above: int, known: bool
    ) -> None:
        """A key below an item that is already a text."""
        where = f"“{key}”写在一句文字（第 {above + 1} 行）下面"
        if known:
            self.add(Severity.ERROR, "source-key-under-text", place, f"{where}，会并进那句话里",
                     "上一行若是列表项，请写成“- 题: …”；若不是，请与上一行的键对齐")  # fmt: skip
        else:
            self.add(Severity.WARNING, "source-key-under-text", place, f"{where}，已并进那句话里",
                     "如果是另一个键，请与上一行的键对齐；如果是正文，请用全角冒号")  # fmt: skip

    def misfit(self, line: int, column: int, columns: list[int]) -> None:
        """A line that is aligned with none of those above it."""
        fitting = "、".join(str(fits) for fits in sorted(set(columns))[-4:])
        self.add(Severity.ERROR, "source-indent", (line, 0, column),
                 f"缩进对不齐：这一行前面是 {column} 格，上面同类的行是 {fitting} 格",
                 "同一级的行要左边对齐，每深一级多缩进两个空格")  # fmt: skip

    def stray(self, line: int, column: int, in_list: bool) -> None:
        """A line that is neither a key nor an item nor part of the text above."""
        place = (line, column, len(self.lines[line].rstrip()))
        if in_list:
            self.add(Severity.ERROR, "source-stray-line", place, "列表里的这一行前面没有“- ”",
                     "每一项都以“- ”开头；如果是接着上一项写，就再缩进两个空格")  # fmt: skip
        else:
            self.add(Severity.ERROR, "source-stray-line", place, "这一行不是“键: 内容”的样子",
                     "键后面写半角冒号，再空一格；"
                     "如果是接着上一行写，就多缩进两个空格")  # fmt: skip

    def misplaced_item(self, line: int, column: int) -> None:
        """A list item that no key could hold."""
        self.add(Severity.ERROR, "source-misplaced-item", (line, column, column + 1),
                 "列表项“- ”上面没有放列表的键",
                 "先单独写一行“键:”，后面不写内容，再在下面写列表")  # fmt: skip

    def open_quote(self, line: int, column: int, quote: str) -> None:
        """A quotation mark that nothing closes."""
        self.add(Severity.WARNING, "source-quote", (line, column, column + 1),
                 f"这个引号（{quote}）没有配对，已作为正文保留",
                 "请补上另一半，或改用中文引号“ ”")  # fmt: skip

    def too_deep(self, line: int, column: int) -> None:
        """A list or mapping inside more of them than are read; nothing after it is looked at."""
        self.is_too_deep = True
        self.add(Severity.ERROR, "source-too-deep", (line, column, column + 1),
                 f"层次太多：超过 {MAX_DEPTH} 层",
                 "讲话稿一般不超过四层；请检查缩进和括号")  # fmt: skip

    def anchor(self, line: int, column: int, end: int, name: str) -> None:
        """An anchor that is used, or a use of one."""
        self.add(Severity.ERROR, "source-anchor", (line, column, end),
                 f"不支持锚点和引用（{name}）", "请删去它，把内容照写一遍")  # fmt: skip

    def tag(self, line: int, column: int, end: int, name: str) -> None:
        """A YAML tag."""
        self.add(Severity.ERROR, "source-tag", (line, column, end),
                 f"不支持类型标记（{name}）", "请删去它；所有内容本来就按文字读")  # fmt: skip

    def block_indent(self, line: int, end: int) -> None:
        """A line of a block that stands further left than the block's first."""
        self.add(Severity.INFO, "source-block-indent", (line, 0, end),
                 "这一行比“|”下面的第一行靠左，已与它对齐",
                 "“|”下面各行左边对齐，多缩进两个空格")  # fmt: skip
