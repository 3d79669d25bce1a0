"""The outline of each paper, derived from the facts of the meeting: nothing is typed twice.

Owns which shared fact fills which field. A paper's own part of the pack file outranks what is
derived. Must not know how an outline becomes a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from speechgen.compose.agenda import told
from speechgen.diagnostics import Span
from speechgen.library import MeetingType
from speechgen.outline import COMMON_FIELDS
from speechgen.pack.fields import NAMELESS, TITLES
from speechgen.pack.meeting import AgendaItem, MeetingFile, member
from speechgen.pack.roster import PRESENT, Person
from speechgen.schema.dates import parse_minutes
from speechgen.schema.fields import Field
from speechgen.schema.values import Facts, Lines
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import Text, joined, origins_of, place_of

Pair = tuple[str, YamlNode | None]
"""A key and its node; None where there is nothing to write."""

Provider = Callable[[MeetingFile, Field], YamlNode | None]
"""Gives the node of a field that a type declares; None where the meeting has nothing for it."""


def paper_outline(meeting: MeetingFile, kind: MeetingType) -> Loaded:
    """The outline of a paper of that type: every field it declares and the meeting knows."""
    start = Span(meeting.file, 1, 1)
    before, after = TITLES.get(kind.id, ("", kind.name))
    name = "" if kind.id in NAMELESS else meeting.fact("名称")
    title = scalar(joined(before, name, after)) if name else ScalarNode(f"{before}{after}", start)
    pairs: list[Pair] = [("类型", ScalarNode(kind.name, start)), ("标题", title)]
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    for key, provide in SHARED.items():
        if key in fields and (key != "语气" or kind.tones):
            pairs.append((key, OF_TYPE.get((kind.id, key), provide)(meeting, fields[key])))
    section = meeting.section(kind.id)
    at = section.span if isinstance(section, MappingNode) else start
    return Loaded(laid_over(mapping(pairs, at), section), (), meeting.loaded.lines)


def speech_outline(
    meeting: MeetingFile, item: AgendaItem, loaded: Loaded, kind: MeetingType
) -> Loaded:
    """The outline of a speech with what it leaves out filled in from the meeting: name and day,
    speaker, time allotted, and what was done before it."""
    root = loaded.root
    if not isinstance(root, MappingNode):
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
    base = laid_over(mapping(wanted, root.span), meeting.section("speech"))
    spelled = {name: field.key for field in fields.values() for name in field.names}
    written = {spelled.get(key.text, key.text) for key, _ in root.pairs}
    kept = tuple(pair for pair in base.pairs if pair[0].text not in written)
    return Loaded(MappingNode((*kept, *root.pairs), root.span), loaded.diagnostics, loaded.lines)


def told_items(items: Iterable[AgendaItem], nobody: str) -> list[Text]:
    """The items as they are told afterwards: 区气象局通报了汛期气候趋势. `nobody` is the subject
    of an item without people."""
    return [told(_facts(item), nobody) for item in items]


def present(meeting: MeetingFile) -> tuple[Person, ...]:
    """Who sits in the hall and gets a card: everybody but those on leave and the staff."""
    return tuple(p for p in meeting.roster.people if p.role not in ("请假", "工作人员"))


# -- what fills a field -------------------------------------------------------------------------


def _text(text: str) -> YamlNode | None:
    return scalar(text) if text else None


def _list(found: Iterable[str]) -> YamlNode | None:
    items = list(found)
    return texts(items) if items else None


def _meeting(meeting: MeetingFile, field: Field) -> YamlNode | None:
    """会议 with the members that the type has."""
    values = meeting.values["会议"]
    if not isinstance(values, Facts):
        return None
    pairs: list[Pair] = []
    for one in field.fields:
        value = meeting.chair if one.key == "主持" else values.get(one.key)
        pairs.append((one.key, _text(value) if isinstance(value, Text) else None))
    return mapping(pairs, values.span)


def _agenda(meeting: MeetingFile, field: Field) -> YamlNode | None:
    members = {one.key for one in field.fields}
    items: list[YamlNode] = []
    for item in meeting.agenda:
        last = item is meeting.agenda[-1]  # the chair thanks the last speaker by summing up
        pairs: list[Pair] = [
            ("做", _text(item.what)),
            ("人", _list(item.called)),
            ("谢", None if last else _list(item.thanked)),
            *((key, _text(value)) for key, value in _texts_of(item).items()),
        ]
        items.append(mapping([pair for pair in pairs if pair[0] in members], item.span))
    return listing(items) if items else None


def _texts_of(item: AgendaItem) -> dict[str, Text]:
    return {
        "分钟": item.minutes,
        "时间": item.time,
        "已": item.told,
        "引": item.lead_in,
        "评": item.remark,
    }


def _facts(item: AgendaItem) -> Facts:
    """The item as templates see one."""
    values: dict[str, Text | Lines] = {"做": item.what, "人": Lines(item.called)}
    values |= {key: value for key, value in _texts_of(item).items() if value}
    declared = dict.fromkeys(("做", "人", "分钟", "时间", "已", "引", "评"), False)
    return Facts(values, item.span, declared)


def _persons(people: Iterable[Person], field: Field) -> YamlNode | None:
    """名单 with the members that the type has."""
    members = {one.key for one in field.fields}
    items: list[YamlNode] = []
    for person in people:
        at = place_of(person.name)
        pairs: list[Pair] = [
            ("姓名", scalar(person.name)),
            ("单位", _text(person.unit)),
            ("职务", _text(person.position)),
            ("角色", ScalarNode(person.role, at)),
            ("备注", _text(person.note)),
            ("电话", _text(person.phone)),
        ]
        items.append(mapping([pair for pair in pairs if pair[0] in members], at))
    return listing(items) if items else None


def _names_in_hall(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    above = {name.strip() for name in _written(member(meeting.section("seating"), *_STAGE))}
    return _list(person.name for person in present(meeting) if person.name not in above)


def _introduced(meeting: MeetingFile, field: Field) -> YamlNode | None:
    """Whom the chair introduces: by name under 主持词, shown with their titles; else the stage."""
    own = member(meeting.section("host"), field.key)
    names = _written(own or member(meeting.section("seating"), *_STAGE))
    chair = meeting.roster.find(meeting.text("主持")) if meeting.text("主持") else None
    people = [(name, meeting.roster.find(name)) for name in names]
    return _list(p.called if p else name for name, p in people if p is None or p is not chair)


def _written(node: YamlNode | None) -> list[Text]:
    """The texts of a list that somebody typed."""
    items = getattr(node, "items", ())
    return [Text(one.text, one.origins) for one in items if isinstance(one, ScalarNode)]


def _raw(key: str) -> Provider:
    """The node that stands in the pack file under a key, as it is."""
    return lambda meeting, _field: meeting.nodes.get(key)


def _people(*roles: str) -> Provider:
    return lambda meeting, _field: _list(person.signed for person in meeting.roster.of(*roles))


# -- texts with places as YAML nodes: a derived outline is read like a typed one -----------------


def scalar(text: str, at: Span = Span()) -> ScalarNode:
    """A text as a node; its place is its own, else `at`."""
    place = place_of(text)
    return ScalarNode(str(text), place if place.line else at, "plain", origins_of(text))


def listing(items: Iterable[YamlNode], at: Span = Span()) -> SequenceNode:
    """Nodes as a list."""
    made = tuple(items)
    return SequenceNode(made, made[0].span if made and not at.line else at)


def texts(items: Iterable[str], at: Span = Span()) -> SequenceNode:
    """Texts as a list."""
    return listing([scalar(item, at) for item in items], at)


def mapping(pairs: Sequence[tuple[str, YamlNode | None]], at: Span = Span()) -> MappingNode:
    """Keys and nodes as a mapping, without the pairs that have no node."""
    kept = [(key, node) for key, node in pairs if node is not None]
    made = tuple((ScalarNode(key, node.span), node) for key, node in kept)
    return MappingNode(made, at if at.line or not made else made[0][1].span)


def laid_over(base: MappingNode, top: YamlNode | None) -> MappingNode:
    """`base` with the pairs of `top` in place of its own pairs of the same key."""
    if not isinstance(top, MappingNode):
        return base
    own = {key.text for key, _ in top.pairs}
    kept = tuple(pair for pair in base.pairs if pair[0].text not in own)
    return MappingNode((*kept, *top.pairs), base.span)


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
    ("seatcards", "名单"): lambda meeting, field: _persons(present(meeting), field)
}
"""Type and field -> what fills it there instead."""
