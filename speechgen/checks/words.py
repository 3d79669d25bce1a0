"""Word lists: YAML tables that a clerk can extend, read once, each compiled into one expression.

Owns the form of the tables in `templates/_words/` and of the files of that name beside a user's
templates, whose entries are added and win. Must not know what a rule makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.files import read_bytes
from speechgen.library.folders import WORDS, file_within
from speechgen.schema.dates import parse_date
from speechgen.schema.fields import Field, Kind
from speechgen.schema.reading import FileNotes, parts
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, load

_MAX_FILE: Final = 1_000_000  # bytes
_LONGEST: Final = 60  # characters of a phrase
_GAPS: Final = 3  # in a phrase: each multiplies the ways to match it by ten
_LEVELS: Final = {level.chinese: level for level in Severity}
SILENT: Final = "不查"

GAP: Final = "…"  # stands for a few characters within a clause
NUMBER: Final = "{数}"  # stands for the beginning of a number
_GAP_REGEX: Final = "([^，。；：！？、,;:!?\n“”]{0,10}?)"
_NUMBER_REGEX: Final = "(?=[0-9０-９一二三四五六七八九十两])"


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
TABLES: Final = {
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
"""Every table and its columns; the first column is the key by which a user's entry wins."""


@dataclass(frozen=True, slots=True)
class WordEntry:
    """One row: texts and lists by column name."""

    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    severity: Severity | None = None

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")


@dataclass(frozen=True)
class Phrases:
    """Entries of a table found by one scan. `key` names the column that holds the phrase."""

    entries: tuple[WordEntry, ...]
    key: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = filter(_is_open, (entry[self.key] for entry in self.entries))
        parts = [_regex(phrase).replace(_GAP_REGEX, f"(?:{_GAP_REGEX[1:]}") for phrase in phrases]
        parts += trie_parts(self._plain)  # opens with a letter: a scan can skip the rest
        return re.compile("|".join(parts) or "(?!)")

    @cached_property
    def _plain(self) -> dict[str, WordEntry]:
        return {entry[self.key]: entry for entry in self.entries if not _is_open(entry[self.key])}

    @cached_property
    def _open(self) -> list[tuple[re.Pattern[str], WordEntry]]:
        entries = (entry for entry in self.entries if _is_open(entry[self.key]))
        return [(re.compile(_regex(entry[self.key])), entry) for entry in entries]

    def find(self, text: str) -> Iterator[tuple[re.Match[str], WordEntry]]:
        """Every place of every phrase, with its entry; those that 除非 excuses left out."""
        for found in self._pattern.finditer(text):
            entry, match = self._plain.get(found[0]), found
            if entry is None:
                entry, match = next(
                    (candidate, exact)
                    for pattern, candidate in self._open
                    if (exact := pattern.match(text, found.start()))
                )
            start, end = match.span()
            before, after = text[max(0, start - 14) : start], text[end : end + 14]
            context = before.rpartition("\n")[2] + match[0] + after.partition("\n")[0]
            if not any(word in context for word in entry.lists.get("除非", ())):
                yield match, entry


def _is_open(phrase: str) -> bool:
    return GAP in phrase or NUMBER in phrase or "[" in phrase


_CONTEXT: Final = re.compile(r"^(?:\[([^\[\]]+)\])?([^\[\]]+)(?:\[([^\[\]]+)\])?$")


def _regex(phrase: str) -> str:
    """`[before]phrase[after]`: the context is looked at, the phrase alone is the match."""
    found = _CONTEXT.match(phrase)
    before, core, after = found.groups("") if found else ("", phrase, "")
    regex = re.escape(core).replace(re.escape(NUMBER), _NUMBER_REGEX).replace(GAP, _GAP_REGEX)
    first = re.escape(core[0])
    if before and not regex.startswith(first):  # a gap or a number
        regex = f"(?<={re.escape(before)}){regex}"
    elif before:  # the first character leads, so that a scan can skip to it
        regex = f"{first}(?<={re.escape(before)}{first}){regex[len(first) :]}"
    return f"{regex}(?={re.escape(after)})" if after else regex


def trie(words: Collection[str]) -> str:
    """One expression for many words that shares their beginnings; longer words win."""
    parts, is_word = trie_parts(words), "" in words
    if len(parts) < 2 and not is_word:
        return "".join(parts)
    return f"(?:{'|'.join(parts)}){'?' if is_word else ''}" if parts else ""


def trie_parts(words: Iterable[str]) -> list[str]:
    """The alternatives of `trie`, one for each first character."""
    tails: dict[str, list[str]] = {}
    for word in filter(None, words):
        tails.setdefault(word[0], []).append(word[1:])
    return [re.escape(char) + trie(behind) for char, behind in tails.items()]


@dataclass(frozen=True)
class Words:
    """All tables of one set of template folders.

    `confusable` are wrong collocations, `stale` phrases that belong to a time, `agencies` bodies
    under the name they no longer bear, `set_phrases` fixed wordings that no rule counts or calls
    a repetition.
    """

    tables: dict[str, tuple[WordEntry, ...]]
    confusable: Phrases
    stale: Phrases
    agencies: Phrases
    set_phrases: Phrases

    @cached_property
    def aliases(self) -> tuple[tuple[WordEntry, re.Pattern[str]], ...]:
        """Groups of names for one body, each with an expression that finds any of them."""
        return tuple(
            (entry, re.compile(trie([entry["名称"], *entry.lists["别称"]])))
            for entry in self.tables["org_alias"]
        )

    @cached_property
    def look_alikes(self) -> dict[str, frozenset[str]]:
        """A character of names -> those it is mistaken for."""
        found: dict[str, set[str]] = {}
        for entry in self.tables["surnames"]:
            group = {entry["字"], *entry.lists["形近"]}
            for char in group:
                found.setdefault(char, set()).update(group - {char})
        return {char: frozenset(others) for char, others in found.items()}


def load_words(roots: Sequence[Path]) -> Words:
    """The tables of the template folders `roots` (earlier ones win).

    Raises SpeechError, with file and line, for every wrong row.
    """
    files = [
        (name, file, cache.stamps([str(file)]))
        for root in roots
        for name in TABLES
        if (file := file_within(root, f"{WORDS}/{name}.yaml")) is not None
    ]
    return _load(tuple(files))


@lru_cache(maxsize=16)
def _load(files: tuple[tuple[str, Path, tuple[cache.Stamp, ...]], ...]) -> Words:
    found: dict[str, dict[str, WordEntry | None]] = {name: {} for name in TABLES}
    problems: list[Diagnostic] = []
    for name, file, _ in files:
        try:
            loaded = load(read_bytes(file, _MAX_FILE), str(file))
        except SpeechError as broken:
            problems += broken.diagnostics
            continue
        reader = _TableReader(str(file), loaded, TABLES[name])
        for key, entry in reader.rows(loaded.root):
            found[name].setdefault(key, entry)
        problems += reader.errors
    if problems:
        raise SpeechError(problems)
    tables = {name: tuple(filter(None, rows.values())) for name, rows in found.items()}
    scanned = ("confusable", "stale", "agencies", "setphrase")
    return Words(tables, *(Phrases(tables[name], TABLES[name][0].key) for name in scanned))


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
