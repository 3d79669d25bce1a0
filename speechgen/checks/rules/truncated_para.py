"""一段话没有说完就断了行。

为什么：从网页或 PDF 粘贴时，一句话常被截成两段，印出来、念出来都是半句。

错：
    在全市作风建设会议上的讲话
    同志们：
    有的干部责任心不强，工作上得过且过，遇到矛盾绕着走，群众来办事推来推去，办一件事要跑好几趟，电话常常没有人接，服务态度又冷又硬，甚
    至与群众争吵；有的干部业务不熟，一问三不知，影响了单位的形象。

对：
    在全市作风建设会议上的讲话
    同志们：
    有的干部责任心不强，工作上得过且过，遇到矛盾绕着走，群众来办事推来推去，办一件事要跑好几趟，电话常常没有人接，服务态度又冷又硬，甚至与群众争吵；有的干部业务不熟，一问三不知，影响了单位的形象。

修改：只报告；speechgen import 会把断开的行接好。
不误报：标题、署名、日期、落款、表格不查；十五字以内的不查；整篇都按固定宽度断行的（从 PDF 粘贴），合并成一条提示；没有句读的短行当作小标题。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_ENDS: Final = "。！？：；!?:;…”’」』）)》】—"
_CHECKED: Final = frozenset({"body", "closing", "heading", "item"})
_WRAPPED: Final = 5  # joins after which the page, not the sentence, was cut


def check(paper: Manuscript) -> Iterator[Finding]:
    """Paragraphs put together from several lines, then paragraphs without an end mark."""
    if paper.source == "outline":
        return
    joins = [(p, offset) for p in paper.paragraphs if p.role in _CHECKED for offset in _joins(p)]
    if len(joins) > _WRAPPED:
        paragraph, offset = joins[0]
        yield Finding(
            paragraph.start + offset - 1, paragraph.start + offset,
            f"全文按固定宽度断行（{len(joins)}处），已按整段检查", "用 speechgen import 接好", severity=Severity.INFO,
        )  # fmt: skip
    else:
        for paragraph, offset in joins:
            at = paragraph.start + offset
            tail = str(paragraph.text)[max(0, offset - 6) : offset]
            yield Finding(
                at - 1,
                at,
                f"一句话在这里断开了：“…{tail}”",
                "和下一行接成一段",
                severity=Severity.ERROR,
            )
    for paragraph in paper.paragraphs:
        if _is_cut(paper, paragraph):
            yield Finding(
                paragraph.end - 1,
                paragraph.end,
                "这一段没有说完，末尾没有句号",
                "补全，或与下一段接上",
            )


def _joins(paragraph: Paragraph) -> Iterator[int]:
    """Offsets at which a new line of the file begins inside the paragraph."""
    line = 0
    for offset, span in paragraph.text.origins:
        if span.line and line and span.line != line and offset:
            yield offset
        line = span.line or line


def _is_cut(paper: Manuscript, paragraph: Paragraph) -> bool:
    text = str(paragraph.text).rstrip()
    if paragraph.role not in ("body", "closing") or len(text) <= 40 or text[-1] in _ENDS:
        return False
    if not any(mark in text for mark in "。；;，,"):
        return False
    following = paper.paragraphs[paragraph.at + 1 : paragraph.at + 2]
    if not following:
        return "。" in text
    after = following[0]
    opens = str(after.text)[:1]
    clauses = text.count("，") >= 3 and "：" not in text and after.role == "body"
    return (
        ("。" in text or clauses)
        and after.role in ("body", "closing", "heading", "item")
        and opens not in "（("
    )


RULE = Rule("truncated-para", Severity.WARNING, check)
