"""Laws, rules and writings by their names: those that nearly have one, and who wrote what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.rules.patterns import Forms
from speechgen.checks.words.likeness import is_word
from speechgen.expression import Expression
from speechgen.library.folders import made_of_words, word_list, word_table

_FORM: Final = Forms("works")

# -- laws and rules -----------------------------------------------------------------------------

_KINDS: Final = Expression("(?:条例|规定|办法|准则|细则|规则|意见)$")
_FOR_NOW: Final = "暂行"  # what was in force before
_WORD: Final = 2  # characters of most words


@made_of_words
def _in_force() -> tuple[frozenset[str], frozenset[str]]:
    """Laws, and rules of the Party and of its offices."""
    named = (row["正写"].removesuffix("（试行）") for row in word_table("canonical"))
    rules = frozenset(name for name in named if _KINDS.compiled.search(name))
    return frozenset(name for row in word_list("laws") for name in row.split()), rules


def laws(text: str) -> Iterator[Finding]:
    """A law that is none, and has a word more or less than one; a rule that has, or is of another
    kind: 处分规定 for 处分条例."""
    for found in _FORM.law.finditer(text):
        rule = found["rule"]
        said = found["law"] or rule.removesuffix("（试行）")
        known = _in_force()[rule is not None]
        stem = rule and _stem(said)
        if said in known or stem == said or _FOR_NOW in said:
            continue
        near = (one for one in known if _a_word_apart(one, said) or _stem(one) == stem)
        if right := min(near, default=""):
            yield flag(found, f"“{found[0]}”应作“{right}”", "核对名称")


def _stem(rule: str) -> str:
    return _KINDS.compiled.sub("", rule)


def _a_word_apart(one: str, other: str) -> bool:
    """Whether one has a word that the other lacks, and not in front of it: 治安处罚法, of
    治安管理处罚法; 村委会组织法 is short for another, 医疗保险法 another than 保险法."""
    short, long = sorted((one, other), key=len)
    size = len(long) - len(short)
    return 0 < size <= _WORD and any(
        long[:at] + long[at + size :] == short and _is_word(long[at : at + size])
        for at in range(1, len(short))
    )


def _is_word(said: str) -> bool:
    return said in "人民国" or is_word(said)


# -- who said it ----------------------------------------------------------------------------------

_BESIDE: Final = 30  # characters between an author and what he wrote
_TIE: Final = Expression("[在的所写作著]{0,2}(?:[名诗词]{1,2}[篇作句]?)?")
_OPENS: Final = "“‘：，"


@lru_cache(maxsize=1)
def _written() -> tuple[frozenset[str], tuple[tuple[str, list[str]], ...]]:
    """Authors, and each title or sentence with the names of its own."""
    rows = [(row["作者"].split("|"), row["篇名和句子"].split(" ")) for row in word_table("quotes")]
    authors = frozenset(name for names, _ in rows for name in names)
    return authors, tuple((work, names) for names, works in rows for work in works)


def attributed(text: str, here: set[str]) -> Iterator[Finding]:
    """欧阳修在《岳阳楼记》中写道."""
    authors, works = _written()
    for work, names in works:
        at = text.find(work) if work[1:3] in here else -1
        if at <= 0:
            continue
        before = re.split("[。！？；”\n]", text[max(0, at - _BESIDE) : at])[-1]
        said = {author for author in authors if _is_told(before, author, work)}
        if said and not said.intersection(names):
            message = f"“{work}”是{names[0]}的，这里说是{min(said)}"
            yield flag((at, at + len(work)), message, "核对作者")


def _is_told(before: str, author: str, work: str) -> bool:
    """Whether the work is said to be the author's: a title that is tied to the name, a sentence
    that is quoted (孔子一生锲而不舍 quotes nobody)."""
    _, name, between = before.rpartition(author)
    if work[0] == "《":
        return bool(name) and _TIE.compiled.fullmatch(between) is not None
    return bool(name) and before[-1] in _OPENS
