"""The outline's rules: what is accepted, and the exact screen for what is not."""

from __future__ import annotations

import textwrap

import pytest

from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError, show
from speechgen.document import Item, plain
from speechgen.outline import COMMON_FIELDS, Node, Nodes, build
from speechgen.outline.fields import NODE_FIELDS
from speechgen.schema.fields import Field, Kind, nearest
from speechgen.schema.values import Date, Facts
from speechgen.source import load


def outline(text: str, *fields: Field) -> Facts:
    loaded = load(textwrap.dedent(text).encode(), "提纲.yaml", frozenset())
    return build(loaded, fields, "提纲.yaml").values


def screen(text: str) -> str:
    with pytest.raises(SpeechError) as refused:
        draft(textwrap.dedent(text).lstrip("\n").encode(), name="提纲.yaml")
    return show(refused.value.diagnostics)


HEAD = "类型: 讲话\n标题: 甲\n"

SCREENS = {
    "unknown key": (
        HEAD + "提: 抓住关键环节，做实防汛准备\n",
        """\
        提纲.yaml:3:1: 错误[outline-unknown-key]：不认识的字段“提”
         3 | 提: 抓住关键环节，做实防汛准备
           | ^^
            = 提示：要印的写进“正文”，不印的事实写在“材料:”下面；各项见 speechgen types 讲话""",
    ),
    "unknown key in a node": (
        HEAD + "正文:\n  - 提: 抓住关键环节\n    点: [甲]\n",
        """\
        提纲.yaml:4:5: 错误[outline-unknown-key]：不认识的字段“提”
         4 |   - 提: 抓住关键环节
           |     ^^
            = 提示：是不是“题”？""",
    ),
    "near key": (
        HEAD + "讲话任: 沈明远\n",
        """\
        提纲.yaml:3:1: 错误[outline-unknown-key]：不认识的字段“讲话任”
         3 | 讲话任: 沈明远
           | ^^^^^^
            = 提示：是不是“讲话人”？""",
    ),
    "one thing under two names": (
        HEAD + "title: 乙\n",
        """\
        提纲.yaml:3:1: 错误[outline-key-twice]：“title”与第 2 行的“标题”是同一项，写了两次
         3 | title: 乙
           | ^^^^^
            = 提示：留下一处""",
    ),
    "no title": (
        "类型: 讲话\n",
        """\
        提纲.yaml:1:1: 错误[outline-missing-key]：缺少必填的“标题”
         1 | 类型: 讲话
           | ^^^^
            = 提示：加一行，例如  标题: 在全市2026年防汛工作部署会上的讲话""",
    ),
    "empty type": (
        "类型:\n标题: 甲\n",
        """\
        提纲.yaml:1:1: 错误[outline-missing-key]：“类型”后面没有内容
         1 | 类型:
           | ^^^^
            = 提示：加一行，例如  类型: 动员部署会讲话""",
    ),
    "unknown type": (
        "类型: 动员部署会讲花\n标题: 甲\n讲话任: 乙\n",
        "提纲.yaml:1:5: 错误[type-unknown]：没有“动员部署会讲花”这个会议类型",
    ),
    "a day that does not exist": (
        HEAD + "日期: 2026-13-40\n",
        """\
        提纲.yaml:3:5: 错误[outline-date]：“日期”不对：没有2026年13月40日这一天
         3 | 日期: 2026-13-40
           |       ^^^^^^^^^^
            = 提示：写成 2026年5月12日 或 2026-05-12""",
    ),
    "a list for a text": (
        HEAD + "地点:\n  - 二楼\n",
        "错误[outline-wrong-kind]：“地点”应当是一段文字，这里写的是一个列表",
    ),
    "a mapping for a text": (
        HEAD + "地点:\n  楼: 二楼\n  室: 三室\n",
        "错误[outline-wrong-kind]：“地点”应当是一段文字，这里写的是几行“名称: 内容”",
    ),
    "flag": (
        HEAD + "正文:\n  - 题: 乙\n    独行: 也许\n",
        "提纲.yaml:5:9: 错误[outline-flag]：“独行”只能写“是”或“否”",
    ),
    "scheme": (HEAD + "编号: 一、>>1.\n", "提纲.yaml:3:5: 错误[outline-numbering]："),
    "pattern": (
        HEAD + "正文:\n  - 题: 乙\n    编号: 甲乙丙丁\n    点: [丙]\n",
        "提纲.yaml:5:9: 错误[outline-numbering]：",
    ),
    "list in a list": (
        HEAD + "正文:\n  - - 乙\n    - 丙\n",
        "错误[outline-nested-list]：这一点本身又是一个列表，缺少“题”",
    ),
}


