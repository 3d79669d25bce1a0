"""A layout file -> Layout: every wrong key and value reported with its place, `继承` followed.

Owns merging and the checks that need more than one value. Must not know where layouts live
beyond the folders it is told, nor what is done with a layout.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from speechgen import source
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error
from speechgen.files import is_file, read_bytes
from speechgen.layout import keys
from speechgen.layout.model import HEADING_LOOKS, LOOKS, Layout, Look, PageNumber, PageSetup

_Values = dict[tuple[str, ...], Any]
_MAX_ANCESTORS: Final = 8
_MAX_FILE: Final = 1_000_000  # bytes
_TOP: Final = ("name", "pitch", "opening_gap", "minute_mark", "pinyin")
_USUAL: Final[dict[str, dict[str, Any]]] = {role: {"keep_next": True} for role in HEADING_LOOKS}
"""What a role has unless a layout says otherwise: a heading never stands at the foot of a page."""
_LEAST_TEXT: Final = 1134  # twips (20 mm) of text block that margins must leave


def read_layout(path: Path, folders: Sequence[Path] = ()) -> Layout:
    """The layout in `path`. The layout it extends is looked for beside it, then in `folders`.

    Reading the same files again gives the same object. Raises SpeechError with every problem.
    """
    chain: list[tuple[str, bytes]] = []
    at, extends = path, Span(str(path))
    while True:
        chain.append((str(at), _bytes(at, extends)))
        values, places, _ = _parsed(*chain[-1])
        base = values.get(("extends",))
        if not base:
            return _assembled(path.stem, tuple(chain))
        extends = places[("extends",)]
        at = _found(base, at, folders, extends)
        if len(chain) >= _MAX_ANCESTORS or str(at) in [file for file, _ in chain]:
            raise SpeechError([error(extends, "layout-extends", "版式的继承绕成了圈，或超过八层")])


def _bytes(path: Path, asked: Span) -> bytes:
    try:
        return read_bytes(path, _MAX_FILE)
    except SpeechError as refused:
        told = f"打不开版式文件“{path}”：{refused.diagnostics[0].message}"
        raise SpeechError([error(asked, "layout-unreadable", told)]) from None


def _found(base: str, asking: Path, folders: Iterable[Path], asked: Span) -> Path:
    if base and Path(base).name == base and base not in (".", ".."):
        for folder in (asking.parent, *folders):
            place = folder / f"{base}.yaml"
            inside = Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder))
            if is_file(place) and inside and place != asking:
                return place
    known = {one.stem for folder in (asking.parent, *folders) for one in folder.glob("*.yaml")}
    hint = f"可用的版式：{'、'.join(sorted(known - {asking.stem}))}" if known else ""
    raise SpeechError([error(asked, "layout-extends", f"没有版式“{base}”", hint)])


@lru_cache(maxsize=32)
def _assembled(name: str, chain: tuple[tuple[str, bytes], ...]) -> Layout:
    merged: _Values = {}
    problems: list[Diagnostic] = []
    for file, data in reversed(chain):
        values, _, found = _parsed(file, data)
        merged |= values
        problems += found
    file = chain[0][0]
    paper = PageSetup(**_under(merged, "paper"))
    if min(paper.text_width, paper.text_height) < _LEAST_TEXT:
        span = _parsed(*chain[0])[1].get(("paper",), Span(file, 1, 1))
        problems.append(
            error(span, "layout-paper", "边距太大，版心不足 20mm", "检查纸张的宽、高和四边的边距")
        )
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SpeechError(problems)
    body = _under(merged, "look", "body")
    looks = tuple(
        (role, Look(**(body | _USUAL.get(role, {}) | _under(merged, "look", role))))
        for role in LOOKS
    )
    top = {key: merged[(key,)] for key in _TOP if (key,) in merged}
    return Layout(
        id=name,
        paper=paper,
        page_number=PageNumber(**_under(merged, "page_number")),
        looks=looks,
        alternates=tuple(sorted(_under(merged, "alternates").items())),
        **top,
    )


def _under(values: _Values, *group: str) -> dict[str, Any]:
    return {path[-1]: value for path, value in values.items() if path[:-1] == group}


@lru_cache(maxsize=64)
def _parsed(
    file: str, data: bytes
) -> tuple[_Values, dict[tuple[str, ...], Span], tuple[Diagnostic, ...]]:
    """What one file says: values by path, places by path, problems."""
    reading = _Reading(source.load(data, file))
    return reading.values, reading.places, tuple(reading.problems)


class _Reading:
    """Walks one file and collects."""

    def __init__(self, loaded: source.Loaded) -> None:
        self._lines = loaded.lines
        self.values: _Values = {}
        self.places: dict[tuple[str, ...], Span] = {}
        self.problems = [one for one in loaded.diagnostics if one.severity is not Severity.INFO]
        root = loaded.root
        if isinstance(root, source.MappingNode):
            self._top(root)
        elif root is not None:
            told = "版式文件要写成“名称: 值”的样子"
            self._wrong(root.span, "layout-shape", told, "例如：名称: 我们单位的版式")

    def _top(self, root: source.MappingNode) -> None:
        known = [name for key in keys.TOP for name in (key.name, *key.aliases)]
        known += [*keys.GROUPS, *keys.STYLES, *keys.FONTS]
        for name, node in root.pairs:
            if name.text in keys.GROUPS:
                group, table = keys.GROUPS[name.text]
                self.places[(group,)] = name.span
                self._group((group,), table, name, node)
            elif name.text in keys.STYLES:
                self._looks(name, node)
            elif name.text in keys.FONTS:
                self._fonts(name, node)
            else:
                self._member((), keys.TOP, name, node, known)

    def _group(
        self,
        path: tuple[str, ...],
        table: tuple[keys.Key, ...],
        name: source.ScalarNode,
        node: source.YamlNode,
    ) -> None:
        known = [each for key in table for each in (key.name, *key.aliases)]
        for member, value in self._pairs(name, node):
            self._member(path, table, member, value, known)

    def _looks(self, name: source.ScalarNode, node: source.YamlNode) -> None:
        for member, value in self._pairs(name, node):
            role = keys.LOOK_NAMES.get(member.text, member.text)
            if role in LOOKS:
                self._group(("look", role), keys.LOOK, member, value)
            else:
                self._unknown(member, "样式名", [*keys.LOOK_NAMES, *LOOKS])

    def _fonts(self, name: source.ScalarNode, node: source.YamlNode) -> None:
        for member, value in self._pairs(name, node):
            if isinstance(value, source.ScalarNode) and value.text:
                self.values[("alternates", member.text)] = value.text
            else:
                told = "替代字体写成“字体: 另一个名称,再一个名称”"
                self._wrong(value.span, "layout-bad-value", told)

    def _pairs(
        self, name: source.ScalarNode, node: source.YamlNode
    ) -> Iterable[tuple[source.ScalarNode, source.YamlNode]]:
        if isinstance(node, source.MappingNode):
            return node.pairs
        if not (isinstance(node, source.ScalarNode) and not node.text):
            told = f"“{name.text}”下面要另起行，缩进写“名称: 值”"
            self._wrong(node.span, "layout-shape", told)
        return ()

    def _member(
        self,
        path: tuple[str, ...],
        table: tuple[keys.Key, ...],
        name: source.ScalarNode,
        node: source.YamlNode,
        known: list[str],
    ) -> None:
        key = next((one for one in table if name.text in (one.name, *one.aliases)), None)
        if key is None:
            self._unknown(name, "字段", known)
        elif not isinstance(node, source.ScalarNode) or not node.text:
            span = node.span if node.span.line else name.span
            self._wrong(span, "layout-bad-value", f"“{key.name}”后面要写一个值", key.explain)
        else:
            try:
                value = key.read(node.text)
            except ValueError as wrong:
                told = f"“{key.name}”不能写“{node.text}”"
                self._wrong(node.span, "layout-bad-value", told, str(wrong))
                return
            self.values[(*path, key.field)] = value
            self.places[(*path, key.field)] = node.span

    def _unknown(self, name: source.ScalarNode, what: str, known: list[str]) -> None:
        from speechgen.outline import nearest_word

        near = nearest_word(name.text, known)
        chinese = [one for one in known if not one.isascii()]
        hint = f"是不是“{near}”？" if near else f"这里可以写：{'、'.join(chinese)}"
        self._wrong(name.span, "layout-unknown-key", f"不认识的{what}“{name.text}”", hint)

    def _wrong(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        line = self._lines[span.line - 1] if 0 < span.line <= len(self._lines) else ""
        self.problems.append(error(span, rule, message, hint, line))


assert {key.field for key in keys.LOOK} == set(Look._fields)
