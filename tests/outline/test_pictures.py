"""图: what an outline's picture may be, and the exact screen for what it may not."""

from __future__ import annotations

import os
from pathlib import Path

import jsonschema
import pytest

from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError, show
from speechgen.document import Item, Picture, plain
from speechgen.outline.fields import schema
from tests.pictures_made import JPEG, chunk, exif, png

HEAD = "类型: 讲话\n标题: 甲\n正文:\n  - 题: 排查\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inside = tmp_path / "稿"
    (inside / "照片").mkdir(parents=True)
    (inside / "现场.png").write_bytes(png(extra=chunk(b"eXIf", exif(6))))
    (inside / "照片/会场.jpg").write_bytes(JPEG)
    (tmp_path / "外面.png").write_bytes(png())
    monkeypatch.chdir(inside)
    return inside


def drafted(value: str) -> list[Picture]:
    Path("提纲.yaml").write_text(f"{HEAD}    图: {value}\n", "utf-8")
    blocks = draft("提纲.yaml").document.blocks
    return [block for block in blocks if isinstance(block, Picture)]


def screen(value: str) -> str:
    with pytest.raises(SpeechError) as refused:
        drafted(value)
    return show(refused.value.diagnostics)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "value",
    [
        "现场.png",
        "{文件: 现场.png}",
        "\n      文件: 现场.png",
        "\n      - 现场.png",
        "[现场.png]",
        "./现场.png",
        "照片/../现场.png",
        "照片\\..\\现场.png",
    ],
)
def test_a_file_alone(value: str) -> None:
    (picture,) = drafted(value)
    assert (picture.title, picture.width, picture.image.orientation) == ("", 0, 6)
    assert picture.name == "现场"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("width", "twips"),
    [("12厘米", 6803), ("80mm", 4535), ("8 ＣＭ", 4535), ("100pt", 2000), ("567缇", 567)],
)
def test_title_and_width(width: str, twips: int) -> None:
    (picture,) = drafted(f"{{文件: 照片/会场.jpg, 题: 图1　会场, 宽: {width}}}")
    assert (picture.title, picture.width) == ("图1　会场", twips)


@pytest.mark.usefixtures("folder")
def test_several_stand_in_their_order() -> None:
    value = "\n      - 现场.png\n      - {file: 照片/会场.jpg, title: 会场, width: 5cm}"
    assert [picture.name for picture in drafted(value)] == ["现场", "会场"]


REFUSED = {
    "missing": ("没有.png", "“没有.png”没有这个文件"),
    "nearly there": ("现场.jpg", "“现场.jpg”没有这个文件"),
    "a folder": ("照片", "“照片”是一个文件夹，不是文件"),
    "outside": (
        "../外面.png",
        "“../外面.png”在提纲的文件夹外面：只能用提纲旁边或下级文件夹里的文件",
    ),
    "absolute": ("/etc/hostname", "“/etc/hostname”是绝对路径：文件放在提纲旁边，只写“hostname”"),
    "another system's": (
        "C:\\图\\a.png",
        "“C:\\图\\a.png”是绝对路径：文件放在提纲旁边，只写“a.png”",
    ),
    "a link out": ("链接.png", "“链接.png”在提纲的文件夹外面：只能用提纲旁边或下级文件夹里的文件"),
    "a FIFO": ("管道.png", "“管道.png”不是普通文件（是管道或设备）（先存成普通文件再用）"),
    "empty": ("空.png", "“空.png”是空文件"),
    "GIF": ("动.gif", "“动.gif”是 GIF 图片，只收 PNG 和 JPEG：用“画图”打开，另存为 PNG"),
    "no image": ("文.png", "“文.png”不是图片：这里要 PNG 或 JPEG 文件"),
    "cut off": ("断.png", "“断.png”不完整，多半没有下载或复制完：重新存一份"),
    "a million wide": (
        "宽.png",
        "“宽.png”有 1000000×1 个像素，太大：每边不超过 30,000，总数不超过 5000 万，缩小后再用",
    ),
    "a bomb": ("弹.png", "“弹.png”解开后比它自己说的大得多，为安全起见没有用"),
    "30 MB": ("大.png", "“大.png”文件超过 20 MB，不读"),
}


