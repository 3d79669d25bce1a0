"""One file of a word list -> its rows, with everything wrong in it.

Owns the form of the tables. Must not know which folders they lie in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen.checks.words.model import GAP, NUMBER, SCANNED, TABLES, Phrases, WordEntry, Words
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.files import read_bytes
from speechgen.schema.dates import parse_date
from speechgen.schema.fields import Field, Kind
from speechgen.schema.notes import FileNotes
from speechgen.schema.pieces import parts
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, load

_MAX_FILE: Final = 1_000_000  # bytes
_LONGEST: Final = 60  # characters of a phrase
_GAPS: Final = 3  # in a phrase: each multiplies the ways to match it by ten
_LEVELS: Final = {level.chinese: level for level in Severity}
SILENT: Final = "不查"


def _iso_date(text: str) -> str:
    """An ISO date of a day that exists, or nothing."""
    with suppress(ValueError):
        if not text or parse_date(text)[1] == text:
            return text
    raise ValueError("写成 2026-05-12")


_NOTED: Final = (Field("说明", required=True), Field("级别"))
_UNLESS: Final = Field("除非", Kind.LIST)
_FROM: Final = Field("起", Kind.DATE, read=_iso_date)
_UNTIL: Final = Field("止", Kind.DATE, read=_iso_date)
_PHRASE: Final = Field("说法", required=True)
COLUMNS: Final = {
    "confusable": (Field("错", required=True), Field("对"), *_NOTED, _UNLESS),
    "stale": (_PHRASE, _FROM, _UNTIL, *_NOTED, _UNLESS),
    "agencies": (
        Field("旧称", required=True),
        Field("新称", required=True),
        replace(_FROM, required=True),
        *_NOTED,
        _UNLESS,
    ),
    "setphrase": (_PHRASE, *_NOTED),
    "surnames": (Field("字", required=True), Field("形近", Kind.LIST, required=True), *_NOTED),
    "org_alias": (Field("名称", required=True), Field("别称", Kind.LIST, required=True), *_NOTED),
}
"""The columns of every table; the first column is the key by which a user's entry wins."""


def read_words(files: Iterable[tuple[str, Path]]) -> Words:
    """The tables in these files, each with its table's name; of a key's rows the first counts.

    Raises SpeechError, with file and line, for every wrong row.
    """
    found: dict[str, dict[str, WordEntry | None]] = {name: {} for name in TABLES}
    problems: list[Diagnostic] = []
    for name, file in files:
        try:
            loaded = load(read_bytes(file, _MAX_FILE), str(file))
        except SpeechError as broken:
            problems += broken.diagnostics
            continue
        reader = _TableReader(str(file), loaded, COLUMNS[name])
        for key, entry in reader.rows(loaded.root):
            found[name].setdefault(key, entry)
        problems += reader.errors
    if problems:
        raise SpeechError(problems)
    tables = {name: tuple(filter(None, rows.values())) for name, rows in found.items()}
    return Words(tables, *(Phrases(tables[name], COLUMNS[name][0].key) for name in SCANNED))


class _TableReader(FileNotes):
    """Turns one file into rows, collecting what is wrong in it."""

    def __init__(self, file: str, loaded: Loaded, columns: tuple[Field, ...]) -> None:
        super().__init__(file, loaded.lines, loaded.diagnostics)
        self.columns = {column.key: column for column in columns}
        self.key = columns[0].key

    def rows(self, root: YamlNode | None) -> Iterator[tuple[str, WordEntry | None]]:
        """Key and entry of every row; None for a row that silences a built-in one."""
        if isinstance(root, SequenceNode):
            yield from filter(None, map(self._row, root.items))
        elif root is not None:
            self._wrong(root.span, "词表应当是一个列表", f"每条以 - 开头：- {self.key}: …")

    def _wrong(self, span: Span, message: str, hint: str = "") -> None:
        self.fail(span, "words-table", message, hint)

    def _row(self, node: YamlNode) -> tuple[str, WordEntry | None] | None:
        if not isinstance(node, MappingNode):
            hint = "如 " + "；".join(f"{name}: …" for name in self.columns)
            self._wrong(node.span, "这一条应当写成几项", hint)
            return None
        texts: dict[str, str] = {}
        lists: dict[str, tuple[str, ...]] = {}
        otherwise = "可以写：" + "、".join(self.columns)
        for _, column, value in self.known_pairs(
            node, self.columns, "words-table", "词表里不认识的一项", otherwise
        ):
            if column.kind is Kind.LIST:
                lists[column.key] = self._list(value)
            elif isinstance(value, ScalarNode):
                texts[column.key] = value.text
                try:
                    column.read(value.text)
                except ValueError as wrong:
                    self._wrong(value.span, f"“{column.key}”应当是日期", str(wrong))
            else:
                self._wrong(value.span, f"“{column.key}”应当是一句话")
        key, level = texts.get(self.key, ""), texts.get("级别", "")
        silent = level == SILENT
        words = (key, *(word for column in lists.values() for word in column))
        needed = (
            [self.key] if silent else [one.key for one in self.columns.values() if one.required]
        )
        missing = [name for name in needed if not (texts.get(name) or lists.get(name))]
        if missing:
            self._wrong(node.span, f"这一条缺少“{missing[0]}”", f"补上  {missing[0]}: …")
        elif key.replace(NUMBER, "").strip("… ") == "" or "\n" in key:
            self._wrong(node.span, f"“{self.key}”不能这样写")
        elif max(map(len, words)) > _LONGEST or key.count(GAP) > _GAPS:
            said = f"词最长{_LONGEST}个字，其中“{GAP}”最多{_GAPS}处"
            self._wrong(node.span, f"“{key[:_LONGEST]}”这一条的词太长", said)
        elif level and not silent and level not in _LEVELS:
            allowed = "、".join([*_LEVELS, SILENT])
            self._wrong(node.span, f"不认识的级别“{level}”", f"可以写：{allowed}")
        else:
            return key, None if silent else WordEntry(texts, lists, _LEVELS.get(level))
        return None

    def _list(self, value: YamlNode) -> tuple[str, ...]:
        words: list[str] = []
        for each in parts(value):
            if isinstance(each, ScalarNode):
                words += re.split("[、，,]", each.text) if each is value else [each.text]
            else:
                self._wrong(each.span, "这里应当是几个词", "写成 甲、乙、丙")
        return tuple(filter(None, words))
