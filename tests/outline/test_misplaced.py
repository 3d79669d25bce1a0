"""Keys that stand where they mean nothing: the screen says where they belong."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from speechgen import draft
from speechgen.diagnostics import SpeechError
from speechgen.files.beside import Beside
from speechgen.outline.fields import schema
from tests.pictures_made import png

SPEECH = "类型: 动员部署会讲话\n标题: 在筹备会上的讲话\n任务: 布置筹备工作\n正文:\n  - 题: 抓筹备\n"
NOTICE = "类型: 会议通知\n标题: 关于开会的通知\n"


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        (f"{SPEECH}图: 现场.jpg\n", "图", "“图”写在“正文”的一点里，与那一点的“题”对齐"),
        (f"{SPEECH}照片: 现场.jpg\n", "照片", "“图”写在“正文”的一点里，与那一点的“题”对齐"),
        (f"{SPEECH}表:\n  - [甲, 乙]\n", "表", "“表”写在“正文”的一点里，与那一点的“题”对齐"),
        (f"{SPEECH}印章: 是\n", "印章", "“印章”写在“落款”下面，缩进两格"),
        (f"{SPEECH}强调: 抓紧\n", "强调", "“强调”写在“结尾”下面，缩进两格"),
        (f"{SPEECH}版记: 甲\n", "版记", "版记由“版头”下面的“印发机关”“印发日期”和“抄送”印出"),
        (f"{SPEECH}版头:\n  印章: 是\n", "印章", "“印章”写在“落款”下面，缩进两格"),
        (
            f"{SPEECH}落款:\n  抄送: 甲\n",
            "抄送",
            "“抄送”写在最外面一层，不缩进；这里可以写：单位、日期、印章",
        ),
        (f"{SPEECH}落款:\n  盖章: 是\n", "盖章", "是不是“印章”？"),
        (f"{NOTICE}开头: 各位。\n", "开头", "是不是“缘由”？"),
        (
            f"{NOTICE}结尾: 特此通知。\n",
            "结尾",
            "这一类型自己结尾；要加的话写成“正文”的最后一点；全用自己的话，就用  类型: 公文",
        ),
        (f"{NOTICE}附件:\n  - 题: 甲\n    印章: 是\n", "印章", "“印章”写在“落款”下面，缩进两格"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_told_where_it_belongs(text: str, key: str, hint: str) -> None:
    with pytest.raises(SpeechError) as caught:
        draft(text.encode())
    (note,) = caught.value.diagnostics
    assert (note.rule, note.message) == ("outline-unknown-key", f"不认识的字段“{key}”")
    assert note.hint == hint


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("落款:\n  印章: 是\n", "outline-seal", "写了“印章”，没有盖章的单位"),
        ("落款:\n  印章: 是\n单位: 青禾小学\n", "", ""),
        (
            "结尾:\n  强调: 抓紧\n",
            "outline-key-as-text",
            "“结尾”下面没有“强调”这个字段，连冒号一起按文字印出",
        ),
        ("结尾: 强调：抓紧\n", "", ""),
        ("附件:\n  - 2.路线图\n", "outline-typed-label", "“2.”像是手写的序号；附件的序号由程序加"),
        ("附件:\n  - 附件1：甲\n", "outline-typed-label",
         "手写的序号“附件1：”已去掉，附件的序号由程序加"),
        ("附件:\n  - 3.5公里路线图\n  - 2026年要点\n  - 一览表\n", "", ""),
        ("附件:\n  - 回执.yaml\n", "outline-key-as-text",
         "“回执.yaml”按附件的名称印出，它的内容没有印"),
    ],
)  # fmt: skip
def test_what_prints_otherwise_than_meant_is_remarked(text: str, rule: str, said: str) -> None:
    notes = draft(f"类型: 公文\n标题: 关于开会的通知\n{text}".encode()).diagnostics
    assert [(note.rule, note.message) for note in notes] == ([(rule, said)] if rule else [])


def test_a_value_laid_under_a_text_is_refused() -> None:
    with pytest.raises(SpeechError, match="“结尾”是段落，下面没有“强调”"):
        draft("类型: 讲话\n标题: 甲\n".encode(), values={"结尾.强调": "好"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("大写.jpg", "大写.JPG"),
        ("现场.PNG", "现场.png"),
        ("现场", "现场.png"),
        ("下级.png", "照片/下级.png"),
        ("现厂.png", "现场.png"),
    ],
)
def test_a_missing_file_is_told_which_was_meant(name: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    for file in ("大写.JPG", "现场.png", "文.jpg", "照片/下级.png"):
        (tmp_path / file).write_bytes(b"")
    with pytest.raises(ValueError, match=f"没有这个文件（是不是“{meant}”？）"):
        Beside(tmp_path).read(name, 10)


@pytest.mark.parametrize(
    ("point", "good"),
    [
        ({"题": "甲", "图": {"文件": "a.png"}}, True),
        ({"题": "甲", "图": {"file": "a.png"}}, True),
        ({"题": "甲", "图": {"题": "图1"}}, False),
        ({"题": "甲", "表": {"行": [["甲"]]}}, True),
        ({"题": "甲", "表": {"文件": "a.csv"}}, True),
        ({"题": "甲", "表": {"题": "乙"}}, False),
        ({"题": "甲", "表": {"行": [["甲"]], "文件": "a.csv"}}, False),
    ],
)
def test_the_schema_asks_for_what_the_reader_asks_for(point: object, good: bool) -> None:
    checked = jsonschema.Draft7Validator(schema())
    assert checked.is_valid({"类型": "讲话", "标题": "甲", "正文": [point]}) == good


def test_the_schema_asks_for_a_title_of_an_attachment() -> None:
    checked = jsonschema.Draft7Validator(schema())
    assert not checked.is_valid({"类型": "讲话", "标题": "甲", "附件": [{"文": "乙"}]})
    assert checked.is_valid({"类型": "讲话", "标题": "甲", "附件": [{"提纲": "乙.yaml"}]})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("图: 分工.xlsx", "“分工.xlsx”是表格文件：写成  表: 分工.xlsx"),
        (
            "图: https://a.b/甲.png",
            "“图”不能是网址，起草不联网：先把图片存到提纲旁边，再写它的文件名",
        ),
        (
            "图: {文件: 甲.png，题: 乙}",
            "“图”的花括号里看不懂：用半角的逗号和冒号，或者另起行写“文件: …”“题: …”",
        ),
        ("表: 甲.png", "“甲.png”不是表格文件的名字"),
        ("表: 图片.xlsx", "“图片.xlsx”是PNG 图片，不是表格"),
    ],
)
def test_a_picture_is_no_table(written: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "图片.xlsx").write_bytes(png())
    with pytest.raises(SpeechError) as caught:
        text = f"类型: 讲话\n标题: 甲\n正文:\n  - 题: 乙\n    {written}\n"
        draft(text.encode(), beside=tmp_path)
    (note,) = caught.value.diagnostics
    assert (note.message, note.span.line, note.span.column) == (said, 5, 8)
