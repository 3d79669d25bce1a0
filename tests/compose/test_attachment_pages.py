"""The pages of attachments in a draft: where they stand, what they print, how they are numbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.api import search_roots
from speechgen.api.checking import check
from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.diagnostics import SpeechError
from speechgen.document import Item, PageBreak, Para, Picture, Table
from speechgen.layout.names import PARAGRAPHS
from speechgen.library.folders import template_roots
from speechgen.paper.paragraphs import PaperParagraph, paragraphs
from speechgen.readers import read_bytes
from tests.pictures_made import png

MAIN = """\
类型: 讲话
标题: 在筹备会上的讲话
正文:
  - 题: 统一思想
    文: 认识要到位。
  - 题: 抓好筹备
    文: 场地要平整。
附件:
  - 提纲: 回执.yaml
  - 场地图
  - 题: 项目|安排
    文: 各项目按下列次序进行。
    编号: 1.
    点: [径赛, 田赛]
落款: 青禾小学
抄送: 区教育局
版头:
  印发机关: 青禾小学办公室
  印发日期: 2026年9月15日
"""
REPLY = """\
类型: 讲话
标题: 参会|回执
副标题: 每单位一份
编号: （一）>①
版头: {机关: 青禾小学文件, 字号: 青小〔2026〕3号, 标注: 送审稿, 印发机关: 办公室}
正文:
  - 题: 参会人员
    点:
      - 姓名
      - 职务
  - 题: 联系方式
附件: [名单]
落款: {单位: 体育组, 日期: 2026年9月8日, 印章: 是}
抄送: 总务处
"""
PRINTED = """\
在筹备会上的讲话

　　一、统一思想
　　认识要到位。
　　二、抓好筹备
　　场地要平整。
　　附件：1. 参会回执
　　2. 场地图
　　3. 项目安排
青禾小学

附件1
参会回执
每单位一份

　　（一）参会人员
　　①姓名；
　　②职务。
　　（二）联系方式

附件3
项目安排

　　各项目按下列次序进行。
　　1.径赛
　　2.田赛
抄送：区教育局
青禾小学办公室\t2026年9月15日印发
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Draft]:
    """`made(main=MAIN, reply=REPLY)`: a draft of the main outline with the other one beside it."""
    monkeypatch.chdir(tmp_path)

    def run(main: str = MAIN, reply: str = REPLY, **options: str) -> Draft:
        Path("主.yaml").write_text(main, "utf-8")
        Path("回执.yaml").write_text(reply, "utf-8")
        return draft("主.yaml", **options)

    return run


def roles(found: Draft) -> list[str]:
    return [getattr(block, "role", type(block).__name__) for block in found.document.blocks]


def test_pages_stand_behind_the_signature_and_before_the_imprint(
    made: Callable[..., Draft],
) -> None:
    found = made()
    assert str(found) == PRINTED
    first = roles(found).index("attachment-mark")
    assert roles(found)[first - 2 : first + 3] == [
        "signature", "PageBreak", "attachment-mark", "attachment-title", "subtitle",
    ]  # fmt: skip
    assert roles(found)[-2:] == ["copy-to", "imprint"]
    title = found.document.blocks[first + 1]
    assert isinstance(title, Para)
    assert title.text == "参会\n回执"


def test_what_belongs_to_the_whole_paper_is_told_with_its_place(
    made: Callable[..., Draft],
) -> None:
    told = [
        (note.span.file, note.span.line, note.message[1:3])
        for note in made().diagnostics
        if note.rule == "value-unprinted"
    ]
    expected = [(5, "版头"), (12, "附件"), (13, "落款"), (14, "抄送")]
    assert sorted(set(told)) == [("回执.yaml", line, key) for line, key in expected]


def test_one_alone_has_no_number_and_a_title_alone_has_no_page(
    made: Callable[..., Draft],
) -> None:
    head = "类型: 讲话\n标题: 甲会讲话\n附件:\n"
    assert "\n附件\n回执\n\n　　填好。\n" in str(made(f"{head}  - 题: 回执\n    文: 填好。\n"))
    assert PageBreak not in map(type, made(f"{head}  - 回执\n  - 场地图\n").document.blocks)
    without = str(made(MAIN.replace("落款: 青禾小学\n", "")))
    assert "3. 项目安排\n\n附件1\n参会回执\n" in without


def test_a_title_given_here_outranks_the_other_outlines(made: Callable[..., Draft]) -> None:
    found = str(made(MAIN.replace("回执.yaml\n", "回执.yaml\n    题: 报名|表\n")))
    assert "1. 报名表\n" in found
    assert "附件1\n报名表\n每单位一份\n" in found
    assert "参会回执" not in found


