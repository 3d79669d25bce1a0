"""Title, byline, date, salutation; closing, attachments, signature; several documents in a file."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.readers.structure import frame, tail

from .reading_help import INNOCENT, only, readings


def kinds(text: str) -> list[str]:
    return [passage.kind for passage in only(text).passages]


def test_a_whole_speech() -> None:
    text = (
        "在全市防汛工作会议上的讲话\n市应急管理局局长 沈明远\n（2026年5月12日）\n同志们：\n"
        f"{INNOCENT}\n一、抓排查\n{INNOCENT}\n同志们，时间很紧。让我们共同努力！\n谢谢大家！\n"
        "市防汛办\n2026年5月12日\n"
    )
    assert kinds(text) == [
        "title",
        "byline",
        "date",
        "salutation",
        "para",
        "heading",
        "para",
        "closing",
        "closing",
        "signature",
        "date",
    ]
    assert only(text).title == "在全市防汛工作会议上的讲话"


def test_a_title_over_two_lines_and_a_doubled_one() -> None:
    two = only(f"云汀市人民政府\n关于做好防汛工作的通知\n各单位：\n{INNOCENT}\n")
    assert two.document.blocks[0].text == "云汀市人民政府\n关于做好防汛工作的通知"  # type: ignore[union-attr]
    doubled = only(f"在校运会上的讲话\n\n在校运会上的讲话\n各位老师：\n{INNOCENT}\n")
    assert [p.kind for p in doubled.passages[:3]] == ["noise", "title", "salutation"]
    assert "标题重复" in doubled.residue[0].message


def test_a_spaced_title_is_closed_up() -> None:
    assert only(f"在 校 运 会 上 的 讲 话\n各位老师：\n{INNOCENT}\n").title == "在校运会上的讲话"


def test_a_missing_title_is_no_title() -> None:
    reading = only(f"同志们：\n{INNOCENT}\n")
    assert reading.title == ""
    assert reading.passages[0].kind == "salutation"


@pytest.mark.parametrize(
    "line",
    ["同志们：", "各位代表！", "尊敬的各位领导、各位来宾，女士们、先生们：", "老师们、同学们:"],
)
def test_salutations(line: str) -> None:
    assert frame.is_salutation(line)


@pytest.mark.parametrize(
    "line",
    [
        "同志们，今天我们开会。",
        "现将有关情况汇报如下：",
        "男：尊敬的各位领导、各位老师，",
        "与人民群众期盼相比，还存在差距：",
        "我讲三点意见：",
    ],
)
def test_no_salutations(line: str) -> None:
    assert not frame.is_salutation(line)


def test_offices_are_among_recipients() -> None:
    assert frame.is_recipients("各镇人民政府、街道办事处，区直有关单位：")
    assert not frame.is_recipients("请到街道办事处领取下列材料：")


def test_the_recipients_of_a_notice_and_its_attachments() -> None:
    text = (
        f"关于开展安全检查的通知\n各镇中心学校、县直各学校：\n{INNOCENT}\n一、查什么\n{INNOCENT}\n"
        "附件：1.检查表\n2.责任书\n县教育局\n2026年3月5日\n"
    )
    assert kinds(text)[-4:] == ["attachment", "attachment", "signature", "date"]
    assert kinds(text)[1] == "salutation"
    assert only(text).passages[-4].to_json()["kind"] == "para"


def test_a_last_paragraph_after_run_in_items_closes_the_document() -> None:
    text = f"一、措施\n（一）抓学习。{INNOCENT}\n（二）抓作风。{INNOCENT}\n{INNOCENT}\n"
    assert kinds(text)[-1] == "closing"
    under_heading = f"一、措施\n{INNOCENT}\n二、要求\n{INNOCENT}\n"
    assert kinds(under_heading)[-1] == "para"


def test_several_speeches_in_one_file() -> None:
    one = f"在开学典礼上的讲话\n同学们：\n{INNOCENT}\n{INNOCENT}\n一、学习\n{INNOCENT}\n"
    two = f"在毕业典礼上的讲话\n同学们：\n{INNOCENT}\n"
    assert [reading.title for reading in readings(one + two)] == [
        "在开学典礼上的讲话",
        "在毕业典礼上的讲话",
    ]


def test_short_speeches_of_one_file_are_told_apart() -> None:
    """A title behind 谢谢大家 or one that counts itself needs no long text before it."""
    counted = (
        "篇一：在甲会上的讲话\n同志们：\n一是学习。多读书。\n"
        "篇二：在乙会上的讲话\n各位老师：\n一、立大志\n志存高远。\n"
    )
    assert [r.title for r in readings(counted)] == ["篇一：在甲会上的讲话", "篇二：在乙会上的讲话"]
    thanked = (
        f"在甲会上的致辞\n各位来宾：\n{INNOCENT}\n谢谢大家！\n在乙会上的致辞\n各位来宾：\n欢迎！\n"
    )
    assert [r.title for r in readings(thanked)] == ["在甲会上的致辞", "在乙会上的致辞"]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("同志们，今年我们取得了成绩。", True),
        ("各位领导、各位来宾、朋友们：", True),
        ("各位代表、我们村的同志们！", True),
        ("同志们" + "、我们" * 60 + "。", False),
    ],
)
def test_an_address_at_the_start_is_found_however_long_the_list(text: str, turns: bool) -> None:
    assert frame.opens_with_address(text) is turns


def test_a_title_without_end_is_not_looked_for_again() -> None:
    assert frame.repeats_title("在会上的讲话", "在会上的讲话")
    assert not frame.repeats_title("讲" * 5_000, "讲" * 5_000)


def test_a_line_without_text_ends_the_search_for_a_signature() -> None:
    assert tail.tail_kinds(["甲。", "青禾区人民政府", "", "2026年5月12日"], 1) == {3: "date"}
    assert tail.tail_kinds(["甲。", "乙。", "", "1.名单", "2.表格"], 1) == {}
    assert tail.closing_start([INNOCENT, ""]) == 2


def under_title(*lines: str) -> list[str]:
    text = "\n\n".join(("# 关于防汛检查的通知", *lines))
    return [each.kind for each in only(text, "旧稿.md").passages][1:]


def test_a_title_that_the_file_tells_has_no_second_half() -> None:
    assert under_title("——在动员会上的讲话", "沈明远", "2026年5月12日")[:2] == [
        "subtitle",
        "byline",
    ]
    assert under_title("会议名称：推进会", "会议地点：三楼会议室") == ["para", "para"]
    reading = only(
        f"000001\n\n特急\n\n云汀市防汛办公室\n\n# 关于检查的通知\n\n{INNOCENT}", "旧稿.md"
    )
    assert [each.kind for each in reading.passages] == [
        "letterhead-mark", "letterhead-mark", "letterhead", "title", "para",
    ]  # fmt: skip
    assert reading.title == "关于检查的通知"
    assert reading.to_json()["blocks"][3]["kind"] == "title"


def test_text_above_a_title_stays_text() -> None:
    (reading,) = readings(f"编者按语一则\n\n# 在会上的讲话\n\n同志们：\n\n{INNOCENT}", "旧稿.md")
    assert reading.title == "在会上的讲话"
    assert reading.passages[0].kind == "para"


def test_recipients_a_line_each() -> None:
    found = under_title("各街道办事处", "区水务局", "区直有关单位：", INNOCENT)
    assert found == ["salutation"] * 3 + ["para"]
    assert under_title("各街道办事处", "区水务局", INNOCENT)[0] != "salutation"


def test_whoever_signs_under_a_text_that_is_over() -> None:
    tail = ("附件：1. 分工表", "2. 名单")
    assert under_title(INNOCENT, *tail, "甲乙筹备联盟", "2026年5月12日")[1:] == [
        "attachment", "attachment", "signature", "date",
    ]  # fmt: skip
    assert under_title(INNOCENT, "甲乙筹备联盟", "丙丁志愿联队", "2026年5月12日")[1:] == [
        "signature", "signature", "date",
    ]  # fmt: skip
    assert under_title(INNOCENT, "## 会议安排", "2026年5月12日")[1] == "heading"
    assert under_title("有这样几件事情要做", "甲乙筹备联盟", "2026年5月12日")[-2:-1] != [
        "signature"
    ]


def test_a_list_of_attachments_is_no_title_and_may_stand_above_a_note() -> None:
    assert under_title("附件：1. 分工表", "2. 名单", "（联系人：周晓梅）", "抄送：市政府") == [
        "attachment", "attachment", "note", "copy-to",
    ]  # fmt: skip


def test_a_title_below_sentences_is_known_by_its_addressee() -> None:
    body = f"{INNOCENT}\n一、时间\n{INNOCENT}\n"
    assert kinds(f"各位主任，见下。\n关于召开会议的安排\n各党支部：\n{body}") == [
        "para", "title", "salutation", "para", "heading", "para",
    ]  # fmt: skip
    assert kinds(f"今天说两句。\n大家都来了\n{INNOCENT}\n")[0] == "para"


@pytest.mark.parametrize("line", ["发布人：市工信局局长　沈明远", "提出人：沈明远　附议人：周晓梅"])
def test_whoever_a_label_names_under_the_title(line: str) -> None:
    assert under_title(line, INNOCENT) == ["byline", "para"]
    assert under_title("联系人：沈明远", INNOCENT) != ["byline", "para"]


def test_a_meeting_that_is_over_and_who_was_there_close_a_paper() -> None:
    for line in ("好，散会。", "祝大家快乐，再见！", "出席：沈明远、周晓梅"):
        assert kinds(f"会议讲话\n一、学习\n{INNOCENT}\n{line}\n")[-1] == "closing"


@pytest.mark.parametrize("day", ["2026年月日", "2026年 月 日", "年　月　日", "2026年__月__日"])
def test_a_day_left_open_dates_a_paper(day: str) -> None:
    assert under_title("各单位：", INNOCENT, "甲乙区水务局", day)[-2:] == ["signature", "date"]


def test_words_for_a_date_are_none() -> None:
    assert not frame.is_date("年月日")


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("2026年度\n党支部书记抓基层党建\n述职报告\n各位领导：", "title title title salutation"),
        ("关于同意建设的批复\n县少年宫：", "title salutation"),
        ("在三级干部会上的讲话\n县少年宫：", "title para"),
        ("县委常委会：\n关于食堂改造的汇报\n县事务中心\n2026年11月3日", "para title byline date"),
        ("以“小切口”做“大文章”\n——镇党委书记　鲁平\n同志们：", "title byline salutation"),
        ("工作汇报\n把小事办好\n——镇党委书记　鲁平\n同志们：", "title title byline salutation"),
        ("工作报告\n——在县人民代表大会\n第六次会议上\n各位代表：",
         "title subtitle subtitle salutation"),
        ("关于放假的通知\n各乡镇人民政府，\n县直各单位：", "title salutation salutation"),
        ("水库白皮书\n概述", "title heading"),
        ("水库白皮书\n诸葛明", "title byline"),
        ("青汛〔2026〕8号\n关于放假的通知\n各乡镇人民政府：", "letterhead-number title salutation"),
        ("关于放假的通知\n青汛〔2026〕8号\n各乡镇人民政府：", "title subtitle salutation"),
    ],
)  # fmt: skip
def test_a_head_is_what_fits_best_as_a_whole(head: str, kinds: str) -> None:
    found = [each.kind for each in only(f"{head}\n{INNOCENT}\n").passages]
    assert found == [*kinds.split(), "para"]


@pytest.mark.parametrize(("speaker", "told"), [("", []), ("沈明远\n", ["byline"])])
def test_a_title_as_long_as_the_lines_of_a_page_stands_alone(speaker: str, told: list[str]) -> None:
    lines = (
        "今年以来我们认真贯彻落实上级关于防汛工作的各项部署要求先后组织",
        "检查三十余次发现隐患一百二十余处整改一百一十余处整改率超过九成",
        "成效是明显的但是也要看到当前存在的一些突出问题还没有从根本上解",
        "决，下一步再上新的台阶。",
    )
    title = "在全市二〇二六年防汛抗旱救灾应急值守工作动员部署会议上的讲话\n"
    found = kinds(title + speaker + "\n".join(lines * 3))
    assert found == ["title", *told, "para", "para", "para"]


def test_below_a_sentence_a_title_needs_somebody_who_is_addressed() -> None:
    top = f"{INNOCENT}\n防汛工作的汇报\n"
    assert "title" not in kinds(f"{top}{INNOCENT}\n")
    assert kinds(f"{top}同志们：\n{INNOCENT}\n") == ["para", "title", "salutation", "para"]


@pytest.mark.parametrize(
    ("tail", "kinds"),
    [
        ("县水库管理站 2026年5月3日", "signature"),
        ("县水库管理总站（公章）\n2026年5月3日", "signature date"),
        ("提议人：方砚田\n11月15日", "signature date"),
        ("沈明远（盖章）\n2026年5月3日", "signature date"),
        ("县水库管理总站\n2026年5月3日（公章）", "signature date"),
        ("县水务局\n2026年5月3日\n又及：表随信附上。\n回　执\n我已收到。\n姓名：",
         "signature date para para para para"),
        ("此致\n敬礼\n梧桐一中\n2026年5月8日\n另：时刻表附后。\n早班 6:20",
         "closing closing signature date para para"),
        ("附件 1.分工表\n2.名单\n县水务局\n2026年5月3日", "attachment attachment signature date"),
        ("县水务局\n2026年5月3日\n（联系人：沈明远）\n（此件公开）", "signature date note note"),
        ("县水务局\n2026年5月3日\n联系人：沈明远　电话：5550199", "signature date note"),
        ("六（2）班部分家长\n执笔：仲夏\n2026年5月3日", "signature signature date"),
        ("县水务局办公室\n2026年5月3日印发", "imprint imprint"),
        ("注释：\n①早班：六点。\n②晚班：九点。", "closing closing closing"),
    ],
)  # fmt: skip
def test_a_tail_is_what_fits_best_as_a_whole(tail: str, kinds: str) -> None:
    found = [each.kind for each in only(f"关于检查的通知\n各单位：\n{INNOCENT}\n{tail}").passages]
    assert found == ["title", "salutation", "para", *kinds.split()]


def test_closing_words_stand_behind_a_last_point_that_is_a_sentence() -> None:
    points = "一、任务\n（一）思想更加有力。\n（二）服务更加暖心。\n"
    closing = "各位代表，同志们！事业薪火相传。\n让我们再立新功！\n"
    assert kinds(f"工作报告\n{points}{closing}")[-2:] == ["closing", "closing"]


def test_an_address_above_the_closing_words_is_a_salutation_and_goes_with_them() -> None:
    above = f"在会上的报告\n各位代表：\n{INNOCENT}\n一、抓早\n{INNOCENT}\n"
    text = f"{above}各位代表！\n让我们一起努力！\n"
    assert kinds(text)[-2:] == ["salutation", "closing"]
    assert "结尾: |\n  各位代表！\n\n  让我们一起努力！\n" in str(
        *Imported("旧稿.txt", readings(text), search_roots()).outlines()
    )
    assert kinds(f"{above}谢谢各位！\n")[-1] == "closing"


def test_whoever_speaks_the_closing_words_they_close() -> None:
    text = f"联欢会主持词\n男：大家好！\n一、致辞\n女：请致辞。\n{INNOCENT}\n"
    assert kinds(f"{text}男：祝大家幸福！\n合：谢谢大家！\n")[-2:] == ["closing", "closing"]


def test_a_seal_stands_between_a_unit_and_its_date() -> None:
    text = f"关于表彰的决定\n{INNOCENT}\n甲乙县水务局委员会\n（印）\n2026年3月20日\n"
    assert kinds(text)[-3:] == ["signature", "signature", "date"]


def test_a_text_set_line_by_line_is_no_title() -> None:
    verse = ["他们在河边", "守了一夜", "水", "没有上来", "风很大"]
    assert kinds("\n".join(["河边的人", *verse])) == ["title", *["para"] * 5]


def test_whom_an_untitled_notice_addresses() -> None:
    kinds = [each.kind for each in only(f"中心各部门：\n{INNOCENT}\n综合管理部\n").passages]
    assert kinds[0] == "salutation"


def test_an_answer_with_a_red_head_below_the_letter_it_answers() -> None:
    letter = "云河县图书馆\n云图函〔2026〕4号\n关于合办读书活动的函\n县教育局：\n"
    answer = "云河县教育局\n云教函〔2026〕17号\n关于合办读书活动的复函\n县图书馆：\n"
    first = f"{letter}{INNOCENT}\n云河县图书馆\n2026年3月5日\n（联系人：祝小满）\n"
    found = readings(f"{first}{answer}{INNOCENT}\n此复。\n云河县教育局\n2026年3月16日\n")
    assert [each.title for each in found] == ["关于合办读书活动的函", "关于合办读书活动的复函"]
