"""What is wrong with a folder of meeting types, before a clerk meets it.

Owns the comparison of what a type declares with what its templates use, and the trial draft of
its starter outline. Must not print or know exit codes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.compose import COMPUTED, TONES
from speechgen.compose.errors import lines_of
from speechgen.compose.variables import Usage, variables
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, refusal, warning
from speechgen.files import is_file
from speechgen.library import layout_file, read_type, starter
from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS
from speechgen.schema.fields import Field, Kind, did_you_mean, find_field, nearest_word, paths_of

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_TYPED_LABEL: Final = re.compile(
    rf"^(?:{_NUMERAL}、|[（(]{_NUMERAL}[）)]|\d+[.．、])|{_NUMERAL}是(?!否|的)|第{_NUMERAL}[，、]"
    rf"|(?:首先|其次|再次)，|(?:[二两三四五六七八九十]|\d)+(?:点|条|项|个方面|个方面)"
)
_ROLE: Final = re.compile(r"@([\w-]+)\s*")
_MILD: Final = ("type-field-words", "type-few-phrases")
"""What keeps no type from working."""


def lint(folder: Path) -> tuple[list[MeetingType], list[Diagnostic]]:
    """The meeting types in a folder (or the one that it is) and what is wrong with them.

    Raises SpeechError if there is no meeting type at all.
    """
    alone = is_file(folder / "meeting.yaml")
    inside = sorted(file.parent for file in folder.glob("*/meeting.yaml") if is_file(file))
    folders = [folder] if alone else inside
    if not folders:
        hint = "会议类型是一个文件夹，里面有 meeting.yaml 和几个 .j2 文件"
        said = "这里没有会议类型" if folder.is_dir() else "没有这个文件夹"
        raise refusal(Span(str(folder)), "type-none", said, hint)
    roots = search_roots([folder.parent if alone else folder, Path("templates")])
    kinds: list[MeetingType] = []
    found: list[Diagnostic] = []
    for one in folders:
        if one.name.startswith("_") and not alone:
            continue  # fields to inherit, no type of its own
        try:
            kind = read_type(one.resolve(), roots)
            kinds.append(kind)
            found += findings(kind)
        except SpeechError as broken:
            found += broken.diagnostics
    given = (folder, folder.parent) if alone else (folder,)
    return kinds, [_as_given(note, given) for note in found]


def _as_given(note: Diagnostic, folders: Iterable[Path]) -> Diagnostic:
    """The finding with its file named as the user named the folder, not by its real place."""
    file = Path(note.span.file)
    for folder in folders:
        if file.is_relative_to(folder.resolve()):
            named = str(folder / file.relative_to(folder.resolve()))
            span = dataclasses.replace(note.span, file=named)
            return dataclasses.replace(note, span=span)
    return note


def findings(kind: MeetingType) -> Iterator[Diagnostic]:
    """What is wrong with one type. Raises SpeechError for a template that is broken."""
    if not kind.sections:
        hint = "段落:\n  - _parts/head.j2\n  - _parts/body.j2"
        yield error(_meeting_file(kind), "type-sections", "没有“段落”，什么也印不出来", hint)
    usage = variables(kind)
    yield from _undeclared(kind, usage)
    used = {path.rpartition(".")[0] for path in usage.paths} | set(usage.paths)
    used.add("标题")  # a title that is not printed still names the file
    for path in (path for path in paths_of(kind.fields) if path not in used):
        key = path.split(".")[-1]
        here, hint = _declared_at(kind, key), "删去这个字段，或在模板里印出"
        if here.file != _meeting_file(kind).file:
            here, hint = _meeting_file(kind), f"继承来而不用的，写  去掉: [{path}]"
        yield _at(here, "type-unused", f"字段“{path}”没有一个模板用到", hint, key)
    yield from _unexplained(kind.fields, kind)
    yield from _layout(kind)
    yield from _template_text(kind, usage)
    yield from _starter(kind)


# -- fields and variables -----------------------------------------------------------------------


def _undeclared(kind: MeetingType, usage: Usage) -> Iterator[Diagnostic]:
    fields = (*kind.fields, *COMMON_FIELDS)
    for path, place in usage.paths.items():
        key, *members = path.split(".")
        declared = find_field(fields, key)
        if declared is None and key not in COMPUTED:
            guess = nearest_word(key, [field.key for field in fields] + list(COMPUTED))
            hint = did_you_mean(guess, "在 meeting.yaml 的“字段”里声明它")
            yield _at(place, "type-undeclared", f"模板用了没有声明的“{key}”", hint, key)
        elif declared is not None and members and not _has_member(declared, members[0]):
            names = [field.key for field in declared.fields]
            there = f"“{key}”里有：{'、'.join(names) or '没有下级'}"
            hint = did_you_mean(nearest_word(members[0], names), there)
            message = f"模板用了“{key}”里没有的“{members[0]}”"
            yield _at(place, "type-undeclared", message, hint, members[0])


def _has_member(field: Field, member: str) -> bool:
    if field.kind in (Kind.GROUP, Kind.GROUPS):
        return find_field(field.fields, member) is not None or member in ("items", "keys")
    if field.kind is Kind.NODES:
        return member in ("题", "文", "点", "数量")
    return field.kind is Kind.FACTS or member in ("weekday", "startswith", "endswith", "iso")


def _unexplained(fields: Iterable[Field], kind: MeetingType) -> Iterator[Diagnostic]:
    for field in fields:
        words = {"说明": field.explain, "例": field.example}
        missing = "和".join(word for word, value in words.items() if not value)
        if field.fields:
            yield from _unexplained(field.fields, kind)
        elif missing:
            place, said = _declared_at(kind, field.key), f"字段“{field.key}”缺少{missing}"
            yield _at(place, "type-field-words", said, "写清楚填什么、举一个例子", field.key)


# -- template text ------------------------------------------------------------------------------


def _template_text(kind: MeetingType, usage: Usage) -> Iterator[Diagnostic]:
    for literal in usage.literals:
        role = _ROLE.match(literal.text)
        if role and role[1] in ("编号", "numbering"):
            continue
        text = literal.text[role.end() :] if role else literal.text.lstrip("#- ")
        if found := _TYPED_LABEL.search(text):
            yield _at(literal.span, "type-typed-number", f"模板里写死了序号或数目“{found[0]}”",
                      "序号用 #、- 或“逐条”自动加；数目用“计数”算出", found[0])  # fmt: skip
    hint = "三种语气各写一种；某种语气不说话就写 ''"
    for place, count in usage.phrases:
        if count < TONES:
            said = f"“选”里只有{count}种说法，应当有{TONES}种"
            yield _at(place, "type-few-phrases", said, hint, "选")
    if usage.phrases and len(kind.tones) < TONES:
        said, hint = "用了“选”，却没有给三种语气起名", "例如  语气: [庄重, 平实, 亲切]"
        yield warning(_meeting_file(kind), "type-tones", said, hint)


# -- the layout -----------------------------------------------------------------------------------


def _layout(kind: MeetingType) -> Iterator[Diagnostic]:
    """A type's layout exists; a form names one."""
    places = (_declared_at(kind, key) for key in ("版式", "layout"))
    place = next((place for place in places if place.line), _meeting_file(kind))
    if kind.fixed and not place.line:
        at = _declared_at(kind, "固定版式")
        said = "写了“固定版式”，没有写固定哪一种“版式”"
        yield _at(at, "type-layout", said, "版式: form", "固定版式")
    try:
        layout_file(kind.layout, kind.roots)
    except SpeechError as unknown:
        (fault,) = unknown.diagnostics
        yield _at(place, "type-layout", fault.message, fault.hint, kind.layout)