def test_counts_of_a_part_are_its_own(made: Callable[..., Draft]) -> None:
    """讲N点 of either outline counts its own; sections, length and time leave attachments out."""
    reply = REPLY.replace("类型: 讲话", "类型: 工作会议讲话").replace(
        "副标题", "任务: 报名\n副标题"
    )
    found = made(reply=reply)
    alone = made(MAIN.partition("附件:")[0] + "落款: 青禾小学\n")
    plain = made(MAIN.replace("    文: 各项目按下列次序进行。\n", "    文: 甲乙丙丁。\n"))
    assert found.sections == alone.sections == 2
    assert found.characters == plain.characters
    assert found.minutes == alone.minutes
    assert "两" in str(found).partition("附件1")[2]


def test_lists_that_run_on_begin_anew_on_every_page(made: Callable[..., Draft]) -> None:
    parts = "".join(f"  - 题: 部分{n}\n    点:\n      - 甲事\n      - 乙事\n" for n in "一二")
    again = "".join(f"    {line}\n" for line in parts.splitlines())
    found = made(
        f"类型: 讲话\n标题: 甲会讲话\n编号: 一、>（一）…\n正文:\n{parts}"
        f"附件:\n  - 题: 回执\n    点:\n{again}"
    )
    labels = [block.label for block in found.document.blocks if isinstance(block, Item)]
    once = ["一、", "（一）", "（二）", "二、", "（三）", "（四）"]
    assert labels == once + once


