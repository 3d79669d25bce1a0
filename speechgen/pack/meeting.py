"""A pack file read and checked: the facts that all its papers share.

Owns `MeetingFile`. Must not know how a paper is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.compose.deeds import is_given, past
from speechgen.diagnostics import (
    Diagnostic,
    Severity,
    Span,
    SpeechError,
    error,
    info,
    shown_place,
    warning,
)
from speechgen.emphasis import marked
from speechgen.library import find_type
from speechgen.library.folders import builtin_templates
from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS, overlay
from speechgen.outline.misplaced import belongs
from speechgen.pack import MAX_BYTES
from speechgen.pack.fields import KINDS, PACK_FIELDS, SECTIONS, SPEECHES
from speechgen.pack.roster import Person, Roster, bare, on_leave, split_words
from speechgen.pack.roster_reading import COLUMNS, read_roster
from speechgen.schema.fields import Field, by_name, did_you_mean, find_field
from speechgen.schema.notes import FileNotes, line_of
from speechgen.schema.pieces import in_brackets
from speechgen.schema.reading import Reader, read_settings
from speechgen.schema.values import Date, Facts, Lines, text_of, texts_of
from speechgen.source import (
    Loaded,
    MappingNode,
    ScalarNode,
    SequenceNode,
    YamlNode,
    decode,
    load,
)
from speechgen.text import Text, cut, joined, place_of

_OF_ONE_PAPER: Final = ("类型", "type", "标题", "title", "正文", "body")


@cache
def _of_papers() -> dict[str, MeetingType]:
    """What a pack file calls a paper -> its meeting type, of those that come with the product."""
    return {key: find_type(one, (builtin_templates(),)) for key, one in SECTIONS.items()}


@cache
def keys() -> frozenset[str]:
    """All that a pack file may hold, that of its roster and of its papers too."""
    own = (field for kind in _of_papers().values() for field in kind.fields)
    fields = [*PACK_FIELDS, *COMMON_FIELDS, *NODE_FIELDS, *own]
    told = {name for field in fields for one in (field, *field.fields) for name in one.names}
    return frozenset(told.union(*COLUMNS.values()))


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item: what is done, by whom as written (`who`) and as the roster has them (`people`,
    None for a unit or somebody who is not in the roster). `values` are all that is written."""

    what: Text
    who: tuple[Text, ...]
    people: tuple[Person | None, ...]
    minutes: Text
    time: Text
    speech: Text
    values: Facts

    @property
    def thanked(self) -> tuple[Text, ...]:
        """The people as the chair thanks them: 潘永康局长; where one has a long 职务, all of them
        as `called`."""
        if any(person and person.thanked == person.called for person in self.people):
            return self.called
        pairs = zip(self.who, self.people, strict=True)
        return tuple(person.thanked if person else name for name, person in pairs)

    @property
    def called(self) -> tuple[Text, ...]:
        """The people as the chair says them."""
        pairs = zip(self.who, self.people, strict=True)
        return tuple(person.called if person else name for name, person in pairs)


@dataclass(frozen=True)
class MeetingFile:
    """A pack file. `values` are its facts, `nodes` the file's own nodes by key."""

    file: str
    folder: Path
    loaded: Loaded
    values: Facts
    roster: Roster
    agenda: tuple[AgendaItem, ...]
    nodes: dict[str, YamlNode]
    notes: tuple[Diagnostic, ...]

    def line_at(self, span: Span) -> str:
        """The line of the pack file that a span points to; empty for any other file."""
        return line_of(span, self.file, self.loaded.lines)

    def text(self, key: str) -> Text:
        """A text of the pack, or an empty one."""
        return text_of(self.values, key)

    def fact(self, key: str) -> Text:
        """A fact of the meeting (名称, 日期, 地点 …), or an empty text."""
        meeting = self.values.get("会议")
        return text_of(meeting, key) if isinstance(meeting, Facts) else Text("")

    @property
    def date(self) -> Date:
        """The day of the meeting; empty if it is not given."""
        found = self.fact("日期")
        return found if isinstance(found, Date) else Date(found, found.origins)

    @property
    def papers(self) -> tuple[Text, ...]:
        """The words of 成套, in order."""
        return tuple(word for entry in texts_of(self.values, "成套") for word in split_words(entry))

    @property
    def presider(self) -> Person | None:
        """Who presides: the one named by 主持, else the roster's; None for nobody in the roster."""
        given = self.text("主持")
        return self.roster.find(given) if given else next(iter(self.roster.of("主持")), None)

    @property
    def chair(self) -> Text:
        """Who presides, with 职务; as written for nobody in the roster."""
        return self.presider.signed if self.presider else self.text("主持")

    def section(self, type_id: str) -> YamlNode | None:
        """What the pack says for papers of one type."""
        keys = KINDS[type_id].keys if type_id in KINDS else ()
        return next((self.nodes[key] for key in keys if key in self.nodes), None)


