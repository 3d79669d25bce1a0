"""讲话要有称谓，称谓后面用全角冒号。

为什么：“同志们：”是讲话的第一声；少了它，或者写成半角冒号，都不合规矩。

错：
    在全市防汛工作会议上的讲话
    同志们:
    今天我们召开全市防汛工作会议，安排今年的防汛工作。
    下面，我讲几点意见。

对：
    在全市防汛工作会议上的讲话
    同志们：
    今天我们召开全市防汛工作会议，安排今年的防汛工作。
    下面，我讲几点意见。

修改：补全角冒号、半角改全角是安全的；缺称谓只报告。
不误报：只有标题写明是讲话、致辞、发言的才要求有称谓；通知、纪要、提纲、汇报材料、方案不查；称谓后用叹号也可以。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_BARE: Final = re.compile(
    r"(?:尊敬的)?(?:各位(?:领导|同志|同事|代表|委员|来宾|老师|家长|同学)?[、，]?)*(?:同志们|朋友们|同学们|老师们|各位[\u4e00-\u9fff]{2,4})[，,。]?"
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """The first salutation, or its absence."""
    found = paper.of_role("salutation")
    bare = next(
        (
            p
            for p in paper.paragraphs[:4]
            if p.role in ("body", "byline") and _BARE.fullmatch(str(p.text))
        ),
        None,
    )
    for paragraph in found or ((bare,) if bare else ()):
        text = str(paragraph.text)
        if text.endswith(":"):
            yield Finding(
                paragraph.end - 1, paragraph.end, "称谓后面用了半角冒号", "改为“：”",
                Edit(paragraph.end - 1, paragraph.end, "："),
            )  # fmt: skip
        elif text.endswith(("，", ",", "。", ".", "；", ";", "、")):
            yield Finding(
                paragraph.end - 1, paragraph.end, f"称谓后面应当用冒号，不用“{text[-1]}”", "改为“：”",
                Edit(paragraph.end - 1, paragraph.end, "："),
            )  # fmt: skip
        elif not text.endswith(("：", "！", "!")):
            yield Finding(
                paragraph.start, paragraph.end, "称谓后面少了冒号", "补上“：”",
                Edit(paragraph.end, paragraph.end, "："),
            )  # fmt: skip
    titles = paper.of_role("title")
    if not found and titles and (glued := _last_line(titles[0])):
        start = titles[0].end - len(glued)
        yield Finding(
            start,
            titles[0].end,
            "称谓后面少了冒号",
            "补上“：”",
            Edit(titles[0].end, titles[0].end, "："),
        )
        return
    if (
        not found
        and paper.is_speech
        and titles
        and paper.characters > 200
        and not _addressed(paper)
    ):
        yield Finding(
            titles[0].start, titles[0].end, "讲话没有称谓", "在正文前加一行，如“同志们：”"
        )
    body = paper.of_role("body")
    if found and body and body[0].at < found[0].at and len(body[0].text) > 40:
        yield Finding(found[0].start, found[0].end, "称谓没有放在正文最前面", "移到标题和署名之后")


def _last_line(title: Paragraph) -> str:
    """A salutation without its mark, taken for the title's second line."""
    _, _, last = str(title.text).rpartition("\n")
    return last if _BARE.fullmatch(last) else ""


def _addressed(paper: Manuscript) -> bool:
    """A salutation glued to the text, or one for the floor (各位代表，)."""
    return any(
        str(p.text)[:30]
        .lstrip()
        .startswith(("同志们", "各位", "尊敬的", "亲爱的", "老师们", "同学们", "朋友们"))
        for p in paper.paragraphs[:6]
    )


RULE = Rule("salutation", Severity.WARNING, check)
