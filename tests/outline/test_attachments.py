"""附件 in an outline: titles, pages of their own, other outlines; and the screens for the rest."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.diagnostics import Severity, SpeechError, show
from speechgen.document import Picture, Table
from speechgen.outline import Attachment, Node, Outline
from speechgen.outline.fields import schema
from tests.outline.test_build import outline, screen
from tests.pictures_made import png

HEAD = "类型: 讲话\n标题: 在筹备会上的讲话\n落款: 青禾小学\n"
REPLY = "类型: 讲话\n标题: 参会|回执\n正文:\n  - 题: 参会人员\n  - 题: 联系方式\n"


def attachments(text: str) -> tuple[Attachment, ...]:
    found = outline(HEAD + text)["附件"]
    assert isinstance(found, tuple)
    return found


class Folder:
    """A folder with a main outline whose attachments the tests write, and files beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def draft(self, items: str) -> Draft:
        self.write("主.yaml", f"{HEAD}附件:\n{items}")
        return draft("主.yaml")

    def refused(self, items: str) -> str:
        with pytest.raises(SpeechError) as failed:
            self.draft(items)
        return show(failed.value.diagnostics)


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    folder = Folder(tmp_path)
    folder.write("回执.yaml", REPLY)
    return folder


@pytest.mark.parametrize(
    "text",
    [
        "附件:\n  - 参会回执\n  - 场地图\n",
        "附件: |\n  参会回执\n  场地图\n",
        "附件:\n  - 题: 参会回执\n  - title: 场地图\n",
        "attachments: [参会回执, 场地图]\n",
    ],
)
def test_titles_alone_have_no_page(text: str) -> None:
    found = attachments(text)
    assert found == ("参会回执", "场地图")
    assert [one.page for one in found] == [None, None]


def test_a_title_that_looks_like_a_mapping_is_a_title() -> None:
    assert attachments("附件:\n  - 甲: 乙\n  - {甲}\n") == ("甲: 乙", "{甲}")


def test_an_item_with_text_or_points_has_a_page() -> None:
    text = "附件:\n  - 题: 参会|回执\n    文: [一段, 二段]\n    点: [甲, 乙]\n    编号: 1.\n"
    (found,) = attachments(text)
    assert (found, found.heading) == ("参会回执", "参会|回执")
    assert isinstance(found.page, Node)
    assert (found.page.texts, found.page.numbering) == (("一段", "二段"), "1.")
    assert [point.head for point in found.page.points] == ["甲", "乙"]


def test_pictures_and_tables_of_a_page_are_blocks_of_its_own(beside: Folder) -> None:
    Path("场地.png").write_bytes(png())
    items = "  - 题: 场地图\n    图: [场地.png, 场地.png]\n    表: [[甲, 乙]]\n"
    blocks = beside.draft(items).document.blocks
    assert [type(one) for one in blocks[-3:]] == [Picture, Picture, Table]


def test_a_single_mapping_is_a_list_of_one() -> None:
    assert attachments("附件:\n  题: 参会回执\n  文: 一段\n")[0].page is not None


def test_another_outline_gives_title_and_page(beside: Folder) -> None:
    made = beside.draft("  - 提纲: 回执.yaml\n  - 提纲: 回执.yaml\n    题: 报名表\n")
    first, second = made.outline.values["附件"]  # type: ignore[misc]
    assert (first, first.heading, second) == ("参会回执", "参会|回执", "报名表")
    assert isinstance(first.page[0], Outline)
    assert (first.page[0].file, first.page[1].id) == ("回执.yaml", "speech")


