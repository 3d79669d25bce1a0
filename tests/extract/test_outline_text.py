"""The outline's text: short forms, quoting, comments, placeholders, meeting types."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.diagnostics import SpeechError
from speechgen.document import Document, Para
from speechgen.extract.compare import drafted_lines
from speechgen.extract.outline import gap_text
from speechgen.extract.text import paragraphs, scalar
from speechgen.extract.tree import grow
from speechgen.library import types
from speechgen.readers import read_bytes
from speechgen.source import MappingNode, ScalarNode, SequenceNode, load
from speechgen.text import Text

INNOCENT = (
    "各单位要把准备工作做在前面，把困难想得更多一些，把措施定得更细一些，把责任压得更实一些。"
)


def outline(text: str, kind: str = "") -> str:
    found = Imported("旧稿.txt", read_bytes("旧稿.txt", text.encode()), search_roots())
    return found.outlines(kind)[0]


def test_a_speech_reads_as_a_person_would_have_written_it() -> None:
    text = (
        "在全市防汛准备会上的讲话\n市应急管理局局长 沈明远\n（2026年5月12日）\n同志们：\n"
        f"{INNOCENT}\n一、做好准备\n{INNOCENT}\n（一）抓排查。5月底前完成。\n（二）抓队伍。组建抢险队。\n"
        "二、严明纪律\n一是值班到岗；\n二是信息畅通；\n三是处置及时。\n谢谢大家！\n"
    )
    assert outline(text) == (
        "# 由 旧稿.txt 导入\n"
        "类型: 讲话\n"
        "标题: 在全市防汛准备会上的讲话\n"
        "讲话人: 市应急管理局局长 沈明远\n"
        "日期: 2026年5月12日\n"
        "称谓: 同志们\n"
        f"开头: {INNOCENT}\n"
        "正文:\n"
        "  - 题: 做好准备\n"
        f"    文: {INNOCENT}\n"
        "    点:\n"
        "      - 抓排查：5月底前完成。\n"
        "      - 抓队伍：组建抢险队。\n"
        "\n"
        "  - 题: 严明纪律\n"
        "    编号: 一是\n"
        "    点:\n"
        "      - 值班到岗\n"
        "      - 信息畅通\n"
        "      - 处置及时\n"
        "结尾: 谢谢大家！\n"
    )


def test_doubts_stand_as_comments_with_source_lines() -> None:
    text = f"一、甲事\n{INNOCENT}\n三、乙事\n{INNOCENT}\n"
    assert "  # 原文第3行：序号“三、”" in outline(text)


def test_blanks_become_gaps_that_keep_their_mark() -> None:
    text = f"在会上的讲话\n同志们：\n刚才，X同志讲了**的情况，（）市落实____万元。{INNOCENT}\n"
    assert (
        "【待补：X】同志讲了【待补：**】的情况，【待补：（）】市落实【待补：____】万元"
        in outline(text)
    )


@pytest.mark.parametrize(
    "text",
    [
        "落实“数据要素×”行动，培育“10+X”产业，建设3×100MW机组",
        "形成“7+3+X”格局，推进互联网×教育，配齐X光机",
        "打造1+X+N体系",
    ],
)
def test_a_letter_in_a_name_a_product_or_a_sum_is_text(text: str) -> None:
    assert gap_text(text) == text


@pytest.mark.parametrize("text", ["以X安保为主线", "×市召开会议", "X月X日", "请王×同志发言"])
def test_a_letter_for_a_name_or_a_number_is_a_blank(text: str) -> None:
    assert "【待补：" in gap_text(text)


def test_the_note_of_a_blank_says_what_the_outline_says() -> None:

    text = f"刚才，（  ）市作了发言。{INNOCENT}"
    (note,) = read_bytes("旧稿.txt", text.encode())[0].placeholders
    assert note.message == "原文留了空位“（  ）”，提纲里写成【待补：（）】"
    assert "【待补：（）】" in gap_text(text)


def test_a_heading_of_digits_is_emptied_in_time() -> None:
    from speechgen.extract.skeleton import without_facts

    assert without_facts("1" * 30_000) == "1" * 30_000
    assert without_facts("投入1,200万元办3个项目，5万人次") == (
        "投入【待补：1,200万元】办【待补：3个】项目，【待补：5万人次】"
    )


@pytest.mark.parametrize("text", ["乘以3×5或者2*3", "第X光检查", "X射线机", "[x] 报预算"])
def test_signs_that_are_no_blanks(text: str) -> None:

    assert gap_text(text) == text or "X" in text


def test_a_type_that_would_print_another_text_is_not_taken() -> None:
    for head in ("数字化工作会议通知\n", "全县工作会议主持词\n沈明远\n"):  # 主持词 prints no name
        text = f"{head}同志们：\n{INNOCENT}\n"
        assert "类型: 讲话" in outline(text)
        assert str(draft(outline(text).encode())).split() == text.split()


def test_a_type_with_an_ending_of_its_own() -> None:
    text = outline(
        f"在会上的讲话\n同志们：\n{INNOCENT}\n一、甲事\n{INNOCENT}\n谢谢大家！\n", "mobilize"
    )
    assert "类型: 动员部署会讲话" in text
    assert "\n结尾: 谢谢大家！\n" in text
    assert "材料" not in text
    assert str(draft(text.encode())).count(INNOCENT) == 2


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cs",)),
        st.sampled_from("：:#-?[]{},&*!|>'\"%@`\\ \t\u3000“”题文点是否一、1.年月日"),
    ),
    min_size=1,
    max_size=30,
)


@example("\x1f: ")  # an escape, and a colon that opens a mapping where there are no quotes
@given(TEXTS)
def test_every_text_survives_as_a_scalar(text: str) -> None:
    loaded = load(
        f"标题: {scalar(text)}\n点:\n  - {scalar(text, quoted=True)}\n", keys={"标题", "点"}
    )
    assert isinstance(loaded.root, MappingNode)
    values = [value for _, value in loaded.root.pairs]
    assert isinstance(values[0], ScalarNode) and values[0].text == text
    assert isinstance(values[1], SequenceNode) and isinstance(values[1].items[0], ScalarNode)
    assert values[1].items[0].text == text


@given(
    st.lists(
        TEXTS.map(str.strip).filter(lambda text: text and "\n" not in text), min_size=1, max_size=4
    )
)
def test_every_paragraph_survives(texts: list[str]) -> None:
    rows = "\n".join(paragraphs("文", texts, ""))
    loaded = load(rows + "\n", keys={"文"})
    assert isinstance(loaded.root, MappingNode)
    value = loaded.root.pairs[0][1]
    if isinstance(value, SequenceNode):
        found = [item.text for item in value.items if isinstance(item, ScalarNode)]
    else:
        assert isinstance(value, ScalarNode)
        found = (
            [line for line in value.text.split("\n") if line]
            if "|" in rows.split("\n")[0]
            else [value.text]
        )
    assert found == texts


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于召开全区数字化工作会议的通知", "公文"),
        ("全县工作会议主持词", "主持词"),
        ("在全市防汛工作部署会上的讲话", "动员部署会讲话"),
    ],
)
def test_a_title_says_what_type_it_is_and_that_drafts_to_the_same_text(
    title: str, kind: str
) -> None:
    addressed = "各单位" if kind == "公文" else "同志们"
    text = f"{title}\n{addressed}：\n{INNOCENT}\n一、抓排查\n{INNOCENT}\n谢谢大家！\n"
    found = outline(text)
    assert f"\n类型: {kind}\n" in found
    assert [line for line in str(draft(found.encode())).split() if line] == text.split()


def test_a_type_without_opening_and_ending_gets_them_as_facts_to_write_from() -> None:
    text = f"在会上的讲话\n同志们：\n{INNOCENT}\n一、甲事\n{INNOCENT}\n谢谢大家！\n"
    found = outline(text, "会议通知")
    assert "\n结尾:" not in found
    assert "  原稿结尾: 谢谢大家！" in found
    assert draft(found.encode()).unprinted == (("材料.原稿开头", 8), ("材料.原稿结尾", 9))


def test_a_paper_comes_back_with_its_frame() -> None:
    head = (
        "类型: 公文\n标题: 关于做好防汛工作的通知\n版头:\n  机关: [青禾区水务局, 青禾区教育局]\n"
        "  密级: 机密★1年\n  字号: 青水〔2026〕8号\n  签发人: 沈明远\n  印发机关: 区水务局办公室\n"
        "  印发日期: 2026年5月7日\n主送: 各镇人民政府\n开头: 现通知如下。\n正文: [甲事, 乙事]\n"
        "附件: [责任表, 值班表]\n落款:\n  单位:\n    - 青禾区水务局\n    - 青禾区教育局\n"
        "  日期: 2026年5月6日\n  印章: 是\n附注: 联系人：周晓梅\n抄送: 区委。\n"
    )
    made = draft(head.encode())
    for suffix in ("docx", "txt", "md"):
        read = Imported("旧稿", read_bytes(f"旧稿.{suffix}", made.to(suffix)), search_roots())
        found = read.outlines("公文")[0]
        assert drafted_lines(draft(found.encode()).document) == drafted_lines(made.document)
        told = (
            *("机关:\n    - ", "密级: 机密★1年", "签发人: 沈明远", "印发日期: 2026年5月7日"),
            *("主送: 各镇人民政府", "单位:\n    - ", "附注: 联系人", "抄送: 区委。"),
        )
        for key in told:
            assert key in found, (suffix, key)
        assert ("印章: 是" in found) is (suffix == "docx")


@pytest.mark.parametrize("suffix", ["docx", "txt", "md"])
def test_several_who_signed_come_back(suffix: str) -> None:
    names = "沈明远, 周晓梅, 李　云, 欧阳文静, 孟凡"
    made = draft(
        "类型: 公文\n标题: 关于汛期值班的请示\n开头: 妥否，请批示。\n"
        f"版头: {{机关: 青禾区水务局文件, 字号: 青水〔2026〕8号, 签发人: [{names}]}}\n".encode()
    )
    read = Imported("旧稿", read_bytes(f"旧稿.{suffix}", made.to(suffix)), search_roots())
    found = read.outlines("公文")[0]
    assert drafted_lines(draft(found.encode()).document) == drafted_lines(made.document)
    assert found.index("- 沈明远") < found.index("李　云") < found.index("- 孟凡")


@pytest.mark.parametrize("form", ["信函", "命令", "纪要"])
def test_a_red_head_comes_back_in_its_form(form: str) -> None:
    issuer = {"命令": "青禾区人民政府令", "纪要": "青禾区防汛会议纪要"}.get(form, "青禾区水务局")
    head = f"版头: {{机关: {issuer}, 紧急: 加急, 字号: 第3号, 格式: {form}}}\n"
    made = draft(
        f"类型: 公文\n标题: 关于防汛的材料\n{head}日期: 2026-05-06\n正文: [甲事]\n".encode()
    )
    for suffix in ("docx", "txt", "md"):
        read = Imported("旧稿", read_bytes(f"旧稿.{suffix}", made.to(suffix)), search_roots())
        found = read.outlines("公文")[0]
        assert f"格式: {form}" in found, suffix
        assert draft(found.encode()).document.blocks == made.document.blocks, suffix


def test_a_skeleton_keeps_every_salutation() -> None:
    text = f"在会上的讲话\n尊敬的各位代表：\n同志们：\n{INNOCENT}\n一、甲事\n{INNOCENT}\n"
    found = Imported("旧稿.txt", read_bytes("旧稿.txt", text.encode()), search_roots()).skeleton()
    assert "称谓:\n  - 尊敬的各位代表\n  - 同志们\n" in found


def test_heads_on_their_own_lines_are_said_once_for_a_level() -> None:
    text = (
        "座谈会议程\n一、开幕\n1.领导致辞\n2.合影\n二、讨论\n1.分组讨论\n各组推选召集人。\n"
        "2.大会交流\n"
    )
    found = outline(text)
    assert "\n独行: [1, 2]\n" in found
    assert found.count("独行") == 1
    assert "      - 领导致辞\n      - 合影\n" in found
    assert "".join(str(draft(found.encode())).split()) == "".join(text.split())


def test_heads_that_run_into_their_text_at_level_one_are_said_once() -> None:
    text = "重点工作\n一、产业。落实行动。\n二、教育。推进改革。\n"
    found = outline(text)
    assert found.split("标题: 重点工作\n")[1] == (
        "独行: 无\n正文:\n  - 产业：落实行动。\n  - 教育：推进改革。\n"
    )
    assert str(draft(found.encode())).split() == text.split()


def test_no_comment_about_an_ordinary_sentence() -> None:
    heads = "".join(f"{n}.交流{n}\n" for n in range(1, 5))
    glued = "（四）加强组织领导各级要高度重视把它摆上重要位置，" + INNOCENT
    rows = "".join(f"（{n}）抓落实\n" for n in "一二三")
    said = "标题和正文连在一起"
    assert said not in outline(f"座谈会议程\n{heads}5.分组讨论，{INNOCENT}\n")
    assert said in outline(f"座谈会议程\n{rows}{glued}\n")


FORMS = ("agenda", "attendance", "followup", "minutes", "seatcards", "seating", "signin")


@pytest.mark.parametrize("kind", [kind.id for kind in types(search_roots())])
def test_a_type_that_is_asked_for_drafts_or_is_refused(kind: str) -> None:
    text = (
        "关于开展排查的通知\n某局　沈明远\n各科室：\n现通知如下。\n一、抓排查\n要全。\n"
        "特此通知。\n某局\n2026年5月8日\n"
    )
    found = Imported("旧稿.txt", read_bytes("旧稿.txt", text.encode()), search_roots())
    new = draft(found.skeleton(kind).encode())
    assert "抓排查" in (found.skeleton(kind) if kind in FORMS else str(new))
    if kind in FORMS:
        with pytest.raises(SpeechError, match=r"“正文”在“.+”里没有地方印"):
            found.outlines(kind)
    else:
        assert "抓排查" in str(draft(found.outlines(kind)[0].encode()))


def test_a_salutation_without_words_is_none() -> None:
    roles = ("title", "salutation", "body")
    words = map(Text, ("在会上的讲话", "", INNOCENT))
    tree = grow(Document(tuple(map(Para, words, roles))), False)
    assert (str(tree.title), tree.front) == ("在会上的讲话", {})
