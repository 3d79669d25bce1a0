"""A layout file -> Layout: every wrong key and value reported with its place, `继承` followed.

Owns merging and the checks that need more than one value. Must not know where layouts live
beyond the folders it is told, nor what is done with a layout.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from speechgen import source
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, refusal
from speechgen.files import is_file, read_bytes
from speechgen.layout.keys import LAYOUT, LOOK
from speechgen.layout.model import (
    HEADING_LOOKS,
    LOOKS,
    Gap,
    Indent,
    Layout,
    Leading,
    Look,
    PageNumber,
    PageSetup,
    Running,
)
from speechgen.schema.fields import Field, Kind, by_name, did_you_mean, find_field, likeliest
from speechgen.schema.notes import FileNotes

_Path = tuple[str, ...]
_Values = dict[_Path, Any]
_MAX_ANCESTORS: Final = 8
_MAX_FILE: Final = 1_000_000  # bytes
_TOP: Final = {"name": "name", "grid": "pitch", "opening_gap": "opening_gap",
               **{key: key for key in ("minute_mark", "pinyin", "latin_gap")},
               **{key: key for key in ("even_imprint", "first_number", "table_lines")}}  # fmt: skip
_FIRST_PAGE: Final = ("first_header", "first_footer")
_LIKE: Final = {
    "attachment-mark": "heading-1", "attachment-title": "title", "table-header": "table",
}  # fmt: skip
"""Whose look a role has where a layout says nothing else."""
_USUAL: Final[dict[str, dict[str, Any]]] = {
    **{role: {"keep_next": True} for role in HEADING_LOOKS},
    "attachment-mark": {
        "first_line": Indent(), "before": Gap(), "after": Gap(), "keep_next": True,
    },
    "attachment-title": {"before": Gap(lines=100), "keep_next": True},
    "table-header": {"align": "center", "keep_next": True},
    "header": {
        "size": 18, "bold": False, "spacing": 0, "first_line": Indent(), "left": Indent(),
        "right": Indent(), "line": Leading(240, "auto"), "before": Gap(), "after": Gap(),
    },
}  # fmt: skip
"""What a role has unless a layout says otherwise: a heading never stands at the foot of a page, the
title of an attachment stands on the third line of its page (GB/T 9704—2012, 7.3.7), a table's
header has the font of headings."""
_LEAST_TEXT: Final = 1134  # twips (20 mm) of text block that margins must leave


def read_layout(path: Path, folders: Sequence[Path] = (), held: bytes | None = None) -> Layout:
    """The layout in `path`, or in the bytes `held` for it. The layout it extends is looked for
    beside it, then in `folders`.

    Raises SpeechError with every problem.
    """
    chain: list[_LayoutReader] = []
    at, asked = path, Span(str(path))
    while True:
        try:
            data = held if held is not None and not chain else read_bytes(at, _MAX_FILE)
        except SpeechError as refused:
            said = f"打不开版式文件“{at}”：{refused.diagnostics[0].message}"
            raise refusal(asked, "layout-unreadable", said) from None
        reader = _LayoutReader(source.load(data, str(at)), str(at))
        chain.append(reader)
        base = reader.values.get(("extends",))
        if not base:
            return _assembled(path.stem, chain)
        asked = reader.places[("extends",)]
        at = _found(base, at, folders, asked)
        if len(chain) >= _MAX_ANCESTORS or str(at) in [one.file for one in chain]:
            raise refusal(asked, "layout-extends", "版式的继承绕成了圈，或超过八层")


def _found(base: str, asking: Path, folders: Iterable[Path], asked: Span) -> Path:
    if Path(base).name == base and base not in (".", ".."):
        for folder in (asking.parent, *folders):
            place = folder / f"{base}.yaml"
            if place == asking or not is_file(place):
                continue
            if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder)):
                return place
    known = {one.stem for folder in (asking.parent, *folders) for one in folder.glob("*.yaml")}
    others = "、".join(sorted(known - {asking.stem}))
    hint = f"可用的版式：{others}" if others else ""
    raise refusal(asked, "layout-extends", f"没有版式“{base}”", hint)


def _assembled(name: str, chain: list[_LayoutReader]) -> Layout:
    """What the files of a chain say together; the first outranks the one it extends."""
    own = chain[0]
    merged: _Values = {}
    problems: list[Diagnostic] = []
    for reader in reversed(chain):
        merged |= reader.values
        problems += reader.notes
    paper = PageSetup(**_under(merged, "paper"))
    if min(paper.text_width, paper.text_height) < _LEAST_TEXT:
        span = own.places.get(("paper",), Span(own.file, 1, 1))
        hint = "检查纸张的宽、高和四边的边距"
        problems.append(error(span, "layout-paper", "边距太大，版心不足 20mm", hint))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SpeechError(problems)
    body = _under(merged, "styles", "body")
    heading = (body | _under(merged, "styles", "heading-1")).get("font", Look().font)
    usual = _USUAL | {"table-header": _USUAL["table-header"] | {"font": heading}}
    looks = tuple(
        (
            role,
            Look(
                **(
                    body
                    | _under(merged, "styles", _LIKE.get(role, role))
                    | usual.get(role, {})
                    | _under(merged, "styles", role)
                )
            ),
        )
        for role in LOOKS
    )
    top = {field: merged[(key,)] for key, field in _TOP.items() if (key,) in merged}
    top |= {key: Running(**said) for key in _FIRST_PAGE if (said := _under(merged, key))}
    return Layout(
        id=name,
        paper=paper,
        page_number=PageNumber(**_under(merged, "page_number")),
        header=Running(**_under(merged, "header")),
        footer=Running(**_under(merged, "footer")),
        looks=looks,
        alternates=tuple(sorted(_under(merged, "alternates").items())),
        bases=tuple(Path(one.file).stem for one in chain[1:]),
        **top,
    )


def _homes(name: str, fields: Iterable[Field]) -> Iterator[str]:
    """The groups in which a key has its place, each in the one that holds it: “样式”的“正文”."""
    for field in fields:
        if find_field(field.fields, name):
            yield f"“{field.key}”"
        yield from (f"“{field.key}”的{inner}" for inner in _homes(name, field.fields))


def _under(values: _Values, *group: str) -> dict[str, Any]:
    return {path[-1]: value for path, value in values.items() if path[:-1] == group}


class _LayoutReader(FileNotes):
    """Walks one file and collects; a path is made of the first aliases of its keys."""

    def __init__(self, loaded: source.Loaded, file: str) -> None:
        told = [one for one in loaded.diagnostics if one.severity is not Severity.INFO]
        super().__init__(file, loaded.lines, told)
        self.values: _Values = {}
        self.places: dict[_Path, Span] = {}
        if isinstance(loaded.root, source.MappingNode):
            self._group((), LAYOUT, loaded.root)
        elif loaded.root is not None:
            said = "版式文件要写成“名称: 值”的样子"
            self.fail(loaded.root.span, "layout-shape", said, "例如：名称: 我们单位的版式")

    def meant(self, name: str, named: Mapping[str, Field]) -> str:
        """The group it belongs to, or spellings in the language of whoever wrote the layout."""
        groups = next(_homes(name, named.values()), "")
        return f"写在{groups}下面" if groups else did_you_mean(likeliest(name, named))

    def _group(self, path: _Path, fields: Iterable[Field], mapping: source.MappingNode) -> None:
        what = "不认识的样式名" if path == ("styles",) else "不认识的字段"
        for name, field, node in self.known_pairs(
            mapping, by_name(fields), "layout-unknown-key", what
        ):
            at = (*path, field.aliases[0])
            text = node.text if isinstance(node, source.ScalarNode) else ""
            if field.kind is not Kind.TEXT:
                self.places[at] = name.span
                if isinstance(node, source.MappingNode) and field.fields:
                    self._group(at, field.fields, node)
                elif isinstance(node, source.MappingNode):
                    self._fonts(at, node)
                elif text or not isinstance(node, source.ScalarNode):
                    said = f"“{name.text}”下面要另起行，缩进写“名称: 值”"
                    self.fail(node.span, "layout-shape", said)
            elif not text:
                span = node.span if node.span.line else name.span
                self.fail(span, "layout-bad-value", f"“{field.key}”后面要写一个值", field.explain)
            else:
                self.places[at] = node.span
                try:
                    self.values[at] = field.read(text)
                except ValueError as wrong:
                    said = f"“{field.key}”不能写“{text}”"
                    self.fail(node.span, "layout-bad-value", said, str(wrong))

    def _fonts(self, path: _Path, mapping: source.MappingNode) -> None:
        for font, names in mapping.pairs:
            if isinstance(names, source.ScalarNode) and names.text:
                self.values[(*path, font.text)] = names.text
            else:
                said = "替代字体写成“字体: 另一个名称,再一个名称”"
                self.fail(names.span, "layout-bad-value", said)


assert {field.aliases[0] for field in LOOK} == set(Look._fields)