@pytest.fixture
def odd(folder: Path) -> Path:
    (folder / "链接.png").symlink_to("../外面.png")
    os.mkfifo(folder / "管道.png")
    (folder / "空.png").write_bytes(b"")
    (folder / "动.gif").write_bytes(b"GIF89a\1\0\1\0")
    (folder / "文.png").write_text("会议通知", "utf-8")
    (folder / "断.png").write_bytes(png()[:-30])
    (folder / "宽.png").write_bytes(png(1_000_000, 1, pixels=b""))
    (folder / "弹.png").write_bytes(png(pixels=bytes(10_000_000)))
    (folder / "大.png").write_bytes(png() + bytes(30_000_000))
    return folder


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_had_is_said_at_its_line(name: str) -> None:
    file, said = REFUSED[name]
    first = screen(file).splitlines()[:3]
    assert first[0].startswith(f"提纲.yaml:5:8: 错误[outline-picture]：{said}")
    assert first[1] == f" 5 |     图: {file}"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            "{文件: 现场.png, 宽: 12}",
            "提纲.yaml:5:24: 错误[outline-picture-width]："
            "长度要带单位，如 37mm、2.5cm、28pt 或 579缇\n"
            " 5 |     图: {文件: 现场.png, 宽: 12}\n"
            "   |                              ^^\n"
            "    = 提示：例如  宽: 12厘米",
        ),
        (
            "{文件: 现场.png, 宽: 0cm}",
            "提纲.yaml:5:24: 错误[outline-picture-width]：图的宽度要大于 0\n",
        ),
        (
            "{文件: 现场.png, 宽: -3cm}",
            "提纲.yaml:5:24: 错误[outline-picture-width]：图的宽度要大于 0\n",
        ),
        (
            "{文件: 现场.png, 宽: 99999cm}",
            "提纲.yaml:5:24: 错误[outline-picture-width]：长度不能超过 558mm",
        ),
        ("{题: 现场}", "提纲.yaml:5:8: 错误[outline-picture]：“图”没有写图片的文件名\n"),
        (
            "{文件: 现场.png, 宽度: 3cm}",
            "提纲.yaml:5:21: 错误[outline-unknown-key]：不认识的字段“宽度”\n"
            " 5 |     图: {文件: 现场.png, 宽度: 3cm}\n"
            "   |                          ^^^^\n"
            "    = 提示：是不是“宽”？",
        ),
        ("\n      - - 现场.png", "提纲.yaml:6:9: 错误[outline-picture]"),
    ],
)
def test_what_is_written_wrong(value: str, said: str) -> None:
    assert screen(value).startswith(said)


def test_an_outline_that_is_no_file_has_no_pictures() -> None:
    with pytest.raises(SpeechError, match="这份提纲不是文件，找不到“现场"):
        draft(f"{HEAD}    图: 现场.png\n".encode())


@pytest.mark.usefixtures("folder")
def test_all_pictures_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechgen.outline.pictures._MOST", 700)
    drafted("[照片/会场.jpg, 照片/会场.jpg]")  # once is enough
    assert "连同“现场.png”，图片合计超过" in screen("[照片/会场.jpg, 现场.png]")


# -- where they stand ------------------------------------------------------------------------------


def shown(points: str) -> list[str]:
    Path("提纲.yaml").write_text(f"类型: 讲话\n标题: 甲\n正文:\n{points}", "utf-8")
    made = draft("提纲.yaml")
    assert made.unprinted == ()
    return [
        "图" if isinstance(block, Picture) else str(plain(block))
        for block in made.document.blocks[1:]
    ]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("points", "printed"),
    [
        ("  - 题: 一\n    文: 甲。\n    图: 现场.png\n    点: [乙]\n",
         ["一、一", "甲。", "图", "（一）乙。"]),
        ("  - 题: 一\n    点:\n      - 题: 甲\n        图: 现场.png\n      - 乙\n",
         ["一、一", "（一）甲", "图", "（二）乙。"]),
        ("  - 甲\n  - 图: 现场.png\n  - 乙\n", ["一、甲", "图", "二、乙"]),
        ("  - 题: 一\n    连排: 是\n    点:\n      - 题: 甲\n        图: 现场.png\n      - 乙\n",
         ["一、一", "（一）甲", "图", "（二）乙。"]),
        ("  - 图: 现场.png\n", ["图"]),
    ],
)  # fmt: skip
def test_it_stands_below_the_text_of_its_point(points: str, printed: list[str]) -> None:
    assert shown(points) == printed


@pytest.mark.usefixtures("folder")
def test_a_head_above_a_picture_is_a_heading() -> None:
    shown("  - 题: 一\n    点:\n      - 题: 甲\n        图: 现场.png\n")
    heads = [b for b in draft("提纲.yaml").document.blocks if isinstance(b, Item)]
    assert [head.heading for head in heads] == [True, True]


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("现场.png", True),
        ({"文件": "现场.png", "题": "图1", "宽": "12厘米"}, True),
        (["现场.png", {"文件": "乙.jpg"}], True),
        ({"文档": "现场.png"}, False),
    ],
)
def test_the_schema_knows_it(value: object, good: bool) -> None:
    outline = {"类型": "讲话", "标题": "甲", "正文": [{"题": "一", "图": value}]}
    assert jsonschema.Draft7Validator(schema()).is_valid(outline) == good


TYPE = {
    "meeting.yaml": "名称: 巡查\n用途: 试\n段落: [a.j2]\n字段:\n  照片: {类: 图}\n",
    "a.j2": "@标题 {{ 标题 }}\n\n{% if 照片 %}\n{{ 照片 }}\n\n{% endif %}\n完。\n",
}


def type_of(folder: Path, template: str = "") -> None:
    home = folder / "templates/patrol"
    home.mkdir(parents=True)
    for name, text in TYPE.items():
        (home / name).write_text(text, "utf-8")
    if template:
        (home / "a.j2").write_text(template, "utf-8")
    Path("提纲.yaml").write_text("类型: 巡查\n标题: 甲\n照片: [现场.png, 照片/会场.jpg]\n", "utf-8")


def test_a_type_may_have_a_field_for_it(folder: Path) -> None:
    type_of(folder)
    blocks = draft("提纲.yaml").document.blocks
    kinds = ["Para", "Picture", "Picture", "Para"]
    assert [type(block).__name__ for block in blocks] == kinds


def test_within_a_text_it_is_refused(folder: Path) -> None:
    type_of(folder, "@标题 {{ 标题 }}\n\n见{{ 照片 }}。\n")
    with pytest.raises(SpeechError, match="表和图要单独占一行打印"):
        draft("提纲.yaml")
