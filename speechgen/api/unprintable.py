"""A key that an outline writes and that no template of its type can print: an error at its line.

Owns which unprinted values are such, and what to use instead. Only a draft that left something
unprinted comes here: the templates of its type are read then. Must not know Jinja2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen import cache
from speechgen.cache import Stamp
from speechgen.compose import Unprinted
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.library import types
from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS, Outline, steps_of
from speechgen.outline.build import ELSEWHERE
from speechgen.outline.fields import NODE_FIELDS
from speechgen.schema.fields import Field, Kind, did_you_mean, find_field, nearest
from speechgen.schema.notes import line_of
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode

_ALWAYS_OF_USE: Final = ("标题", "会议")
"""What is of use whether it is printed or not: for file names, document properties, checks."""
_OF_ITS_MEETING: Final = ("时间", "地点")
"""What an outline may note of its meeting though nothing prints it."""

_INSTEAD: Final = {
    "称谓": ("主送",),
    "主送": ("称谓", "发送"),
    "讲话人": ("主持人", "落款.单位"),
    "职务": ("讲话人",),
    "正文": ("议定事项", "事项", "议程", "要求"),
}
"""Key -> those of another name that other types have in its place."""

_NOT_HERE: Final = "这一类型不印它：删去，或写在“材料:”下面留作记录"
_GUESSED: Final = rf"是不是“([^”]+)”？$|这里可以写：|{ELSEWHERE}"
_FEW: Final = 3  # types that a hint names


def refuse_unprintable(
    root: YamlNode | None, outline: Outline, kind: MeetingType, unprinted: Iterable[Unprinted]
) -> None:
    """Raise SpeechError for the keys written in this very outline that its type has no place for;
    what was laid over it, and what was displaced or had no occasion, is no error. `root` are its
    nodes; without them (nothing was laid over it) a value's own place stands for its key's."""
    own = [one for one in unprinted if one.span.file == outline.file]
    if problems := list(_without_place(root, outline.file, outline.lines, kind, own)):
        raise SpeechError(sorted([*outline.notes, *problems], key=lambda note: note.span))


def unprintable_keys(
    root: YamlNode | None, file: str, lines: Sequence[str], kind: MeetingType
) -> Iterator[Diagnostic]:
    """The same of the keys at the top of an outline that does not come to printing: what is wrong
    elsewhere does not hide them. Of one that names no type nobody can say."""
    pairs = root.pairs if isinstance(root, MappingNode) else ()
    if any(key.text in ("类型", "type") for key, _ in pairs):
        fields = {name: field.key for field in _members("", kind) for name in field.names}
        given = ((key, node) for key, node in pairs if key.span.file == file and key.text in fields)
        own = [Unprinted(fields[key.text], node.span) for key, node in given
               if not isinstance(node, ScalarNode) or node.text.strip()]  # fmt: skip
        yield from _without_place(root, file, lines, kind, own)


def _without_place(
    root: YamlNode | None,
    file: str,
    lines: Sequence[str],
    kind: MeetingType,
    own: Sequence[Unprinted],
) -> Iterator[Diagnostic]:
    """An error for each value whose key the type has no place for."""
    told: set[Span] = set()
    named = named_by(kind) if own else Named(frozenset(), frozenset())
    facts = any(known.startswith("材料.") for known in named.paths)  # else anything may stand there
    for path, span in own:
        top = path.partition(".")[0]
        if (
            top in _ALWAYS_OF_USE + _OF_ITS_MEETING
            or (top == "材料" and not facts)
            or named.has(path)
        ):
            continue
        key = _key_of(path, kind, root, span)
        place = key.span if key else Span() if root else span
        if not place.line or place in told:  # laid over the outline: no line of it is wrong
            continue
        told.add(place)
        said = f"“{path}”在“{kind.name}”里没有地方印"
        hint = "；".join(_ways_out(path, kind, named)).replace("？；", "？")
        line = line_of(place, file, lines)
        yield error(place, "outline-key-unprintable", said, hint, line)


def has_place(path: str, kind: MeetingType, root: YamlNode | None = None) -> bool:
    """Whether a value laid over an outline at `path` (`地点`, `刚才[1]`, `closing.call`) can be
    printed or steers: what the type has no place for is left out and told. What the meeting in
    the outline (`root`) says for itself has none beside it."""
    fields, keys, shorthand = (*kind.fields, *COMMON_FIELDS), list[str](), ""
    for step in steps_of(path, Span()):
        if isinstance(step, str):
            field = find_field(fields, step)
            if field is None or field.setting:
                return field is not None
            keys.append(field.key)
            fields, shorthand = field.fields, field.shorthand
            if not fields or field.kind is Kind.ATTACHMENTS:  # what it prints it prints whole
                break
    named, key = named_by(kind), keys[0]
    if key in _OF_ITS_MEETING and root is not None:
        above = (
            find_field(_members(owner, kind), one) for owner, one in (("", "会议"), ("会议", key))
        )
        names = [field.names for field in above if field]
        if not any(one.text in names[-1] for one in _keys(root, names)):
            return named.has(key) or named.has(f"会议.{key}")
    whole = ".".join(keys)
    return key in _ALWAYS_OF_USE or named.has(whole) or named.has(_under(whole, shorthand))


def _ways_out(path: str, kind: MeetingType, printed: Named) -> Iterator[str]:
    """What to write instead: another key, another type, 材料."""
    owner, _, key = path.rpartition(".")
    fields = [field for field in _members(owner, kind) if printed.has(_under(owner, field.key))]
    groups = (field for field in _members("", kind) if find_field(field.fields, key))
    elsewhere = (_under(group.key, key) for group in groups if group.kind is Kind.GROUP)
    others = (one for one in (*_INSTEAD.get(path, ()), *elsewhere) if printed.has(one))
    guess = next(others, "") or nearest(key, fields)
    if guess:
        yield did_you_mean(guess)
    if having := _having(path, kind):
        yield f"有这一项的类型：{'、'.join(having)}"
    if not path.startswith("材料"):
        yield "只留作记录、不印的，写在“材料:”下面"


def with_types(notes: Iterable[Diagnostic], kind: MeetingType) -> Iterator[Diagnostic]:
    """The notes; an unknown key that this type has nowhere, and others have, is told of those: what
    it looks like here was not meant."""
    for note in notes:
        key = re.match("不认识的字段“(.+?)”", note.message)
        having: list[str] = []
        guessed = re.match(_GUESSED, note.hint)
        if note.rule == "outline-unknown-key" and key and guessed:
            looks_so = not guessed[1] or set(guessed[1]) & set(key[1])  # else it means the same
            of_a_point = find_field(NODE_FIELDS, guessed[1] or "")
            having = _having(key[1], kind) if looks_so and not of_a_point else []
        told = note.hint if ELSEWHERE in note.hint else _NOT_HERE
        told += f"；有这一项的类型：{'、'.join(having)}"
        yield replace(note, hint=told) if having else note


def _having(path: str, kind: MeetingType) -> list[str]:
    """The first few types that declare the key at a path themselves, a key alone also in a
    group."""

    def declares(fields: Sequence[Field]) -> bool:
        groups = (one.fields for one in fields if one.kind is Kind.GROUP and "." not in path)
        found = [_field(path, each) for each in (fields, *groups)]
        return any(field and field.kind is not Kind.FACTS for field in found)

    others = (one for one in types(kind.roots) if one.id != kind.id)
    return [one.name for one in others if declares(one.fields)][:_FEW]


def _under(owner: str, key: str) -> str:
    return f"{owner}.{key}" if owner else key


def _members(owner: str, kind: MeetingType) -> tuple[Field, ...]:
    """The fields below a dotted path; those of the whole outline for an empty one."""
    table = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    fields = tuple(field for field in table.values() if not field.setting)
    found = _field(owner, fields) if owner else None
    return found.fields if found else () if owner else fields


def _field(path: str, fields: Sequence[Field]) -> Field | None:
    found = None
    for step in path.split("."):
        found = find_field(fields, step)
        fields = found.fields if found else ()
    return found


def _key_of(path: str, kind: MeetingType, root: YamlNode | None, place: Span) -> ScalarNode | None:
    """The key at a path whose value begins last before a place; None where there is none."""
    names: list[tuple[str, ...]] = []
    owner = ""
    for step in path.split("."):
        field = find_field(_members(owner, kind), step)
        names.append(field.names if field else (step,))
        owner = _under(owner, step)
    found = [key for key in _keys(root, names) if key.span.line and not place < key.span]
    return max(found, key=lambda key: key.span, default=None)


def _keys(node: YamlNode | None, names: Sequence[tuple[str, ...]]) -> Iterator[ScalarNode]:
    """The keys of those names below a node; the last one known of what is written in short."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _keys(item, names)
    for key, value in node.pairs if isinstance(node, MappingNode) else ():
        if key.text in names[0]:
            below = list(_keys(value, names[1:])) if names[1:] else []
            yield from below or (key,)