@pytest.mark.parametrize(("text", "shown"), SCREENS.values(), ids=SCREENS)
def test_screens(text: str, shown: str) -> None:
    assert textwrap.dedent(shown) in screen(text)


def test_all_problems_come_in_one_run() -> None:
    shown = screen(
        "类型: 动员部署会讲花\n标题:\n日期: 2026-02-30\n讲话任: 乙\n"
        "正文:\n  - 提: 丙\n    点: [丁]\n"
    )
    rules = ["type-unknown", "outline-missing-key", "outline-date", "outline-unknown-key"]
    assert all(f"[{rule}]" in shown for rule in rules)
    assert shown.count("[outline-unknown-key]") == 2


def test_an_unknown_type_hides_no_warning() -> None:
    shown = screen("类型: 讲花\n标题: 甲\n日期: 9月14日\n")
    assert "[type-unknown]" in shown
    assert "[outline-date-unclear]" in shown


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "- 甲\n", "甲\n", "\ufeff"])
def test_what_is_no_outline_gets_a_minimal_one_that_drafts(text: str) -> None:
    shown = screen(text)
    assert "[outline-not-a-mapping]" in shown
    minimal = textwrap.dedent(shown[shown.index("最短的提纲像这样：\n") + 10 :])
    assert str(draft(minimal.encode())).splitlines()[2].strip() == "一、统一思想"


@pytest.mark.parametrize(
    ("typed", "head", "body"),
    [
        ("雨情可能偏重：据预测，降水偏多", "雨情可能偏重", "据预测，降水偏多"),
        ("时间：5月20日前", "时间", "5月20日前"),
        ('"器材：按清单采购"', "器材：按清单采购", None),
        ("坚持“甲：乙”原则", "坚持“甲：乙”原则", None),
        ("“三个一”：一个目标：一抓到底", "“三个一”", "一个目标：一抓到底"),
        ("要抓好以下工作：", "要抓好以下工作：", None),
        ("：甲", "：甲", None),
        ("抓排查: 全覆盖", "抓排查", "全覆盖"),
        ("比分3:1", "比分3:1", None),
        ("Xi’an项目：按期完工", "Xi’an项目", "按期完工"),
        ("1）抓排查：全覆盖", "1）抓排查", "全覆盖"),
        ("1）抓排查（重点：河道）", "1）抓排查（重点：河道）", None),
    ],
)
def test_strings_are_split_at_the_colon(typed: str, head: str, body: str | None) -> None:
    nodes = outline(f"{HEAD}正文:\n  - 题: 甲\n    点:\n      - {typed}\n")["正文"]
    assert isinstance(nodes, Nodes)
    (point,) = nodes[0].points
    assert (point.head, point.texts) == (head, (body,) if body else ())


def test_text_forms() -> None:
    nodes = outline(f"""\
{HEAD}正文:
  - 题: 一句话
    文: 一段
  - 题: 列表
    文:
      - 第一段
      - 时间: 9:00
  - 题: 块
    文: |
      第一段

      第二段
  - 题: 折行
    文: 这一句
      很长，in English
      too
""")["正文"]
    assert isinstance(nodes, Nodes)
    assert [tuple(node.texts) for node in nodes] == [
        ("一段",),
        ("第一段", "时间: 9:00"),
        ("第一段", "第二段"),
        ("这一句很长，in English too",),
    ]


@pytest.mark.parametrize(
    ("typed", "printed", "iso"),
    [
        ("2026-06-05", "2026年6月5日", "2026-06-05"),
        ("2026年06月05日", "2026年6月5日", "2026-06-05"),
        ("2026.6.5", "2026年6月5日", "2026-06-05"),
        ("2026/6/5", "2026年6月5日", "2026-06-05"),
        ("２０２６年６月５日", "2026年6月5日", "2026-06-05"),
        ("2026年6月5日（星期五）", "2026年6月5日（星期五）", "2026-06-05"),
        ("2026年6月5日 周五", "2026年6月5日周五", "2026-06-05"),
        ("6月上旬", "6月上旬", ""),
        ("2026年6月", "2026年6月", ""),
    ],
)
def test_dates(typed: str, printed: str, iso: str) -> None:
    date = outline(f"{HEAD}日期: {typed}\n")["日期"]
    assert isinstance(date, Date)
    assert (date, date.iso) == (printed, iso)


