"""A pack file read and checked: the facts that all its papers share.

Owns `MeetingFile`. Must not know how a paper is made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, warning
from speechgen.document import Text, cut, joined
from speechgen.outline import (
    COMMON_FIELDS,
    NODE_FIELDS,
    Date,
    Facts,
    Field,
    overlay,
    place_of,
    read_settings,
)
from speechgen.pack.fields import PACK_FIELDS, SECTIONS
from speechgen.pack.mark import MAX_BYTES
from speechgen.pack.nodes import member
from speechgen.pack.roster import Person, Roster, bare, on_leave
from speechgen.pack.roster_reading import read_roster
from speechgen.source import Loaded, MappingNode, ScalarNode, YamlNode, load

_WORD: Final = re.compile(r"[^、，,；;\s](?:[^、，,；;]*[^、，,；;\s])?")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item: what is done, by whom as written (`who`) and as the roster has them (`people`,
    None for a unit or somebody who is not in the roster)."""

    what: Text
    who: tuple[Text, ...]
    people: tuple[Person | None, ...]
    minutes: Text
    time: Text
    speech: Text
    told: Text
    lead_in: Text
    remark: Text
    span: Span

    @property
    def thanked(self) -> tuple[Text, ...]:
        """The people as the chair thanks them: 潘永康局长."""
        return tuple(
            person.thanked if person else name
            for name, person in zip(self.who, self.people, strict=True)
        )

    @property
    def called(self) -> tuple[Text, ...]:
        """The people as the chair says them."""
        return tuple(
            person.called if person else name
            for name, person in zip(self.who, self.people, strict=True)
        )


@dataclass(frozen=True)
class MeetingFile:
    """A pack file. `values` are its facts, `sections` the parts of outlines that stand under a
    paper's name, `nodes` the file's own nodes by key."""

    file: str
    folder: Path
    loaded: Loaded
    values: Facts
    roster: Roster
    agenda: tuple[AgendaItem, ...]
    sections: dict[str, YamlNode]
    nodes: dict[str, YamlNode]
    notes: tuple[Diagnostic, ...]

    def line_at(self, span: Span) -> str:
        """The line of the pack file that a span points to; empty for any other file."""
        inside = span.file == self.file and 0 < span.line <= len(self.loaded.lines)
        return self.loaded.lines[span.line - 1] if inside else ""

    def text(self, key: str) -> Text:
        """A text of the pack, or an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, Text) else Text("")

    def fact(self, key: str) -> Text:
        """A fact of the meeting (名称, 日期, 地点 …), or an empty text."""
        meeting = self.values.get("会议")
        value = meeting.get(key) if isinstance(meeting, Facts) else None
        return value if isinstance(value, Text) else Text("")

    @property
    def date(self) -> Date:
        """The day of the meeting; empty if it is not given."""
        found = self.fact("日期")
        return found if isinstance(found, Date) else Date(found, found.origins)

    @property
    def papers(self) -> tuple[Text, ...]:
        """The words of 成套, in order."""
        return tuple(
            word for entry in _texts(self.values.get("成套")) for word in split_words(entry)
        )

    @property
    def chair(self) -> Text:
        """Who presides, with 职务: the one named by 主持, else the roster's."""
        given = self.text("主持")
        if given:
            person = self.roster.find(given)
            return person.signed if person else given
        chairs = self.roster.of("主持")
        return chairs[0].signed if chairs else Text("")

    def section(self, type_id: str) -> YamlNode | None:
        """What the pack says for papers of one type."""
        keys = [key for key, one in SECTIONS.items() if one == type_id]
        return next((self.sections[key] for key in keys if key in self.sections), None)


def read_meeting(path: Path, laid_over: dict[str, str] | None = None) -> MeetingFile:
    """The pack file at `path` with its roster; `laid_over` are texts by path (`会议.地点`) that
    replace what it says. Raises SpeechError with everything wrong in it."""
    file = str(path)
    loaded = load(files.read_bytes(path, MAX_BYTES), file, _keys())
    for key, value in (laid_over or {}).items():
        if isinstance(loaded.root, MappingNode):
            root = overlay(loaded.root, key, value, Span(f"--set {key}"), PACK_FIELDS)
            loaded = replace(loaded, root=root)
    values = read_settings(loaded, PACK_FIELDS, file)
    notes = [note for note in loaded.diagnostics if note.severity is not Severity.ERROR]
    assert isinstance(loaded.root, MappingNode)
    nodes = {_key(key): value for key, value in loaded.root.pairs}
    _require(values, loaded, file)
    roster = Roster()
    if "名单" in nodes:
        roster = read_roster(nodes["名单"], path.parent)
        notes += roster.notes
        away = values.get("请假")
        roster = on_leave(roster, _texts(away))
    agenda = tuple(_item(one, roster) for one in _groups(values.get("议程")))
    sections = {key: nodes[key] for key in SECTIONS if key in nodes}
    _check_sections(sections, loaded)
    made = MeetingFile(
        file, path.parent, loaded, values, roster, agenda, sections, nodes, tuple(notes)
    )
    strangers = list(_strangers(made))
    return MeetingFile(
        file, path.parent, loaded, values, roster, agenda, sections, nodes, (*notes, *strangers)
    )


