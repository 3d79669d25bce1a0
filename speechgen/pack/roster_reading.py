"""Reading a roster from a sheet or from the pack file.

Owns what a column means and what is refused, with the cell named. Must not know papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, info, warning
from speechgen.document import Text, cut, joined
from speechgen.outline import nearest_word, place_of
from speechgen.pack.roster import ROLES, Person, Roster, bare
from speechgen.pack.roster_doubts import doubts
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.tables.sheets import Worksheet, read_sheets

COLUMNS: Final = {
    "序号": ("序号", "编号", "序", "次序", "no", "no."),
    "单位": ("单位", "工作单位", "单位名称", "部门", "所在单位", "unit"),
    "职务": ("职务", "职位", "职称", "单位职务", "职务职称", "position"),
    "姓名": ("姓名", "名字", "人员", "参会人", "参会人员", "name"),
    "角色": ("角色", "身份", "参会身份", "类别", "参会类别", "参会情况", "出席情况", "role"),
    "称呼": ("称呼", "怎么称呼", "介绍用语"),
    "电话": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone"),
    "备注": ("备注", "说明", "附注", "note"),
}
"""Member of a person -> headings of its column, blanks and full-width forms left out."""

_LONGEST_NAME: Final = 100  # characters
_LONGEST_SERIAL: Final = 9  # digits; more are no place in a list
_HEADER_ROWS: Final = 20  # a heading further down is no heading
_FEW: Final = 20  # sheets that a message names
_SPLIT_NAMES: Final = re.compile(r"[、，,;；/]|\s{2,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def read_roster(node: YamlNode, folder: Path) -> Roster:
    """The roster a pack file names (`名单.xlsx`, `{文件, 页}`) or holds.

    Raises SpeechError with everything that makes it unusable.
    """
    if isinstance(node, ScalarNode):
        return _from_file(node, "", folder)
    if isinstance(node, MappingNode):
        pairs = {key.text: value for key, value in node.pairs}
        file = pairs.get("文件", pairs.get("file"))
        page = pairs.get("页", pairs.get("sheet"))
        if isinstance(file, ScalarNode):
            return _from_file(file, page.text if isinstance(page, ScalarNode) else "", folder)
        raise SpeechError(
            [
                error(
                    node.span,
                    "roster-kind",
                    "“名单”要写文件名，或在这里一人一条",
                    "名单: 名单.xlsx",
                )
            ]
        )
    return _RosterReader(str(node.span.file)).of_nodes(node)


def _from_file(node: ScalarNode, page: str, folder: Path) -> Roster:
    named, _, behind = node.text.partition("#")
    path = folder / named.strip()
    try:
        sheets = read_sheets(path)
    except SpeechError as failed:
        first = failed.diagnostics[0]
        if first.rule == "file-missing":
            told = f"没有名单文件“{named.strip()}”"
            raise SpeechError([error(node.span, "roster-missing", told, first.hint)]) from None
        raise
    reader = _RosterReader(str(path))
    return reader.of_sheet(reader.chosen(sheets, page or behind.strip(), node.span))


class _RosterReader:
    """Reads one roster; `notes` collects what is wrong or doubtful."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes: list[Diagnostic] = []

    def done(self, people: list[Person]) -> Roster:
        """The roster, once it has been looked over. Raises SpeechError."""
        errors = [note for note in self.notes if note.severity is Severity.ERROR]
        if not people and not errors:
            errors = [error(Span(self.file), "roster-empty", "名单里没有人")]
        if errors:
            raise SpeechError(self.notes + [one for one in errors if one not in self.notes])
        return Roster(tuple(people), (*self.notes, *doubts(people)))

    # -- sheets --------------------------------------------------------------------------------

    def chosen(self, sheets: Sequence[Worksheet], page: str, at: Span) -> Worksheet:
        """The sheet that holds the roster. Raises SpeechError where that is not plain."""
        if page:
            digits = unicodedata.normalize("NFKC", page).strip("第页张 ")
            found = [s for s in sheets if s.name == page or str(s.number) == digits]
            if found:
                return found[0]
            names = _named(sheets)
            raise SpeechError([error(at, "roster-sheet", f"没有“{page}”这一页", f"有：{names}")])
        rosters = [sheet for sheet in sheets if _header(sheet) is not None]
        if len(rosters) > 1:
            names = _named(rosters)
            hint = "写明用哪一页：\n      名单:\n        文件: 名单.xlsx\n        页: 第1页"
            told = f"有{len(rosters)}页都像名单：{names}"
            raise SpeechError([error(Span(self.file), "roster-sheet", told, hint)])
        if not rosters:
            told = "没有找到“姓名”一栏"
            hint = "名单要有一行栏名：序号 单位 职务 姓名 角色 备注"
            raise SpeechError([error(Span(self.file), "roster-header", told, hint)])
        unused = [s for s in sheets if s is not rosters[0] and any(any(row) for row in s.rows)]
        if unused:
            names = _named(unused)
            told = f"名单用第{rosters[0].number}页“{rosters[0].name}”，没有用{names}"
            self.notes.append(info(Span(self.file), "roster-sheet", told))
        return rosters[0]

    def of_sheet(self, sheet: Worksheet) -> Roster:
        """The people of a sheet, below its row of headings."""
        header = _header(sheet)
        if header is None:
            raise SpeechError(
                [
                    error(
                        Span(self.file),
                        "roster-header",
                        "这一页没有“姓名”一栏",
                        "要有一行栏名：序号 单位 职务 姓名 角色 备注",
                    )
                ]
            )
        columns = self._columns(sheet.rows[header])
        rows = self._unmerged(sheet, header, columns)
        people: list[Person] = []
        last = 0
        for row in rows[header + 1 :]:
            cells = {key: row[at] if at < len(row) else Text("") for key, at in columns.items()}
            if not any(row) or not self._is_person(row, cells):
                continue
            person = self.person(cells)
            last = self._serial(cells.get("序号", Text("")), last)
            people.append(person)
        return self.done(people)

    def _columns(self, row: Sequence[Text]) -> dict[str, int]:
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            key = _column(cell)
            if key and key not in columns:
                columns[key] = at
            elif key:
                told = f"“{cell}”一栏出现了两次，用前面的"
                self.notes.append(warning(place_of(cell), "roster-column", told))
            elif cell:
                told = f"不认识“{cell}”这一栏，没有用"
                self.notes.append(
                    info(place_of(cell), "roster-column", told, "认识的栏：" + "、".join(COLUMNS))
                )
        return columns

    def _unmerged(
        self, sheet: Worksheet, header: int, columns: dict[str, int]
    ) -> list[tuple[Text, ...]]:
        """The rows with a cell merged over several people repeated for each of them.

        A name merged over rows, or any cell merged over columns that hold people, is refused.
        """
        rows = [list(row) for row in sheet.rows]
        for top, left, bottom, right in sheet.merged:
            if bottom <= header or top >= len(rows) or left >= len(rows[top]):
                continue
            value = rows[top][left]
            used = [key for key, at in columns.items() if left <= at <= right]
            if bottom > top and "姓名" in used and value:
                told = f"姓名“{value}”占了{bottom - top + 1}行的合并格，看不出每行是谁"
                self.notes.append(
                    error(place_of(value), "roster-merged", told, "取消合并，一行一人")
                )
                continue
            for y in range(top, min(bottom + 1, len(rows))):
                if y > top and len(used) >= 1 and left < len(rows[y]):
                    rows[y][left] = value
            if bottom > top and used and value:
                at = place_of(value)
                told = f"“{value}”是合并格，当作{bottom - top + 1}行都是它"
                self.notes.append(info(at, "roster-merged", told))
        return [tuple(row) for row in rows]

    def _is_person(self, row: Sequence[Text], cells: dict[str, Text]) -> bool:
        """Whether a row is somebody; a note or a subheading among the people is left out."""
        if cells["姓名"]:
            return True
        filled = [cell for cell in row if cell]
        first = place_of(filled[0])
        kept = [key for key in ("职务", "序号") if cells.get(key)]
        if len(filled) == 1 or not kept:
            self.notes.append(
                info(first, "roster-note", f"“{filled[0][:20]}”不是人名，这一行没有用")
            )
            return False
        if cells.get("职务"):
            empty = place_of(cells["姓名"])
            told = "这一行有职务，没有姓名"
            self.notes.append(
                error(empty if empty.line else first, "roster-name", told, "补上姓名，或删去这一行")
            )
        return False

    def _serial(self, cell: Text, last: int) -> int:
        """序号 is a claim: checked, never used to sort."""
        digits = unicodedata.normalize("NFKC", cell).strip(" .、")
        if not digits.isdecimal() or len(digits) > _LONGEST_SERIAL:
            return last + 1
        if last and int(digits) != last + 1:
            told = f"序号从{last}跳到{int(digits)}；次序按行，不按序号"
            self.notes.append(warning(place_of(cell), "roster-serial", told))
        return int(digits)

    # -- in the pack file ----------------------------------------------------------------------

    def of_nodes(self, node: YamlNode) -> Roster:
        """The people of a list in the pack file: mappings, or `单位 职务 姓名`."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        people: list[Person] = []
        for item in items:
            if isinstance(item, MappingNode):
                cells = {
                    _column(key.text): Text(value.text, value.origins)
                    for key, value in item.pairs
                    if isinstance(value, ScalarNode) and _column(key.text)
                }
                for key, _ in item.pairs:
                    if not _column(key.text):
                        guess = nearest_word(key.text, COLUMNS)
                        hint = f"是不是“{guess}”？" if guess else "可以写：" + "、".join(COLUMNS)
                        self.notes.append(
                            error(key.span, "roster-column", f"不认识“{key.text}”", hint)
                        )
                if bare(cells.get("姓名", Text(""))):
                    people.append(self.person(cells))
                else:
                    self.notes.append(
                        error(item.span, "roster-name", "这一条没有姓名", "补上  姓名: …")
                    )
            elif isinstance(item, ScalarNode) and item.text.strip():
                people.append(self.person(_of_words(Text(item.text, item.origins))))
        return self.done(people)

    # -- one person ----------------------------------------------------------------------------

    def person(self, cells: dict[str, Text]) -> Person:
        """A person from the cells of a row."""
        name = bare(cells["姓名"])
        place = place_of(cells["姓名"])
        if len(name) > _LONGEST_NAME:
            told = f"姓名有{len(name):,}个字：“{name[:10]}…”"
            self.notes.append(error(place, "roster-name", told, "一行一人，只写姓名"))
        elif len(
            [piece for piece in _SPLIT_NAMES.split(cells["姓名"]) if piece.strip()]
        ) > 1 and not (len(name) <= 4 and all(_HAN.match(char) for char in name)):
            told = f"“{cells['姓名']}”像是几个人写在一格里"
            self.notes.append(error(place, "roster-name", told, "一行一人"))
        elif re.search(r"[0-9０-９()（）]", name):
            told = f"姓名“{name}”里有数字或括号"
            self.notes.append(warning(place, "roster-name", told, "说明写在“备注”一栏"))
        return Person(
            name,
            cells.get("单位", Text("")),
            cells.get("职务", Text("")),
            self._role(cells.get("角色", Text(""))),
            cells.get("称呼", Text("")),
            _narrow(cells.get("电话", Text(""))),
            cells.get("备注", Text("")),
        )

    def _role(self, cell: Text) -> str:
        word = bare(cell)
        if not word:
            return "出席"
        for role, words in ROLES.items():
            if word in words:
                return role
        guess = next((r for r, words in ROLES.items() if any(w in word for w in words)), "")
        hint = "可以写：" + "、".join(ROLES)
        told = f"不认识角色“{word}”，当作{guess or '出席'}"
        self.notes.append(warning(place_of(cell), "roster-role", told, hint))
        return guess or "出席"


def _named(sheets: Sequence[Worksheet]) -> str:
    named = "、".join(f"第{one.number}页“{one.name[:31]}”" for one in sheets[:_FEW])
    return named + ("等" if len(sheets) > _FEW else "")


def _narrow(text: Text) -> Text:
    """Full-width digits and letters as half-width ones."""
    plain = unicodedata.normalize("NFKC", text)
    return Text(plain, text.origins) if len(plain) == len(text) else text


def _column(heading: str) -> str:
    """The member that a heading names, or an empty string."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading)).lower()
    plain = re.sub(r"[（(].*[)）]$", "", plain)
    return next((key for key, names in COLUMNS.items() if plain in names), "")


def _header(sheet: Worksheet) -> int | None:
    """The row (from 0) of the headings: the first that has 姓名 and another known heading, or
    nothing but 姓名."""
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        known = {_column(cell) for cell in row if cell} - {""}
        if "姓名" in known and (len(known) > 1 or sum(map(bool, row)) == 1):
            return at
    return None


def _of_words(text: Text) -> dict[str, Text]:
    """`单位 职务 姓名`, `职务 姓名` or `姓名`."""
    words = [cut(text, found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    if len(words) > 1 and len(words[-1]) == 1 and len(words[-2]) == 1:
        words[-2:] = [joined(words[-2], words[-1])]  # 张　伟
    keys = {1: ("姓名",), 2: ("职务", "姓名")}.get(len(words), ("单位", "职务", "姓名"))
    if len(words) > 3:
        words = [words[0], joined(*words[1:-1]), words[-1]]
    return dict(zip(keys, words, strict=True))
