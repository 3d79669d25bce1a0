"""The outline of each paper, derived from the facts of the meeting: nothing is typed twice.

Owns which shared fact fills which field. A paper's own part of the pack file outranks what is
derived. Must not know how an outline becomes a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from speechgen.compose.agenda import told
from speechgen.diagnostics import Span
from speechgen.document import Text, joined
from speechgen.library import MeetingType
from speechgen.outline import COMMON_FIELDS, Facts, Field, Lines, parse_minutes, place_of
from speechgen.pack.fields import NAMELESS, TITLES
from speechgen.pack.meeting import AgendaItem, MeetingFile
from speechgen.pack.nodes import laid_over, listing, mapping, member, scalar, texts
from speechgen.pack.roster import PRESENT, Person
from speechgen.source import Loaded, MappingNode, ScalarNode, YamlNode

Provider = Callable[[MeetingFile, Field], YamlNode | None]
"""Gives the node of a field that a type declares; None where the meeting has nothing for it."""


def paper_outline(meeting: MeetingFile, kind: MeetingType) -> Loaded:
    """The outline of a paper of that type: every field it declares and the meeting knows."""
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    pairs: list[tuple[str, YamlNode | None]] = [
        ("类型", ScalarNode(kind.name, _start(meeting))),
        ("标题", _title(meeting, kind)),
    ]
    for key, provide in SHARED.items():
        if key in fields and (key != "语气" or kind.tones):
            pairs.append((key, OF_TYPE.get((kind.id, key), provide)(meeting, fields[key])))
    section = meeting.section(kind.id)
    at = section.span if isinstance(section, MappingNode) else _start(meeting)
    derived = laid_over(mapping(pairs, at), section)
    return Loaded(derived, (), meeting.loaded.lines)


def speech_outline(
    meeting: MeetingFile, item: AgendaItem, loaded: Loaded, kind: MeetingType
) -> Loaded:
    """The outline of a speech with what it leaves out filled in from the meeting: name and day,
    speaker, time allotted, and what was done before it."""
    root = loaded.root
    if not isinstance(root, MappingNode):
        return loaded
    names = {field.key for field in (*COMMON_FIELDS, *kind.fields)}
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    person = item.people[0] if len(item.people) == 1 else None
    before = meeting.agenda[: meeting.agenda.index(item)]
    wanted: list[tuple[str, YamlNode | None]] = [
        ("会议", _meeting(meeting, fields["会议"])),
        ("日期", scalar(meeting.date) if meeting.date else None),
        ("讲话人", scalar(person.signed) if person else None),
        ("时长", _allotted(item)),
        ("刚才", texts(told_items(before, "大家")) if before and "刚才" in names else None),
    ]
    shared = meeting.section("speech")
    base = laid_over(mapping(wanted, root.span), shared)
    spelled = {name: field.key for field in fields.values() for name in field.names}
    written = {spelled.get(key.text, key.text) for key, _ in root.pairs}
    kept = tuple(pair for pair in base.pairs if pair[0].text not in written)
    return Loaded(MappingNode((*kept, *root.pairs), root.span), loaded.diagnostics, loaded.lines)


def told_items(items: Sequence[AgendaItem], nobody: str) -> list[Text]:
    """The items as they are told afterwards: 区气象局通报了汛期气候趋势. `nobody` is the subject
    of an item without people."""
    return [told(_facts(item), nobody) for item in items]


def present(meeting: MeetingFile) -> tuple[Person, ...]:
    """Who sits in the hall and gets a card: everybody but those on leave and the staff."""
    return tuple(p for p in meeting.roster.people if p.role not in ("请假", "工作人员"))


# -- what fills a field -------------------------------------------------------------------------


def _start(meeting: MeetingFile) -> Span:
    return Span(meeting.file, 1, 1)


def _title(meeting: MeetingFile, kind: MeetingType) -> YamlNode:
    before, after = TITLES.get(kind.id, ("", kind.name))
    name = meeting.fact("名称")
    if not name or kind.id in NAMELESS:
        return ScalarNode(f"{before}{after}", _start(meeting))
    return scalar(joined(before, name, after))


def _meeting(meeting: MeetingFile, field: Field) -> YamlNode | None:
    """会议 with the members that the type has."""
    values = meeting.values["会议"]
    if not isinstance(values, Facts):
        return None
    pairs: list[tuple[str, YamlNode | None]] = []
    for one in field.fields:
        if one.key == "主持":
            pairs.append((one.key, scalar(meeting.chair) if meeting.chair else None))
        elif isinstance(value := values.get(one.key), Text) and value:
            pairs.append((one.key, scalar(value)))
    return mapping(pairs, values.span)


def _agenda(meeting: MeetingFile, field: Field) -> YamlNode | None:
    if not meeting.agenda:
        return None
    members = {one.key for one in field.fields}
    last = meeting.agenda[-1]  # the chair thanks the last speaker by summing up
    return listing(
        [
            _agenda_item(item, members - {"谢"} if item is last else members)
            for item in meeting.agenda
        ]
    )


def _agenda_item(item: AgendaItem, members: set[str]) -> YamlNode:
    pairs: list[tuple[str, YamlNode | None]] = [
        ("做", scalar(item.what) if item.what else None),
        ("人", texts(item.called) if item.who else None),
        ("谢", texts(item.thanked) if item.who else None),
        *((key, scalar(value) if value else None) for key, value in _texts_of(item)),
    ]
    return mapping([pair for pair in pairs if pair[0] in members], item.span)


def _texts_of(item: AgendaItem) -> list[tuple[str, Text]]:
    return [
        ("分钟", item.minutes),
        ("时间", item.time),
        ("已", item.told),
        ("引", item.lead_in),
        ("评", item.remark),
    ]


def _facts(item: AgendaItem) -> Facts:
    """The item as templates see one."""
    values: dict[str, Text | Lines] = {"做": item.what, "人": Lines(item.called)}
    values |= {key: value for key, value in _texts_of(item) if value}
    declared = dict.fromkeys(("做", "人", "分钟", "时间", "已", "引", "评"), False)
    return Facts(values, item.span, declared)


def _roster(meeting: MeetingFile, field: Field) -> YamlNode | None:
    members = {one.key for one in field.fields}
    return (
        listing([_person(one, members) for one in meeting.roster.people])
        if (meeting.roster.people)
        else None
    )


def _cards(meeting: MeetingFile, field: Field) -> YamlNode | None:
    members = {one.key for one in field.fields}
    people = [_person(one, members) for one in present(meeting)]
    return listing(people) if people else None


def _person(person: Person, members: set[str]) -> YamlNode:
    at = place_of(person.name)
    pairs: list[tuple[str, YamlNode | None]] = [
        ("姓名", scalar(person.name)),
        ("单位", scalar(person.unit) if person.unit else None),
        ("职务", scalar(person.position) if person.position else None),
        ("角色", ScalarNode(person.role, at)),
        ("备注", scalar(person.note) if person.note else None),
        ("电话", scalar(person.phone) if person.phone else None),
    ]
    return mapping([pair for pair in pairs if pair[0] in members], at)


def _people(*roles: str) -> Provider:
    def provide(meeting: MeetingFile, _field: Field) -> YamlNode | None:
        people = meeting.roster.of(*roles)
        return texts([person.signed for person in people]) if people else None

    return provide


def _names_in_hall(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    stage = member(meeting.section("seating"), "台上", "stage")
    above = {one.text.strip() for one in getattr(stage, "items", ()) if isinstance(one, ScalarNode)}
    names = [person.name for person in present(meeting) if person.name not in above]
    return texts(names) if names else None


def _told(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    return texts(told_items(meeting.agenda, "与会人员")) if meeting.agenda else None


def _introduced(meeting: MeetingFile, field: Field) -> YamlNode | None:
    """Whom the chair introduces: by name under 主持词, shown with their titles; else the stage."""
    node = member(meeting.section("host"), field.key) or member(
        meeting.section("seating"), "台上", "stage"
    )
    names = [
        Text(one.text, one.origins)
        for one in getattr(node, "items", ())
        if isinstance(one, ScalarNode)
    ]
    chair = meeting.roster.find(meeting.text("主持")) if meeting.text("主持") else None
    people = [(name, meeting.roster.find(name)) for name in names]
    said = [p.called if p else name for name, p in people if p is None or p is not chair]
    return texts(said) if said else None


def _raw(key: str) -> Provider:
    """The node that stands in the pack file under a key, as it is."""

    def provide(meeting: MeetingFile, _field: Field) -> YamlNode | None:
        return meeting.nodes.get(key)

    return provide


def _of_minutes(*names: str) -> Provider:
    def provide(meeting: MeetingFile, _field: Field) -> YamlNode | None:
        return member(meeting.section("minutes"), *names)

    return provide


def _chair(meeting: MeetingFile, _field: Field) -> YamlNode | None:
    return scalar(meeting.chair) if meeting.chair else None


def _allotted(item: AgendaItem) -> YamlNode | None:
    if not item.minutes or parse_minutes(item.minutes) is None:
        return None
    return scalar(item.minutes)


SHARED: Final[dict[str, Provider]] = {
    "会议": _meeting,
    "单位": _raw("主办"),
    "主持人": _chair,
    "参会": _raw("参会"),
    "任务": _raw("任务"),
    "联系人": _raw("联系人"),
    "称谓": _raw("称谓"),
    "语气": _raw("语气"),
    "议程": _agenda,
    "名单": _roster,
    "介绍": _introduced,
    "台下": _names_in_hall,
    "听取": _told,
    "议定事项": _of_minutes("议定事项", "decisions"),
    "出席": _people(*PRESENT),
    "列席": _people("列席"),
    "请假": _people("请假"),
}
"""Field -> what fills it. A field that is not here comes from the paper's own part only."""

OF_TYPE: Final[dict[tuple[str, str], Provider]] = {("seatcards", "名单"): _cards}
"""Type and field -> what fills it there instead."""
