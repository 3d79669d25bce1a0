"""What a text says that it brings along: attachments, tables, pictures. Part of `enum-gap`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.diagnostics import Severity
from speechgen.document import ATTACHMENT_MARK, Picture, Table
from speechgen.expression import Expression

_FORM: Final = Forms("annexes")
_HEADS: Final = Expression(
    r"(?m)^[ \t\u3000]*([表图])\s?([\d一二三四五六七八九十]{1,3})", "表", "图"
)

_ATTACHED: Final = Expression(r"^(?:附件[：:]\s*)?(?P<label>(?P<n>\d{1,2})[.．、])")


def annexed(paper: Manuscript) -> Iterator[Finding]:
    """Attachments, then tables and pictures."""
    yield from _attachments(paper)
    yield from _figures(paper)


def _attachments(paper: Manuscript) -> Iterator[Finding]:
    """附件：1.… and the lines below it."""
    last = 0
    titles: dict[int, str] = {}
    for paragraph in paper.of_role("attachment"):
        found = _ATTACHED.match(str(paragraph.text))
        if found is None:
            continue
        number = int(found["n"])
        if number != last + 1:
            start, end = (paragraph.start + at for at in found.span("label"))
            said = f"附件的序号{'跳了' if number > last else '重复了'}：这里应当是{last + 1}"
            yield flag((start, end), said, f"改为“{last + 1}.”")
            number = max(number, last)
        last = number
        if str(paragraph.text)[found.end() :] in titles.values():
            yield flag(paragraph, f"附件{number}和前面的附件同名", "核对附件的名称")
        titles[number] = str(paragraph.text)[found.end() :]
    for found in _FORM.referred.finditer(paper.text) if titles else ():
        word = found["what"][-2:]  # 检查标准（见附件2）
        others = [n for n, title in titles.items() if word in title]
        if others and int(found["n"]) not in others:
            message = f"“{found[0]}”，附件说明里是附件{others[0]}"
            yield flag(found, message, "核对附件的序号")
    listed = max(last, len(paper.of_role("attachment")))
    for found in _FORM.annex.finditer(paper.text) if listed else ():
        if int(found["n"]) > listed and "attachment" not in paper.paragraph_at(found.start()).role:
            yield flag(found, f"说“{found[0]}”，附件只列了{listed}个", "核对附件的序号")
    marks = [re.search(r"\d+", str(page.text)) for page in paper.of_role(ATTACHMENT_MARK)]
    pages = {int(found[0]) if found else 1 for found in marks}
    told = paper.source == "outline"  # there a title alone is a file of its own
    for each in paper.of_role("attachment") if 0 < len(marks) < last else ():
        found = _ATTACHED.match(str(each.text))
        number = int(found["n"]) if found else 1
        if number not in pages and not (told and number > max(pages)):
            hint, severity = "补上正文；另附文件的不必改", Severity.INFO if told else None
            message = f"附件{number}只有名称，后面没有这一页"
            yield flag(each, message, hint, severity=severity)


def _figures(paper: Manuscript) -> Iterator[Finding]:
    """见表2 where there is no second table, nor anything called so."""
    named = list(_FORM.figure.finditer(paper.text))
    heads = (
        re.finditer(r"(?m)^\s*([表图])\s?([\d一二三四五六七八九十]{1,3})", paper.text)
        if named
        else ()
    )
    there = {(head[1], value(head[2])) for head in heads}
    for kind, sort in ("表", Table), ("图", Picture):
        count = sum(isinstance(block, sort) for block in paper.blocks)
        there |= {(kind, number) for number in range(1, count + 1)}
    for found in (one for one in named if (one["what"], value(one["n"])) not in there):
        name, severity = found[0][1:], Severity.WARNING
        yield flag(found, f"文中没有{name}", f"补上{name}，或改说法", severity=severity)
