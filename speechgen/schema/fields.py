"""What a key is: its names, the kind of its value, its members; and which key was meant.

One table of fields serves validation, did-you-mean, `speechgen types` and the JSON Schema. Must
not know how a value is read, nor which keys there are (but for what a table or a picture is told
by).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from speechgen.frozen import frozen


class Kind(StrEnum):
    """What a value may be; the value in Chinese is what a type's author writes in `类`."""

    TEXT = "文字"
    PARAGRAPHS = "段落"  # a string or a list of strings, each line a paragraph
    LIST = "列表"  # a list of short texts
    DATE = "日期"
    FLAG = "是否"
    NODES = "要点"  # 正文 and 点
    TABLE = "表"
    PICTURE = "图"
    GROUP = "分组"  # a mapping with fields of its own
    GROUPS = "清单"  # a list of such mappings
    ATTACHMENTS = "附件"  # a list of titles, or of mappings with what stands on a page of its own
    FACTS = "材料"  # anything; templates pick from it


@frozen
class Field:
    """One key: `key` is its canonical (Chinese) name, `aliases` are accepted silently.

    `near` are slips that only a hint answers. `fields` describes the members of a GROUP, of
    GROUPS or ATTACHMENTS; `shorthand` names the member that a plain string stands for. `setting`
    marks a key that steers the draft and is never printed itself. `read` makes more of a text, or
    raises ValueError with a Chinese sentence that says what to write; `choices` are the words it
    takes where only words are taken. `between` is the mark between the names in a list under the
    key, which are one text. `own_words` marks a GROUP in whose place a text may stand as a whole of
    its own: it is no member, and the group has none then. `says_nothing`: 无 says that nothing
    stands here, not even what the type would say; elsewhere that there is none of it.
    """

    key: str
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    required: bool = False
    explain: str = ""
    example: str = ""
    fields: tuple[Field, ...] = ()
    shorthand: str = ""
    setting: bool = False
    read: Callable[[str], object] = str
    choices: tuple[str, ...] = ()
    between: str = ""
    own_words: bool = False
    says_nothing: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that is accepted."""
        return (self.key, *self.aliases)


PICTURE_FIELDS: Final = (
    Field("文件", aliases=("file",), near=("图", "图片", "文件名", "名称"), example="现场.jpg",
          explain="提纲旁边或下级文件夹里的 PNG 或 JPEG"),
    Field("题", aliases=("title",), near=("标题", "图题", "说明", "名"), example="图1　排查现场",
          explain="印在图下面"),
    Field("宽", aliases=("width",), near=("宽度", "大小"), example="12厘米",
          explain="印多宽，如 12厘米、80mm；不写就照像素定，最宽到版心"),
)  # fmt: skip
"""What a picture is told by, where its file's name alone does not do."""
TABLE_FIELDS: Final = (
    Field("题", aliases=("title",), near=("标题", "表题", "名称"), explain="印在表上面的题目",
          example="分工表"),
    Field("宽", Kind.LIST, ("widths",), ("列宽", "宽度"),
          explain="各列占几份；不写就按内容定", example="[1, 4, 2]"),
    Field("行", Kind.LIST, ("rows",), ("内容", "数据"),
          explain="一行一个列表，第一行是表头；或一行几项“栏名: 内容”", example="- [序号, 事项]"),
    Field("文件", aliases=("file",), near=("文件名",),
          explain="提纲旁边的 .xlsx 或 .csv，代替“行”", example="分工.xlsx"),
    Field("工作表", aliases=("sheet",), near=("表名", "页"),
          explain="工作簿里哪一个工作表；不写就是第一个有内容的", example="分工"),
)  # fmt: skip
"""What a table is told by, where its rows or its file's name alone do not do."""


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """Every spelling with its field; of two fields that share one, the last."""
    return {name: field for field in fields for name in field.names}


