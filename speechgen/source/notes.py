"""What a reader of YAML tells the writer of a file: every sentence, and how many are shown.

Owns the wording, that for what the YAML library complains about included: not a word of the
library's own is shown. Must not know how a slip is found or mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, error

MAX_DEPTH: Final = 200  # lists and mappings inside each other
_SHOWN: Final = 20  # findings of one rule; what is more is only counted
_SHOWN_HINTS: Final = 3  # of one that are only hints: an error must not drown in them

_KEY: Final = "键后面写半角冒号，再空一格"
_DASH: Final = "列表项写半角短横，再空一格：“- 内容”"
_AGAIN: Final = "请删去它，把内容照写一遍"

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_SLIPS: Final[dict[str, tuple[Severity, str, str, str]]] = {
    "odd indent":
        (_INFO, "source-tab-indent", "行首的{}已按空格读", "请用空格缩进，每一级两个空格"),
    "full-width colon":
        (_INFO, "source-fullwidth-colon", "“{0}”后面是全角冒号，已按“{0}: ”读", _KEY),
    "colon without space":
        (_INFO, "source-missing-space", "“{0}:”后面少一个空格，已按“{0}: ”读", _KEY),
    "two colons":
        (_INFO, "source-fullwidth-colon", "“{0}”后面有两个冒号，已按“{0}: ”读", _KEY),
    "blanks in a key":
        (_INFO, "source-key-blanks", "“{}”按“{}”读，里面的空格已略去", "键里面不用空格对齐"),
    "fence": (_WARNING, "source-fence", "“```”是代码框的边，不是提纲，已略去", "删去这一行"),
    "line outside a fence":
        (_WARNING, "source-fence", "这一行在代码框（```）外面，已略去，不会印出",
            "是提纲的内容，就移到框里面；不是就删去"),
    "foreign dash": (_INFO, "source-list-dash", "“{}”不是半角短横，已按列表项读", _DASH),
    "dash without space": (_INFO, "source-list-dash", "“-”后面少一个空格，已按列表项读", _DASH),
    "# before a number":
        (_INFO, "source-hash-text", "“#”和后面的字已作为正文保留", "如果是注释，请在 # 后面空一格"),
    "# in a text": (_WARNING, "source-hash-text", "“#”和后面的字已作为正文保留",
        "如果是注释，请在 # 后面空一格"),
    "remark in a text": (_WARNING, "source-hash-text", "“//”和后面的字已作为正文保留",
        "如果是注释，写成“ # …”，# 前后各空一格"),
    "break in a text": (_WARNING, "source-stray-line", "“\\n”不换行，照原样印出",
        "要换行，冒号后面写“|”，文字从下一行写起，一行一段"),
    "entity": (_WARNING, "source-stray-line", "“{}”是网页里的写法，照原样印出", "改成{1}"),
    "rule": (_INFO, "source-stray-line", "这是一条分隔线，不会印出",
        "删去这一行；写给自己看的话，行首加“# ”"),
    "ruled line": (_ERROR, "source-stray-line", "{}不是“键: 内容”的样子",
        "写给自己看的话，行首加“# ”"),
    "comment in a text": (_WARNING, "source-hash-text", "这一行以“#”开头，已当作注释，不会印出",
        "如果是正文，请接在上一行后面；如果是注释，请在 # 后面空一格"),
    "heading": (_WARNING, "source-hash-text", "这一行以“#”开头，已当作注释，不会印出",
        "是要印的标题，就写成“- 题: {}”；是注释就只写一个 #"),
    "heading for a key": (_WARNING, "source-hash-text", "这一行以“#”开头，已按“{}:”读",
        "写成“{}:”；是注释就只写一个 #"),
    "foreign comment": (_WARNING, "source-hash-text", "这一行以“{}”开头，已当作注释，不会印出",
        "注释以“# ”开头；是正文就接在上一行后面"),
    "comment without blank": (_WARNING, "source-hash-text", "“#”和后面的字当作注释，不会印出",
        "如果是注释，请在 # 后面空一格；如果是正文，去掉 # 前面的空格，或整句加引号"),
    "comment for a value": (_WARNING, "source-hash-text", "“#”和后面的字当作注释，不会印出",
        "是要印的，去掉“# ”；是注释，# 前面空两格"),
    "wide bar": (_INFO, "source-block-indent", "“｜”是全角的，已按“|”读", "写半角的“|”"),
    "comment behind a text": (_WARNING, "source-hash-text", "“#”和后面的字当作注释，不会印出",
        "如果是注释，请在 # 前面空两格；如果是正文，去掉 # 前面的空格，或整句加引号"),
    "key under a text":
        (_ERROR, "source-key-under-text", "“{}”多缩进了，会并进第 {} 行那句话里",
            "与它上面的键左边对齐"),
    "keys under a text":
        (_ERROR, "source-key-under-text", "“{}”多缩进了，会并进第 {} 行那句话里",
            "是“{2}”下面的几项，“{2}:”后面就空着，那句话另起一行，也写成一项；"
            "不是，就与“{2}”左边对齐"),
    "item without a head":
        (_ERROR, "source-key-under-text", "下面还有“{}”（第 {} 行），这一项前面少了键",
            "写成“- 题: {2}”（议程里写“- 做: …”）；若“{0}”不是这一项的，就把那一行左移对齐"),
    "item of two parts":
        (_ERROR, "source-key-under-text", "下面还有“{}”（第 {} 行），这一项前面少了键",
            "分两行写：“- 题: {2}”，下一行与“题”对齐写“文: {3}”；"
            "若“{0}”不是这一项的，就把那一行左移对齐"),
    "key behind a text":
        (_ERROR, "source-key-under-text", "“{}: ”接在一句文字后面，要另起一行",
            "一行写一个“键: 内容”，与这一行的键左边对齐；是文字就用全角冒号“：”"),
    "text like a key":
        (_WARNING, "source-key-under-text", "“{}”写在一句文字（第 {} 行）下面，已并进那句话里",
            "如果是另一个键，请与上一行的键对齐；如果是正文，请用全角冒号"),
    "misfit": (_ERROR, "source-indent", "缩进对不齐：这一行前面是 {} 格，上面同类的行是 {} 格",
        "同一级的行要左边对齐，每深一级多缩进两个空格"),
    "stray line in a list": (_ERROR, "source-stray-line", "列表里的{}前面没有“- ”",
        "每一项都以“- ”开头；如果是接着上一项写，就再缩进两个空格"),
    "key in a list": (_ERROR, "source-stray-line", "列表里的{}前面没有“- ”",
        "是上一项的，就与那一项的键左边对齐；是列表的一项，就以“- ”开头；"
        "与列表上面的键同级，就与那个键左边对齐"),
    "heading in a list": (_ERROR, "source-stray-line", "列表里的{}前面没有“- ”",
        "写成“- 题: {1}”，下一行与“题”对齐写“点:”，各项再缩进写在它下面"),
    "stray lines in a list": (_ERROR, "source-stray-line",
        "列表里的{}前面没有“- ”，像是粘贴进来的",
        "每段前面加“- ”；整篇粘贴的，列表不要，放在“正文: |”下面"),
    "stray line": (_ERROR, "source-stray-line", "{}不是“键: 内容”的样子",
        "键后面写半角冒号，再空一格；如果是接着上一行写，就多缩进两个空格"),
    "odd key": (_INFO, "source-stray-line", "“{}”已按“{}: ”读", _KEY),
    "stray lines": (_ERROR, "source-stray-line", "{}不是“键: 内容”的样子，像是粘贴进来的",
        "粘贴的文字放在“正文: |”下面，各行缩进两格；整篇的先用 speechgen import 读成提纲"),
    "pasted under a key": (_ERROR, "source-stray-line",
        "{}夹在键和它下面的内容之间，像是粘贴进来的",
        "移到别处或删去；是列表里的，每段前面加“- ”；整篇粘贴的放在“正文: |”下面"),
    "rows above a list": (_ERROR, "source-stray-line", "{}像是从表格里粘来的，夹在列表里",
        "移到这一项的“表:”下面（“表:”与列表上面的键左边对齐），一行一行照样放"),
    "text below a head": (_ERROR, "source-stray-line", "{}前面少了“文: ”",
        "写成“文: …”，与上面的“题”左边对齐；有几段的写“文: |”，各段在它下面缩进两格"),
    "stray rows": (_ERROR, "source-stray-line", "{}像是从表格里粘来的",
        "上面加一行“表:”，各行照样放在它下面，多缩进两个空格"),
    "misplaced item": (_ERROR, "source-misplaced-item", "列表项“- ”上面没有放列表的键",
        "先单独写一行“键:”，后面不写内容，再在下面写列表"),
    "list without its key": (_ERROR, "source-misplaced-item", "这个列表上面少一行“点:”",
        "在这一行上面加一行“点:”，与它左边对齐；这一项若与上面的“- ”同级，就左移对齐"),
    "number in a text": (_WARNING, "source-list-under-text",
        "这一行会接在第 {} 行那段话后面，不另起一段",
        "要另起一段，前面空一行；是列表项的，写成“- 内容”，序号不用写"),
    "item not deep enough":
        (_ERROR, "source-indent", "这一项少缩进了：前面有 {} 格，下面同级的项是 {} 格",
        "与同级的“- ”左边对齐"),
    "first item too deep":
        (_ERROR, "source-indent", "这一行多缩进了：前面有 {} 格，下面同级的行在它左边",
        "与下面同级的行左边对齐"),
    "item too deep": (_ERROR, "source-indent", "这一项多缩进了：前面有 {} 格，同级的项是 {} 格",
        "与同级的“- ”左边对齐；要作下一级，先在上面单独写一行“点:”"),
    "checkbox": (_INFO, "source-list-dash", "“{}”是待办清单的勾选框，已略去", _DASH),
    "apostrophe":
        (_INFO, "source-quote", "数字前面的“'”是表格里的记号，已略去", "直接写数字、日期"),
    "open quote": (_WARNING, "source-quote", "这个引号（{}）没有配对，已作为正文保留",
        "请补上另一半，或改用中文引号“ ”"),
    "open bracket": (_INFO, "source-quote", "这个括号（{}）没有配对，已作为正文保留",
        "请补上另一半，或删去它"),
    "dots": (_WARNING, "source-dots", "“...”不是内容，已略去",
        "还没有写的，就删去这一行；写给自己看的话，行首加“# ”"),
    "text left of its key": (_INFO, "source-indent", "{}没有缩进，已算作上面那个键的内容",
        "比那个键多缩进两格"),
    "text behind its bar": (_INFO, "source-block-indent", "“|”后面接着写了文字，“|”已略去",
        "只有一段就不写“|”；几段的，“|”单独放在冒号后面，文字从下一行写起"),
    "comma behind a quote":
        (_INFO, "source-quote", "引号后面的“{}”已略去", "一行一项，不用逗号隔开"),
    "too deep": (_ERROR, "source-too-deep", f"层次太多：超过 {MAX_DEPTH} 层",
        "讲话稿一般不超过四层；请检查缩进和括号"),
    "anchor": (_ERROR, "source-anchor", "不支持锚点和引用（{}）", _AGAIN),
    "tag": (_ERROR, "source-tag", "不支持类型标记（{}）", "请删去它；所有内容本来就按文字读"),
    "tag of the file": (_ERROR, "source-tag", "不支持类型标记（!名称）", _AGAIN),
    "block indent": (_INFO, "source-block-indent", "这一行比“|”下面的第一行靠左，已与它对齐",
        "“|”下面各行左边对齐，多缩进两个空格"),
    "item under a text": (_ERROR, "source-list-under-text",
        "这个列表项接在一句文字（第 {} 行）下面，会并进那句话里",
        "列表项请用半角短横开头，再空一格：“- 内容”"),
    "list under a text": (_ERROR, "source-list-under-text",
        "这个列表项接在一句文字（第 {} 行）下面，会并进那句话里",
        "要写下一级：上一行写成“- 题: …”，下面另起一行“点:”，再缩进写各项；"
        "是同一级就与上一项对齐"),
    "list under a key's text": (_ERROR, "source-list-under-text",
        "“{}”（第 {} 行）已经写了文字，下面不能再接列表：少了一行“点:”",
        "在这一行上面加一行“点:”，与“{0}”左边对齐"),
    "list under a text at the top":
        (_ERROR, "source-list-under-text", "“{}”（第 {} 行）已经写了文字，下面不能再接列表",
            "在这一行上面加一行列表的键，如“正文:”，与“{0}”左边对齐"),
    "item beside a key": (_ERROR, "source-list-under-text", "“{}:”后面接着写了列表项",
        "“{0}:”单独占一行，“- ”从下一行写起"),
    "too many": (_ERROR, "source-too-many", "内容太多：超过 {:,} 项", "请分成几份提纲"),
    "merge": (_ERROR, "source-merge", "不支持用“<<”合并内容", "请把内容照写一遍"),
    "brackets for a key": (_ERROR, "source-syntax", "括号里的内容不能当作键", "请把整句放进引号里"),
    "key twice": (_ERROR, "source-duplicate-key", "“{}”写了两次：第 {} 行和第 {} 行",
        "只留一处；两处都要的，合到一处写；从这里起是另一份提纲，就存成另一个文件"),
    "key twice in an item": (_ERROR, "source-duplicate-key", "“{}”写了两次：第 {} 行和第 {} 行",
        "是列表里的另一项，前面就加“- ”；不是就只留一处"),
    "second document":
        (_ERROR, "source-second-document", "一个文件只能写一份提纲，分隔线以下是第二份",
            "只是用来分隔，就删去这一行；下面是第二份提纲，就存成另一个文件"),
}  # fmt: skip
"""What is wrong, and how it is told: severity, rule, message, hint."""


def _most(note: Diagnostic) -> int:
    return _SHOWN_HINTS if note.severity is Severity.INFO else _SHOWN


class Notes:
    """Collects the findings about one file, whose lines as they were typed are `lines`."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self._found: list[Diagnostic] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._last: dict[tuple[str, Severity], int] = {}
        self.is_too_deep = False

    def take(self, note: Diagnostic) -> None:
        """Adds a finding; of a long row of one kind only the first are kept."""
        kind = (note.rule, note.severity)
        self._counts[kind] += 1
        if self._counts[kind] <= _most(note):
            self._last[kind] = len(self._found)
            self._found.append(note)

    def add(self, slip: str, span: Span, *words: object) -> None:
        """Adds a finding of the table at `span`; `words` fill its message."""
        severity, rule, message, hint = _SLIPS[slip]
        said, how = message.format(*words), hint.format(*words) if words else hint
        self.take(Diagnostic(span, rule, severity, said, how, self.line_at(span)))

    def slip(self, slip: str, place: tuple[int, int, int], *words: object) -> None:
        """As `add`, at a place: line, first column, column after the last, all from 0."""
        line, start, end = place
        self.add(slip, Span(self.file, line + 1, start + 1, max(start, end) + 1), *words)

    def too_deep(self, place: tuple[int, int, int]) -> None:
        """A list or mapping inside more of them than are read; nothing after it is looked at."""
        self.is_too_deep = True
        self.slip("too deep", place)

    def line_at(self, span: Span) -> str:
        """The line on which `span` stands; empty where there is none."""
        return self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""

    def found(self) -> tuple[Diagnostic, ...]:
        """Every finding in the order of the file; the last of a long row says how many follow."""
        found = list(self._found)
        for kind, at in self._last.items():
            more = self._counts[kind] - _most(found[at])
            if more > 0:
                message = f"{found[at].message}（这样的地方后面还有 {more} 处，不再一一列出）"
                found[at] = replace(found[at], message=message)
        return tuple(found)


