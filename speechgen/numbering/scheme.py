"""Patterns and schemes: what a clerk writes after 编号, and the labels it stands for.

Owns the reading of pattern strings (`（一）`, `第一，`, `无`) and of schemes (`一、>（一）>一是`),
the labels of a whole list and the rule for lists that a counter cannot count. Must not know
where labels are printed or found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from speechgen.frozen import frozen
from speechgen.marks import HAN
from speechgen.numbering.counters import COUNTERS

NONE: Final = "无"
"""The pattern of lists without labels."""

FALLBACK: Final = "1."
"""The pattern that labels what the written one cannot."""

APPENDED: Final = ("1.", "（1）", "①")
"""Levels deeper than the scheme take these in turn, as far as the scheme does not use them."""

EXAMPLES: Final = "一、 （一） 1. （1） ① 一是 一要 第一， 其一， 首先， A. 或 无"

RUN_ON: Final = "…"
"""Behind a pattern (`（一）…`): its lists count on through the whole document."""

_LONGEST_PATTERN: Final = 12  # characters; a label is a mark, not a sentence
_DEEPEST: Final = 9  # levels: as many as Word has outline levels
_USUAL: Final = {
    "".join(parts): parts
    for parts in (
        ("", "一", "、"), ("（", "一", "）"), ("", "1", "."), ("（", "1", "）"), ("", "①", ""),
        ("", "一", "是"), ("", "一", "要"), ("第", "一", "，"), ("其", "一", "，"),
    )
}  # fmt: skip
"""Patterns that need no looking for their counter: a draft with no others starts faster."""


_SIGN: Final = "|".join(f"({counter.sign})" for counter in COUNTERS.values())
"""The symbol of any counter: the counters' order is that of the groups."""


@frozen
class Pattern:
    """One level's label: text before, the id of a counter (see `COUNTERS`), text after.

    `无` is the pattern with counter `无`: its labels are empty. `runs_on` patterns (`（一）…`)
    do not start again under the next heading.
    """

    before: str
    counter: str
    after: str
    runs_on: bool = False

    def __str__(self) -> str:
        return f"{self.before}{self.counter}{self.after}{RUN_ON if self.runs_on else ''}"

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """The pattern that `text` writes, by its first label: `（一）`, `1.`, `第一，`, `无`.

        Outer blanks do not count. Raises ValueError with a Chinese sentence that says what is
        wrong and what to write.
        """
        text = text.strip()
        if text == NONE:
            return cls("", NONE, "")
        if text in _USUAL:
            return cls(*_USUAL[text])
        runs_on = len(text) > 1 and text.endswith(RUN_ON)
        text = text.rstrip(RUN_ON) if runs_on else text
        if not text:
            raise ValueError(f"编号是空的；请写成 {EXAMPLES}")
        if not text.isprintable() or len(text) > _LONGEST_PATTERN:
            shown = "".join(char for char in text[:_LONGEST_PATTERN] if char.isprintable())
            most = f"最多{_LONGEST_PATTERN}个字，不能换行"
            raise ValueError(f"编号“{shown}…”不像编号（{most}）；请写成 {EXAMPLES}")
        if ">" in text or "＞" in text:
            raise ValueError(f"编号“{text}”写了几级，这里只能写一级；请写成 {EXAMPLES}")
        signs = list(re.finditer(_SIGN, text))
        if not signs:
            said = f"{text}{RUN_ON if runs_on else ''}"
            raise ValueError(f"编号“{said}”里没有计数符号；请写成 {EXAMPLES}")
        if len(signs) > 1:
            raise ValueError(
                f"编号“{text}”里有{len(signs)}个计数符号（{'、'.join(m[0] for m in signs)}），"
                "每一级只写一个；各级之间用“>”隔开，如 一、>（一）"
            )
        sign = signs[0]
        first = tuple(COUNTERS)[(sign.lastindex or 1) - 1]
        before, after = text[: sign.start()], text[sign.end() :]
        if sign[0] != first:
            raise ValueError(f"编号“{text}”没有从头写起；请写第一项的样子：{before}{first}{after}")
        return cls(before, first, after, runs_on)

    def label(self, n: int, total: int) -> str | None:
        """The label of item `n` (from 1) of a list of `total`; None if this family cannot
        label such a list."""
        if self.counter == NONE:
            return ""
        counter = COUNTERS[self.counter]
        if not counter.can(total) or not 1 <= n <= total:
            return None
        return f"{self.before}{counter.symbol(n, total)}{self.after}"

    @property
    def gap(self) -> str:
        """The blank behind a label that no mark closes: 第一章　总则."""
        return "\u3000" if self.before == "第" and re.fullmatch(f"{HAN}+", self.after) else ""

    def number(self, label: str, total: int = 0) -> int | None:
        """The number that `label` says, None if it is no label of this pattern.

        `total` is the length of the list if known: 最后 is item 3 of 3, otherwise 4.
        """
        label = label.removesuffix(self.gap)
        fits = label.startswith(self.before) and label.endswith(self.after)
        end = len(label) - len(self.after)
        if self.counter == NONE or not fits or end <= len(self.before):
            return None
        return COUNTERS[self.counter].number(label[len(self.before) : end], total)


