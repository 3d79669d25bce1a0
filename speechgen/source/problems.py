"""What the YAML library complains about, said in Chinese with what to write instead.

Owns the table of its problem texts (of the C parser and of the pure Python one). Must not show
a word of the library's own.
"""

from __future__ import annotations

from typing import Final

from speechgen.diagnostics import Diagnostic, Span, error

_COLON: Final = "每一行写成“键: 内容”，冒号后面空一格；文字里本来就有“: ”的，整句加引号"
_ALIGN: Final = "同一级的行要左边对齐，下一级比上一级多缩进两个空格"
_QUOTE: Final = "在句尾补上同样的引号；引号只是文字的一部分时，改用中文引号“ ”"
_FLOW: Final = "把括号配齐，各项用半角逗号隔开；括号只是文字的一部分时，整句加引号"
_GENERAL: Final = "请对照上下行检查冒号、缩进、引号和括号"

# (part of the library's problem, our message, what to write instead); the first that fits wins
_TABLE: Final = (
    ("mapping values are not allowed", "这里不能再有一个“键: 内容”", _COLON),
    ("sequence entries are not allowed", "列表项“- ”不能写在这里",
     "列表要另起一行，写在键的下面，并多缩进两个空格"),
    ("mapping keys are not allowed", "这里不能写键", _COLON),
    ("could not find expected ':'", "这一行不是“键: 内容”的样子", _COLON),
    ("did not find expected key", "这一行与上面各行都对不齐", _ALIGN),
    ("expected <block end>", "这一行与上面各行都对不齐", _ALIGN),
    ("did not find expected '-' indicator", "列表里的这一行前面没有“- ”",
     "列表的每一项都以“- ”开头；是上一项的续行就再缩进两个空格"),
    ("did not find expected ',' or", "括号没有配对，或者里面少了逗号", _FLOW),
    ("expected ',' or", "括号没有配对，或者里面少了逗号", _FLOW),
    ("node content", "这里应当写内容", _FLOW),
    ("unexpected end of stream", "引号没有配对，一直到文件末尾都没有结束", _QUOTE),
    ("unexpected document separator", "引号没有配对，中间遇到了分隔线", _QUOTE),
    ("tab character", "缩进里有制表符", "请用空格缩进，每一级两个空格"),
    ("unknown escape character", "双引号里的反斜杠后面跟了认不出的字母",
     "要写反斜杠本身，就写两个“\\\\”，或者把双引号换成单引号"),
    ("hexadecimal", "双引号里的“\\x”“\\u”后面要跟十六进制数",
     "要写反斜杠本身，就写两个“\\\\”，或者把双引号换成单引号"),
    ("hexdecimal", "双引号里的“\\x”“\\u”后面要跟十六进制数",
     "要写反斜杠本身，就写两个“\\\\”，或者把双引号换成单引号"),
    ("Unicode character escape", "双引号里的“\\u”写的不是一个字符",
     "要写反斜杠本身，就写两个“\\\\”，或者把双引号换成单引号"),
    ("indentation indicator", "“|”或“>”后面的数字不对", "只写一个“|”，下面各行多缩进两个空格"),
    ("chomping", "“|”或“>”后面多了别的字", "“|”单独放在冒号后面，文字从下一行写起"),
    ("comment or", "“|”或“>”后面多了别的字", "“|”单独放在冒号后面，文字从下一行写起"),
    ("cannot start any token", "内容不能以这个符号开头", "请把整句放进引号里"),
    ("alias", "不支持引用（*名称）", "请把内容照写一遍"),
    ("anchor", "不支持锚点（&名称）", "请把内容照写一遍"),
    ("tag", "不支持类型标记（!名称）", "请删去它"),
    ("document start", "这一行不属于上面的内容", "分隔线“---”只能放在第一行；提纲里别的地方不要写"),
    ("YAML", "不支持以 % 开头的指令行", "请删去这一行"),
    ("directive", "不支持以 % 开头的指令行", "请删去这一行"),
    ("version", "不支持以 % 开头的指令行", "请删去这一行"),
)  # fmt: skip


def syntax_error(problem: str, span: Span, source: str) -> Diagnostic:
    """A diagnostic for what the library calls `problem`; an unknown one gets a general sentence."""
    for part, message, hint in _TABLE:
        if part in problem:
            return error(span, "source-syntax", message, hint, source)
    return error(span, "source-syntax", "从这里起读不懂了，不合 YAML 的写法", _GENERAL, source)
