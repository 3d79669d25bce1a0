"""What word lists hold: entries, and phrases that one joint expression finds.

Must not know the files they come from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from speechgen.diagnostics import Severity
from speechgen.expression import Expression, grams
from speechgen.frozen import frozen

SCANNED: Final = ("confusable", "stale", "agencies", "setphrase")
TABLES: Final = (*SCANNED, "surnames", "org_alias")
"""Every word list by the name of its file; of the scanned ones `Words` has `Phrases`."""

GAP: Final = "…"  # stands for a few characters within a clause
NUMBER: Final = "{数}"  # stands for the beginning of a number
LEVEL: Final = "级"  # as what stands before: 省, 市, 县 or another level of government
_LEVELS: Final = "[省市县区州旗盟]"
_GAP_REGEX: Final = "([^，。；：！？、,;:!?\n“”]{0,10}?)"
_NUMBER_REGEX: Final = "(?=[0-9０-９一二三四五六七八九十两])"


@frozen
class WordEntry:
    """One row: texts and lists by column name."""

    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    severity: Severity | None = None

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")


@dataclass(eq=False, repr=False)
class Phrases:
    """Entries of a table found by one scan. `key` names the column that holds the phrase."""

    entries: tuple[WordEntry, ...]
    key: str

    def __post_init__(self) -> None:
        """Two characters of a phrase (empty: it has none) -> indices and pieces of entries."""
        self._by_pair: dict[str, list[tuple[int, list[str]]]] = {}
        for at, entry in enumerate(self.entries):
            pieces = _pieces(entry[self.key])
            pair = next((piece[:2] for piece in pieces if len(piece) > 1), "")
            self._by_pair.setdefault(pair, []).append((at, pieces))

    def find(self, text: str) -> Iterator[tuple[re.Match[str], WordEntry]]:
        """Every place of every phrase, with its entry; those that 除非 excuses left out."""
        possible = (
            at
            for pair in self._by_pair.keys() & grams(text)
            for at, pieces in self._by_pair[pair]
            if all(map(text.__contains__, pieces))
        )
        here = {self.entries[at][self.key]: self.entries[at] for at in sorted(possible)}
        loose = [(phrase, entry) for phrase, entry in here.items() if _is_open(phrase)]
        for found in re.finditer(_joint(here), text) if here else ():
            entry, match = here.get(found[0]), found
            if entry is None or _is_open(found[0]):
                entry, match = next(
                    (candidate, exact)
                    for phrase, candidate in loose
                    if (exact := re.compile(_regex(phrase)).match(text, found.start()))
                )
            start, end = match.span()
            before, after = text[max(0, start - 14) : start], text[end : end + 14]
            context = before.rpartition("\n")[2] + match[0] + after.partition("\n")[0]
            if not any(word in context for word in entry.lists.get("除非", ())):
                yield match, entry


def _is_open(phrase: str) -> bool:
    return GAP in phrase or NUMBER in phrase or "[" in phrase


_CONTEXT: Final = Expression(r"^(?:\[([^\[\]]+)\])?([^\[\]]+)(?:\[([^\[\]]+)\])?$")


def _regex(phrase: str) -> str:
    """`[before]phrase[after]`: the context is looked at, the phrase alone is the match; `[级]`
    stands for any level of government."""
    found = _CONTEXT.match(phrase)
    before, core, after = found.groups("") if found else ("", phrase, "")
    regex = re.escape(core).replace(re.escape(NUMBER), _NUMBER_REGEX).replace(GAP, _GAP_REGEX)
    first = re.escape(core[0])
    behind = _LEVELS if before == LEVEL else re.escape(before)
    if before and not regex.startswith(first):  # a gap or a number
        regex = f"(?<={behind}){regex}"
    elif before:  # the first character leads, so that a scan can skip to it
        regex = f"{first}(?<={behind}{first}){regex[len(first) :]}"
    return f"{regex}(?={re.escape(after)})" if after else regex


def _pieces(phrase: str) -> list[str]:
    """What is written out in a phrase: `甲…乙` is 甲 and 乙."""
    pieces = re.split(r"…|\{数\}|[\[\]]", phrase.removeprefix(f"[{LEVEL}]"))
    return [piece for piece in pieces if piece]


def _joint(phrases: Collection[str]) -> str:
    """One expression that finds any of the phrases."""
    parts = [
        _regex(phrase).replace(_GAP_REGEX, f"(?:{_GAP_REGEX[1:]}")
        for phrase in filter(_is_open, phrases)
    ]
    parts += trie_parts(phrase for phrase in phrases if not _is_open(phrase))
    return "|".join(parts)  # opens with a letter: a scan can skip the rest


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


@dataclass(eq=False, repr=False)
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
    def aliases(self) -> tuple[tuple[WordEntry, Expression], ...]:
        """Groups of names for one body, each with an expression that finds any of them."""
        return tuple(
            (entry, Expression(trie([entry["名称"], *entry.lists["别称"]])))
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