def read_meeting(
    path: Path, laid_over: dict[str, str] | None = None, data: bytes | None = None
) -> MeetingFile:
    """The pack file at `path` (or its bytes) with its roster; `laid_over` are texts by path
    (`会议.地点`) that replace what it says. Raises SpeechError with everything wrong in it."""
    file = str(path)
    loaded = load(files.read_bytes(path, MAX_BYTES) if data is None else data, file, keys())
    for key, value in (laid_over or {}).items():
        if isinstance(loaded.root, MappingNode):
            root = overlay(loaded.root, key, value, Span(f"--set {key}"), PACK_FIELDS)
            loaded = replace(loaded, root=root)
    heard: list[Diagnostic] = []
    values = facts_of(loaded, file, heard)
    assert isinstance(loaded.root, MappingNode)
    named = {name: field.key for name, field in by_name(PACK_FIELDS).items()}
    nodes = {named.get(key.text, key.text): node for key, node in loaded.root.pairs}
    _require(values, file)
    notes = [note for note in heard if note.severity is not Severity.ERROR]
    roster = Roster()
    if "名单" in nodes:
        try:
            roster = read_roster(nodes["名单"], path.parent)
        except SpeechError as wrong:  # with the line that names the file
            told = [
                replace(one, source=one.source or line_of(one.span, file, loaded.lines))
                for one in wrong.diagnostics
            ]
            raise SpeechError(told) from None
        notes += roster.notes
        roster = on_leave(roster, _names_in(texts_of(values, "请假"), roster))
    _check_sections(nodes, loaded, file)
    items = values.get("议程")
    agenda = tuple(
        _item(one, roster)
        for one in (items if isinstance(items, tuple) else ())
        if isinstance(one, Facts)
    )
    made = MeetingFile(file, path.parent, loaded, values, roster, agenda, nodes, ())
    notes += [*_strangers(made), *_unsaid(made), *_speechless(made), *_stageless(made)]
    if clash := made.date.clash(made.fact("星期")):
        at = place_of(made.fact("星期"))
        hint = f"对照：{shown_place(place_of(made.date))} “{made.date}”"
        notes.append(warning(at, "pack-when", clash[0], hint, made.line_at(at)))
    notes += [note for item in agenda for note in _said_twice(item, made)]
    return replace(made, notes=tuple(notes))


_MANY: Final = "全体|与会|参会|各|大家|到会"
"""How those begin who are no one in particular: 全体代表, 各组."""


def _strangers(meeting: MeetingFile) -> Iterator[Diagnostic]:
    """A warning about whoever is named and is not in the roster, or is on leave; once each."""
    roster = meeting.roster
    told = set[str]()
    for name in _named(meeting) if roster.people else ():
        if name in told:
            continue
        told.add(name)
        at, person = place_of(name), roster.find(name)
        said = f"“{name}”请假了，这里还安排了这个人"
        hint = "换一个人，或改名单里的角色"
        if person is None:
            if re.match(_MANY, name) or any(name in one or one in name for one in roster.units):
                continue
            said = f"名单里没有“{name}”"
            hint = did_you_mean(roster.nearest(name), "名单里添上这个人，或把名字改对")
        elif person.role != "请假":
            continue
        yield warning(at, "pack-names", said, hint, meeting.line_at(at))


