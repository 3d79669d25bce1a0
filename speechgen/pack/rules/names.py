"""P3: names and titles as in the roster, wherever a person typed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.align import differing
from speechgen.diagnostics import Span
from speechgen.marks import OFFICE
from speechgen.pack.drafting import DraftedPack
from speechgen.pack.roster import Person, Roster, variants
from speechgen.pack.rules.places import Mismatch, doubt, lines, other, problem, spot
from speechgen.text import Text

TITLE: Final = re.compile(rf"({OFFICE})[\s　]*$")
_BEHIND: Final = re.compile(rf"({OFFICE})(?!助理|医师|秘书|级|们)")
_LONGEST_TITLE: Final = 12
_LIKE: Final = ("sounds", "shapes")  # of characters in any text, not in names alone
_TOGETHER: Final = ("同志", "局长", "主任", "书记", "经理", "科长", "校长", "院长", "处长", "部长")


def as_in_roster(pack: DraftedPack) -> Iterator[Mismatch]:
    """Miswritten names and wrong titles in the texts of all papers."""
    roster = pack.meeting.roster
    if not roster.people:
        return
    names = Names(roster)
    said: set[tuple[Span, str]] = set()
    for draft in pack.drafts():
        for line in lines(draft):
            for where, message, person in names.wrong_in(line):
                if where.line and (where, message) not in said:
                    said.add((where, message))
                    yield problem(where, message, other(person.name))


_MOST_APART: Final = 4  # characters that differ between a name and a slip of it
_ENDS: Final = 3  # characters at both ends of a meeting's name by which it is known again
_YEAR: Final = r"(?:19|20)\d{2}年"


def meeting_name(pack: DraftedPack) -> Iterator[Mismatch]:
    """The meeting's name with a word or two missing, added or changed, or with another year."""
    name = pack.meeting.fact("名称")
    short = str(pack.meeting.fact("简称"))
    if len(name) < 2 * _ENDS + 2:
        return
    head, tail, rest = name[:_ENDS], name[-_ENDS:], re.split(_YEAR, name, maxsplit=1)[-1]
    like = f"{re.escape(head)}[^，。；：！？“”《》]{{0,{len(name)}}}?{re.escape(tail)}"
    another = rf"{_YEAR}{re.escape(rest)}" if len(rest) < len(name) else "(?!)"
    said: set[Span] = set()
    for draft in pack.drafts():
        for line in lines(draft):
            for found in re.finditer(rf"{like}|{another}", line):
                written, where = found[0], spot(line, *found.span())
                fine = written == short or name.endswith(written)
                apart = sum(max(map(len, both)) for both in differing(written, name))
                if fine or not where.line or where in said or apart > _MOST_APART:
                    continue
                said.add(where)
                told = f"会议名称写成“{written}”，会议文件里是“{name}”"
                yield doubt(where, told, other(name))


class Names:
    """The words that a roster's names may stand as: themselves and what they may be miswritten
    as. A line is looked through once, however many people there are."""

    def __init__(self, roster: Roster) -> None:
        self._people = roster.people
        self._meant: dict[str, list[tuple[int, int]]] = {}  # word -> person, 0 or which variant
        known = {str(person.name) for person in roster.people}
        for at, person in enumerate(roster.people):
            wrong = [word for word in variants(str(person.name), *_LIKE) if word not in known]
            for rank, word in enumerate([str(person.name), *wrong]):
                self._meant.setdefault(word, []).append((at, rank))
        self._lengths = sorted({len(word) for word in self._meant})

    def wrong_in(self, line: Text) -> Iterator[tuple[Span, str, Person]]:
        """The names that a line writes wrongly or gives another title, person by person."""
        plain = str(line)
        hits = [  # which person, 0 for the name itself, where it starts
            (*meant, start)
            for length in self._lengths
            for start in range(len(plain) - length + 1)
            for meant in self._meant.get(plain[start : start + length], ())
        ]
        ends: dict[int, int] = {}  # of the longest name of the roster that begins there
        for at, rank, start in hits:
            if not rank:
                ends[start] = max(ends.get(start, 0), start + len(self._people[at].name))
        for at, rank, start in sorted(hits):
            person = self._people[at]
            end = start + len(person.name)
            around = range(max(0, start - self._lengths[-1]), start + 1)
            if any(ends.get(a, 0) >= end and ends[a] - a > end - start for a in around):
                continue  # part of a longer name: 张伟 in 张伟民
            if rank:
                if len(person.name) > 2 or _is_person(plain, start, end):
                    message = f"“{plain[start:end]}”不在名单里，是不是“{person.name}”？"
                    yield spot(line, start, end), message, person
                continue
            title = _title_before(plain, start)
            held = (person.position, person.address.removesuffix(person.name))
            own = {had[1] for words in held if (had := TITLE.search(words))}
            behind = _BEHIND.match(plain, end)
            for found in filter(None, (title, behind)):
                if own and found[1] not in own:
                    message = f"{person.name}的职务是“{person.position}”，这里写的是“{found[1]}”"
                    first = start if found is behind else plain.rindex(found[1], 0, start)
                    last = behind.end(1) if found is behind else end
                    yield spot(line, first, last), message, person
                    break


def _title_before(line: str, start: int) -> re.Match[str] | None:
    """The title that ends at `start`, blanks aside; nothing that stands further away is read."""
    return TITLE.search(line[:start].rstrip()[-_LONGEST_TITLE:])


def _is_person(line: str, start: int, end: int) -> bool:
    """Whether a two-character word stands where a name does: after a title, before 同志, or
    alone."""
    before, behind = line[:start], line[end:]
    alone = not before.strip() and not behind.strip()
    return alone or bool(_title_before(line, start)) or behind.startswith(_TOGETHER)
