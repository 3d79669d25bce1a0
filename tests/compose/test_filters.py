"""The filters of our own: what each prints for a value, for several, for one and for a gap."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speechgen.api.drafted import Draft
from speechgen.compose.filters import change
from speechgen.diagnostics import SpeechError
from speechgen.document import Para
from speechgen.text import origins_of

Render = Callable[..., Draft]

MEETING = (
    "名称: 试验\n段落: [body.j2]\n字段:\n  刚才: {类: 列表}\n  特点: {类: 要点}\n"
    "  必写: {类: 列表, 必填: 是}\n  期限: {类: 日期}\n  号召: 说明\n"
)
OUTLINE = "类型: 试验\n标题: 会\n必写: [甲]\n"


def lines(made: Draft) -> list[str]:
    return [line.strip() for line in str(made).splitlines() if line.strip()]


def printed(render: Render, template: str, outline: str = "") -> list[str]:
    return lines(render(template, OUTLINE + outline, MEETING))


@pytest.mark.parametrize(
    ("items", "said"), [("[甲, 乙]", "两点"), ("[甲]", "一点"), (str(["条"] * 12), "十二点")]
)
def test_count(render: Render, items: str, said: str) -> None:
    assert printed(render, "{{ 刚才|计数('点') }}", f"刚才: {items}\n") == [said]


def test_count_with_a_measure_of_the_tone(render: Render) -> None:
    template = "{{ 刚才|计数(选('点', '件', '条')) }}。"
    assert printed(render, template, "刚才: [甲, 乙]\n语气: 2\n") == ["两件。"]


def test_listing_inside_a_paragraph(render: Render) -> None:
    template = "特点有：{{ 特点|逐条('一是') }}\n\n后一段。\n"
    given = "特点:\n  - 准备充分\n  - 开得认真\n  - 效果好\n"
    assert printed(render, template, given) == [
        "特点有：一是准备充分；二是开得认真；三是效果好。",
        "后一段。",
    ]


def test_listing_of_points_with_texts_ends_each_in_a_full_stop(render: Render) -> None:
    given = "特点:\n  - 准备充分：开了三次会。\n  - 开得认真：没有人缺席\n"
    assert printed(render, "有：{{ 特点|逐条 }}", given) == [
        "有：一是准备充分。开了三次会。二是开得认真。没有人缺席。"
    ]


def test_a_list_of_lists_is_joined_by_another_mark(render: Render) -> None:
    """区直部门负责人、各镇、街道负责同志 was read as three."""
    given = "刚才: [区直部门, '各镇、街道', 社区]\n"
    assert printed(render, "有{{ 刚才|连接('、') }}。", given) == ["有区直部门，各镇、街道，社区。"]


def test_listing_of_one_has_no_label(render: Render) -> None:
    assert printed(render, "特点是：{{ 刚才|逐条 }}。", "刚才: [准备充分]\n") == [
        "特点是：准备充分。"
    ]


def test_listing_of_nothing_prints_nothing(render: Render) -> None:
    assert printed(render, "{{ 刚才|逐条 }}\n\n完。") == ["完。"]


def test_listing_of_a_gap_asks_for_it(render: Render) -> None:
    made = render("有：{{ 必写|逐条 }}", "类型: 试验\n标题: 会\n", MEETING)
    assert lines(made) == ["有：【待补：必写】。"]
    assert [gap.field for gap in made.missing] == ["必写"]


def test_listing_knows_its_places(render: Render) -> None:
    made = render("有：{{ 刚才|逐条 }}", OUTLINE + "刚才:\n  - 甲\n  - 乙\n", MEETING)
    [para] = [block for block in made.document.blocks if isinstance(block, Para)]
    assert [origins_of(entry.text)[0][1].line for entry in para.entries] == [5, 6]
    assert "刚才" not in [key for key, _ in made.unprinted]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("有：{{ 刚才|逐条 }}等等。", "逐条列举要放在一段的末尾"),
        ("# {{ 刚才|逐条 }}", "不能用在小标题里"),
    ],
)
def test_listing_in_the_wrong_place(render: Render, template: str, said: str) -> None:
    with pytest.raises(SpeechError, match=said):
        printed(render, template, "刚才: [甲, 乙]\n")


def test_numbering_word_before_printed_points(render: Render) -> None:
    template = "@编号 一要\n{{ 特点 }}\n"
    given = "特点:\n  - 准备充分\n  - 开得认真\n"
    assert printed(render, template, given) == ["一要准备充分", "二要开得认真"]


@pytest.mark.parametrize(
    ("call", "said"),
    [("以更实的作风抓落实", "让我们以更实的作风抓落实！"), ("让我们抓落实", "让我们抓落实！"),
     ("希望大家抓落实。", "希望大家抓落实。")],
)  # fmt: skip
def test_head_is_not_doubled(render: Render, call: str, said: str) -> None:
    template = "{{ 号召|补头(选('让我们', '望大家', '愿我们'), '让', '希望') }}！"
    assert printed(render, template, f"号召: {call}\n") == [said]


def test_head_of_the_tone(render: Render) -> None:
    template = "{{ 号召|补头(选('让我们', '望大家', '愿我们')) }}！"
    assert printed(render, template, "号召: 抓落实\n语气: 2\n") == ["望大家抓落实！"]


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ("2026-05-20", "2026年5月20日前完成。"),
        ("5月底前", "5月底前完成。"),
        ("5月底", "5月底前完成。"),
    ],
)
def test_tail_is_not_doubled(render: Render, deadline: str, said: str) -> None:
    assert printed(render, "{{ 期限|补尾('前') }}完成。", f"期限: {deadline}\n") == [said]


def test_head_and_tail_of_a_gap(render: Render) -> None:
    made = render("{{ 必写|补头('请')|补尾('前') }}。", "类型: 试验\n标题: 会\n", MEETING)
    assert lines(made) == ["请【待补：必写】前。"]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("94.6%", "92.8%", "提高1.8个百分点"),
        ("92.8％", "94.8%", "下降2个百分点"),
        ("3.2‰", "3.5‰", "下降0.3个千分点"),
        ("7.3天", "7.8天", "减少0.5天"),
        ("68.2万人次", "64万人次", "增加4.2万人次"),
        ("1,126件", "1126件", "持平"),
        ("12", "10", "增加2"),
        ("-3℃", "1℃", "减少4℃"),
        ("96%", "96件", ""),
        ("八成", "七成", ""),
        ("", "", ""),
        ("约30%", "20%", ""),
        ("9" * 40 + "件", "1件", ""),
    ],
)
def test_change(now: str, before: str, said: str) -> None:
    assert change(now, before) == said


def test_change_with_a_gap_is_nothing(render: Render) -> None:
    assert printed(render, "完{{ 号召|升降(期限) }}。", "号召: 3%\n") == ["完。"]


def test_a_lone_hash_sets_the_level_and_prints_nothing(render: Render) -> None:
    template = "#\n{% for 一条 in 刚才 %}\n- {{ 一条 }}｜好。\n{% endfor %}\n"
    meeting = MEETING + "编号: 一、>1.\n"
    made = render(template, OUTLINE + "刚才: [甲, 乙]\n", meeting)
    assert lines(made) == ["1.甲。好。", "2.乙。好。"]
