"""Mass letters: places in the outline that columns fill, who signs, and letters of earlier runs.

Owns what is looked at before the first row is drafted and after the last. Must not know how a row
is drafted.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from speechgen.api.drafting import Opened
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, refusal
from speechgen.files import is_ours
from speechgen.marks import shortened
from speechgen.outline import COMMON_FIELDS, places_in, steps_of
from speechgen.rows.names import Claims
from speechgen.rows.task import Use
from speechgen.schema.fields import find_field, nearest_word
from speechgen.schema.notes import line_of
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.tables.rows import DataTable

_SIGNERS: Final = ("单位", "落款", "讲话人", "职务", "主持人", "主持")
"""Keys that say who signs or speaks."""
_ADDRESSED: Final = {"主送", "称谓"}
"""Keys that say whom a letter goes to."""


def check_places(opened: Opened, table: DataTable) -> tuple[str, ...]:
    """The columns that the outline's own text asks for. Raises SpeechError with every place that
    asks for none of the columns, each name once; where none asks for any, it is the table's
    header that is wrong."""
    found: dict[str, Span] = {}
    for name, span in places_in(opened.loaded.root):
        found.setdefault(name, span)
    wrong: list[Diagnostic] = []
    known = [name for name in table.header if name]
    if len(found) > 1 and known and not any(name in known for name in found):
        asked, there = "".join(f"{{{name}}}" for name in found), shortened("、".join(known))
        said = f"提纲里的{asked}在表里一列也没有；表的第一行（列名）是：{there}"
        hint = "列名写在第一行，上面不留标题；列名之间用半角逗号；不是这个工作表就加 --sheet 表名"
        raise refusal(Span(table.place, 1, 1), "table-unknown-place", said, hint)
    for name, span in found.items():
        if name not in known:
            guess = nearest_word(name, known)
            hint = f"是不是“{{{guess}}}”？" if guess else f"表里的列：{'、'.join(known)}"
            said = f"“{{{name}}}”不是表里的列；要印大括号本身，写成 \\{{{name}}}"
            line = line_of(span, opened.file, opened.loaded.lines)
            wrong.append(error(span, "table-unknown-place", said, hint, line))
    if wrong:
        raise SpeechError(wrong)
    return tuple(name for name in known if name in found)


def addressed_in(opened: Opened, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that say whom a letter goes to."""
    root = opened.loaded.root
    pairs = root.pairs if isinstance(root, MappingNode) else ()
    asked = {
        name for key, value in pairs if key.text in _ADDRESSED for name, _ in places_in(value)
    } or _ADDRESSED
    return tuple(column for column in columns if column in asked)


def check_signers(
    opened: Opened,
    table: DataTable,
    cells: Sequence[str],
    uses: Sequence[Use | None],
    allowed: Collection[str],
) -> None:
    """Raises SpeechError for every column that would replace who signs or speaks in the outline,
    but for those `allowed`. `cells` are those of the first row."""
    wrong: list[Diagnostic] = []
    for at, (column, use) in enumerate(zip(table.header, uses, strict=True)):
        if use is None or use.fact or column in allowed:
            continue
        steps = steps_of(use.path, Span())
        said_there = _said(opened, steps) if _signs(steps) else ""
        if said_there:
            cell = cells[at] if at < len(cells) else ""
            was, now = shortened(said_there), shortened(cell)
            said = f"“{column}”列会把提纲里的“{was}”换成“{now}”，署名就变了"
            hint = (
                f"只填进文字里，就在提纲里写 {{{column}}}；只用在文件名里，就给这一列换个名称，"
                f"如 收件{column}；确要逐行换，加 --overlay {column}"
            )
            wrong.append(error(Span(table.place, 1, at + 1), "table-signer", said, hint))
    if wrong:
        raise SpeechError(wrong)


def _signs(steps: Sequence[str | int]) -> bool:
    field = find_field(COMMON_FIELDS, str(steps[0]))
    key = field.key if field else str(steps[0])
    return key in _SIGNERS or (key == "会议" and str(steps[-1]) in _SIGNERS)


def _said(opened: Opened, steps: Sequence[str | int]) -> str:
    """What the outline (or what lies under it) says at a path; empty where it says nothing."""
    node: YamlNode | None = opened.loaded.root
    fields = (*opened.kind.fields, *COMMON_FIELDS)
    for step in steps:
        if isinstance(node, MappingNode) and isinstance(step, str):
            field = find_field(fields, step)
            names = field.names if field else (step,)
            node = next((value for key, value in node.pairs if key.text in names), None)
            fields = field.fields if field else ()
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step - 1] if step <= len(node.items) else None
        elif not isinstance(node, ScalarNode):  # 落款: 某局, and the column 落款.单位
            node = None
    said = _text(node)
    return said or (str(opened.options.defaults.values.get(str(steps[0]), "")) if steps else "")


def _text(node: YamlNode | None) -> str:
    match node:
        case ScalarNode():
            return node.text.strip()
        case SequenceNode():
            return "、".join(filter(None, map(_text, node.items)))
        case MappingNode():
            return "、".join(filter(None, (_text(value) for _, value in node.pairs)))
    return ""


def strangers(folder: Path, suffix: str, claims: Claims) -> list[str]:
    """The files of ours below a folder, in a format, whose names no row claims."""
    found: list[str] = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith(".") or path.suffix != suffix:
                continue
            below = path.relative_to(folder).with_suffix("").as_posix()
            if not claims.has(below) and is_ours(path):
                found.append(path.relative_to(folder).as_posix())
    return found