def _unsaid(meeting: MeetingFile) -> Iterator[Diagnostic]:
    """A warning about an item that somebody has to give, where it does not say who and others do:
    the host calls nobody up."""
    busy = {person for item in meeting.agenda for person in item.people}
    idle = [one.name for one in meeting.roster.of("发言") if one not in busy]
    for item in meeting.agenda if any(one.who for one in meeting.agenda) else ():
        if not item.who and is_given(item.what):
            hint = did_you_mean(idle[:1], "") + "在这一项下面写  人: …"
            at, said = place_of(item.what), f"“{item.what}”没有写“人”：主持词不知道请谁"
            yield warning(at, "pack-agenda", said, hint, meeting.line_at(at))


def _speechless(meeting: MeetingFile) -> Iterator[Diagnostic]:
    """A warning about 讲话 among the papers where no item of the agenda has a text."""
    words = (word for word in meeting.papers if word.strip() in SPEECHES)
    for word in words if not any(item.speech for item in meeting.agenda) else ():
        at, said = place_of(word), f"“{word}”没有印：议程里没有一项写了“稿”"
        hint = "在那一项下面写  稿: 讲话.yaml；不印就在“成套”里去掉它"
        yield warning(at, "pack-papers", said, hint, meeting.line_at(at))


def _stageless(meeting: MeetingFile) -> Iterator[Diagnostic]:
    """A hint about a seat plan on whose stage nobody sits."""
    plans = (word for word in meeting.papers if word.strip() in KINDS["seating"].keys)
    for word in plans if member(meeting.section("seating"), "台上", "stage") is None else ():
        said, hint = "座次图没有主席台：人都排在台下", "座次图:\n        台上: [姓名, 姓名]"
        yield info(place_of(word), "pack-papers", said, hint, meeting.line_at(place_of(word)))


def _said_twice(item: AgendaItem, meeting: MeetingFile) -> Iterator[Diagnostic]:
    """A warning about an item whose 做 begins with those whom 人 names already."""
    people = (word for one in item.people if one for word in (one.unit, one.name))
    known = meeting.roster.named
    for word in filter(None, (*item.who, *people)):
        found = re.match(rf"(?:\w+、)*({re.escape(word)})(?!的)\w", item.what)
        longest = re.match(f"{known}|", item.what[found.start(1) :]) if found else None
        if longest and len(longest[0]) <= len(word):
            at = place_of(item.what)
            said = f"“做”里写了“{word}”，会和“人”印成两遍：{joined(*item.called[:1], item.what)}"
            hint = "“人”已经带上单位、职务和姓名，“做”从动词写起，如  做: 汇报…"
            yield warning(at, "pack-agenda", said, hint, meeting.line_at(at))
            return


def facts_of(loaded: Loaded, file: str, heard: list[Diagnostic] | None = None) -> Facts:
    """The values of a pack file that was loaded; what is to be said of them goes to `heard`.
    Raises SpeechError for what is wrong there."""

    def hear(reader: Reader, _values: Facts) -> None:
        if heard is not None:
            heard[:] = reader.notes

    return read_settings(loaded, PACK_FIELDS, file, by_name(NODE_FIELDS), hear, _Reader)


def _require(values: Facts, file: str) -> None:
    problems: list[Diagnostic] = []
    start = Span(file, 1, 1)
    if "会议" not in values:
        hint = "会议:\n        名称: …\n        日期: …\n        地点: …"
        problems.append(error(start, "pack-meeting", "缺少“会议”", hint))
    if not texts_of(values, "成套"):
        hint = "成套: [通知, 议程, 主持词, 签到表, 座签, 纪要]"
        problems.append(error(start, "pack-papers", "“成套”后面没有内容", hint))
    if problems:
        raise SpeechError(problems)


