"""This year's outline from last year's speech: the structure kept, the texts as comments.

Owns what of an old speech may stand in the new one: headings without their facts. Must not know
how a document was read nor how YAML is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.document import Block
from speechgen.extract.outline import scheme_of, scheme_text, with_gaps
from speechgen.extract.shape import Shape, paragraphs_of, shape_all
from speechgen.extract.text import comment, scalar
from speechgen.extract.tree import grow
from speechgen.library import MeetingType
from speechgen.outline.fields import Field, Kind, find_field
from speechgen.readers.reading import Reading

_FACT: Final = re.compile(
    r"【待补[^】]*】"
    r"|(?:19|20)\d{2}\s*(?:[-—～~至]\s*(?:19|20)\d{2}\s*)?年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月\d{1,2}日|第[一二三四五六七八九十百\d]+(?:届|次|季度)"
    r"|\d[\d,，.]*(?:%|％|万|亿|个|项|人|名|家|次|场|件|元|公里|座|户|亩|吨|支|台|套|所)+"
)
_NAME: Final = 12  # characters of a text that name its gap


def skeleton(reading: Reading, kind: MeetingType, source: str = "") -> str:
    """The outline of a reading with every fact as 【待补】 and every text as a comment.

    Drafts as it stands: what is to be written prints as 【待补：…】.
    """
    tree = grow(with_gaps(reading.document))
    scheme = scheme_of(tree)
    lines = [
        comment(f"照 {source or '旧稿'} 的结构搭的提纲：# 后面是原文，供改写，不会印出"),
        comment("【待补】的地方换成今年的内容"),
        f"类型: {scalar(kind.name)}",
        f"标题: {scalar(without_facts(tree.title.replace(chr(10), '|')) or '【待补：标题】')}",
    ]
    for key, value in tree.front.items():
        if key == "称谓":
            lines.append(f"称谓: {scalar(value.split(chr(10))[0].rstrip('：:'))}")
        else:
            lines.append(comment(f"{key}: {value}"))
    if scheme:
        lines.append(f"编号: {scheme_text(scheme)}")
    lines += _part("开头", tree.opening, find_field(kind.fields, "开头"))
    if tree.nodes:
        lines.append("正文:")
        lines += _nodes(shape_all(tree.nodes, scheme), "  ")
    lines += _part("结尾", tree.ending, find_field(kind.fields, "结尾"))
    unit, date = tree.signature
    if unit:
        lines += [comment(f"原落款：{unit} {date}"), f"落款: {scalar(without_facts(unit))}"]
    return "\n".join(lines) + "\n"


def without_facts(text: str) -> str:
    """A heading with its years, dates, numbers and names of gaps as 【待补：…】."""
    return _FACT.sub(
        lambda found: found[0] if found[0].startswith("【") else f"【待补：{found[0]}】", text
    )


def _gap(text: str) -> str:
    """A gap named after the beginning of the text it stands for."""
    bare = re.sub(r"[【】\s]|待补[:：]?", "", text)
    return f"【待补：{bare[:_NAME]}{'…' if len(bare) > _NAME else ''}】"


def _part(key: str, blocks: Sequence[Block], field: Field | None) -> Iterator[str]:
    texts, _ = paragraphs_of(blocks)
    yield from (comment(f"原{key}：{text}") for text in texts)
    if texts and field is not None and field.kind is not Kind.GROUP:
        yield f"{key}: {scalar(_gap(texts[0]))}"


def _nodes(shapes: Sequence[Shape], indent: str) -> Iterator[str]:
    for shape in map(_parted, shapes):
        yield from (comment(f"原文：{text}", indent) for text in shape.texts)
        if not shape.head and shape.short:
            yield comment(f"原文：{shape.short}", indent)
            yield f"{indent}- {scalar(_gap(shape.short))}"
            continue
        rows = list(_members(shape, shape.head, f"{indent}  "))
        yield f"{indent}- {rows[0].lstrip()}"
        yield from rows[1:]


def _parted(shape: Shape) -> Shape:
    """A node in one string (head：text) as head and text."""
    if "：" in shape.short and not shape.quoted:
        head, _, text = shape.short.partition("：")
        return Shape(shape.line, head=head, texts=(text,))
    return shape


def _members(shape: Shape, head: str, indent: str) -> Iterator[str]:
    if head:
        yield f"{indent}题: {scalar(without_facts(head))}"
    if shape.own_line is not None:
        yield f"{indent}独行: {'是' if shape.own_line else '否'}"
    if shape.texts or not (head or shape.children):
        yield f"{indent}文: {scalar(_gap(shape.texts[0] if shape.texts else head))}"
    if shape.run_on:
        yield f"{indent}连排: 是"
    if shape.numbering:
        yield f"{indent}编号: {scalar(shape.numbering)}"
    if shape.children:
        yield f"{indent}点:"
        yield from _nodes(shape.children, f"{indent}  ")
