"""This year's outline from last year's speech: its structure without its facts.

Owns what of an old speech may stand in a new one. Must not know how a document was read.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from speechgen.document import Block
from speechgen.extract.outline import (
    HasPlace,
    anywhere,
    listed,
    node_rows,
    one_or_more,
    scheme_of,
    structure_rows,
    with_gaps,
)
from speechgen.extract.shape import Shape, own_line_levels, paragraphs_of, shape_all
from speechgen.extract.text import comment, scalar
from speechgen.extract.tree import grow
from speechgen.library.model import MeetingType
from speechgen.marks import SENTENCE_ENDS, ends_with
from speechgen.readers.reading import Reading
from speechgen.schema.fields import Kind, find_field

_UNITS: Final = "个|项|人|名|家|次|场|件|元|公里|座|户|亩|吨|支|台|套|所"
_FACT: Final = re.compile(
    r"【待补[^】]*】"
    r"|(?:19|20)\d{2}\s*(?:[-—～~至]\s*(?:19|20)\d{2}\s*)?年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月\d{1,2}日|第[一二三四五六七八九十百\d]+(?:届|次|季度)"
    rf"|\d[\d,，.]{{0,40}}(?:[%％]|[万亿]{{0,2}}(?:{_UNITS})次?|[万亿]+)"
)
_NAME: Final = 12  # characters of a text that name its gap


def skeleton(
    reading: Reading, kind: MeetingType, source: str = "", has_place: HasPlace = anywhere
) -> str:
    """The outline of a reading with every fact as 【待补】 and every text as a comment.

    Drafts as it stands: what is to be written prints as 【待补：…】. What the type does not print
    (see `extract`) is a comment.
    """
    tree = grow(with_gaps(reading.document), kind.paper)
    scheme = scheme_of(tree)
    lines = [
        comment(f"照 {source or '旧稿'} 的结构搭的提纲：# 后面是原文，供改写，不会印出"),
        comment("【待补】的地方换成今年的内容"),
        f"类型: {scalar(kind.name)}",
        f"标题: {scalar(without_facts(tree.title.replace(chr(10), '|')) or '【待补：标题】')}",
    ]
    for key, value in tree.front.items():
        if key == "称谓" and has_place(key):
            lines += one_or_more(key, value)
            continue
        lines.append(comment(f"原{key}：{value}"))
        if has_place(key):
            lines.append(f"{key}: {scalar(_gap(key))}")
    alone = own_line_levels(tree.nodes)
    chapters: list[str] = []
    if tree.nodes:
        lines += structure_rows(scheme, alone, kind)
        shapes = _emptied(shape_all(tree.nodes, scheme, alone), alone)
        chapters = ["正文:", *node_rows(shapes, "  ", deque())]
    lines += _emptied_part("开头", tree.opening, kind)
    lines += chapters if has_place("正文") else map(comment, chapters)
    lines += _emptied_part("结尾", tree.ending, kind)
    units, date = tree.signature
    if units:
        lines.append(comment(f"原落款：{' '.join((*units, date))}"))
        if has_place("落款.单位"):
            lines += listed("落款", [without_facts(unit) for unit in units])
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


def _emptied_part(key: str, blocks: Sequence[Block], kind: MeetingType) -> Iterator[str]:
    texts, field = paragraphs_of(blocks)[0], find_field(kind.fields, key)
    yield from (comment(f"原{key}：{text}") for text in texts)
    if texts and field is not None and (field.kind is not Kind.GROUP or field.own_words):
        yield f"{key}: {scalar(_gap(texts[0]))}"


def _emptied(shapes: Iterable[Shape], alone: frozenset[int], depth: int = 1) -> Iterator[Shape]:
    """The nodes with gaps for their texts and for the facts of their heads."""
    for shape in shapes:
        head, colon, text = shape.short.partition("：")
        if shape.short and depth in alone and not ends_with(shape.short, SENTENCE_ENDS):
            yield replace(shape, short=without_facts(shape.short))
            continue
        if shape.short and (shape.quoted or not colon):
            yield Shape(short=_gap(shape.short), originals=(shape.short,))
            continue
        head, texts = (head, (text,)) if colon else (shape.head, shape.texts)
        yield replace(
            shape,
            short="",
            head=without_facts(head),
            texts=(_gap(texts[0]),) if texts else () if head or shape.children else (_gap(""),),
            children=tuple(_emptied(shape.children, alone, depth + 1)),
            originals=texts,
        )
