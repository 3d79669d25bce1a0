"""The outline of each paper, derived from the facts of the meeting: nothing is typed twice.

Owns which shared fact fills which field. A paper's own part of the pack file outranks what is
derived. Must not know how an outline becomes a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from speechgen.compose.deeds import is_pause
from speechgen.compose.filters import told
from speechgen.diagnostics import Span
from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS
from speechgen.pack.fields import AGENDA, KINDS, PaperKind
from speechgen.pack.meeting import AgendaItem, MeetingFile, member, written
from speechgen.pack.roster import PRESENT, Person
from speechgen.schema.dates import parse_minutes
from speechgen.schema.fields import Field
from speechgen.schema.values import Facts, Lines, text_of, texts_of
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import Text, joined, origins_of, place_of

Pair = tuple[str, YamlNode | None]
"""A key and its node; None where there is nothing to write."""

Provider = Callable[[MeetingFile, Field], YamlNode | None]
"""Gives the node of a field that a type declares; None where the meeting has nothing for it."""


def paper_outline(meeting: MeetingFile, kind: MeetingType, asked: Span = Span()) -> Loaded:
    """The outline of a paper of that type: every field it declares and the meeting knows. `asked`
    is where 成套 wants it: what it lacks is lacking there, where the file has no part of its own
    for it."""
    start = Span(meeting.file, 1, 1)
    known = KINDS.get(kind.id, PaperKind(kind.id, behind=kind.name))
    name = "" if known.nameless else meeting.fact("名称")
    title = joined(known.before, name, known.behind)
    pairs: list[Pair] = [("类型", _text(kind.name, start)), ("标题", _text(title, start))]
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    for key, provide in SHARED.items():
        if key in fields and (key != "语气" or kind.tones):
            pairs.append((key, OF_TYPE.get((kind.id, key), provide)(meeting, fields[key])))
    section = meeting.section(kind.id)
    at = next((one for one in (section and section.span, asked) if one and one.line), start)
    return Loaded(_laid_over(_mapping(pairs, at), section), (), meeting.loaded.lines)


def speech_outline(
    meeting: MeetingFile, item: AgendaItem, loaded: Loaded, kind: MeetingType
) -> Loaded:
    """The outline of a speech with what it leaves out filled in from the meeting: name and day,
    speaker, time allotted, and what was done before it."""
    if not isinstance(loaded.root, MappingNode):
        return loaded
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    person = item.people[0] if len(item.people) == 1 else None
    before = meeting.agenda[: meeting.agenda.index(item)]
    minutes = "" if parse_minutes(item.minutes) is None else item.minutes
    wanted: list[Pair] = [
        ("会议", _meeting(meeting, fields["会议"])),
        ("日期", _text(meeting.date)),
        ("讲话人", _text(person.signed if person else "")),
        ("时长", _text(minutes)),
        ("刚才", _list(told_items(before, "大家")) if "刚才" in fields else None),
    ]
    base = _laid_over(_mapping(wanted, loaded.root.span), meeting.section("speech"))
    spelled = {name: field.key for field in fields.values() for name in field.names}
    return replace(loaded, root=_laid_over(base, loaded.root, spelled))


def told_items(items: Iterable[AgendaItem], nobody: str) -> list[Text]:
    """The items as they are told afterwards: 区气象局通报了汛期气候趋势. `nobody` is the subject
    of an item without people; a pause is not told."""
    return [
        told(Facts({**item.values, "人": Lines(item.called)}, item.values.span, AGENDA), nobody)
        for item in items
        if not is_pause(item.what)
    ]


def present(meeting: MeetingFile) -> tuple[Person, ...]:
    """Who sits in the hall and gets a card: everybody but those on leave and the staff."""
    return tuple(p for p in meeting.roster.people if p.role not in ("请假", "工作人员"))


# -- what fills a field -------------------------------------------------------------------------


def _meeting(meeting: MeetingFile, field: Field) -> YamlNode | None:
    """会议 with the members that the type has."""
    values = meeting.values["会议"]
    if not isinstance(values, Facts):
        return None
    texts = {one.key: text_of(values, one.key) for one in field.fields}
    return _members(field, texts | {"主持": meeting.chair}, values.span)


def _agenda(meeting: MeetingFile, field: Field) -> YamlNode | None:
    items: list[YamlNode] = []
    for item in meeting.agenda:
        texts = {one.key: text_of(item.values, one.key) for one in field.fields}
        who = [person or name for name, person in zip(item.who, item.people, strict=True)]
        # the chair thanks the last speaker by summing up, and never himself
        own = who == [meeting.presider or meeting.chair] or item is meeting.agenda[-1]
        thanked = texts_of(item.values, "谢") or (() if own else item.thanked)
        items.append(_members(field, {**texts, "人": item.called, "谢": thanked}, item.values.span))
    return _listing(items)


def _persons(people: Iterable[Person], field: Field) -> YamlNode | None:
    """名单 with the members that the type has."""
    keys = ("姓名", "单位", "职务", "角色", "备注", "电话")
    made: list[YamlNode] = []
    for one in people:
        known = (one.name, one.unit, one.position, one.role, one.note, one.phone)
        made.append(_members(field, dict(zip(keys, known, strict=True)), place_of(one.name)))
    return _listing(made)


def _members(field: Field, known: Mapping[str, str | Sequence[Text]], at: Span) -> MappingNode:
    """A group with those of its members of which something is known."""
    pairs: list[Pair] = []
    for one in field.fields:
        found = known.get(one.key, "")
        pairs.append((one.key, _text(found, at) if isinstance(found, str) else _list(found)))
    return _mapping(pairs, at)


def _names_in_hall(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    above = {name.strip() for name in written(member(meeting.section("seating"), *_STAGE))}
    return _list(person.name for person in present(meeting) if person.name not in above)


def _introduced(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    """Whom the chair introduces: who sits on the stage, with their titles, but not himself."""
    names = written(member(meeting.section("seating"), *_STAGE))
    people = [(name, meeting.roster.find(name)) for name in names]
    others = [(name, one) for name, one in people if one is None or one is not meeting.presider]
    return _list(one.called if one else name for name, one in others)


def _raw(key: str) -> Provider:
    """The node that stands in the pack file under a key, as it is."""
    return lambda meeting, _field: meeting.nodes.get(key)


def _people(*roles: str) -> Provider:
    return lambda meeting, _field: _list(person.signed for person in meeting.roster.of(*roles))


# -- texts with places as YAML nodes: a derived outline is read like a typed one -----------------


def _text(text: str, at: Span = Span()) -> ScalarNode | None:
    """A text, if there is one; its place is its own, else `at`."""
    place = place_of(text)
    span = place if place.line else at
    return ScalarNode(str(text), span, "plain", origins_of(text)) if text else None


def _list(found: Iterable[str]) -> SequenceNode | None:
    return _listing(node for text in found if (node := _text(text)))


def _listing(items: Iterable[YamlNode]) -> SequenceNode | None:
    made = tuple(items)
    return SequenceNode(made, made[0].span) if made else None


def _mapping(pairs: Iterable[Pair], at: Span) -> MappingNode:
    """The pairs that have a node."""
    kept = ((ScalarNode(key, node.span), node) for key, node in pairs if node is not None)
    return MappingNode(tuple(kept), at)


def _laid_over(
    base: MappingNode, top: YamlNode | None, spelled: Mapping[str, str] = {}
) -> MappingNode:
    """`base` with the pairs of `top` in place of its own pairs of the same key, however `top` has
    it `spelled` (name -> key); a key of `top` with nothing behind it leaves what `base` has."""
    if not isinstance(top, MappingNode):
        return base
    known = {key.text for key, _ in base.pairs}
    laid = [
        (spelled.get(key.text, key.text), (key, node))
        for key, node in top.pairs
        if spelled.get(key.text, key.text) not in known
        or not isinstance(node, ScalarNode)
        or node.text.strip()
    ]
    own = {name for name, _ in laid}
    kept = (pair for pair in base.pairs if pair[0].text not in own)
    return MappingNode((*kept, *(pair for _, pair in laid)), base.span)


# -- the table ----------------------------------------------------------------------------------

_STAGE: Final = ("台上", "stage")

SHARED: Final[dict[str, Provider]] = {
    "会议": _meeting,
    "单位": _raw("主办"),
    "主持人": lambda meeting, _: _text(meeting.chair),
    "参会": _raw("参会"),
    "任务": _raw("任务"),
    "联系人": _raw("联系人"),
    "称谓": _raw("称谓"),
    "语气": _raw("语气"),
    "议程": _agenda,
    "名单": lambda meeting, field: _persons(meeting.roster.people, field),
    "介绍": _introduced,
    "台下": _names_in_hall,
    "听取": lambda meeting, _: _list(told_items(meeting.agenda, "与会人员")),
    "议定事项": lambda meeting, _: member(meeting.section("minutes"), "议定事项", "decisions"),
    "出席": _people(*PRESENT),
    "列席": _people("列席"),
    "请假": _people("请假"),
}
"""Field -> what fills it. A field that is not here comes from the paper's own part only."""

OF_TYPE: Final[dict[tuple[str, str], Provider]] = {
    ("seatcards", "名单"): lambda meeting, field: _persons(present(meeting), field),
    ("host", "单位"): lambda _meeting, _field: None,  # nobody signs what the chair says
}
"""Type and field -> what fills it there instead."""