def sample(field: Field) -> str:
    """A hint that shows how a field is written; empty where it has no example."""
    members = [f"{one.key}: {one.example}" for one in field.fields if one.required and one.example]
    if members and field.kind is Kind.GROUPS:
        rows = "\n        ".join(members)
        return f"写成\n      - {rows}"
    return f"例如  {field.key}: {field.example}" if field.example else ""


def find_field(fields: Iterable[Field], name: str) -> Field | None:
    """The field that accepts `name` as its key or alias; None if none does."""
    return next((field for field in fields if name in field.names), None)


def without(fields: Sequence[Field], path: str) -> tuple[Field, ...]:
    """The fields less the one at a dotted path (`任务`, `结尾.时令`)."""
    key, _, member = path.partition(".")
    return tuple(
        replace(field, fields=without(field.fields, member)) if field.key == key else field
        for field in fields
        if field.key != key or member
    )


def paths_of(fields: Sequence[Field]) -> list[str]:
    """The dotted paths of fields that hold a value themselves: groups give their members'."""
    return [
        path
        for field in fields
        for path in ([f"{field.key}.{one}" for one in paths_of(field.fields)] or [field.key])
    ]


_SIMPLIFIED: Final = str.maketrans(
    "類標題講話職務時間長點單會議稱謂編號語氣結開頭註剛強調謝辦圖獨連數聯繫電選項報導錄內檔備",
    "类标题讲话职务时间长点单会议称谓编号语气结开头注刚强调谢办图独连数联系电选项报导录内档备",
) | str.maketrans("休宇矩锁末土", "体字距缩未士")
"""Characters of keys as they are written elsewhere, and what looks like one."""


def nearest(name: str, candidates: Iterable[Field]) -> str:
    """The key a writer of `name` most likely meant, or an empty string."""
    fields, lower = tuple(candidates), name.lower().translate(_SIMPLIFIED)
    spellings = by_name(fields)
    for field in fields:
        if lower in field.near:
            return field.key
    meant = lower if lower in spellings else nearest_word(lower, spellings)
    return spellings[meant].key if meant else ""


def nearest_word(word: str, candidates: Iterable[str], least: float = 0.5) -> str:
    """The candidate most like `word`, or an empty string; at least a part of it (`least`) must
    agree, of an English word nearly all."""
    return next(iter(nearest_words(word, candidates, least)), "")


def nearest_words(word: str, candidates: Iterable[str], least: float = 0.5) -> list[str]:
    """As `nearest_word`, the three that are most like it, the best first."""
    return [one for one, _ in _alike(word[:50], tuple(candidates), least)]


def likeliest(word: str, candidates: Iterable[str]) -> list[str]:
    """As `nearest_words`, those that are as much like it as the first; what only looks like one
    is that one."""
    known, looked = tuple(candidates), word.translate(_SIMPLIFIED)
    if looked in known:
        return [looked]
    found = _alike(word[:50], known, 0.5)
    return [one for one, likeness in found if likeness == found[0][1]]


@lru_cache(maxsize=1024)  # a file is read again for the sake of its messages
def _alike(word: str, candidates: tuple[str, ...], least: float) -> Sequence[tuple[str, float]]:
    import difflib  # not for a file whose words are all known

    cutoff = 0.75 if word.isascii() else least
    found = difflib.get_close_matches(word, candidates, n=3, cutoff=cutoff)
    alike = [(one, difflib.SequenceMatcher(None, word, one).ratio()) for one in found]
    return sorted(alike, key=lambda one: (one[1], one[0][0] == word[0]), reverse=True)


def did_you_mean(guess: str | Iterable[str], otherwise: str = "") -> str:
    """The hint that asks whether `guess`, or one of them, was meant; `otherwise` where nobody has
    one."""
    named = "、".join(f"“{one}”" for one in ([guess] if isinstance(guess, str) else guess) if one)
    return f"是不是{named}？" if named else otherwise
