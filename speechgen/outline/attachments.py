"""附件: titles, and what stands on pages of their own.

Owns what an item of 附件 may be. Must not read files or know meeting types: the caller brings the
other outlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from speechgen.numbering import Pattern, numbers_in
from speechgen.outline.fields import ATTACHMENT_FIELDS
from speechgen.outline.model import Attachment, Node, Outline, node_of
from speechgen.schema.fields import Field, by_name, nearest
from speechgen.schema.pieces import parts, stripped_lines
from speechgen.schema.reading import Reader
from speechgen.schema.values import Lines
from speechgen.source import MappingNode, ScalarNode, YamlNode
from speechgen.text import Text, cut, replaced

RULE: Final = "outline-attachment"
_NAMES: Final = by_name(ATTACHMENT_FIELDS)
_LABEL: Final = (
    r"附件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[.．、：:]|[0-9０-９一二三四五六七八九十]{1,3}[.．、](?![0-9])"
    r"|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳]"
)
_CERTAIN: Final = r"附件|[1１][.．、]|.+\s\Z"
_SAYS_SO: Final = r"附件\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[.．、：:]"

Inset = Callable[[str], "tuple[Outline, Any] | None"]
"""Gives the outline of this name with its meeting type; None where it may not be looked at. Raises
ValueError (Chinese, perhaps with a hint) for a name that cannot be used, SpeechError for what is
wrong in the file."""


def read_attachments(reader: Reader, field: Field, node: YamlNode, inset: Inset) -> Lines | None:
    """The attachments in a list; a single text or mapping counts as a list of one."""
    made: list[Attachment | Text] = []
    for part in parts(node):
        if isinstance(part, MappingNode) and not _is_text(reader, part):
            one = _with_page(reader, part, inset)
            made += [] if one is None else [one]
        elif (text := reader.plain(part)) is None:
            reader.refuse(field, part)
        elif lines := stripped_lines(text):
            made += [one for line in lines for one in _side_by_side(line, len(made) + 1)]
        else:
            reader.hint(part.span, "outline-empty-point", "这一条“- ”后面没有内容，已略去")
    return Lines(_named(reader, made)) if made else None


def _labels(line: Text) -> list[re.Match[str]]:
    """The typed numbers in a line."""
    return list(re.finditer(rf"(?:^|(?<=[\s、，；]))(?:{_LABEL})\s*", line))


def _side_by_side(line: Text, first: int) -> list[Text]:
    """The titles of one line that are counted on: `1. 回执 2. 议程`; else the line."""
    found = _labels(line)
    starts = [one.start() for one in found]
    counted = [numbers_in(one[0]) == [number] for number, one in enumerate(found, first)]
    if len(found) < 2 or starts[0] or not all(counted):
        return [line]
    pieces = (cut(line, *place) for place in zip(starts, [*starts[1:], len(line)], strict=True))
    return [cut(piece, 0, len(piece.rstrip(" \t　、，；。"))) for piece in pieces]


def _named(reader: Reader, made: list[Attachment | Text]) -> list[Attachment]:
    """The attachments, those of titles alone without typed numbers that are the computed ones: of
    a single one, where they can be nothing else (not in `一、二季度报表`, `（1）班名单`)."""
    titles = [(at, one) for at, one in enumerate(made, 1) if not isinstance(one, Attachment)]
    labels = [(at, one, _labels(one)) for at, one in titles]
    certain = [each for each in labels if re.match(_SAYS_SO, each[1])]
    labels = certain or labels  # 附件1：… is a number whether or not the others have one
    if labels and all(
        [numbers_in(label[0]) for label in found] == [[at]]
        and found[0].start() == 0
        and (len(labels) > 1 or re.match(_CERTAIN, found[0][0]))
        and found[0].end() < len(one)
        for at, one, found in labels
    ):
        several = f"等 {len(labels)} 处" if len(labels) > 1 else ""
        said = f"手写的序号“{labels[0][2][0][0].strip()}”{several}已去掉，附件的序号由程序加"
        reader.hint(reader.place(labels[0][1]), "outline-typed-label", said, "序号不用手写")
        for at, one, found in labels:
            made[at - 1] = cut(one, found[0].end())
    for one in made:
        if not isinstance(one, Attachment):
            _remark(reader, one)
    return [one if isinstance(one, Attachment) else Attachment(one, one.origins) for one in made]


def _remark(reader: Reader, title: Text) -> None:
    """A word on a title that is a file's name, or brings the number that it will be given."""
    if file := re.search(r"[^\s：:]+\.ya?ml\Z", title):
        said = f"“{file[0]}”按附件的名称印出，它的内容没有印"
        reader.hint(
            reader.place(title),
            "outline-key-as-text",
            said,
            f"要连内容一起印，就写  - 提纲: {file[0]}",
        )
    labels = [found[0].strip() for found in _labels(title)]
    if len(labels) > 1:
        said = f"“{labels[0]}”“{labels[1]}”写在一行，按一份附件印出"
        hint = "是几份附件，就一份一行，前面加“- ”，不写序号"
        reader.warn(reader.place(title), RULE, said, hint)
    elif label := re.match(_LABEL, title):
        said = f"“{label[0]}”像是手写的序号；附件的序号由程序加"
        hint = f"删去“{label[0]}”"
        reader.hint(reader.place(title), "outline-typed-label", said, hint)


