"""A `meeting.yaml` -> MeetingType: what it declares, checked, with what it inherits.

Owns the table of its keys and inheritance. Must not know how a type is looked up by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.document import LETTERHEADS
from speechgen.files import is_file, read_bytes
from speechgen.library.folders import MAX_FILE, file_within, type_folders
from speechgen.library.model import MeetingType, SectionTemplate
from speechgen.numbering import Scheme
from speechgen.schema.fields import Field, Kind, did_you_mean, nearest_word, paths_of, without
from speechgen.schema.notes import FileNotes
from speechgen.schema.reading import FLAGS, read_settings
from speechgen.schema.values import Facts, Value, text_of, texts_of
from speechgen.source import load
from speechgen.text import Text, place_of

_MAX_ANCESTORS: Final = 8
_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_BASE: Final = re.compile(r"_?[a-z][a-z0-9_-]*")  # _base: shared fields, no type of its own

TYPE_FIELDS: Final = (
    Field("名称", aliases=("name",), required=True, example="动员部署会讲话"),
    Field("别名", Kind.LIST, ("aliases",), explain="类型: 后面还可以怎么写"),
    Field("用途", aliases=("purpose",), explain="一句话说明"),
    Field("类别", aliases=("category",), explain="在列表里归到哪一类", example="会议讲话"),
    Field("继承", aliases=("extends",), explain="以哪个类型为底"),
    Field("编号", aliases=("numbering",), example="一、>（一）>一是"),
    Field("称谓", aliases=("salutation",), explain="默认称谓；没有就不写"),
    Field("版式", aliases=("layout",), example="gbt9704"),
    Field("固定版式", Kind.FLAG, ("fixed_layout",), explain="表单一类，纸张由它自己定，换不了版式"),
    Field("文书", Kind.FLAG, ("paper",), explain="日期印在文末（讲话印在题下）"),
    Field("版头格式", aliases=("letterhead",), explain="不写版头.格式时用哪一种", example="纪要"),
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
    Field("间隔", aliases=("between",), explain="几个名称写成列表时，中间加什么", example="、"),
    Field("不印", Kind.FLAG, ("setting",), explain="只供模板判断，不印出"),
    Field("字段", Kind.FACTS, ("fields",)),
)
SECTION_FIELDS: Final = (
    Field("文件", aliases=("file",), required=True),
    Field("名称", aliases=("name",)),
    Field("说明", aliases=("explain",)),
)


def read_type(folder: Path, roots: tuple[Path, ...], depth: int = 0) -> MeetingType:
    """The type in a folder. Raises SpeechError with everything wrong in its `meeting.yaml`."""
    file = folder / "meeting.yaml"
    if is_file(file) and file_within(folder, file.name) is None:
        said = "这是通到文件夹外面的链接，不读"
        raise refusal(Span(str(file)), "type-unreadable", said, "换成文件本身")
    loaded = load(read_bytes(file, MAX_FILE), str(file))
    values = read_settings(loaded, TYPE_FIELDS, str(file))
    reader = _TypeReader(str(file), loaded.lines)
    made = reader.meeting_type(folder, roots, values, depth)
    if reader.notes:
        raise SpeechError(reader.notes)
    return made


class _TypeReader(FileNotes):
    """Turns the members of one `meeting.yaml` into a `MeetingType`, collecting what is wrong."""

    def meeting_type(
        self, folder: Path, roots: tuple[Path, ...], values: Facts, depth: int
    ) -> MeetingType:
        base = self._base(text_of(values, "继承"), roots, depth)
        start = Span(self.file, 1, 1)
        if not (_BASE if depth else _ID).fullmatch(folder.name):
            said = f"文件夹名“{folder.name}”只能用小写英文字母、数字和 - _"
            self.fail(start, "type-id", said)
        name = str(text_of(values, "名称"))
        if not name:
            self.fail(start, "type-name", "缺少“名称”", "名称: 动员部署会讲话")
        fields = {field.key: field for field in self._kept(base.fields, values)}
        fields |= {field.key: field for field in self._fields(values.get("字段"))}
        numbering = text_of(values, "编号")
        if numbering:
            self.check(numbering, Scheme.parse, "type-numbering", "例如 一、>（一）>一是")
        sections, own = tuple(self._sections(values)) or base.sections, tuple(fields.values())
        if not depth:
            sections, own = _in_own_words(sections, own)
        return MeetingType(
            id=folder.name,
            name=name or folder.name,
            aliases=_strings(values, "别名"),
            purpose=str(text_of(values, "用途")) or base.purpose,
            category=str(text_of(values, "类别")) or base.category,
            numbering=str(numbering) or base.numbering,
            salutation=str(text_of(values, "称谓")) if "称谓" in values else base.salutation,
            layout=str(text_of(values, "版式")) or base.layout,
            fixed=bool(values["固定版式"]) if "固定版式" in values else base.fixed,
            paper=bool(values["文书"]) if "文书" in values else base.paper,
            letterhead=self._letterhead(text_of(values, "版头格式")) or base.letterhead,
            own_line=self._levels(values) if "独行" in values else base.own_line,
            tones=_strings(values, "语气") or base.tones,
            sections=sections,
            fields=own,
            folders=(folder, *base.folders),
            roots=roots,
        )

    def _base(self, name: Text, roots: tuple[Path, ...], depth: int) -> MeetingType:
        """The type that this one extends; an empty one if it extends none."""
        if name and depth >= _MAX_ANCESTORS:
            self.fail(place_of(name), "type-extends", "继承绕成了圈，或者层数太多")
        elif name:
            files = (file_within(root, f"{name}/meeting.yaml") for root in roots)
            found = next((file for file in files if file is not None), None)
            if _BASE.fullmatch(name) and found is not None:
                return read_type(found.parent, roots, depth + 1)
            guess = nearest_word(name, [one.name for one in type_folders(roots)])
            hint = did_you_mean(guess, "这里写类型的代号，如 speech；代号见 speechgen types")
            self.fail(place_of(name), "type-extends", f"没有代号为“{name}”的类型可继承", hint)
        return MeetingType("", "")

    def _kept(self, inherited: tuple[Field, ...], values: Facts) -> tuple[Field, ...]:
        """The inherited fields without those that 去掉 names (`任务`, `结尾.时令`)."""
        for name in texts_of(values, "去掉"):
            before = inherited
            inherited = without(inherited, name)
            if inherited == before:
                known = [*(field.key for field in inherited), *paths_of(inherited)]
                hint = did_you_mean(nearest_word(name, known), "只能去掉继承来的字段")
                self.fail(place_of(name), "type-drop", f"没有继承来的字段“{name}”可去掉", hint)
        return inherited

    def _letterhead(self, form: Text) -> str:
        if form and form not in LETTERHEADS:
            hint = f"可以写：{'、'.join(LETTERHEADS)}"
            self.fail(place_of(form), "type-letterhead", f"“版头格式”里没有“{form}”", hint)
        return str(form)

    def _levels(self, values: Facts) -> frozenset[int]:
        levels = texts_of(values, "独行")
        wrong = next((each for each in levels if not re.fullmatch(r"\d", each)), None)
        if wrong is not None:
            self.fail(self.place(wrong), "type-own-line", "“独行”写级数，如 [1, 2]")
            return frozenset()
        return frozenset(map(int, levels))

    def _sections(self, values: Facts) -> Iterator[SectionTemplate]:
        """The sections: of each its file alone, or 文件, 名称, 说明."""
        if "段落" not in values:
            return
        sections = values["段落"]
        for one in sections if isinstance(sections, tuple) else (sections,):
            said = _canonical(one, SECTION_FIELDS) if isinstance(one, Facts) else {}
            if isinstance(one, str):
                yield SectionTemplate(str(one).strip())
            elif not isinstance(one, Facts) or not text_of(said, "文件"):
                self.fail(self.place(one), "type-section", "这一段缺少“文件”", "- opening.j2")
            else:
                self._check_keys(one, SECTION_FIELDS, "type-section", "“段落”里")
                yield SectionTemplate(*(str(text_of(said, field.key)) for field in SECTION_FIELDS))

    def _fields(self, members: Value) -> tuple[Field, ...]:
        if not isinstance(members, Facts):
            if members:
                said = "“字段”下面要另起行，缩进写“名称: 说明”"
                self.fail(self.place(members), "type-field", said)
            return ()
        return tuple(self._field(key, value) for key, value in members.items())

    def _field(self, key: str, value: Value) -> Field:
        """A declared field; a plain text is its explanation."""
        if isinstance(value, str):
            return Field(key, explain=str(value))
        if not isinstance(value, Facts):
            wrong = f"字段“{key}”应当写成 类、必填、说明、例 几项"
            self.fail(self.place(value), "type-field", wrong)
            return Field(key)
        self._check_keys(value, MEMBER_FIELDS, "type-field", f"字段“{key}”里")
        said = _canonical(value, MEMBER_FIELDS)
        word = text_of(said, "类") or Kind.TEXT.value
        kind = next((kind for kind in Kind if word in (kind.value, kind.name.lower())), None)
        if kind is None:
            allowed = "、".join(one.value for one in Kind)
            wrong = f"字段“{key}”的类“{word}”不存在"
            self.fail(self.place(said.get("类")), "type-field", wrong, f"可以写：{allowed}")
        return Field(
            key,
            kind or Kind.TEXT,
            aliases=_strings(said, "别名"),
            required=self._flag(said, "必填"),
            explain=str(text_of(said, "说明")),
            example=str(text_of(said, "例")),
            shorthand=str(text_of(said, "简写")),
            setting=self._flag(said, "不印"),
            between=str(text_of(said, "间隔")),
            fields=self._fields(said.get("字段")),
        )

    def _flag(self, said: Mapping[str, Value], key: str) -> bool:
        text = said.get(key) or ""
        flag = FLAGS.get(text.strip().lower()) if isinstance(text, str) else None
        if text and flag is None:
            self.fail(self.place(text), "type-field", f"“{key}”只能写“是”或“否”", f"{key}: 是")
        return bool(flag)

    def _check_keys(self, facts: Facts, fields: Sequence[Field], rule: str, where: str) -> None:
        allowed = "、".join(field.key for field in fields)
        for name in facts:
            if not any(name in field.names for field in fields):
                self.fail(facts.span, rule, f"{where}不认识“{name}”", f"可以写：{allowed}")


# -- in one's own words ---------------------------------------------------------------------------

_OPENING: Final = Field(
    "开头",
    Kind.PARAGRAPHS,
    ("opening",),
    explain="自己写的开头，一段或几段：写了它，正文之前就只印它；写“无”就什么也不说",
    example="今天我们开会，研究秋季运动会的筹备工作。",
    says_nothing=True,
)
_ENDING: Final = Field(
    "结尾",
    Kind.PARAGRAPHS,
    ("closing",),
    explain="自己写的结尾，一段或几段：写了它，正文之后就只印它；写“无”就什么也不说",
    example="谢谢大家！",
    says_nothing=True,
)


def _in_own_words(
    sections: tuple[SectionTemplate, ...], fields: tuple[Field, ...]
) -> tuple[tuple[SectionTemplate, ...], tuple[Field, ...]]:
    """The sections that give way to 开头 and 结尾, and the fields with these two.

    A type that declares 开头, or a 结尾 without members, prints it itself.
    """
    known = {field.key: field for field in fields}
    after: dict[str, Field] = {}
    places = {key: at for key, at in _places(sections).items() if at}
    if "开头" in places and "开头" not in known:
        after["开头"] = _OPENING
    ending = known.get("结尾")
    if "结尾" in places and (ending is None or ending.kind is Kind.GROUP):
        after["结尾"] = _ENDING
        if ending is not None:
            after["结尾"] = replace(ending, shorthand="", own_words=True, says_nothing=True)
    marked = list(sections)
    for key in after:
        for at in places[key]:
            marked[at] = replace(sections[at], gives_way=key)
    return tuple(marked), tuple((known | after).values())


def _places(sections: Sequence[SectionTemplate]) -> dict[str, list[int]]:
    """Which sections speak before 正文 and which after it: those between the shared head, body
    and tail, and those that are called opening.j2 and closing.j2. The first one is the head."""
    files = [one.file for one in sections]
    head, body, tail = (
        files.index(shared) if shared in files else -1
        for shared in ("_parts/head.j2", "_parts/body.j2", "_parts/tail.j2")
    )
    found: dict[str, list[int]] = {"开头": [], "结尾": []}
    for at, file in enumerate(files[1:], 1):
        name = file.rpartition("/")[2]
        if name == "opening.j2" or -1 < head < at < body:
            found["开头"].append(at)
        elif name == "closing.j2" or -1 < body < at < tail:
            found["结尾"].append(at)
    return found


def _canonical(facts: Facts, fields: Sequence[Field]) -> dict[str, Value]:
    """Free facts by the keys of a table; of two spellings of one key the canonical counts."""
    spellings = ((field.key, name) for field in fields for name in reversed(field.names))
    return {key: facts[name] for key, name in spellings if name in facts}


def _strings(values: Mapping[str, Value], key: str) -> tuple[str, ...]:
    return tuple(map(str, texts_of(values, key)))