_COLON: Final = "每一行写成“键: 内容”，冒号后面空一格；文字里本来就有“: ”的，整句加引号"
_ALIGN: Final = "同一级的行要左边对齐，下一级比上一级多缩进两个空格"
_QUOTE: Final = "在句尾补上同样的引号；引号只是文字的一部分时，改用中文引号“ ”"
_FLOW: Final = "把括号配齐，各项用半角逗号隔开；括号只是文字的一部分时，整句加引号"
_ESCAPE: Final = "要写反斜杠本身，就写两个“\\\\”，或者把双引号换成单引号"
_DIRECTIVE: Final = ("不支持以 % 开头的指令行", "请删去这一行")

# (part of the library's problem, our message, what to write instead); the first that fits wins
_PROBLEMS: Final = (
    ("mapping values are not allowed", "这里不能再有一个“键: 内容”", _COLON),
    ("sequence entries are not allowed", "列表项“- ”不能写在这里",
     "列表要另起一行，写在键的下面，并多缩进两个空格"),
    ("mapping keys are not allowed", "这里不能写键", _COLON),
    ("could not find expected ':'", "这一行不是“键: 内容”的样子", _COLON),
    ("did not find expected key", "这一行与上面各行都对不齐", _ALIGN),
    ("expected <block end>", "这一行与上面各行都对不齐", _ALIGN),
    ("did not find expected '-' indicator", "列表里的这一行前面没有“- ”",
     "列表的每一项都以“- ”开头；是上一项的续行就再缩进两个空格"),
    ("expected ',' or", "括号没有配对，或者里面少了逗号", _FLOW),
    ("node content", "这里应当写内容", _FLOW),
    ("unexpected end of stream", "引号没有配对，一直到文件末尾都没有结束", _QUOTE),
    ("unexpected document separator", "引号没有配对，中间遇到了分隔线", _QUOTE),
    ("tab character", "缩进里有制表符", "请用空格缩进，每一级两个空格"),
    ("unknown escape character", "双引号里的反斜杠后面跟了认不出的字母", _ESCAPE),
    ("hexadecimal", "双引号里的“\\x”“\\u”后面要跟十六进制数", _ESCAPE),
    ("hexdecimal", "双引号里的“\\x”“\\u”后面要跟十六进制数", _ESCAPE),
    ("Unicode character escape", "双引号里的“\\u”写的不是一个字符", _ESCAPE),
    ("indentation indicator", "“|”或“>”后面的数字不对", "只写一个“|”，下面各行多缩进两个空格"),
    ("chomping", "“|”或“>”后面多了别的字", "“|”单独放在冒号后面，文字从下一行写起"),
    ("comment or", "“|”或“>”后面多了别的字", "“|”单独放在冒号后面，文字从下一行写起"),
    ("cannot start any token", "内容不能以这个符号开头", "请把整句放进引号里"),
    ("alias", "不支持引用（*名称）", "请把内容照写一遍"),
    ("anchor", "不支持锚点（&名称）", "请把内容照写一遍"),
    ("tag", "不支持类型标记（!名称）", "请删去它"),
    ("document start", "这一行在上面各行的左边，不属于上面的内容",
     "最前面的几行多缩进了就移到行首，同级的行左边对齐；分隔线“---”只能放在第一行"),
    ("YAML", *_DIRECTIVE),
    ("directive", *_DIRECTIVE),
    ("version", *_DIRECTIVE),
    ("", "从这里起读不懂了，不合 YAML 的写法", "请对照上下行检查冒号、缩进、引号和括号"),
)  # fmt: skip


def syntax_error(problem: str, span: Span, source: str) -> Diagnostic:
    """A diagnostic for what the library calls `problem`; an unknown one gets a general sentence."""
    message, hint = next((said, hint) for part, said, hint in _PROBLEMS if part in problem)
    return error(span, "source-syntax", message, hint, source)