def _is_text(reader: Reader, mapping: MappingNode) -> bool:
    """Whether a title only looks like a mapping: `{甲}`, or `甲: 乙` with no key of ours."""
    known = [key.text in _NAMES for key, _ in mapping.pairs]
    if all(known):
        return False
    if mapping.raw:
        return True
    (key, value), *others = mapping.pairs
    if others or not isinstance(value, ScalarNode):
        return False
    if guess := nearest(key.text, ATTACHMENT_FIELDS):
        said = f"“{key.text}: …”按附件的名称印出，不当作字段"
        reader.hint(key.span, "outline-half-width-colon", said, f"若是想写字段，是不是“{guess}”？")
    return True


def _with_page(reader: Reader, mapping: MappingNode, inset: Inset) -> Attachment | None:
    before = len(reader.errors)
    values: dict[str, Any] = reader.members(mapping, _NAMES)
    outline: Text | None = values.get("提纲")
    if "编号" in values:
        reader.numbering(values["编号"], Pattern.parse, "例如 1. 或 无")
    page = node_of(values, mapping.span)
    title, filled = page.head, bool(page.texts or page.points or page.figures)
    if outline is not None and filled:
        reader.fail(mapping.span, RULE, "写了“提纲”，就不能再写“文”“点”“表”“图”",
                    "提纲里写的就是这一页的内容；要另加，写进那份提纲")  # fmt: skip
    elif outline is not None:
        return _inset(reader, title, outline, inset)
    elif not title and len(reader.errors) == before:
        if filled:
            reader.fail(mapping.span, RULE, "这份附件缺少“题”", "加一行，例如  题: 参会回执")
        else:
            reader.hint(mapping.span, "outline-empty-point", "这一份附件没有“题”，已略去")
    if not title:
        return None
    _remark(reader, title)
    return _titled(title, page) if filled else Attachment(title, title.origins)


def _inset(reader: Reader, title: Text, name: Text, inset: Inset) -> Attachment | None:
    try:
        page = inset(name)
    except ValueError as refused:
        message, *better = refused.args
        hint = better[0] if better else "写提纲旁边的文件，例如  提纲: 回执.yaml"
        reader.fail(reader.place(name), RULE, message, hint)
        page = None
    if page is None:
        return _titled(title or name, None)  # what is wrong has been told
    own = page[0].values["标题"]
    assert isinstance(own, Text)
    return _titled(title or own, page)


def _titled(title: Text, page: Node | tuple[Outline, Any] | None) -> Attachment:
    """An attachment whose title is broken at `|` on its page, and is one line in the note."""
    line = replaced(title, r"\s*[|｜]\s*")
    return Attachment(line, line.origins, page, title)
