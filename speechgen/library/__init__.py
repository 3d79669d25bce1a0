"""The library of meeting types: what a type is, where their folders lie, which goes by a name.

A meeting type is a folder with a `meeting.yaml`; nothing is registered in code. Owns the search
order (the caller's folders first, the built-in ones last) and what is remembered of it; what a
`meeting.yaml` may say is for `reading`, loaded only when one is read. Must not know Jinja2 or how
a section becomes text.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.cache import Stamp
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.files import is_file, is_folder, read_bytes
from speechgen.frozen import frozen
from speechgen.schema.fields import Field, did_you_mean, nearest_word

LAYOUTS: Final = "_layouts"
WORDS: Final = "_words"
MAX_FILE: Final = 1_000_000  # bytes of a `meeting.yaml` or a starter outline
_PACKAGE: Final = Path(__file__).resolve().parent.parent
_READERS: Final = (
    "library/__init__.py",
    "library/reading.py",
    "schema/fields.py",
    "schema/reading.py",
    "schema/values.py",
)
_TYPE_LINE: Final = r"(?m)^类型:.*$"
_SECTION_COMMENT: Final = r"(?s)\s*\{#-?\s*([^\s：#]+)：(.+?)\s*-?#\}"


@frozen
class SectionTemplate:
    """One section template: its file name, its Chinese name, what it says."""

    file: str
    name: str = ""
    explain: str = ""


@frozen
class MeetingType:
    """A meeting type as its folder declares it, ancestors merged in.

    `category` is the heading it is listed under.
    `own_line` are the levels whose heads stand on a line of their own; `folders` are where its
    section files are looked up, its own first; `roots` are the template folders in force.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    purpose: str = ""
    category: str = ""
    numbering: str = "一、>（一）>一是"
    salutation: str = ""
    layout: str = "gbt9704"
    own_line: frozenset[int] = frozenset({1})
    tones: tuple[str, ...] = ()
    sections: tuple[SectionTemplate, ...] = ()
    fields: tuple[Field, ...] = ()
    folders: tuple[Path, ...] = ()
    roots: tuple[Path, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling accepted after 类型."""
        return (self.id, self.name, *self.aliases)


_TypesAndFaults = tuple[list[MeetingType], list[Diagnostic]]


# -- folders and files ----------------------------------------------------------------------------


def builtin_templates() -> Path:
    """The folder of the templates that came with the package (wheel or checkout)."""
    installed = _PACKAGE / "_templates"
    return installed if is_folder(installed) else _PACKAGE.parent / "templates"


@lru_cache(maxsize=8)
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list that came with the package, `templates/_words/<name>.txt`, in order."""
    lines = (builtin_templates() / WORDS / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def template_roots(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """`folders` that exist, then the built-in templates; earlier ones win."""
    roots = [folder for folder in (*folders, builtin_templates()) if is_folder(folder)]
    return tuple(Path(root) for root in dict.fromkeys(map(os.path.realpath, roots)))


def file_within(folder: Path, name: str) -> Path | None:
    """The regular file of that name (pieces joined by /) in a folder.

    None where there is none, or where the name or a link on the way leads out of the folder.
    """
    pieces = name.split("/")
    if any(piece in ("", ".", "..") or "\\" in piece or ":" in piece for piece in pieces):
        return None
    file = folder.joinpath(*pieces)
    return file if is_file(file) and lies_in(file, folder) else None


def lies_in(file: Path, folder: Path) -> bool:
    """Whether a file is in a folder still once every link has been followed."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))


def type_folders(roots: Sequence[Path]) -> Iterator[Path]:
    """Every type's folder, by root and name; a folder hidden by an earlier one is left out."""
    seen: set[str] = set()
    for path, *_ in _declarations(roots):
        folder = Path(path).parent
        if folder.name not in seen and not folder.name.startswith("_"):
            seen.add(folder.name)
            yield folder


def types(roots: Sequence[Path]) -> list[MeetingType]:
    """Every meeting type in the roots that can be read; see `types_and_faults`."""
    return types_and_faults(roots)[0]


def types_and_faults(roots: Sequence[Path]) -> _TypesAndFaults:
    """Every meeting type in the roots, and what keeps the other folders from being one."""
    kinds, faults = _every_type(tuple(roots), _declarations(roots))
    return [*kinds], [*faults]


def layout_file(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> Path:
    """The file of the layout with that id. Raises SpeechError at `at` with the nearest id."""
    for root in roots:
        with contextlib.suppress(OSError):  # to follow the links of every layout costs more
            if f"{name}.yaml" in os.listdir(root / LAYOUTS):  # noqa: PTH208 (names only)
                file = file_within(root, f"{LAYOUTS}/{name}.yaml")
                if file is not None:
                    return file
    known = dict.fromkeys(
        file.stem
        for root in reversed(roots)
        for file in sorted(root.glob(f"{LAYOUTS}/*.yaml"))
        if is_file(file) and lies_in(file, root)
    )
    hint = did_you_mean(nearest_word(name, known), "可用的有：" + "、".join(sorted(known)))
    raise refusal(at, "layout-unknown", f"没有“{name}”这个版式", hint, line)


def find_type(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> MeetingType:
    """The type that goes by `name` (id, name or alias).

    Raises SpeechError at `at` (whose source line is `line`) with the nearest name.
    """
    wanted = name.strip()
    found = _named(wanted, tuple(roots), _declarations(roots))
    if found is not None:
        return found
    guess = nearest_type(wanted, roots)
    listing = "、".join(one.name for one in types(roots))
    hint = f"{did_you_mean(guess.name if guess else '')}可用的有：{listing}"
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
    raise refusal(place, "type-starter", "这个类型没有起步提纲 starter.yaml")


def _text(file: Path) -> str:
    from speechgen.source import decode

    return decode(read_bytes(file, MAX_FILE), str(file))[0]


def nearest_type(name: str, roots: Sequence[Path]) -> MeetingType | None:
    """The type whose name is most like `name`; None if none is."""
    spellings = {spelling: one for one in types(roots) for spelling in one.names}
    guess = nearest_word(name, spellings)
    return spellings[guess] if guess else None


# -- what is read once ----------------------------------------------------------------------------


def _declarations(roots: Iterable[Path]) -> tuple[Stamp, ...]:
    """Every `meeting.yaml`, hidden types included: what others inherit counts too."""
    files: list[str] = []
    for root in roots:
        with contextlib.suppress(OSError), os.scandir(root) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if not entry.is_symlink() or lies_in(Path(entry.path), Path(root))
            )
            files += (f"{root}{os.sep}{name}{os.sep}meeting.yaml" for name in names)
    return cache.stamps(files)


@lru_cache(maxsize=64)
def _named(
    wanted: str, roots: tuple[Path, ...], declarations: tuple[Stamp, ...]
) -> MeetingType | None:
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
    return cache.remembered("type", identity, _read_from(declarations), searched)


def _mentions(folder: Path, name: str) -> bool:
    """Whether the type in a folder may go by `name`: only then is it worth reading."""
    try:
        return name in _text(folder / "meeting.yaml")
    except SpeechError:
        return False


@lru_cache(maxsize=8)
def _every_type(roots: tuple[Path, ...], declarations: tuple[Stamp, ...]) -> _TypesAndFaults:
    def read() -> _TypesAndFaults:
        kinds: list[MeetingType] = []
        faults: list[Diagnostic] = []
        for folder in type_folders(roots):
            try:
                kinds.append(read_type(folder, roots))
            except SpeechError as broken:
                faults += broken.diagnostics
        return kinds, faults

    return cache.remembered("types", map(str, roots), _read_from(declarations), read)


def _read_from(declarations: tuple[Stamp, ...]) -> tuple[Stamp, ...]:
    """What decides what the types are: their files, and the code that reads them."""
    return declarations + cache.stamps(str(_PACKAGE / name) for name in _READERS)