pattern_of: Final = lru_cache(maxsize=512)(Pattern.parse)
"""`Pattern.parse`, remembered."""


@lru_cache(maxsize=512)
def family_labels(pattern: str, count: int) -> tuple[str, ...]:
    """The labels of a list of `count` siblings; empty strings for `无`.

    A list that the pattern cannot label (see `overflow`) gets 1. 2. 3. Raises ValueError as
    `Pattern.parse` does.
    """
    family = pattern_of(FALLBACK if overflow(pattern, count) else pattern)
    return tuple(family.label(n, count) or "" for n in range(1, count + 1))


@lru_cache(maxsize=512)
def printed_labels(pattern: str, count: int) -> tuple[str, ...]:
    """As `family_labels`, as they stand before a text: with the blank behind each."""
    family = pattern_of(FALLBACK if overflow(pattern, count) else pattern)
    return tuple(f"{label}{family.gap}" for label in family_labels(pattern, count))


def overflow(pattern: str, count: int) -> str | None:
    """Why `pattern` cannot label a list of `count` items, as a Chinese sentence; None if it can."""
    family = pattern_of(pattern)
    if count == 0 or family.counter == NONE or COUNTERS[family.counter].can(count):
        return None
    counter = COUNTERS[family.counter]
    if counter.least > 1:
        reach = f"只能编{counter.least}至{counter.most}项"
    else:
        reach = f"只能编到{counter.symbol(counter.most, counter.most)}（{counter.most}项）"
    return f"“{pattern}”{reach}，这里有{count}项，改用“{FALLBACK}”编号"


@frozen
class Scheme:
    """One pattern per level, from level 1."""

    patterns: tuple[str, ...]

    def __str__(self) -> str:
        return ">".join(self.patterns)

    @classmethod
    def parse(cls, text: str) -> Scheme:
        """The scheme that `text` writes: patterns with `>` (or ＞) between them.

        Raises ValueError with a Chinese sentence that says which level is wrong.
        """
        parts = [part.strip() for part in text.replace("＞", ">").split(">")]
        if len(parts) > _DEEPEST:
            raise ValueError(f"编号写了{len(parts)}级，最多{_DEEPEST}级")
        if len(parts) > 1 and "" in parts:
            raise ValueError(
                f"编号“{text.strip()}”的第{parts.index('') + 1}级是空的；"
                f"不要编号的一级写“{NONE}”，如 一、>{NONE}>1."
            )
        return cls(tuple(str(Pattern.parse(part)) for part in parts))

    def pattern(self, level: int) -> str:
        """The pattern of `level` (from 1).

        Deeper than the scheme come 1. （1） ①, those that the scheme does not use first, then
        round again. A scheme of nothing but 无 numbers nothing at any depth.
        """
        if level <= len(self.patterns):
            return self.patterns[level - 1]
        if not self.appended(level):
            return NONE
        written = {pattern.removesuffix(RUN_ON) for pattern in self.patterns}
        unused = [pattern for pattern in APPENDED if pattern not in written]
        at = level - len(self.patterns) - 1
        if at < len(unused):
            return unused[at]
        last = unused[-1] if unused else self.patterns[-1].removesuffix(RUN_ON)
        turn = APPENDED.index(last) + 1 if last in APPENDED else 0
        return APPENDED[(turn + at - len(unused)) % len(APPENDED)]

    def written_down_to(self, level: int) -> str:
        """The scheme as one would write it to cover `level` without help."""
        deeper = range(len(self.patterns) + 1, level + 1)
        return ">".join((*self.patterns, *(self.pattern(one) for one in deeper)))

    def appended(self, level: int) -> bool:
        """Whether `level` is deeper than what the scheme writes, so that its pattern was added."""
        return level > len(self.patterns) and set(self.patterns) != {NONE}