@pytest.mark.parametrize("typed", ["2026-13-40", "2026年2月30日", "2026.0.1"])
def test_impossible_dates(typed: str) -> None:
    assert "[outline-date]" in screen(f"{HEAD}日期: {typed}\n")


def test_shorthand_of_a_group() -> None:
    short = outline(f"{HEAD}会议: 防汛会\n")["会议"]
    long = outline(f"{HEAD}会议:\n  名称: 防汛会\n  时间: 9:00\n")["会议"]
    assert isinstance(short, Facts)
    assert isinstance(long, Facts)
    assert short["名称"] == long["名称"] == "防汛会"
    assert long["时间"] == "9:00"


def test_values_that_only_look_like_lists() -> None:
    values = outline(f"{HEAD}地点: [急]二楼\n副标题: {{甲}}乙\n")
    assert values["地点"] == "[急]二楼"
    assert values["副标题"] == "{甲}乙"


def test_lists_in_brackets_stay_lists_where_a_list_is_wanted() -> None:
    values = outline(f"{HEAD}正文: [{{题: 甲, 点: [乙, 丙]}}, 丁]\n称谓: [各位老师, 各位同学]\n")
    assert isinstance(values["正文"], Nodes)
    assert [node.head for node in values["正文"]] == ["甲", "丁"]
    assert values["称谓"] == ("各位老师", "各位同学")
    nodes = outline(f"{HEAD}正文:\n  - {{甲}}\n  - 题: 乙\n    文: [图1]\n")["正文"]
    assert isinstance(nodes, Nodes)
    assert (nodes[0].head, nodes[1].texts) == ("{甲}", ("[图1]",))


def test_every_place_points_at_its_characters() -> None:
    text = f"{HEAD}正文:\n  - 题: 统一思想\n    点:\n      - 甲：乙\n"
    made = draft(text.encode())
    lines = text.splitlines()
    for block in made.document.blocks:
        assert isinstance(plain(block), str)
        if isinstance(block, Item) and block.body:
            (_, place), *_ = block.body.origins  # type: ignore[attr-defined]
            assert lines[place.line - 1][place.column - 1 :].startswith(str(block.body)[:1])


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("提", "题"), ("闻", "文"), ("要点", "点"), ("小标题", "题"), ("独立", "独行")],
)
def test_slips_of_the_pen_in_nodes(slip: str, meant: str) -> None:
    assert nearest(slip, NODE_FIELDS) == meant


def test_no_name_stands_for_two_keys() -> None:
    for table in (COMMON_FIELDS, NODE_FIELDS):
        names = [name for field in table for name in field.names]
        assert len(names) == len(set(names))
        for field in table:
            assert not set(field.near) & set(names) - set(field.names)


def test_nodes_hold_what_templates_ask_for() -> None:
    node = Node()
    assert {key: node[key] for key in ("题", "文", "点")} == {"题": "", "文": (), "点": ()}
    with pytest.raises(KeyError):
        node["span"]


def test_a_field_of_a_type_may_require_what_is_optional() -> None:
    values = outline(HEAD, Field("地点", Kind.TEXT, required=True))
    assert bool(values["地点"]) is True
    assert bool(values["时间"]) is False


def test_a_group_in_braces_is_a_group() -> None:
    values = outline(f"{HEAD}落款: {{单位: 水务局, 日期: 2026年2月3日}}\n版头: {{急}}水务局\n")
    signed, head = values["落款"], values["版头"]
    assert isinstance(signed, Facts)
    assert isinstance(head, Facts)
    assert (signed["单位"], str(signed["日期"])) == (("水务局",), "2026年2月3日")
    assert head["机关"] == ("{急}水务局",)  # a text in braces that names no member


def test_each_line_of_a_block_is_a_paragraph_of_its_point() -> None:
    nodes = outline(
        f"{HEAD}正文:\n  - |\n    河道要清。\n\n    山塘要查。\n  - |\n    河道：清淤\n    巡查\n"
    )["正文"]
    assert isinstance(nodes, Nodes)
    assert (nodes[0].head, nodes[0].texts) == ("", ("河道要清。", "山塘要查。"))
    assert (nodes[1].head, nodes[1].texts) == ("河道", ("清淤", "巡查"))