FIGURES = """\
类型: 公文
标题: 关于场地摆放的通知
附件:
  - 题: 摆放示意图
    图: [场地.png, {文件: 场地.png, 题: 图2　器材}]
  - 题: 参会回执
    文: 请填好下表。
    表: [[姓名, 电话], ["", ""]]
    图: 场地.png
    点: [自己来, 请人带来]
"""


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_pictures_of_an_attachment_are_printed_and_come_back(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("场地.png").write_bytes(png())
    Path("通知.yaml").write_text(FIGURES, "utf-8")
    made = draft("通知.yaml")
    assert not made.unprinted
    page = [Picture, Picture, PageBreak, Para, Para, Para, Table, Picture, Item, Item]
    assert [*map(type, made.document.blocks)][-10:] == page
    back = Imported(f"稿.{suffix}", read_bytes(f"稿.{suffix}", made.to(suffix)), search_roots())
    (outline,) = back.outlines()
    assert not back.differences([outline])[0]
    assert outline.count("png") == 3


@pytest.mark.parametrize("live", [False, True])
def test_a_word_file_gives_the_document_back(live: bool, made: Callable[..., Draft]) -> None:
    found = made().printed(live=live)
    (reading,) = read_bytes("稿.docx", found.to("docx"))
    assert reading.document.blocks == found.document.blocks


@pytest.mark.parametrize("suffix", ["docx", "md", "txt"])
def test_an_import_gives_the_attachments_back(suffix: str, made: Callable[..., Draft]) -> None:
    dated = "落款: {单位: 青禾小学, 日期: 2026年9月14日}"
    main = MAIN.partition("版头:")[0].replace("落款: 青禾小学", dated)
    found = made(main, REPLY.replace("副标题: 每单位一份\n", ""))
    name = f"稿.{suffix}"
    back = Imported(name, read_bytes(name, found.to(suffix)), search_roots())
    (outline,) = back.outlines()
    assert not back.differences([outline])[0]
    assert "  - 场地图\n" in outline
    again = draft(outline.encode())
    assert (roles(again), str(again)) == (roles(found), str(found))


@pytest.mark.parametrize("live", [False, True])
def test_the_same_scheme_begins_anew_in_word(live: bool, made: Callable[..., Draft]) -> None:
    """The labels Word counts, read back, whether the levels are those of the paper or not."""
    for scheme in ("编号: 一、>（一）>一是\n", "", "编号: 第一，>1.\n"):
        found = made(reply=REPLY.replace("编号: （一）>①\n", scheme)).printed(live=live)
        (reading,) = read_bytes("稿.docx", found.to("docx"))
        assert reading.document.blocks == found.document.blocks


def test_a_form_prints_in_the_layout_of_its_host(made: Callable[..., Draft]) -> None:
    form = (
        "类型: 签到表\n标题: 参会人员签到表\n会议:\n  名称: 筹备会\n  日期: 2026年9月14日\n"
        "  地点: 三楼会议室\n名单:\n  - 姓名: 沈明远\n    单位: 体育组\n"
    )
    found = made(reply=form)
    assert found.document.layout == "gbt9704"
    at = roles(found).index("attachment-title")
    assert any(isinstance(block, Table) for block in found.document.blocks[at:])
    assert "附件1\n参会人员签到表\n" in str(found)


@pytest.mark.parametrize("layout", sorted(
    file.stem for file in (template_roots()[-1] / "_layouts").glob("*.yaml")
))  # fmt: skip
def test_mark_and_title_stand_on_the_first_and_the_third_line(
    layout: str, made: Callable[..., Draft]
) -> None:
    """GB/T 9704—2012, 7.3.7."""
    found = made(layout=layout)
    look = found.layout.look
    mark, title = look("attachment-mark"), look("attachment-title")
    assert (mark.align in ("both", "left"), mark.twips(mark.first_line)) == (True, 0)
    assert (mark.font, mark.gap(mark.before)) == (look("heading-1").font, 0)
    assert (title.align, title.font, title.size) == (
        "center",
        look("title").font,
        look("title").size,
    )
    assert title.gap(title.before) == title.gap(title.before._replace(lines=100))
    printed = [
        each
        for each in paragraphs(found.document, found.layout, found.printing)
        if isinstance(each, PaperParagraph) and each.role.startswith("attachment-")
    ]
    assert [each.style for each in printed[:2]] == [
        PARAGRAPHS["attachment-mark"].id, PARAGRAPHS["attachment-title"].id,
    ]  # fmt: skip
    assert [each.break_before for each in printed] == [True, False, True, False]


def test_markdown_heads_a_page_as_it_heads_the_paper(made: Callable[..., Draft]) -> None:
    assert "\n\n---\n\n附件1\n\n# 参会回执\n\n每单位一份\n\n## （一）参会人员\n" in (
        made().to("md").decode()
    )


def test_every_format_prints_the_same_words(made: Callable[..., Draft]) -> None:
    found = made()
    for form in ("txt", "md", "html"):
        text = re.sub("<[^>]*>", "", found.to(form).decode())
        for words in ("附件1", "参会", "职务。", "附件3", "田赛"):
            assert words in text, (words, form)


def test_a_template_says_which_attachment(tmp_path: Path) -> None:
    folder = tmp_path / "types" / "trial"
    folder.mkdir(parents=True)
    (folder / "meeting.yaml").write_text("名称: 试验\n段落: [{文件: body.j2}]\n", "utf-8")
    (folder / "body.j2").write_text("@标题 {{ 标题 }}\n@附件页 附件\n", "utf-8")
    with pytest.raises(SpeechError) as failed:
        draft("类型: 试验\n标题: 甲\n附件: [乙]\n".encode(), templates=[tmp_path / "types"])
    assert "@附件页 附件1｜{{ 名 }}" in str(failed.value)


def test_checks_take_every_page_for_itself(made: Callable[..., Draft]) -> None:
    """Announced points, gaps in numbers and the closing are looked for in the paper alone."""
    main = MAIN.replace("正文:", "开头: 下面，我讲两点意见。\n正文:").replace(
        "附件:", "结尾: 谢谢大家！\n附件:"
    )
    found = [note for note in check(made(main)) if "只有名称" not in note.message]
    rules = {note.rule for note in found}
    assert not rules & {"count-claim", "enum-gap", "marker-mix", "closing", "heading-duplicate"}
    wrong = {note.rule for note in check(made(main.replace("两点", "四点")))}  # 2 here, 2 there
    assert "count-claim" in wrong
    assert "closing" in {
        note.rule
        for note in check(
            made(
                MAIN.replace("正文", "称谓: 同志们\n正文", 1)
                + "开头: "
                + "筹备工作很重要。" * 9
                + "\n"
            )
        )
    }


def test_thousands_of_attachments_are_numbered() -> None:
    """Nothing is asked of all of them at each."""
    many = "".join(f"  - {{题: 附件{at}的材料, 文: 略}}\n" for at in range(1, 3_001))
    made = str(draft(f"类型: 公文\n标题: 目录\n附件:\n{many}".encode()))
    assert "附件3000\n附件3000的材料\n" in made


def test_a_key_without_a_place_in_the_other_outline_is_an_error_there(
    made: Callable[..., Draft],
) -> None:
    with pytest.raises(SpeechError) as caught:
        made(reply=f"{REPLY}主送: 各校\n")
    (note,) = caught.value.diagnostics
    assert (note.rule, note.message) == (
        "outline-key-unprintable",
        "“主送”在“讲话”里没有地方印",
    )
    assert (note.span.file, note.source) == ("回执.yaml", "主送: 各校")
    (told,) = [
        note for note in made(reply=f"{REPLY}地点: 礼堂\n").diagnostics if "地点" in note.message
    ]
    assert (told.message, told.hint) == ("“地点”没有印出来", "")
