"""中文里用全角标点：，；：！？（）

为什么：半角逗号、冒号是英文标点，排在汉字中间又窄又靠下，一份稿子里混着用更难看。

错：
    今年雨水偏多,局地强降雨过程多(以6月为主);各单位要立足防大汛!

对：
    今年雨水偏多，局地强降雨过程多（以6月为主）；各单位要立足防大汛！

修改：安全，--fix 直接改。
不误报：前后至少一边是汉字或全角标点才算；网址、邮箱、时刻 9:30、比例 1:500、千分位 3,500、英文句子里的不动；括号成对地看，两边都不挨汉字的不动。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import WIDE, protected_ranges, scan, within
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_FULL: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_MARK: Final = re.compile(rf"(?<=[{WIDE}])[,;:!?]|[,;:!?](?=[{WIDE}])|[,;:!?](?=\n|$)")
_TRIGGER: Final = re.compile("[,;:!?]")
_CHINESE: Final = re.compile(rf"[{WIDE}]")
_PARENTHESIS: Final = re.compile(
    r"\([^()（）\n]{0,200}\)|\([^()（）\n]{0,200}）|（[^()（）\n]{0,200}\)"
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """Single marks by their neighbours, parentheses in pairs."""
    text = paper.text
    shields = protected_ranges(text)
    addressed = {each.end - 1 for each in paper.of_role("salutation")}
    for found in scan(_TRIGGER, _MARK, text):
        at = found.start()
        if within(shields, at) or at in addressed or _is_english(text, at):
            continue
        if text[at - 1 : at] in _FULL and at and text[at - 1] == text[at]:
            continue  # ,, is one finding of repeat-punct
        yield _finding(at, text[at])
    for found in _PARENTHESIS.finditer(text) if "(" in text or ")" in text else ():
        start, end = found.start(), found.end() - 1
        if within(shields, start):
            continue
        if _is_latin(text, start, end):
            continue
        touched = (
            text[start - 1 : start]
            + text[start + 1 : start + 2]
            + text[end - 1 : end]
            + text[end + 1 : end + 2]
        )
        if not _CHINESE.search(touched):
            continue
        for at in (start, end):
            if text[at] in "()":
                yield _finding(at, text[at])


def _finding(at: int, mark: str) -> Finding:
    right = _FULL[mark]
    return Finding(at, at + 1, f"半角“{mark}”用在中文里", f"改为“{right}”", Edit(at, at + 1, right))


def _is_latin(text: str, start: int, end: int) -> bool:
    """V3.5(beta): letters in brackets behind letters."""
    inner, before = text[start + 1 : end], text[start - 1 : start]
    return (
        inner.isascii() and any(map(str.isalpha, inner)) and before.isascii() and before.isalnum()
    )


def _is_english(text: str, at: int) -> bool:
    """A mark inside an English quotation; one at a line's end without Chinese before it."""
    if text[at + 1 : at + 2] == "”":
        opening = text.rfind("“", 0, at)
        return opening >= 0 and text[opening + 1 : at].isascii()
    return text[at + 1 : at + 2] in ("", "\n") and not _CHINESE.search(text[at - 1 : at])


RULE = Rule("half-width-punct", Severity.WARNING, check)