def _remarks(text: str) -> str:
    return show(draft(textwrap.dedent(text).encode(), name="提纲.yaml").diagnostics)


def test_the_name_of_a_field_as_a_head_is_remarked() -> None:
    assert _remarks(f"{HEAD}正文:\n  - 文：守住底线\n  - 题: 甲\n") == textwrap.dedent("""\
        提纲.yaml:4:5: 警告[outline-key-as-text]：“文：”按小标题印出，不当作字段
         4 |   - 文：守住底线
           |     ^^^^^^^^^^^^
            = 提示：若是想写字段，用半角冒号再空一格：- 文: 守住底线""")


def test_a_head_behind_a_full_width_colon_is_one() -> None:
    nodes = outline(f"{HEAD}正文:\n  - 题：守住底线\n  - 题: 甲\n")["正文"]
    assert isinstance(nodes, Nodes) and [node.head for node in nodes] == ["守住底线", "甲"]


def test_the_scheme_is_offered_down_to_the_level_that_lacked_it() -> None:
    said = _remarks(
        HEAD
        + "编号: 一、\n正文:\n  - 题: 甲\n    点:\n      - 题: 乙\n        点:\n          - 丙\n"
    )
    assert "补上：一、>1.\n" in said
    assert said.endswith("补上：一、>1.>（1）")


def test_an_unknown_key_is_not_also_called_an_empty_point() -> None:
    assert "outline-empty-point" not in screen(f"{HEAD}正文:\n  - 甲: 乙\n    丙: 丁\n")


def test_a_file_name_where_people_are_written_is_refused_with_what_to_write() -> None:
    """The sign-in sheet had one person on it, called 名单.xlsx."""
    outline = "类型: 签到表\n标题: 签到表\n名单: 名单.xlsx\n"
    assert screen(outline).splitlines() == [
        "提纲.yaml:3:5: 错误[outline-wrong-kind]：“名单”在这里写人，不写文件名“名单.xlsx”",
        " 3 | 名单: 名单.xlsx",
        "   |       ^^^^^^^^^",
        "    = 提示：一人一行写“- 姓名”；名单在表格里，就写会议文件：去掉“类型”“标题”，写上“会议”，"
        "加一行  成套: [签到表]（座签、出席名单也这样写）",
    ]
    listed = outline.replace(" 名单.xlsx", "\n  - 甲乙\n  - 名单.csv")
    assert "不写文件名“名单.csv”" in screen(listed)


def test_names_in_brackets_are_parted_by_both_marks_as_is_told() -> None:
    made = draft(
        "类型: 会议纪要\n标题: 纪要\n会议: {名称: 例会}\n"
        "议定事项: [{事项: 甲, 牵头: 乙, 时限: 尽快}]\n"
        "出席: [顾明川、田玉，韦春生]\n列席: [李、王]\n".encode()
    )
    assert "出席：顾明川、田玉、韦春生\n" in str(made)
    told = [note.message for note in made.diagnostics if note.rule == "outline-bracket-comma"]
    assert told == ["“出席”的方括号里的“，”“、”按半角逗号分开"]


def test_what_was_decided_is_due_after_the_meeting() -> None:
    """Told in a pack, but not of a list of tasks that stands alone."""
    outline = (
        "类型: 督办表\n标题: 督办表\n会议: {名称: 例会, 日期: 2026年11月27日}\n"
        "议定事项: [{事项: 甲, 牵头: 乙, 时限: 2026年11月20日}]\n"
    )
    told = [
        (note.rule, note.message, note.span.line) for note in draft(outline.encode()).diagnostics
    ]
    assert told == [("outline-overdue", "时限2026年11月20日不在会议（2026年11月27日）之后", 4)]
    assert draft(outline.replace("11月20", "12月20").encode()).diagnostics == ()


def test_words_that_are_quoted_end_in_dots_where_they_are_cut() -> None:
    outline = f"{HEAD}正文:\n  - 饮片质量: 药剂科牵头，对库存的412种饮片逐一检查\n"
    told = [note.message for note in draft(outline.encode()).diagnostics]
    assert "按“饮片质量：药剂科牵头，对库存的41…”理解：冒号前是小标题，后面是文字" in told
