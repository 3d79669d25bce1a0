"""Reading a roster from a sheet or from the pack file.

Owns what a column means and what is refused, with the cell named. Must not know papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.marks import HAN, shortened
from speechgen.pack.roster import ROLES, Person, Roster, bare, doubts, split_words
from speechgen.schema.fields import did_you_mean, nearest_word
from speechgen.schema.notes import FileNotes
from speechgen.schema.pieces import parts, scalar, spaced, stripped_lines
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.tables import is_total
from speechgen.tables.sheets import Worksheet, read_sheets
from speechgen.text import Text, cut, joined, place_of

_PARTS: Final = ("部门", "科室", "处室", "股室", "班组", "班级")
"""Headings of a part of a unit: the unit of a roster that has no other."""

COLUMNS: Final = {
    "序号": ("序号", "编号", "序", "次序", "no", "no."),
    "单位": ("单位", "工作单位", "单位名称", "所在单位", "unit", *_PARTS),
    "职务": ("职务", "职位", "职称", "单位职务", "职务职称", "position"),
    "姓名": ("姓名", "名字", "人员", "参会人", "参会人员", "name"),
    "角色": ("角色", "身份", "参会身份", "类别", "参会类别", "参会情况", "出席情况", "role"),
    "称呼": ("称呼", "怎么称呼", "介绍用语"),
    "电话": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone"),
    "备注": ("备注", "说明", "附注", "note"),
}
"""Member of a person -> headings of its column, blanks and full-width forms left out."""

_REMARKS: Final = {
    "请假": ("请假", "病假", "事假", "休假", "产假", "缺席", "不参加", "不能参加", "不到会"),
    "列席": ("列席", "旁听"),
    "工作人员": ("工作人员", "会务"),
}
"""What a remark says of a role, the strongest first."""
_MEETING: Final = 10  # people of whom some preside or are away
_NOT_SO: Final = "不请假|未请假|已销假|销假|改为出席|代|替"
"""Remarks that say the contrary, or speak of somebody else."""
_HEADINGS: Final = "要有一行栏名：序号 单位 职务 姓名 角色 备注"
_FEW: Final = 20  # sheets that a message names


def read_roster(node: YamlNode, folder: Path) -> Roster:
    """The roster a pack file names (`名单.xlsx`, `{文件, 页}`) or holds.

    Raises SpeechError with everything that makes it unusable.
    """
    file, page = node, ""
    if isinstance(node, MappingNode):
        pairs = {key.text: value for key, value in node.pairs}
        file = pairs.get("文件", pairs.get("file", node))
        named = pairs.get("页", pairs.get("sheet"))
        page = named.text if isinstance(named, ScalarNode) else ""
        if not isinstance(file, ScalarNode):
            said = "“名单”要写文件名，或在这里一人一条"
            raise refusal(node.span, "roster-kind", said, "名单: 名单.xlsx")
    if not isinstance(file, ScalarNode):
        return _RosterReader(node.span.file, ()).of_nodes(node)
    words = split_words(Text(file.text, file.origins))
    if len(words) > 1 and not re.search(r"\.\w{2,4}\b", file.text):  # 周清、程野
        people = SequenceNode(tuple(map(scalar, words)), file.span)
        return _RosterReader(node.span.file, ()).of_nodes(people)
    name, _, behind = file.text.partition("#")
    path = folder / name.strip()
    try:
        sheets = read_sheets(path)
    except SpeechError as failed:
        first = failed.diagnostics[0]
        if first.rule != "file-missing":
            raise
        said = f"没有名单文件“{name.strip()}”"
        raise refusal(file.span, "roster-missing", said, first.hint) from None
    reader = _RosterReader(str(path), ())
    return reader.of_sheet(reader.chosen(sheets, page or behind.strip(), file.span))


class _RosterReader(FileNotes):
    """Reads one roster and notes what is wrong or doubtful."""

    def _done(self, people: list[Person]) -> Roster:
        """The roster, once it has been looked over. Raises SpeechError."""
        if not people and not self.errors:
            self.fail(Span(self.file), "roster-empty", "名单里没有人")
        if self.errors:
            raise SpeechError(self.notes)
        return Roster(tuple(people), (*self.notes, *doubts(people)))

    # -- sheets --------------------------------------------------------------------------------

    def chosen(self, sheets: Sequence[Worksheet], page: str, at: Span) -> Worksheet:
        """The sheet that holds the roster. Raises SpeechError where that is not plain."""
        if page:
            digits = unicodedata.normalize("NFKC", page).strip("第页张 ")
            for sheet in sheets:
                if sheet.name == page or str(sheet.number) == digits:
                    return sheet
            raise refusal(at, "roster-sheet", f"没有“{page}”这一页", f"有：{_named(sheets)}")
        rosters = [sheet for sheet in sheets if _header(sheet) is not None]
        whole = Span(self.file)
        if len(rosters) > 1:
            hint = "写明用哪一页：\n      名单:\n        文件: 名单.xlsx\n        页: 第1页"
            said = f"有{len(rosters)}页都像名单：{_named(rosters)}"
            raise refusal(whole, "roster-sheet", said, hint)
        if not rosters:
            raise refusal(whole, "roster-header", "没有找到“姓名”一栏", f"名单{_HEADINGS}")
        unused = [s for s in sheets if s is not rosters[0] and any(any(row) for row in s.rows)]
        if unused:
            used = f"第{rosters[0].number}页“{rosters[0].name}”"
            said = f"名单用{used}，没有用{_named(unused)}"
            self.hint(whole, "roster-sheet", said)
        return rosters[0]

    def of_sheet(self, sheet: Worksheet) -> Roster:
        """The people of a sheet, below its row of headings."""
        header = _header(sheet)
        if header is None:
            said = "这一页没有“姓名”一栏"
            raise refusal(Span(self.file), "roster-header", said, _HEADINGS)
        columns = self._columns(sheet.rows[header])
        for rule, said, hint in sheet.notes:
            self.hint(Span(self.file), rule, said, hint)
        rows = self._unmerged(sheet, header, columns)
        people: list[Person] = []
        last = 0
        self._join_lines(rows[header + 1 :], columns)
        for row in rows[header + 1 :]:
            cells = {key: row[at] if at < len(row) else Text("") for key, at in columns.items()}
            if any(row) and self._is_person(row, cells):
                people.append(self._person(cells))
                last = self._serial(cells.get("序号", Text("")), last)
        if not {"角色", "备注"} & columns.keys() and len(people) >= _MEETING:
            said = f"没有“角色”一栏，{len(people)}人都算出席"
            hint = "主持、列席、请假的人，在“角色”一栏里写明"
            self.hint(Span(self.file), "roster-role", said, hint)
        return self._done(people)

    def _join_lines(self, rows: Sequence[list[Text]], columns: dict[str, int]) -> None:
        """Makes a cell of several lines, but for names, one text; which is told once."""
        told: list[Text] = []
        for at in (at for key, at in columns.items() if key not in ("姓名", "备注")):
            for row in rows:
                if at < len(row) and "\n" in row[at]:
                    row[at] = spaced(stripped_lines(row[at]))
                    told.append(row[at])
        if told:
            more = f"等 {len(told)} 格" if told[1:] else ""
            said = f"单元格里有换行，连成一行：“{shortened(told[0])}”{more}"
            self.hint(place_of(told[0]), "roster-break", said, "本来是两个，就用顿号隔开")

    def _columns(self, row: Sequence[Text]) -> dict[str, int]:
        columns: dict[str, int] = {}
        units = {at for at, cell in enumerate(row) if _column(cell) == "单位"}
        parted = {at for at in units if _plain(row[at]) in _PARTS}
        for at, cell in enumerate(row):
            key = "" if at in parted and parted < units else _column(cell)
            if key and key not in columns:
                columns[key] = at
            elif key:
                said = f"“{cell}”一栏出现了两次，用前面的"
                self.warn(place_of(cell), "roster-column", said)
            elif cell:
                said, hint = f"不认识“{cell}”这一栏，没有用", "认识的栏：" + "、".join(COLUMNS)
                if at in parted:
                    said, hint = f"已有“单位”一栏，没有用“{cell}”", "要印的话，并进“单位”一栏"
                self.hint(place_of(cell), "roster-column", said, hint)
        return columns

    def _unmerged(self, sheet: Worksheet, header: int, columns: dict[str, int]) -> list[list[Text]]:
        """The rows with a cell merged over several people repeated for each of them; a name merged
        over rows is an error, a heading of two rows is left as it is."""
        rows = [list(row) for row in sheet.rows]
        for top, left, bottom, right in sheet.merged:
            if top <= header or bottom == top or top >= len(rows) or left >= len(rows[top]):
                continue
            value = rows[top][left]
            if sheet.notes and not any(rows[top]):
                said = f"从第{top + 1}行起的合并格没有读到文字（这一行隐藏着，或空着）"
                self.warn(Span(self.file), "roster-merged", said, "取消合并，逐格填写")
                continue
            used = [key for key, at in columns.items() if left <= at <= right]
            if not used:
                continue
            count = bottom - top + 1
            if "姓名" in used and value:
                said = f"姓名“{value}”占了{count}行的合并格，看不出每行是谁"
                self.fail(place_of(value), "roster-merged", said, "取消合并，一行一人")
                continue
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row):
                    row[left] = value
            if value:
                said = f"“{value}”是合并格，当作{count}行都是它"
                self.hint(place_of(value), "roster-merged", said)
        return rows

    def _is_person(self, row: Sequence[Text], cells: dict[str, Text]) -> bool:
        """Whether a row is somebody; a note or a subheading among the people is left out."""
        total = is_total(row)
        if cells["姓名"] and not total:
            return True
        filled = [cell for cell in row if cell]
        if not total and cells.get("职务") and len(filled) > 1:
            empty, first = place_of(cells["姓名"]), place_of(filled[0])
            said, hint = "这一行有职务，没有姓名", "补上姓名，或删去这一行"
            self.fail(empty if empty.line else first, "roster-name", said, hint)
        else:
            serial = None if total else cells.get("序号")
            shown = next((cell for cell in filled if cell is not serial), filled[0])
            said = f"“{shown[:20]}”不是人名，这一行没有用"
            self.hint(place_of(shown), "roster-note", said)
        return False

    def _serial(self, cell: Text, last: int) -> int:
        """序号 is a claim: checked, never used to sort."""
        digits = unicodedata.normalize("NFKC", cell).strip(" .、")
        if not digits.isdecimal() or len(digits) > 9:  # no place in a list
            return last + 1
        if last and int(digits) != last + 1:
            said = f"序号从{last}跳到{int(digits)}；次序按行，不按序号"
            self.warn(place_of(cell), "roster-serial", said)
        return int(digits)

    # -- in the pack file ----------------------------------------------------------------------

    def of_nodes(self, node: YamlNode) -> Roster:
        """The people of a list in the pack file: mappings, or `单位 职务 姓名`."""
        people: list[Person] = []
        for item in parts(node):
            if isinstance(item, MappingNode):
                cells: dict[str, Text] = {}
                for key, value in item.pairs:
                    if column := _column(key.text):
                        if isinstance(value, ScalarNode):
                            cells[column] = Text(value.text, value.origins)
                        continue
                    guess = nearest_word(key.text, COLUMNS)
                    hint = did_you_mean(guess, "可以写：" + "、".join(COLUMNS))
                    self.fail(key.span, "roster-column", f"不认识“{key.text}”", hint)
                if bare(cells.get("姓名", Text(""))):
                    people.append(self._person(cells))
                else:
                    said = "这一条没有姓名"
                    self.fail(item.span, "roster-name", said, "补上  姓名: …")
            elif isinstance(item, ScalarNode) and item.text.strip():
                people.append(self._person(_of_words(Text(item.text, item.origins))))
        return self._done(people)

    # -- one person ----------------------------------------------------------------------------

    def _person(self, cells: dict[str, Text]) -> Person:
        """A person from the cells of a row."""
        said = cells["姓名"]
        name, at = bare(said), place_of(said)
        pieces = [one for one in re.split(r"\s*[、，,;；/\n]\s*|\s{2,}", said) if one.strip()]
        lines = "\n" in said and min(map(len, pieces)) > 1  # two names, one below the other
        several = len(pieces) > 1 and (lines or not re.fullmatch(f"{HAN}{{,4}}", name))  # 张　伟
        if len(name) > 100:
            told = f"姓名有{len(name):,}个字：“{name[:10]}…”"
            self.fail(at, "roster-name", told, "一行一人，只写姓名")
        elif several:
            self.fail(at, "roster-name", f"“{said}”像是几个人写在一格里", "一行一人")
        elif re.search(r"[0-9０-９()（）]", name):
            told = f"姓名“{name}”里有数字或括号"
            self.warn(at, "roster-name", told, "说明写在“备注”一栏")
        unit, position, address, phone, note = (
            cells.get(key, Text("")) for key in ("单位", "职务", "称呼", "电话", "备注")
        )
        narrow = unicodedata.normalize("NFKC", phone)  # full-width digits as half-width ones
        if len(narrow) == len(phone):
            phone = Text(narrow, phone.origins)
        said = cells.get("角色", Text(""))
        role = self._role(said) if bare(said) else self._remarked(note)
        return Person(name, unit, position, role, address, phone, note)

    def _remarked(self, note: Text) -> str:
        """The role of somebody whose 角色 says nothing: the remark may (因病请假)."""
        word = bare(note)
        for role, words in _REMARKS.items():
            if any(one in word for one in words) and not re.search(_NOT_SO, word):
                said = f"备注写着“{word[:20]}”，当作{role}"
                self.hint(place_of(note), "roster-role", said, "不是的话，在“角色”一栏写明")
                return role
        return "出席"

    def _role(self, cell: Text) -> str:
        word = bare(cell)
        if not word:
            return "出席"
        for role, words in ROLES.items():
            if word in words:
                return role
        guess = next((r for r, words in ROLES.items() if any(w in word for w in words)), "出席")
        said = f"不认识角色“{word}”，当作{guess}"
        self.warn(place_of(cell), "roster-role", said, "可以写：" + "、".join(ROLES))
        return guess


def _named(sheets: Sequence[Worksheet]) -> str:
    named = "、".join(f"第{one.number}页“{one.name[:31]}”" for one in sheets[:_FEW])
    return named + ("等" if len(sheets) > _FEW else "")


def _plain(heading: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading)).lower()
    return re.sub(r"[（(].*[)）]$", "", plain)


def _column(heading: str) -> str:
    """The member that a heading names, or an empty string."""
    plain = _plain(heading)
    return next((key for key, names in COLUMNS.items() if plain in names), "")


def _header(sheet: Worksheet) -> int | None:
    """The row (from 0) of the headings: the first that has 姓名 and another known heading, or
    nothing but 姓名; one below the twentieth is no heading."""
    for at, row in enumerate(sheet.rows[:20]):
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
