"""The library of meeting types: where their folders lie, and what each one declares.

A meeting type is a folder with a `meeting.yaml`; nothing is registered in code. Owns the search
order (the caller's folders first, the built-in ones last) and inheritance. Must not know Jinja2
or how a section becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.frozen import frozen
from speechgen.numbering import Scheme
from speechgen.outline import (
    Facts,
    Field,
    Kind,
    Lines,
    Value,
    nearest_word,
    paths_of,
    place_of,
    read_settings,
    without,
)
from speechgen.source import load

_PACKAGE: Final = Path(__file__).resolve().parent
LAYOUTS: Final = "_layouts"
_MAX_ANCESTORS: Final = 8
_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_BASE: Final = re.compile(r"_?[a-z][a-z0-9_-]*")  # _base: shared fields, no type of its own

_SECTION_KEYS: Final = ("文件", "file", "名称", "name", "说明", "explain")
_SECTION_COMMENT: Final = re.compile(r"\s*\{#-?\s*([^\s：#]+)：(.+?)\s*-?#\}", re.DOTALL)

TYPE_FIELDS: Final = (
    Field("名称", aliases=("name",), required=True, example="动员部署会讲话"),
    Field("别名", Kind.LIST, ("aliases",), explain="类型: 后面还可以怎么写"),
    Field("用途", aliases=("purpose",), explain="一句话说明"),
    Field("继承", aliases=("extends",), explain="以哪个类型为底"),
    Field("编号", aliases=("numbering",), example="一、>（一）>一是"),
    Field("称谓", aliases=("salutation",), explain="默认称谓；没有就不写"),
    Field("版式", aliases=("layout",), example="gbt9704"),
    Field("独行", Kind.LIST, ("own_line",), explain="哪几级标题独占一行", example="1"),
    Field("语气", Kind.LIST, ("tones",), explain="三套衔接语的名称"),
    Field("段落", Kind.FACTS, ("sections",), explain="模板文件，依次一行一个"),
    Field("去掉", Kind.LIST, ("drop",), explain="继承来而不用的字段", example="结尾.时令"),
    Field("字段", Kind.FACTS, ("fields",), explain="本类型自己的字段"),
)
MEMBER_FIELDS: Final = (
    Field("类", aliases=("kind",), explain="、".join(kind.value for kind in Kind)),
    Field("必填", Kind.FLAG, ("required",)),
    Field("说明", aliases=("explain",)),
    Field("例", aliases=("example",)),
    Field("别名", Kind.LIST, ("aliases",)),
    Field("简写", aliases=("shorthand",), explain="只写一句话时，这句话算哪一项"),
    Field("不印", Kind.FLAG, ("setting",), explain="只供模板判断，不印出"),
    Field("字段", Kind.FACTS, ("fields",)),
)


@frozen
class Section:
    """One section template: its file name, its Chinese name, what it says."""

    file: str
    name: str = ""
    explain: str = ""


@frozen
class MeetingType:
    """A meeting type as its folder declares it, ancestors merged in.

    `own_line` are the levels whose heads stand on a line of their own; `folders` are where its
    section files are looked up, its own first; `roots` are the template folders in force.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    purpose: str = ""
    numbering: str = "一、>（一）>一是"
    salutation: str = ""
    layout: str = "gbt9704"
    own_line: frozenset[int] = frozenset({1})
    tones: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    fields: tuple[Field, ...] = ()
    folders: tuple[Path, ...] = ()
    roots: tuple[Path, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling accepted after 类型."""
        return (self.id, self.name, *self.aliases)


def builtin_templates() -> Path:
    """The folder of the templates that came with the package (wheel or checkout)."""
    installed = _PACKAGE / "_templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def template_roots(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """`folders` that exist, then the built-in templates; earlier ones win."""
    roots = [folder for folder in (*folders, builtin_templates()) if folder.is_dir()]
    return tuple(dict.fromkeys(root.resolve() for root in roots))


def type_folders(roots: Sequence[Path]) -> Iterator[Path]:
    """Every type's folder, by root and name; a folder hidden by an earlier one is left out."""
    seen: set[str] = set()
    for root in roots:
        for file in sorted(root.glob("*/meeting.yaml")):
            if file.parent.name not in seen and not file.parent.name.startswith("_"):
                seen.add(file.parent.name)
                yield file.parent


def types(roots: Sequence[Path]) -> list[MeetingType]:
    """Every meeting type in the roots. Raises SpeechError for the first broken folder."""
    return [read_type(folder, tuple(roots)) for folder in type_folders(roots)]


def layout_file(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> Path:
    """The file of the layout with that id. Raises SpeechError at `at` with the nearest id."""
    files = {
        file.stem: file
        for root in reversed(roots)
        for file in sorted(root.glob(f"{LAYOUTS}/*.yaml"))
    }
    if name in files:
        return files[name]
    guess = nearest_word(name, files)
    hint = f"是不是“{guess}”？" if guess else "可用的有：" + "、".join(sorted(files))
    raise SpeechError([error(at, "layout-unknown", f"没有“{name}”这个版式", hint, line)])


def find_type(name: str, roots: Sequence[Path], at: Span = Span(), line: str = "") -> MeetingType:
    """The type that goes by `name` (id, name or alias).

    Raises SpeechError at `at` (whose source line is `line`) with the nearest name.
    """
    wanted = name.strip()
    by_id = {folder.name: folder for folder in type_folders(roots)}
    if wanted in by_id:
        return read_type(by_id[wanted], tuple(roots))
    for folder in by_id.values():
        text = (folder / "meeting.yaml").read_bytes()
        if wanted.encode() in text:  # only a file that mentions the name is worth reading
            found = read_type(folder, tuple(roots))
            if wanted in found.names:
                return found
    raise SpeechError([_unknown_type(wanted, roots, at, line)])


def _unknown_type(name: str, roots: Sequence[Path], at: Span, line: str) -> Diagnostic:
    guess = nearest_type(name, roots)
    hint = f"是不是“{guess.name}”？" if guess else ""
    listing = "、".join(one.name for one in types(roots))
    return error(
        at, "type-unknown", f"没有“{name}”这个会议类型", f"{hint}可用的有：{listing}", line
    )


def find_section(kind: MeetingType, file: str) -> Path | None:
    """Where a template of the type lies: in its own folders, else below a template root."""
    folders = (*kind.folders, *kind.roots)
    return next((folder / file for folder in folders if (folder / file).is_file()), None)


def described(kind: MeetingType, section: Section) -> Section:
    """The section with name and explanation; by default its file's first comment gives them:
    `{# 开场：背景、会议任务、下面讲几点 #}`."""
    file = find_section(kind, section.file)
    if section.name or file is None:
        return section
    found = _SECTION_COMMENT.match(file.read_text("utf-8", errors="replace"))
    return Section(section.file, found[1], found[2]) if found else section


def starter(kind: MeetingType) -> str:
    """The type's commented starter outline. Raises SpeechError if its folder has none."""
    for folder in kind.folders:
        file = folder / "starter.yaml"
        if file.is_file():
            return file.read_text("utf-8")
    place = Span(str(kind.folders[0] / "meeting.yaml"))
    raise SpeechError([error(place, "type-starter", "这个类型没有起步提纲 starter.yaml")])


def nearest_type(name: str, roots: Sequence[Path]) -> MeetingType | None:
    """The type whose name is most like `name`; None if none is."""
    spellings = {spelling: one for one in types(roots) for spelling in one.names}
    guess = nearest_word(name, spellings)
    return spellings[guess] if guess else None


@lru_cache(maxsize=256)
def _read_type(folder: Path, roots: tuple[Path, ...], stamp: int, depth: int) -> MeetingType:
    file = folder / "meeting.yaml"
    try:
        loaded = load(file.read_bytes(), str(file))
    except OSError as failed:
        raise SpeechError(
            [error(Span(str(file)), "type-unreadable", f"读不了：{failed.strerror}")]
        ) from None
    values = read_settings(loaded, TYPE_FIELDS, str(file))
    reader = _TypeReader(str(file), loaded.lines)
    made = reader.meeting_type(folder, roots, values, depth)
    if reader.notes:
        raise SpeechError(reader.notes)
    return made


def read_type(folder: Path, roots: tuple[Path, ...], depth: int = 0) -> MeetingType:
    """The type in a folder. Raises SpeechError with everything wrong in its `meeting.yaml`."""
    file = folder / "meeting.yaml"
    stamp = file.stat().st_mtime_ns if file.exists() else 0
    return _read_type(folder, roots, stamp, depth)


class _TypeReader:
    """Turns the members of one `meeting.yaml` into a `MeetingType`, collecting what is wrong."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self.notes: list[Diagnostic] = []

    def fail(self, at: Span, rule: str, message: str, hint: str = "") -> None:
        line = self.lines[at.line - 1] if 0 < at.line <= len(self.lines) else ""
        self.notes.append(error(at, rule, message, hint, line))

    def meeting_type(
        self, folder: Path, roots: tuple[Path, ...], values: Facts, depth: int
    ) -> MeetingType:
        base = self._base(values, roots, depth)
        if not (_BASE if depth else _ID).fullmatch(folder.name):
            self.fail(
                Span(self.file, 1, 1),
                "type-id",
                f"文件夹名“{folder.name}”只能用小写英文字母、数字和 - _",
            )
        if not values.get("名称"):
            self.fail(Span(self.file, 1, 1), "type-name", "缺少“名称”", "名称: 动员部署会讲话")
        fields = {field.key: field for field in self._kept(base.fields, values)}
        fields |= {field.key: field for field in self._fields(values.get("字段"))}
        return MeetingType(
            id=folder.name,
            name=_text(values, "名称") or folder.name,
            aliases=_list(values, "别名"),
            purpose=_text(values, "用途") or base.purpose,
            numbering=self._scheme(values) or base.numbering,
            salutation=_text(values, "称谓") if "称谓" in values else base.salutation,
            layout=_text(values, "版式") or base.layout,
            own_line=self._levels(values) if "独行" in values else base.own_line,
            tones=_list(values, "语气") or base.tones,
            sections=self._sections(values) or base.sections,
            fields=tuple(fields.values()),
            folders=(folder, *base.folders),
            roots=roots,
        )

    def _kept(self, inherited: tuple[Field, ...], values: Facts) -> tuple[Field, ...]:
        """The inherited fields without those that 去掉 names (`任务`, `结尾.时令`)."""
        for name in _texts(values, "去掉"):
            before = inherited
            inherited = without(inherited, str(name))
            if inherited == before:
                known = [*(field.key for field in inherited), *paths_of(inherited)]
                guess = nearest_word(name, known)
                hint = f"是不是“{guess}”？" if guess else "只能去掉继承来的字段"
                self.fail(place_of(name), "type-drop", f"没有继承来的字段“{name}”可去掉", hint)
        return inherited

    def _base(self, values: Facts, roots: tuple[Path, ...], depth: int) -> MeetingType:
        name = values.get("继承")
        if not isinstance(name, str) or not name:
            return MeetingType("", "")
        at = place_of(name)
        if depth >= _MAX_ANCESTORS:
            self.fail(at, "type-extends", "继承绕成了圈，或者层数太多")
            return MeetingType("", "")
        folder = next(
            (root / name for root in roots if (root / name / "meeting.yaml").is_file()), None
        )
        if not _BASE.fullmatch(name) or folder is None:
            guess = nearest_word(name, [one.name for one in type_folders(roots)])
            hint = f"是不是“{guess}”？" if guess else "这里写类型的代号，如 speech"
            self.fail(at, "type-extends", f"没有代号为“{name}”的类型可继承", hint)
            return MeetingType("", "")
        return read_type(folder, roots, depth + 1)

    def _scheme(self, values: Facts) -> str:
        scheme = values.get("编号")
        if not isinstance(scheme, str):
            return ""
        try:
            Scheme.parse(scheme)
        except ValueError as wrong:
            self.fail(place_of(scheme), "type-numbering", str(wrong), "例如 一、>（一）>一是")
        return str(scheme)

    def _levels(self, values: Facts) -> frozenset[int]:
        levels = _list(values, "独行")
        if all(level.isdecimal() for level in levels):
            return frozenset(int(level) for level in levels)
        self.fail(Span(self.file), "type-own-line", "“独行”写级数，如 [1, 2]")
        return frozenset()

    def _sections(self, values: Facts) -> tuple[Section, ...]:
        if "段落" not in values:
            return ()
        sections = values["段落"]
        made = [self._section(one) for one in
                (sections if isinstance(sections, tuple) else (sections,))]  # fmt: skip
        return tuple(section for section in made if section is not None)

    def _section(self, one: Value) -> Section | None:
        """A section: its file alone, or 文件, 名称, 说明."""
        if isinstance(one, str):
            return Section(str(one).strip())
        if not isinstance(one, Facts) or not _text(one, "文件", "file"):
            at = one.span if isinstance(one, Facts) else Span(self.file)
            self.fail(at, "type-section", "这一段缺少“文件”", "- opening.j2")
            return None
        for name in one:
            if name not in _SECTION_KEYS:
                self.fail(one.span, "type-section", f"“段落”里不认识“{name}”",
                          "可以写：文件、名称、说明")  # fmt: skip
        return Section(
            _text(one, "文件", "file"), _text(one, "名称", "name"), _text(one, "说明", "explain")
        )

    def _fields(self, members: Value | None) -> tuple[Field, ...]:
        if not isinstance(members, Facts):
            return ()
        return tuple(self._field(key, value) for key, value in members.items())

    def _field(self, key: str, value: Value) -> Field:
        """A declared field; a plain text is its explanation."""
        if isinstance(value, str):
            return Field(key, explain=str(value))
        if not isinstance(value, Facts):
            self.fail(Span(self.file), "type-field", f"字段“{key}”应当写成 类、必填、说明、例 几项")
            return Field(key)
        for name in value:
            if not any(name in member.names for member in MEMBER_FIELDS):
                allowed = "、".join(member.key for member in MEMBER_FIELDS)
                self.fail(
                    value.span, "type-field", f"字段“{key}”里不认识“{name}”", f"可以写：{allowed}"
                )
        kind_word = _text(value, "类", "kind") or Kind.TEXT.value
        kind = next((kind for kind in Kind if kind_word in (kind.value, kind.name.lower())), None)
        if kind is None:
            allowed = "、".join(one.value for one in Kind)
            self.fail(
                value.span,
                "type-field",
                f"字段“{key}”的类“{kind_word}”不存在",
                f"可以写：{allowed}",
            )
        return Field(
            key,
            kind or Kind.TEXT,
            aliases=_list(value, "别名", "aliases"),
            required=_text(value, "必填", "required") in ("是", "yes", "true"),
            explain=_text(value, "说明", "explain"),
            example=_text(value, "例", "example"),
            shorthand=_text(value, "简写", "shorthand"),
            setting=_text(value, "不印", "setting") in ("是", "yes", "true"),
            fields=self._fields(value.get("字段") or value.get("fields")),
        )


def _texts(values: Facts, key: str) -> tuple[str, ...]:
    found = values.get(key)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, tuple) else ()


def _text(values: Facts, *keys: str) -> str:
    found = next((values[key] for key in keys if key in values), "")
    return str(found) if isinstance(found, str) else ""


def _list(values: Facts, *keys: str) -> tuple[str, ...]:
    found = next((values[key] for key in keys if key in values), ())
    if isinstance(found, str):
        return (str(found),)
    return tuple(str(one) for one in found) if isinstance(found, tuple | Lines) else ()