# -- the starter outline ------------------------------------------------------------------------


def _starter(kind: MeetingType) -> Iterator[Diagnostic]:
    text = starter(kind)
    places = (folder / "starter.yaml" for folder in kind.folders)
    file = next(place for place in places if is_file(place))
    if file.parent == kind.folders[0]:
        yield from _of_starter(kind, text, file)
        return
    try:  # somebody else's file: what is wrong with it here is that there is none of its own
        wrong = [*_of_starter(kind, text, file)]
    except SpeechError as failed:
        wrong = [*failed.diagnostics]
    for note in wrong[:1]:
        said = f"没有自己的起步提纲，继承来的不合这一类型：{note.message}"
        yield error(_meeting_file(kind), "type-starter", said, "在这个文件夹里写一份 starter.yaml")


def _of_starter(kind: MeetingType, text: str, place: Path) -> Iterator[Diagnostic]:
    file = str(place)
    made = draft(text.encode(), name=file, templates=kind.roots, beside=place.parent)
    if made.kind.id != kind.id:
        message = f"起步提纲写的是“{made.kind.name}”，不是“{kind.name}”"
        yield _at(Span(file, 1, 1), "type-starter", message, f"类型: {kind.name}", "")
    for gap in made.missing:
        message = f"起步提纲缺少“{gap.field}”，会印出【待补】"
        yield _at(Span(file, max(gap.line, 1), 1), "type-starter", message, f"{gap.field}: …", "")
    for key, line in made.unprinted:
        yield _at(Span(file, line, 1), "type-starter", f"起步提纲里的“{key}”没有印出", "", key)
    for note in made.diagnostics:
        if note.severity is not Severity.INFO and note.rule != "missing-fact":
            yield note


# -- places -------------------------------------------------------------------------------------


def _meeting_file(kind: MeetingType) -> Span:
    return Span(str(kind.folders[0] / "meeting.yaml"))


def _declared_at(kind: MeetingType, key: str) -> Span:
    """Where a field is declared: in the type's own `meeting.yaml` or in an ancestor's."""
    wanted = re.compile(rf"\s*{re.escape(key)}\s*[:：]")
    for folder in kind.folders:
        for number, line in enumerate(lines_of(folder / "meeting.yaml"), 1):
            if wanted.match(line):
                return Span(str(folder / "meeting.yaml"), number, 1)
    return _meeting_file(kind)


def _at(place: Span, rule: str, message: str, hint: str, word: str) -> Diagnostic:
    """A finding at a line, its caret under `word` where the line holds it."""
    lines = lines_of(Path(place.file))
    source = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    column = source.find(word) + 1 if word else 1
    if source and column:
        place = Span(place.file, place.line, column, column + len(word))
    return (warning if rule in _MILD else error)(place, rule, message, hint, source)