def test_empty_items_are_left_out_with_a_word(beside: Folder) -> None:
    made = beside.draft("  - 场地图\n  -\n  - 题:\n")
    assert made.outline.values["附件"] == ("场地图",)
    told = [(note.rule, note.span.line) for note in made.diagnostics]
    assert told == [("outline-empty-point", 6), ("outline-empty-point", 7)]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("回执", True), (["回执", {"题": "表", "文": "甲", "点": ["乙"]}], True),
        ([{"提纲": "回执.yaml", "题": "表"}], True), ({"题": "表", "文": ["甲", "乙"]}, True),
        ([{"题": "表", "闻": "甲"}], False), ([["甲"]], False),
        ({"提纲": "回执.yaml", "题": "参会回执"}, True),
        ({"提纲": "回执.yaml", "文": "请填写。"}, False),
        ({"outline": "回执.yaml", "points": ["甲"]}, False),
    ],
)  # fmt: skip
def test_the_schema_takes_what_the_reader_takes(value: object, fits: bool) -> None:
    checked = jsonschema.Draft7Validator(schema())
    assert checked.is_valid({"类型": "讲话", "标题": "甲", "附件": value}) is fits


def test_the_schema_promises_no_gap_for_what_is_needed_to_begin() -> None:
    told = {key: one.get("description", "") for key, one in schema()["properties"].items()}
    assert "待补" not in told["标题"] + told["title"] + told["类型"]


REFUSED = {
    "no title": (
        "  - 文: 请报体育组。\n",
        """\
主.yaml:5:5: 错误[outline-attachment]：这份附件缺少“题”
 5 |   - 文: 请报体育组。
   |     ^^
    = 提示：加一行，例如  题: 参会回执""",
    ),
    "unknown key": (
        "  - 题: 回执\n    闻: 请报体育组。\n",
        """\
主.yaml:6:5: 错误[outline-unknown-key]：不认识的字段“闻”
 6 |     闻: 请报体育组。
   |     ^^
    = 提示：是不是“文”？""",
    ),
    "both": (
        "  - 提纲: 回执.yaml\n    文: 请报体育组。\n",
        """\
主.yaml:5:5: 错误[outline-attachment]：写了“提纲”，就不能再写“文”“点”“表”“图”
 5 |   - 提纲: 回执.yaml
   |     ^^^^
    = 提示：提纲里写的就是这一页的内容；要另加，写进那份提纲""",
    ),
    "missing file": (
        "  - 提纲: 名单.yaml\n",
        """\
主.yaml:5:9: 错误[outline-attachment]：“名单.yaml”没有这个文件
 5 |   - 提纲: 名单.yaml
   |           ^^^^^^^^^
    = 提示：写提纲旁边的文件，例如  提纲: 回执.yaml""",
    ),
    "itself": (
        "  - 提纲: 主.yaml\n",
        """\
主.yaml:5:9: 错误[outline-attachment]：“主.yaml”就是这份提纲自己，不能作自己的附件
 5 |   - 提纲: 主.yaml
   |           ^^^^^^^
    = 提示：写另一份提纲""",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_attachment_is_refused_at_its_line(case: str, beside: Folder) -> None:
    items, expected = REFUSED[case]
    assert beside.refused(items) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("下级", "文件夹"),
        ("../外面.yaml", "外面"),
        ("/etc/hosts", "绝对路径"),
        ("C:\\外面.yaml", "绝对路径"),
        ("链接.yaml", "外面"),
    ],
)
def test_only_files_beside_the_outline_are_read(name: str, said: str, beside: Folder) -> None:
    (beside.path / "下级").mkdir()
    outside = beside.path.parent / f"{beside.path.name}-外面.yaml"
    outside.write_text(REPLY, "utf-8")
    (beside.path / "链接.yaml").symlink_to(outside)
    shown = beside.refused(f"  - 提纲: '{name}'\n")
    assert shown.startswith("主.yaml:5:")
    assert "outline-attachment" in shown
    assert said in shown


