"""The library of meeting types: which goes by a name, and what is remembered of them.

A meeting type is a folder with a `meeting.yaml`; nothing is registered in code. `folders` has
where they lie (the caller's folders first, the built-in ones last), `model` what a type is; what a
`meeting.yaml` may say is for `reading`, loaded only when one is read. Must not know Jinja2 or how
a section becomes text.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.cache import Stamp
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.files import is_file, read_bytes
from speechgen.library.folders import (
    LAYOUTS,
    MAX_FILE,
    declarations,
    file_within,
    lies_in,
    type_folders,
)
from speechgen.library.model import MeetingType, SectionTemplate
from speechgen.schema.fields import did_you_mean, nearest_word, nearest_words

_CODE: Final = ("library", "schema", "source")
_TYPE_LINE: Final = r"(?m)^类型:.*$"
_NAME_LINE: Final = r"(?m)^(?:名称|name):[ ]*(.*?)[ ]*(?:#.*)?$"
_SECTION_COMMENT: Final = r"(?s)\s*\{#-?\s*([^\s：#]+)：(.+?)\s*-?#\}"
_TypesAndFaults = tuple[list[MeetingType], list[Diagnostic]]


def types(roots: Sequence[Path]) -> list[MeetingType]:
    """Every meeting type in the roots that can be read; see `types_and_faults`."""
    return types_and_faults(roots)[0]


def types_and_faults(roots: Sequence[Path]) -> _TypesAndFaults:
    """Every meeting type in the roots and in installed packages, and what keeps the other folders
    from being one."""
    from speechgen.library.installed import with_installed

    every = with_installed(tuple(roots))
    kinds, faults = _every_type(every, declarations(every))
    return [*kinds], [*faults]


def layout_file(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> Path:
    """The file of the layout with that id. Raises SpeechError at `at` with the nearest id."""
    for root in roots:
        with contextlib.suppress(OSError):  # to follow the links of every layout costs more
            if f"{name}.yaml" in os.listdir(root / LAYOUTS):  # noqa: PTH208 (names only)
                file = file_within(root, f"{LAYOUTS}/{name}.yaml")
                if file is not None:
                    return file
    if (one := layout_id(name, roots)) != name:
        return layout_file(one, roots, at, line)
    known = _layouts(roots)
    called = {told: one for one, told in known.items() if told} | {one: one for one in known}
    guess = called.get(nearest_word(name.removesuffix(".yaml"), called), "")
    guess = guess or next((one for one, told in known.items() if name and name in told), "")
    listing = "、".join(
        one + (f"（{told}）" if told not in ("", one) else "")
        for one, told in sorted(known.items())
    )
    hint = did_you_mean(guess, f"可用的有：{listing}")
    raise refusal(at, "layout-unknown", f"没有“{name}”这个版式", hint, line)


def layout_id(name: str, roots: Sequence[Path]) -> str:
    """The id of the only layout that calls itself `name` (大字版), where none has it for its id;
    else the name."""
    if any(is_file(root / LAYOUTS / f"{name}.yaml") for root in roots):
        return name
    called = [one for one, told in _layouts(roots).items() if told == name != ""]
    return called[0] if len(called) == 1 else name


def _layouts(roots: Sequence[Path]) -> dict[str, str]:
    """Every layout's id, and what it calls itself."""
    return {
        file.stem: _layout_name(file)
        for root in reversed(roots)
        for file in sorted(root.glob(f"{LAYOUTS}/*.yaml"))
        if is_file(file) and lies_in(file, root)
    }


def _layout_name(file: Path) -> str:
    """What a layout calls itself; empty where it does not say."""
    with contextlib.suppress(SpeechError):
        found = re.search(_NAME_LINE, _text(file))
        return found[1].strip("\"'") if found else ""
    return ""


