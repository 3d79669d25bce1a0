"""序号后面的标点各有规矩：一、　（一）　1.　（1）　第一，

为什么：括号本身就是界限，“（一）、”多了顿号；阿拉伯数字后用小圆点，“第一”后用逗号。

错：
    一、总体要求
    （一）、坚持预防为主。把功夫下在汛前。
    （二）、坚持统一指挥。各级听从调度。

对：
    一、总体要求
    （一）坚持预防为主。把功夫下在汛前。
    （二）坚持统一指挥。各级听从调度。

修改：安全，--fix 直接改；Word 自动编号要在编号格式里改，只报告。
不误报：小数 1.5、日期、章节号 3.1 和“第一、二产业”不算序号；全角括号与半角括号归 half-width-punct。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_WRONG: Final = (
    (re.compile(r"^([（(][^）)]*[）)])[、．.，,]$"), r"\1", "括号序号后面不加标点"),
    (re.compile(r"^([㈠-㈩⑴-⒇①-⑳])[、．.]$"), r"\1", "这种序号后面不加标点"),
    (re.compile(r"^([一二三四五六七八九十百]+)\s*[．.､丶]$"), r"\1、", "汉字数字序号后面用顿号"),
    (re.compile(r"^([0-9]+)\s*[、．､丶。]$"), r"\1.", "阿拉伯数字序号后面用小圆点“.”"),
    (
        re.compile(r"^((?:第|其)[一二三四五六七八九十]+)\s*[、:：]$"),
        r"\1，",
        "“第一”“其一”后面用逗号",
    ),
    (re.compile(r"^(首先|其次|再次|最后)[、:：]$"), r"\1，", "“首先”“其次”后面用逗号"),
)
_DOTS: Final = ("..", "．．")  # an ellipsis behind the label, which is no mark of the label
_INLINE: Final = re.compile(
    r"(?<=[。；：！？\n])(?P<label>(?:第|其)[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,3}[）)]、)"
    r"(?![一二三四五六七八九十\d])"
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """Labels of items, then labels inside paragraphs."""
    seen: set[int] = set()
    for paragraph in paper.paragraphs:
        label = paragraph.label.rstrip()
        if not paragraph.level or not label:
            continue
        for pattern, right, message in _WRONG:
            if pattern.match(label):
                fixed = pattern.sub(right, label)
                start, end = paragraph.start, paragraph.start + len(label)
                seen.add(start)
                if paper.text[end - 1 : end + 1] in _DOTS:
                    break
                yield Finding(
                    start, end, f"{message}：“{label}”", f"改为“{fixed}”", Edit(start, end, fixed)
                )
                break
    for found in _INLINE.finditer(paper.text):
        if found.start() in seen:
            continue
        label = found["label"]
        fixed = label[:-1] + ("" if label[-2] in "）)" else "，")
        yield Finding(
            found.start(), found.end(), f"序号“{label[:-1]}”后面不用顿号", f"改为“{fixed}”",
            Edit(found.start(), found.end(), fixed),
        )  # fmt: skip


RULE = Rule("marker-punct", Severity.WARNING, check)