def test_bytes_without_a_folder_name_no_outline() -> None:
    assert "提纲.yaml:5:9: 错误[outline-attachment]" in screen(
        f"{HEAD}附件:\n  - 提纲: 回执.yaml\n"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("类型: 没有这种\n标题: 甲\n", "错.yaml:1:5: 错误[type-unknown]"),
        ("类型: 讲话\n标题: 甲\n提: 乙\n", "错.yaml:3:1: 错误[outline-unknown-key]"),
        ("类型: 讲话\n标题: 甲\n正文: !!map 乙\n", "错.yaml:3:"),
        ("", "错.yaml:1:1: 错误[outline-not-a-mapping]"),
        ("- 甲\n", "错.yaml:1:1: 错误[outline-not-a-mapping]"),
        ("\0", "错.yaml:1:1: 错误[source-control-character]"),
    ],
)
def test_what_is_wrong_in_the_other_outline_is_told_in_its_own_file(
    text: str, first: str, beside: Folder
) -> None:
    """And what is wrong in the main one in the same run."""
    beside.write("错.yaml", text)
    shown = beside.refused("  - 提纲: 错.yaml\n  - 题: 甲\n    闻: 乙\n")
    assert any(line.startswith(first) for line in shown.splitlines()), shown
    assert "主.yaml:7:5: 错误[outline-unknown-key]" in shown


@pytest.mark.parametrize("item", ["提纲: 主.yaml", "提纲: 回执.yaml", "{题: 甲, 文: 乙}"])
def test_attachments_go_one_level_deep(item: str, beside: Folder) -> None:
    """Two outlines that name each other among them."""
    beside.write("中.yaml", f"{HEAD}附件:\n  - {item}\n")
    shown = beside.refused("  - 提纲: 中.yaml\n")
    assert shown.startswith("中.yaml:5:")
    assert "附件的提纲里不能再有带页的附件" in shown
    assert shown.count("错误") == 1


def test_the_other_outline_names_its_files_from_its_own_folder(beside: Folder) -> None:
    beside.write("附/回执.yaml", REPLY)
    made = beside.draft("  - 提纲: 附/回执.yaml\n")
    assert made.outline.values["附件"] == ("参会回执",)
    beside.write("附/回执.yaml", f"{REPLY}提: 甲\n")
    assert "附/回执.yaml:6:1: 错误[outline-unknown-key]" in beside.refused(
        "  - 提纲: 附/回执.yaml\n"
    )


def test_hints_and_gaps_of_the_other_outline_come_along(beside: Folder) -> None:
    more = "    点:\n      - 【待补：人数】\n落款：体育组\n材料:\n  甲: 乙\n"
    beside.write("回执.yaml", REPLY + more)
    made = beside.draft("  - 提纲: 回执.yaml\n")
    assert ("人数", 7, "回执.yaml") in made.missing
    told = {(note.rule, note.span.file, note.span.line) for note in made.diagnostics}
    assert ("missing-fact", "回执.yaml", 7) in told
    assert ("value-unprinted", "回执.yaml", 8) in told  # the signature belongs to the whole paper
    assert ("value-unprinted", "回执.yaml", 10) in told
    assert made.gaps[0].severity is Severity.ERROR
    assert made.unprinted == ()


def test_two_hundred_attachments(beside: Folder) -> None:
    items = "".join(f"  - 题: 附表{n}\n    提纲: 回执.yaml\n" for n in range(1, 201))
    made = beside.draft(items)
    marks = [
        one.text for one in made.document.blocks if getattr(one, "role", "") == "attachment-mark"
    ]
    assert marks == [f"附件{n}" for n in range(1, 201)]


def test_values_laid_over_reach_into_attachments(beside: Folder) -> None:
    beside.write("主.yaml", f"{HEAD}附件:\n  - 场地图\n")
    made = draft("主.yaml", values={"附件[2].题": "回执", "附件[2].文": "请报体育组。"})
    assert made.outline.values["附件"] == ("场地图", "回执")
    assert "附件2\n回执\n\n　　请报体育组。\n" in str(made)
    assert draft("主.yaml", values={"附件": "甲\n乙"}).outline.values["附件"] == ("甲", "乙")


def test_a_page_has_its_pictures_and_its_tables(beside: Folder) -> None:
    (beside.path / "图.png").write_bytes(png())
    made = beside.draft("  - 题: 场地图\n    图: [图.png, 图.png]\n    表: [[甲, 乙]]\n")
    kinds = [type(block).__name__ for block in made.document.blocks]
    assert kinds[-3:] == ["Picture", "Picture", "Table"]
    assert made.unprinted == ()
