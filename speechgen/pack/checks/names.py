"""P3: names and titles as in the roster, wherever a person typed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.diagnostics import Diagnostic, Span
from speechgen.document import Text
from speechgen.outline import place_of
from speechgen.pack.checks.places import lines, other, problem, spot
from speechgen.pack.drafting import DraftedPack
from speechgen.pack.names import variants
from speechgen.pack.roster import Person, Roster

TITLE: Final = re.compile(
    r"((?:常务|执行)?(?:副|总)?(?:[局处科部厅院校所队区市县镇乡行组股团园室站]长|秘书长|主任|书记"
    r"|经理|主席|总监|委员|调研员|巡视员|教授|工程师))[\s　]*$"
)
_TOGETHER: Final = ("同志", "局长", "主任", "书记", "经理", "科长", "校长", "院长", "处长", "部长")


def as_in_roster(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Miswritten names and wrong titles in the texts of all papers."""
    roster = pack.meeting.roster
    if not roster.people:
        return
    said: set[tuple[Span, str]] = set()
    for paper in pack.papers:
        if paper.draft is None:
            continue
        for line in lines(paper):
            for where, message, person in wrong_names(line, roster):
                if (where, message) not in said and where.line:
                    said.add((where, message))
                    yield problem(pack, "pack-names", where, message, other(person.name), paper)


def wrong_names(line: Text, roster: Roster) -> Iterator[tuple[Span, str, Person]]:
    """The names of the roster that a line writes wrongly or gives another title."""
    known = {str(person.name) for person in roster.people}
    for person in roster.people:
        name = str(person.name)
        for found in re.finditer(re.escape(name), line) if name in line else ():
            title = TITLE.search(line[: found.start()])
            own = {
                m[1]
                for t in (person.position, person.address.removesuffix(name))
                if (m := TITLE.search(t))
            }
            if title and own and title[1] not in own:
                where = spot(line, title.start(1), found.end())
                yield where, f"{name}的职务是“{person.position}”，这里写的是“{title[1]}”", person
        for wrong in variants(name):
            if wrong not in line or wrong in known:
                continue
            for found in re.finditer(re.escape(wrong), line):
                if len(name) > 2 or _is_person(line, found.start(), found.end()):
                    where = spot(line, found.start(), found.end())
                    yield where, f"“{wrong}”不在名单里，是不是“{name}”？", person


def _is_person(line: str, start: int, end: int) -> bool:
    """Whether a two-character word stands where a name does: after a title, before 同志, or
    alone."""
    before, behind = line[:start], line[end:]
    alone = not before.strip() and not behind.strip()
    return alone or bool(TITLE.search(before)) or behind.startswith(_TOGETHER)


def same_place(one: str, two: str) -> bool:
    """Whether two texts come from one place."""
    return place_of(one) == place_of(two)