def _keys() -> frozenset[str]:
    fields = [*PACK_FIELDS, *COMMON_FIELDS, *NODE_FIELDS]
    return frozenset(
        name for field in fields for one in (field, *field.fields) for name in one.names
    )


def _key(key: ScalarNode) -> str:
    field = next((f for f in PACK_FIELDS if key.text in f.names), None)
    return field.key if field else key.text


def _require(values: Facts, loaded: Loaded, file: str) -> None:
    problems: list[Diagnostic] = []
    if "会议" not in values:
        problems.append(
            error(
                Span(file, 1, 1),
                "pack-meeting",
                "缺少“会议”",
                "会议:\n        名称: …\n        日期: …\n        地点: …",
            )
        )
    if not _texts(values.get("成套")):
        problems.append(
            error(
                Span(file, 1, 1),
                "pack-papers",
                "“成套”后面没有内容",
                "成套: [通知, 议程, 主持词, 签到表, 座签, 纪要]",
            )
        )
    if problems:
        raise SpeechError(problems)


def _check_sections(sections: dict[str, YamlNode], loaded: Loaded) -> None:
    wrong = [
        error(
            node.span,
            "outline-wrong-kind",
            f"“{key}”下面要另起行写“名称: 内容”",
            "",
            loaded.lines[node.span.line - 1],
        )
        for key, node in sections.items()
        if not isinstance(node, MappingNode)
        and not (isinstance(node, ScalarNode) and not node.text)
    ]
    if wrong:
        raise SpeechError(wrong)


def _item(value: Facts, roster: Roster) -> AgendaItem:
    def text(key: str) -> Text:
        found = value.get(key)
        return found if isinstance(found, Text) else Text("")

    who = tuple(
        name
        for entry in _texts(value.get("人"))
        for name in ([entry] if roster.find(entry) else split_words(entry))
    )
    people = tuple(roster.find(name) for name in who)
    return AgendaItem(
        text("做"),
        who,
        people,
        text("分钟"),
        text("时间"),
        text("稿"),
        text("已"),
        text("引"),
        text("评"),
        value.span,
    )


def _strangers(meeting: MeetingFile) -> list[Diagnostic]:
    """Names that the pack file uses and the roster does not have."""
    if not meeting.roster.people:
        return []
    found: list[Diagnostic] = []
    for name in _named(meeting):
        known = meeting.roster.find(name) or any(
            name in unit or unit in name for unit in meeting.roster.units
        )
        if not known:
            guess = meeting.roster.nearest(name)
            hint = f"是不是“{guess}”？" if guess else "名单里添上这个人，或把名字改对"
            at = place_of(name)
            found.append(
                warning(at, "pack-names", f"名单里没有“{name}”", hint, meeting.line_at(at))
            )
    return found


def _named(meeting: MeetingFile) -> list[Text]:
    """Every place where the pack file names a person or a unit of the roster."""
    names = [name for item in meeting.agenda for name in item.who]
    names += _texts(meeting.values.get("请假"))
    chair = meeting.text("主持")
    if chair:
        last = chair.split()[-1] if chair.split() else ""
        at = chair.rfind(last)
        names.append(joined(chair) if " " not in chair else cut(chair, at))
    for type_id, key in (("seating", "台上"), ("host", "介绍")):
        node = member(meeting.section(type_id), key)
        items = getattr(node, "items", ())
        names += [Text(one.text, one.origins) for one in items if isinstance(one, ScalarNode)]
    return [bare(name) for name in names if name.strip()]


def _texts(value: object) -> tuple[Text, ...]:
    return tuple(one for one in value if isinstance(one, Text)) if isinstance(value, tuple) else ()


def split_words(text: Text) -> list[Text]:
    """The words of a list that was written on one line (程柏林、方芸), each with its place."""
    return [cut(text, found.start(), found.end()) for found in _WORD.finditer(text)]


def _groups(value: object) -> tuple[Facts, ...]:
    return tuple(one for one in value if isinstance(one, Facts)) if isinstance(value, tuple) else ()


def shared_fields() -> tuple[Field, ...]:
    """The table of keys of a pack file, for its schema and its help."""
    return PACK_FIELDS
