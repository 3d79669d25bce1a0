"""The roster: the people of a meeting in the order that somebody decided.

The order is data: nothing here sorts people. Owns what is doubtful about names. Must not know
where a roster is kept, nor papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info, shown_place, warning
from speechgen.library.folders import word_list
from speechgen.marks import HAN
from speechgen.schema.fields import nearest_word
from speechgen.schema.pieces import stripped
from speechgen.text import Text, cut, joined, place_of

ROLES: Final = {
    "主持": ("主持", "主持人"),
    "讲话": ("讲话", "讲话人", "作讲话", "领导讲话", "讲话领导"),
    "发言": ("发言", "发言人", "汇报", "汇报人", "交流发言", "表态发言", "通报"),
    "出席": ("出席", "参会", "参加", "与会", "正式", "到会", "出席人员", "参会人员"),
    "列席": ("列席", "旁听", "列席人员"),
    "请假": ("请假", "缺席", "请假人员", "未到"),
    "工作人员": ("工作人员", "会务", "服务", "会务人员", "工作"),
}
PRESENT: Final = ("主持", "讲话", "发言", "出席")
"""The roles of those who count as 出席."""

_IN_WORD: Final = r"[^、，,；;\s]"
_FRAMED: Final = r"\s*[［【]([^［］【】]*)[］】]\s*"
_ADDRESSES: Final = ("长", "主任", "书记", "经理", "主席", "总监", "教授", "老师", "工程师")
_NOT_SURNAMES: Final = {"候": "侯", "刑": "邢", "洗": "冼", "箫": "萧", "祈": "祁", "己": "纪"}
"""Characters that are hardly ever a surname, and the surname that was probably meant."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the roster. `name` is without blanks inside a Chinese name; `role` is one of
    `ROLES`; `address` is how the chair calls the person, where the roster says so."""

    name: Text
    unit: Text = Text("")
    position: Text = Text("")
    role: str = "出席"
    address: Text = Text("")
    phone: Text = Text("")
    note: Text = Text("")

    @property
    def title(self) -> Text:
        """单位 and 职务 together (区水务局局长); the unit once if the position begins with it."""
        if self.unit and self.position.startswith(self.unit):
            return self.position
        return joined(self.unit, self.position)

    @property
    def called(self) -> Text:
        """As the chair says it in a sentence: 区水务局局长潘永康."""
        return self.address or joined(self.title, self.name)

    @property
    def signed(self) -> Text:
        """As a list or a byline has it: 区水务局局长 潘永康; the roster's own form of address
        outranks 单位 and 职务."""
        title = self.title
        if self.address.endswith(self.name) and len(self.address) > len(self.name):
            title = cut(self.address, 0, len(self.address) - len(self.name))
        return joined(title, " ", self.name) if title else self.name

    @property
    def thanked(self) -> Text:
        """As the chair says it after a speech: 潘永康局长; with a long 职务 as `called`."""
        short = 0 < len(self.position) <= 4 and self.position.endswith(_ADDRESSES)
        return joined(self.name, self.position) if short else self.called


@dataclass(frozen=True, slots=True)
class Roster:
    """The people in order, and what was doubtful about them."""

    people: tuple[Person, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

    def find(self, name: str) -> Person | None:
        """The person of that name (blanks in it do not count)."""
        wanted = bare(name)
        return next((person for person in self.people if person.name == wanted), None)

    def of(self, *roles: str) -> tuple[Person, ...]:
        """Those with one of the roles, in order."""
        return tuple(person for person in self.people if person.role in roles)

    @property
    def units(self) -> tuple[str, ...]:
        """The units, each once."""
        return tuple(dict.fromkeys(str(one.unit) for one in self.people if one.unit))

    @property
    def named(self) -> str:
        """A pattern of all people and units; of names that begin alike it takes the longest."""
        names = {*(str(one.name) for one in self.people), *self.units}
        return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))

    def nearest(self, name: str) -> str:
        """The name in the roster that looks most like `name`, or an empty string."""
        known = [str(person.name) for person in self.people]
        wrong = variants(bare(name))
        return next((one for one in known if one in wrong), "") or nearest_word(bare(name), known)


def bare(name: str) -> Text:
    """A name as it is compared: no blanks around it, none inside a Chinese name (张　伟)."""
    text = name if isinstance(name, Text) else Text(name)
    if not any(char.isspace() for char in text):
        return text
    if re.fullmatch(rf"(?:{HAN}|\s)+", text):
        pieces = [cut(text, at, at + 1) for at, char in enumerate(text) if not char.isspace()]
        return joined(*pieces)
    return stripped(text)


def split_words(text: Text) -> list[Text]:
    """The words of a list that was written as a text (程柏林、方芸, or a line each), each with its
    place."""
    if framed := re.fullmatch(_FRAMED, text):
        text = cut(text, *framed.span(1))
    turns = [at for (_, one), (at, other) in pairwise(text.origins) if one.line != other.line]
    return [
        cut(line, *found.span())
        for line in (cut(text, *edges) for edges in pairwise((0, *turns, len(text))))
        for found in re.finditer(rf"{_IN_WORD}(?:[^、，,；;]*{_IN_WORD})?", line)
    ]


def on_leave(roster: Roster, names: Iterable[str]) -> Roster:
    """The roster with some people set to 请假; names that are not in it are left to the checks."""
    away = {str(bare(name)) for name in names}
    people = tuple(replace(p, role="请假") if p.name in away else p for p in roster.people)
    return replace(roster, people=people)


def doubts(people: Sequence[Person]) -> list[Diagnostic]:
    """What may be a slip: names twice the same or nearly so, surnames that are no surnames, a unit
    that next to nobody lacks, a second chair."""
    first: dict[str, Person] = {}
    notes: dict[Span, Diagnostic] = {}
    others: list[Diagnostic] = []

    def note(person: Person, rule: str, said: str, hint: str = "") -> None:
        """One a place: what is told later outranks what was told before."""
        at = place_of(person.name)
        notes[at] = warning(at, rule, said, hint)

    lacking = [person for person in people if not person.unit]
    if 0 < 2 * len(lacking) <= len(people):
        cell = place_of(lacking[0].unit)
        at = cell if cell.file else place_of(lacking[0].name)
        who = f"{lacking[0].name}{f'等{len(lacking)}人' if len(lacking) > 1 else ''}"
        said, hint = f"{who}没有单位，别的人都有", "补上；没有单位的不用管"
        others.append(info(at, "roster-unit", said, hint))
    for person in [person for person in people if person.role == "主持"][1:]:
        said = f"主持不止一人，“{person.name}”也是"
        hint = "由一个人主持的，别的人的角色改成出席"
        others.append(warning(place_of(person.name), "roster-chairs", said, hint))
    for person in people:
        name = person.name
        before = first.setdefault(str(name), person)
        beside = f"另一处：{shown_place(place_of(before.name)) or '（没有出处）'}"
        if before is not person and before.unit == person.unit:
            note(person, "roster-twice", f"“{name}”在名单里写了两次", beside)
        elif before is not person:
            said = f"两个单位都有“{name}”：{before.unit}、{person.unit}"
            note(person, "roster-same-name", said, f"{beside}；核对是不是同名的两个人")
        for variant in sorted(variants(name)):
            if other := first.get(variant):
                said = f"“{name}”和“{other.name}”只差一个形近或音近的字，核对有没有写错"
                beside = f"另一处：{shown_place(place_of(other.name)) or '（没有出处）'}"
                note(person, "roster-near", said, beside)
        if usual := _NOT_SURNAMES.get(name[0], "") if len(name) in (2, 3) else "":
            note(person, "roster-surname", f"“{name}”的姓“{name[0]}”少见，是不是“{usual}”？")
    return sorted([*others, *notes.values()], key=lambda one: one.span)


@lru_cache(maxsize=4096)  # every line of every paper asks for everybody's
def variants(name: str, *more: str) -> tuple[str, ...]:
    """The names that `name` may be miswritten as: one character taken for another of its group in
    `templates/_words/alike.txt`, and in `more` of those lists."""
    found = (
        name[:at] + other + name[at + 1 :]
        for words in ("alike", *more)
        for at, char in enumerate(name)
        for group in word_list(words)
        if char in group
        for other in group
        if other != char
    )
    return tuple(dict.fromkeys(found))
