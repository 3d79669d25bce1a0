"""What is doubtful about a roster: the same person twice, names that may be slips.

Owns the findings. Must not know where a roster is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from speechgen.diagnostics import Diagnostic, warning
from speechgen.diagnostics import place_of as read_place
from speechgen.outline import place_of
from speechgen.pack.names import odd_surname, variants
from speechgen.pack.roster import Person


def doubts(people: Sequence[Person]) -> list[Diagnostic]:
    """Names that may be slips: twice the same, nearly the same, surnames that are no surnames."""
    return sorted(
        {note.span: note for note in (*_twice(people), *_near(people), *_odd(people))}.values(),
        key=lambda note: note.span,
    )


def _twice(people: Sequence[Person]) -> Iterator[Diagnostic]:
    seen: dict[str, Person] = {}
    for person in people:
        before = seen.setdefault(str(person.name), person)
        if before is person:
            continue
        hint = f"另一处：{shown_place(before.name)}"
        if before.unit == person.unit:
            yield warning(
                place_of(person.name), "roster-twice", f"“{person.name}”在名单里写了两次", hint
            )
        else:
            told = f"两个单位都有“{person.name}”：{before.unit}、{person.unit}"
            yield warning(
                place_of(person.name), "roster-same-name", told, hint + "；核对是不是同名的两个人"
            )


def _near(people: Sequence[Person]) -> Iterator[Diagnostic]:
    before: dict[str, Person] = {}
    for person in people:
        for name in sorted(set(variants(person.name))):
            if other := before.get(name):
                told = f"“{person.name}”和“{other.name}”只差一个形近或音近的字，核对有没有写错"
                yield warning(
                    place_of(person.name), "roster-near", told, f"另一处：{shown_place(other.name)}"
                )
        before.setdefault(str(person.name), person)


def _odd(people: Iterable[Person]) -> Iterator[Diagnostic]:
    for person in people:
        if usual := odd_surname(person.name):
            told = f"“{person.name}”的姓“{person.name[0]}”少见，是不是“{usual}”？"
            yield warning(place_of(person.name), "roster-surname", told)


def shown_place(text: str) -> str:
    """Where a text stands, as a person reads it."""
    return read_place(place_of(text)) or "（没有出处）"
