"""Broken lines are put together and reported; paragraphs that merely lack a mark are not."""

from __future__ import annotations

import textwrap

from .reading_help import INNOCENT, only

LONG = INNOCENT * 4


def texts(text: str) -> list[str]:
    return [str(passage.text) for passage in only(text).passages]


def test_a_sentence_cut_in_two() -> None:
    cut = LONG[:150], LONG[150:]
    reading = only(f"在会上的讲话\n同志们：\n{cut[0]}\n{cut[1]}\n{INNOCENT}\n")
    assert [str(p.text) for p in reading.passages[2:]] == [LONG, INNOCENT]
    assert (reading.passages[2].line, reading.passages[2].end_line) == (3, 4)
    assert "3、4" in reading.joins[0].message


def test_a_page_of_fixed_width() -> None:
    paragraphs = [
        "同志们：",
        LONG,
        "一、认清形势，切实增强做好防汛工作的责任感和紧迫感，坚决克服麻痹思想和侥幸心理",
        LONG + "下面讲三点：一是要早；二是要实；三是要严。",
        "二、突出重点",
    ]
    wrapped = [
        line
        for text in paragraphs
        for line in textwrap.wrap("\u3000\u3000" + text, 30, drop_whitespace=False)
    ]
    assert texts("在全市防汛会上的讲话\n" + "\n".join(wrapped) + "\n")[1:] == paragraphs


def test_flush_lines_go_on_where_paragraphs_are_indented() -> None:
    cut = "    要做好准备，落实责任，备足物资，守住防汛安全的\n底线。\n"
    text = f"    {INNOCENT}\n{cut}    {INNOCENT}\n    {INNOCENT}\n"
    assert "要做好准备，落实责任，备足物资，守住防汛安全的底线。" in texts(text)


def test_items_without_end_marks_are_not_joined() -> None:
    text = "一、审核下列内容：\n（一）是否合法\n（二）是否可行\n（三）是否必要\n"
    assert len(texts(text)) == 4


def test_a_title_is_not_joined_to_what_follows() -> None:
    assert len(texts(f"在会上的讲话\n沈明远\n同志们：\n{INNOCENT}\n")) == 4


def test_rows_of_a_table_are_no_broken_paragraph() -> None:
    """Nor do they make a page of fixed width of what stands above them."""
    lines = [
        *(
            f"\u3000\u3000会议{what}：全区春季植树工作布置会的{what}见附表一"
            for what in ("名称", "地点", "主持")
        ),
        "序号\t时间\t内容\t报告人",
        *(
            f"{at}\t14:30—14:45\t通报去年植树成活的情况，听取意见，研究措施\t区林业站"
            for at in (1, 2, 3, 4, 5)
        ),
    ]
    found = "\n".join(texts("\n".join(["会议议程", *lines]))[1:])  # rows of tabs are a table
    assert found.split("\n") == [line.strip() for line in lines]


_SENTENCES = (
    "过去一年，全区教育系统攻坚克难。新改扩建学校十二所，新增学位八千个。教师队伍建设取得明显成效。"
    "群众满意度不断提升，连续三年位居全市前列。"
)


def _page(width: int) -> str:
    return "\n".join(_SENTENCES[at : at + width] for at in range(0, len(_SENTENCES), width))


def test_the_narrow_lines_of_a_telephone_are_joined() -> None:
    reading = only(f"在会上的讲话\n同志们：\n{_page(18)}\n一、抓落实\n{_page(18)}\n")
    assert sum(str(each.text) == _SENTENCES for each in reading.passages) == 2


def test_one_line_tells_of_lines_that_may_be_cut_and_were_not_joined() -> None:
    lines = "抓教学，抓安全，抓好各项工作\n要抓紧，要抓实，要抓出成效来，让群众都满意\n"
    reading = only(f"在会上的讲话\n同志们：\n{lines}{lines}大家努力。\n")
    (doubt,) = (each for each in reading.doubts if "没有接" in each.message)
    assert doubt.message == "第4、6行末尾没有标点，像是一段话被断开，拿不准，没有接"


def test_a_half_width_full_stop_ends_a_paragraph() -> None:
    text = f"{'各科室要提高认识,密切配合,' * 6}库区内严禁吸烟.\n甲乙县储备中心\n2026年11月16日\n"
    assert only(f"工作方案\n{INNOCENT}\n{text}").passages[-2].kind == "signature"


def test_where_paragraphs_stand_apart_a_clause_goes_on_in_the_next_line() -> None:
    text = "在会上的讲话\n\n同志们：\n\n有的同志作风漂浮，甚\n至说不清情况。\n\n"
    reading = only(f"{text}一、抓早\n大家努力。\n\n二、抓细\n也要努力。\n\n谢谢大家！\n")
    assert str(reading.passages[2].text) == "有的同志作风漂浮，甚至说不清情况。"
    assert len(reading.joins) == 1
    close = only("在会上的讲话\n同志们：\n有的同志作风漂浮，甚\n至说不清情况。\n要改。\n")
    assert not close.joins


def test_one_who_takes_part_is_not_joined_to_the_next() -> None:
    offices = "、".join(f"{name}局" for name in ("教育", "公安", "司法", "财政", "水利", "审计"))
    listed = f"列席：镇人大主席一名，{offices}和各村负责同志，镇政府办公室、综治中心负责同志"
    last = [listed, "记录：陶然"]
    assert texts(f"会议纪要\n{INNOCENT}\n" + "\n".join(last) + "\n")[-2:] == last


def test_names_of_one_length_are_no_page_of_fixed_width() -> None:
    names = [
        f"改造{place}供水管网及入户水表更换配套工程"
        for place in ("甲乙乡", "丙丁乡", "戊己乡", "庚辛乡")
    ]
    lines = ["重点项目清单", "农业类", *names, "文旅类", *names]
    assert texts("\n".join(lines)) == lines


def test_a_number_on_its_own_line_heads_what_stands_below() -> None:
    parts = ("01\n\n先说回来", "02\n\n再说留下", "03\n\n后说带人")
    text = "在座谈会上的讲话\n同志们：\n" + "\n".join(f"{part}\n{INNOCENT}" for part in parts)
    heads = [str(each.text) for each in only(text).passages if each.kind == "heading"]
    assert heads == [" ".join(part.split()) for part in parts]


def test_page_numbers_stand_above_whatever_comes() -> None:
    text = f"在会上的讲话\n同志们：\n{INNOCENT}\n1\n{INNOCENT}\n2\n{INNOCENT}\n"
    assert [each.text for each in only(text).passages if each.kind == "noise"] == ["1", "2"]
