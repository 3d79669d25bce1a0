"""A `meeting.yaml` -> MeetingType: what it declares, checked, with what it inherits.

Owns the table of its keys and inheritance. Must not know how a type is looked up by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.files import is_file, read_bytes
from speechgen.library.model import MeetingType, SectionTemplate
from speechgen.library.search import MAX_FILE, file_within, type_folders
from speechgen.numbering import Scheme
from speechgen.schema.fields import Field, Kind, nearest_word, paths_of, without
from speechgen.schema.reading import read_settings
from speechgen.schema.values import Facts, Lines, Value
from speechgen.source import load
from speechgen.text import place_of

_MAX_ANCESTORS: Final = 8
_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_BASE: Final = re.compile(r"_?[a-z][a-z0-9_-]*")  # _base: shared fields, no type of its own
_SECTION_KEYS: Final = ("文件", "file", "名称", "name", "说明", "explain")

TYPE_FIELDS: Final = (
    Field("名称", aliases=("name",), required=True, example="动员部署会讲话"),
    Field("别名", Kind.LIST, ("aliases",), explain="类型: 后面还可以怎么写"),
    Field("用途", aliases=("purpose",), explain="一句话说明"),
    Field("类别", aliases=("category",), explain="在列表里归到哪一类", example="会议讲话"),
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


def read_type(folder: Path, roots: tuple[Path, ...], depth: int = 0) -> MeetingType:
    """The type in a folder. Raises SpeechError with everything wrong in its `meeting.yaml`."""
    file = folder / "meeting.yaml"
    if is_file(file) and file_within(folder, file.name) is None:
        said = "这是通到文件夹外面的链接，不读"
        raise SpeechError([error(Span(str(file)), "type-unreadable", said, "换成文件本身")])
    loaded = load(read_bytes(file, MAX_FILE), str(file))
    values = read_settings(loaded, TYPE_FIELDS, str(file))
    reader = _TypeReader(str(file), loaded.lines)
    made = reader.meeting_type(folder, roots, values, depth)
    if reader.notes:
        raise SpeechError(reader.notes)
    return made


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
        if not _text(values, "名称"):
            self.fail(Span(self.file, 1, 1), "type-name", "缺少“名称”", "名称: 动员部署会讲话")
        fields = {field.key: field for field in self._kept(base.fields, values)}
        fields |= {field.key: field for field in self._fields(values.get("字段"))}
        return MeetingType(
            id=folder.name,
            name=_text(values, "名称") or folder.name,
            aliases=_list(values, "别名"),
            purpose=_text(values, "用途") or base.purpose,
            category=_text(values, "类别") or base.category,
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
        files = (file_within(root, f"{name}/meeting.yaml") for root in roots)
        found = next((file for file in files if file is not None), None)
        if not _BASE.fullmatch(name) or found is None:
            guess = nearest_word(name, [one.name for one in type_folders(roots)])
            hint = f"是不是“{guess}”？" if guess else "这里写类型的代号，如 speech"
            self.fail(at, "type-extends", f"没有代号为“{name}”的类型可继承", hint)
            return MeetingType("", "")
        return read_type(found.parent, roots, depth + 1)

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
        if all(level.isdecimal() and len(level) == 1 for level in levels):
            return frozenset(int(level) for level in levels)
        self.fail(Span(self.file), "type-own-line", "“独行”写级数，如 [1, 2]")
        return frozenset()

    def _sections(self, values: Facts) -> tuple[SectionTemplate, ...]:
        if "段落" not in values:
            return ()
        sections = values["段落"]
        made = [self._section(one) for one in
                (sections if isinstance(sections, tuple) else (sections,))]  # fmt: skip
        return tuple(section for section in made if section is not None)

    def _section(self, one: Value) -> SectionTemplate | None:
        """A section: its file alone, or 文件, 名称, 说明."""
        if isinstance(one, str):
            return SectionTemplate(str(one).strip())
        if not isinstance(one, Facts) or not _text(one, "文件", "file"):
            at = one.span if isinstance(one, Facts) else Span(self.file)
            self.fail(at, "type-section", "这一段缺少“文件”", "- opening.j2")
            return None
        for name in one:
            if name not in _SECTION_KEYS:
                self.fail(one.span, "type-section", f"“段落”里不认识“{name}”",
                          "可以写：文件、名称、说明")  # fmt: skip
        return SectionTemplate(
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