def find_type(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> MeetingType:
    """The type that goes by `name` (id, name or alias, 讲话 at its end left out or not); one of an
    installed package only where the roots have none.

    Raises SpeechError at `at` (whose source line is `line`) with the nearest name.
    """
    wanted = name.strip()
    for each in (wanted, f"{wanted}讲话") if wanted else ():
        found = _named(each, tuple(roots), declarations(roots))
        if found is None:
            from speechgen.library.installed import with_installed

            if (every := with_installed(tuple(roots))) != tuple(roots):
                found = _named(each, every, declarations(every))
        if found is not None:
            return found
    hidden = (file for root in roots for file in root.glob("*/meeting.yaml.txt"))
    alone = (file for root in roots for file in sorted(root.glob("*.yaml")))
    near = did_you_mean(one.name for one in nearest_types(wanted, roots))
    if file := next(hidden, None):
        near = f"“{file.parent.name}/{file.name}”多了 .txt，改名去掉它。"
    elif file := next(alone, None):
        near += f"“{file.parent.name}/{file.name}”没有用：类型是一个文件夹，里面有 meeting.yaml。"
    hint = f"{near}全部类型：speechgen types"
    raise refusal(at, "type-unknown", f"没有“{wanted}”这个会议类型", hint, line)


def read_type(folder: Path, roots: Sequence[Path]) -> MeetingType:
    """The type in a folder. Raises SpeechError with everything wrong in its `meeting.yaml`."""
    from speechgen.library import reading

    return reading.read_type(folder, tuple(roots))


def find_section(kind: MeetingType, file: str) -> Path | None:
    """Where a template of the type lies: in its own folders, else below a template root."""
    found = (file_within(folder, file) for folder in (*kind.folders, *kind.roots))
    return next((place for place in found if place is not None), None)


def described(kind: MeetingType, section: SectionTemplate) -> SectionTemplate:
    """The section with name and explanation; by default its file's first comment gives them:
    `{# 开场：背景、会议任务、下面讲几点 #}`."""
    file = find_section(kind, section.file)
    if section.name or file is None:
        return section
    found = re.match(_SECTION_COMMENT, _text(file))
    return SectionTemplate(section.file, found[1], found[2]) if found else section


def starter(kind: MeetingType) -> str:
    """The type's commented starter outline, or that of the type it extends, under its own name.

    Raises SpeechError if there is none.
    """
    for folder in kind.folders:
        file = file_within(folder, "starter.yaml")
        if file is not None and folder == kind.folders[0]:
            return _text(file)
        if file is not None:
            return re.sub(_TYPE_LINE, lambda _: f"类型: {kind.name}", _text(file), count=1)
    place = Span(str(kind.folders[0] / "meeting.yaml"))
    hint = f"在它旁边写一份 starter.yaml：照原样能起草的例子，第一行  类型: {kind.name}"
    raise refusal(place, "type-starter", "这个类型没有起步提纲 starter.yaml", hint)


def _text(file: Path) -> str:
    from speechgen.source import decode

    return decode(read_bytes(file, MAX_FILE), str(file))[0]


def nearest_types(name: str, roots: Sequence[Path]) -> list[MeetingType]:
    """The types whose names are most like `name`, three at most, the best first."""
    spellings = {spelling: one for one in types(roots) for spelling in one.names}
    return list(
        {spellings[one].id: spellings[one] for one in nearest_words(name, spellings)}.values()
    )


# -- what is read once ----------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _named(wanted: str, roots: tuple[Path, ...], stamps: tuple[Stamp, ...]) -> MeetingType | None:
    def searched() -> MeetingType | None:
        by_id = {folder.name: folder for folder in type_folders(roots)}
        if wanted in by_id:
            return read_type(by_id[wanted], roots)
        broken: SpeechError | None = None
        for folder in by_id.values():
            if _mentions(folder, wanted):
                try:
                    kind = read_type(folder, roots)
                except SpeechError as fault:  # it may be another that goes by the name
                    broken = broken or fault
                    continue
                if wanted in kind.names:
                    return kind
        if broken:
            raise broken
        return None

    identity = [wanted, *map(str, roots)]
    return cache.remembered("type", identity, stamps + cache.code(*_CODE), searched)


def _mentions(folder: Path, name: str) -> bool:
    """Whether the type in a folder may go by `name`: only then is it worth reading."""
    try:
        return name in _text(folder / "meeting.yaml")
    except SpeechError:
        return False


@lru_cache(maxsize=8)
def _every_type(roots: tuple[Path, ...], stamps: tuple[Stamp, ...]) -> _TypesAndFaults:
    def read() -> _TypesAndFaults:
        kinds: list[MeetingType] = []
        faults: list[Diagnostic] = []
        for folder in type_folders(roots):
            try:
                kinds.append(read_type(folder, roots))
            except SpeechError as broken:
                faults += broken.diagnostics
        return kinds, faults

    return cache.remembered("types", map(str, roots), stamps + cache.code(*_CODE), read)
