"""Run-in heads, whole paragraphs and enumerations inside a paragraph."""

from __future__ import annotations

from .reading_help import INNOCENT, only, outline_of


def test_short_first_sentences_are_heads() -> None:
    text = f"一是排查要全。{INNOCENT}\n二是转移要早。{INNOCENT}\n"
    assert outline_of(text)[0] == f"1 一是 | 排查要全。 | {INNOCENT}"


def test_articles_stay_in_one_piece() -> None:
    article = (
        "各单位应当建立台账，对排查出的问题逐项登记，明确责任人和完成时限，并按月报告进展情况。"
    )
    short = "审核部门应当在三十日内提出意见。涉及多个部门的，可以先征求意见，再报主管领导审定。"
    rows = outline_of(f"一、{article}\n二、{short}\n三、{article}未按时报告的，予以通报。\n")
    assert [row.split(" | ")[2] for row in rows] == ["", "", ""]


def test_a_mark_inside_quotes_or_brackets_does_not_end_a_head() -> None:
    text = f"（一）做到“见事早。行动快”。{INNOCENT}\n（二）落实责任。{INNOCENT}\n"
    assert outline_of(text)[0].startswith("1 （一） | 做到“见事早。行动快”。 | ")


def test_a_head_glued_to_its_body_is_kept_whole_and_reported() -> None:
    bare = "\n".join(f"（{n}）加强{what}" for n, what in zip("一二三四", "学查改管", strict=True))
    text = f"一、措施\n{bare}\n二、保障\n（一）加强组织领导{INNOCENT}\n"
    last = only(text).passages[-1]
    assert (last.head, last.body) == ("", f"加强组织领导{INNOCENT}")
    assert any("断开" in note.message for note in only(text).doubts)


def test_an_enumeration_inside_a_paragraph_is_not_a_list_of_items() -> None:
    rows = only("一是雨情偏多。降水多两成。二是工程有短板。三座没完工。三是思想松懈。\n").passages
    assert [(row.kind, row.label, row.inline) for row in rows] == [
        ("para", "", ("一是", "二是", "三是"))
    ]


def test_labels_inside_a_paragraph_are_found_at_clause_borders_only() -> None:
    inline = only(f"要把握三点。一要快；二要准；三要稳。{INNOCENT}\n").passages[0].inline
    assert inline == ("一要", "二要", "三要")
    assert only("统一是前提，第一要务是发展，这是二是一的关系。\n").passages[0].inline == ()


def test_the_next_heading_inside_a_paragraph_is_noted() -> None:
    text = f"（一）加强领导。{INNOCENT}\n（二）严格考核。{INNOCENT}（三）做好宣传。{INNOCENT}\n"
    assert only(text).passages[-1].inline == ("（三）",)


def test_one_hand_and_the_other() -> None:
    text = f"{INNOCENT}一方面，要抓好生产；另一方面，要管好安全。\n"
    assert only(text).passages[0].inline == ("一方面", "另一方面")


def test_own_line_sentences_with_text_below_are_headings() -> None:
    text = f"一是要忠诚可靠。\n{INNOCENT}\n二是要为民服务。\n{INNOCENT}\n"
    kinds = [(p.kind, p.level) for p in only(text).passages]
    assert kinds == [("heading", 1), ("para", 0), ("heading", 1), ("para", 0)]