class _Reader(Reader):
    """Reads what papers print and names are looked for in: without the stars of emphasis."""

    of_values = True

    def said(self, text: Text) -> Text:
        """A paragraph as it prints."""
        return marked(text)

    def meant(self, name: str, named: Mapping[str, Field]) -> str:
        """What a key was meant to be, or where it belongs."""
        if name in _OF_ONE_PAPER:
            return "有“成套”的是会议文件，不写这一行；只起草一份，就删去“成套”"
        if any(name in one.near for one in PACK_FIELDS):
            return super().meant(name, named)
        if hint := belongs(name, named, PACK_FIELDS):
            return hint
        holders = (key for key, kind in _of_papers().items() if find_field(kind.fields, name))
        if "成套" in named and (holder := next(holders, "")):
            return f"“{name}”写在“{holder}”下面，缩进两格"
        if "成套" in named and find_field(COMMON_FIELDS, name):
            return f"“{name}”写在要印它的那种材料下面（如“通知:”），缩进两格"
        return super().meant(name, named)


def _check_sections(nodes: dict[str, YamlNode], loaded: Loaded, file: str) -> None:
    notes = FileNotes(file, loaded.lines)
    for key, node in ((key, nodes[key]) for key in SECTIONS if key in nodes):
        empty = isinstance(node, ScalarNode) and not node.text
        if not empty and not isinstance(node, MappingNode):
            said = f"“{key}”下面要另起行写“名称: 内容”"
            notes.fail(node.span, "outline-wrong-kind", said)
    if notes.notes:
        raise SpeechError(notes.notes)


def _item(value: Facts, roster: Roster) -> AgendaItem:
    who = tuple(_names_in(texts_of(value, "人"), roster))
    if not who and (found := _at_its_head(text_of(value, "做"), roster)):
        who, what = found
        value = value.changed({"人": Lines(who), "做": what})
    what, minutes, time, speech = (text_of(value, key) for key in ("做", "分钟", "时间", "稿"))
    return AgendaItem(what, who, tuple(map(roster.find, who)), minutes, time, speech, value)


def _names_in(entries: Iterable[Text], roster: Roster) -> Iterator[Text]:
    """The names of a list, of which several may stand in one entry (周清、程野)."""
    for entry in entries:
        yield from [entry] if roster.find(entry) else split_words(entry)


def _at_its_head(what: Text, roster: Roster) -> tuple[tuple[Text, ...], Text] | None:
    """Who does an item that names them itself (高洁、丁一交流做法), and what they do; units only
    before a verb that is known: 护理部工作汇报 is no deed of 护理部."""
    known = roster.named
    found = re.match(rf"(?:{known})(?:[、和与](?:{known}))*(?!的)(?=\w)", what) if known else None
    if not found:
        return None
    places = re.finditer(known, found[0])
    who = tuple(cut(what, *place.span()) for place in places)
    deed = cut(what, found.end())
    told = past(deed)
    does = told != deed and not told.endswith(deed)
    return (who, deed) if does or all(map(roster.find, who)) else None


def _named(meeting: MeetingFile) -> list[Text]:
    """Every place where the pack file names a person or a unit of the roster."""
    names = [name for item in meeting.agenda for name in item.who]
    if chair := meeting.text("主持"):
        names.append(cut(chair, chair.rfind(chair.split()[-1])))  # 区长 何立新
    for type_id, key in (("seating", "台上"), ("host", "介绍")):
        names += written(member(meeting.section(type_id), key))
    names = [bare(name) for name in names if name.strip()]
    away = map(bare, _names_in(texts_of(meeting.values, "请假"), meeting.roster))
    return [*names, *(name for name in away if not meeting.roster.find(name))]


def member(node: YamlNode | None, *names: str) -> YamlNode | None:
    """The value behind the first of these keys that a mapping holds."""
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    return next((value for key, value in pairs if key.text in names), None)


def written(node: YamlNode | None) -> list[Text]:
    """The texts of a list that somebody typed."""
    items = in_brackets(node) if isinstance(node, SequenceNode) else ()
    return [marked(Text(one.text, one.origins)) for one in items if isinstance(one, ScalarNode)]


def starter(roots: Sequence[Path]) -> str:
    """The commented meeting file to start from: of the first template folder that has one."""
    found = (root / "_pack/starter.yaml" for root in (*roots, builtin_templates()))
    first = next(file for file in found if files.is_file(file))
    return decode(files.read_bytes(first), str(first))[0]