# -- what the templates name, read once a type ----------------------------------------------------


class Named(NamedTuple):
    """What the templates of a type name: dotted paths, and the members of values whose own name
    is not known (a macro's arguments)."""

    paths: frozenset[str]
    members: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether a template names the value at a path, or what it belongs to where the outline's
        own keys begin (材料.某项.…)."""
        key, *steps = path.split(".")
        if not steps or all(known.partition(".")[0] != key for known in self.paths):
            return any(known.partition(".")[0] == key for known in self.paths)
        begun = (".".join((key, *steps[:end])) for end in range(1, len(steps) + 1))
        return any(known in self.paths for known in begun) or steps[-1] in self.members


def named_by(kind: MeetingType) -> Named:
    """What the templates of a type name, whichever of them would run."""
    files = (file for root in kind.roots for file in sorted(root.glob("*/*.j2")))
    own = (file for folder in kind.folders for file in sorted(folder.glob("*.j2")))
    return _named(kind, cache.stamps(str(file) for file in (*own, *files)))


@lru_cache(maxsize=8)
def _named(kind: MeetingType, stamps: tuple[Stamp, ...]) -> Named:
    def read() -> Named:
        from speechgen.compose.variables import variables

        usage = variables(kind)
        return Named(frozenset(usage.paths), frozenset(usage.members))

    identity = [kind.id, *kind.templates, *map(str, kind.folders), *map(str, kind.roots)]
    return cache.remembered("named", identity, stamps + cache.code("compose"), read)
