"""What was edited in Word is in the outline, or in the report; see also transcripts/pull-*.md."""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from speechgen import files
from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.pull import pull
from speechgen.diagnostics import SpeechError
from speechgen.files.sealing import is_untouched
from speechgen.pack.drafting import draft_pack
from speechgen.readers.docx.settling import settled
from tests.carry.conftest import OUTLINE, Carry
from tests.fuzz.pulls import run
from tests.fuzz.word_edits import W, WordFile, text_of
from tests.word_hand import done

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_nothing_edited_changes_nothing(carry: Carry) -> None:
    made, text = carry()
    assert made.whole
    assert made.changes == ()
    assert text == OUTLINE


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("anchors", [True, False])
@pytest.mark.parametrize(
    ("deeds", "old", "new"),
    [
        ([("改", "每天看一次", "雨天看两次")], "边坡每天看一次。", "边坡雨天看两次。"),
        ([("改", "看清风险", "认清汛期风险")], "题: 看清风险", "题: 认清汛期风险"),
        ([("改", "部署汛期校园安全", "部署今年的事")], "部署汛期校园安全", "部署今年的事"),
        ([("改", "雨季快到了。", "雨季快到了！")], "雨季快到了。", "雨季快到了！"),
        ([("粗", "老教学楼")], "老教学楼的电线", "**老教学楼**的电线"),
        ([("删", "饮水机")], "      - 饮水机每周清洗\n", ""),
        ([("删", "值日老师")], "      - 值日老师七点到岗。\n", ""),
        ([("移", "饮水机", "校门口")],
         "      - 校门口要有人\n      - 饮水机每周清洗\n",
         "      - 饮水机每周清洗\n      - 校门口要有人\n"),
        ([("分", "的班级")], "      - 谁的班级谁负责。\n", "      - 谁\n      - 的班级谁负责。\n"),
        ([("接", "谁的班级")],
         "      - 谁的班级谁负责。\n      - 值日老师七点到岗。\n",
         "      - 谁的班级谁负责。值日老师七点到岗。\n"),
        ([("改", "（一）校门口", "（二）校门口")], "", ""),
    ],
)  # fmt: skip
def test_an_edit_changes_its_own_characters_alone(
    carry: Carry, deeds: list[tuple[str, ...]], old: str, new: str, live: bool, anchors: bool
) -> None:
    if live and "（一）" in deeds[0][1]:
        pytest.skip("Word counts that label")
    without = [] if anchors else [("去锚点",)]
    made, text = carry(*without, *deeds, live=live)
    assert text == OUTLINE.replace(old, new)
    assert made.whole
    assert made.three is anchors


def test_a_sentence_that_stands_twice_is_deleted_where_it_was(carry: Carry) -> None:
    twice = OUTLINE.replace("饮水机每周清洗", "校门口要有人").replace("雨季快到了", "校门口要有人")
    made, text = carry(("删", "看清风险"), outline=twice)
    assert "看清风险" not in text
    assert text.count("校门口要有人") == 2
    assert "第一部分" in text, "a comment is never lost"
    assert [one.kind for one in made.changes if one.kind != "taken"] == ["computed"]


def test_a_value_that_is_printed_twice_is_a_question(carry: Carry) -> None:
    """The meeting's name comes from the title."""
    made, text = carry(("改", "召开校园安全工作会议", "召开校园安全部署会议"))
    assert text == OUTLINE
    [one] = made.changes
    assert one.kind == "open"
    assert "还印在第1段" in one.why


def test_a_value_that_is_changed_alike_wherever_it_is_printed_is_taken(carry: Carry) -> None:
    made, text = carry(
        ("改", "召开校园安全工作会议", "召开校园安全部署会议"),
        ("改", "在校园安全工作会议", "在校园安全部署会议"),
    )
    assert text == OUTLINE.replace("工作会议", "部署会议")
    assert made.whole


def test_a_point_is_not_taken_for_a_paragraph_with_its_words(carry: Carry) -> None:
    """Without anchors its level says which of the two was moved and written anew."""
    point = "      - 谁来都要登记\n"
    twice = OUTLINE.replace("雨季快到了", "谁来都要登记").replace(
        "      - 边坡", f"{point}      - 边坡"
    )
    edits = (
        ("移", "（一）谁来", "校门口"),
        ("改", "（一）谁来都", "（一）谁来也"),
        ("改", "老师们", "同事们"),
    )
    made, text = carry(("去锚点",), *edits, outline=twice)
    there = twice.replace(point, "").replace("      - 校门口", f"{point}      - 校门口")
    assert text == there.replace("- 谁来都", "- 谁来也").replace("老师们", "同事们")
    assert made.whole


def test_what_only_the_outline_changed_stays(carry: Carry) -> None:
    made, text = carry(("改", "每天看一次", "天天看"), meanwhile=("雨季快到了", "雨季已经到了"))
    assert text == OUTLINE.replace("雨季快到了", "雨季已经到了").replace("每天看一次", "天天看")
    assert made.whole
    assert made.kept == 1


def test_a_point_that_is_new_in_the_outline_is_not_deleted(carry: Carry) -> None:
    made, text = carry(
        ("改", "每天看一次", "天天看"),
        meanwhile=("      - 校门口", "      - 食堂留样要登记\n      - 校门口"),
    )
    assert "食堂留样要登记" in text
    assert made.whole


def test_new_words_that_stand_elsewhere_too_are_new(carry: Carry) -> None:
    """Enter behind words that are a point of their own already: they were printed, not there."""
    outline = OUTLINE.replace("文: 雨季快到了。", "文: 校门口要有人，雨季快到了。")
    made, text = carry(("分", "，雨季"), outline=outline)
    new = '文:\n      - 校门口要有人\n      - "，雨季快到了。"\n'
    assert text == outline.replace("文: 校门口要有人，雨季快到了。\n", new)
    assert made.whole


def test_a_conflict_shows_both_and_keeps_the_outline(carry: Carry) -> None:
    made, text = carry(("改", "雨季快到了", "雨季近了"), meanwhile=("雨季快到了", "雨季已经到了"))
    assert "    # 冲突：Word 里改成“雨季近了。”\n    文: 雨季已经到了。" in text
    [one] = made.changes
    assert (one.kind, one.before, one.after) == ("open", "雨季已经到了。", "雨季近了。")


def test_what_the_outline_deleted_and_word_changed_is_a_question(carry: Carry) -> None:
    made, text = carry(
        ("改", "值日老师七点到岗", "值日老师和保安七点到岗"),
        meanwhile=("      - 值日老师七点到岗。\n", ""),
    )
    assert "值日老师" not in text
    assert [one.kind for one in made.changes] == ["open"]
    assert "值日老师和保安七点到岗" in made.changes[0].after


def test_tracked_changes_are_accepted_or_ignored(carry: Carry) -> None:
    deeds = ("修删", "老教学楼的", "李科长"), ("修增", "换新", "李科长", "并装漏电保护")
    made, text = carry(*deeds)
    assert "      - 电线：电线换新并装漏电保护。   # 已报预算\n" in text
    assert made.review is not None
    assert {one.author for one in made.review.revisions} == {"李科长"}
    made, text = carry(*deeds, original=True)
    assert text == OUTLINE


def test_a_hostile_comment_is_one_comment_line(carry: Carry) -> None:
    made, text = carry(("批", "每天看一次", "甲\n标题: 假", "看\n---\n题: 假\u2028{{ x }}"))
    changed = [line for line in text.splitlines() if line not in OUTLINE.splitlines()]
    assert len(changed) == 1
    assert changed[0].startswith("      # 批注（甲 标题: 假）：看 --- 题: 假")
    assert made.whole


@pytest.mark.parametrize(
    "words",
    ["甲：乙", "- 甲", "甲 # 乙", "“甲”", "'甲\"", "{甲", "**甲", "{{ 甲 }}", "&甲", "甲: 乙"],
)
def test_no_words_become_structure(carry: Carry, words: str) -> None:
    made, text = carry(("改", "校门口要有人", words), ("改", "雨季快到了", f"雨季{words}"))
    assert made.whole, made.changes
    kept = [line for line in OUTLINE.splitlines() if "校门口" not in line and "雨季" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept


def test_a_docx_of_another_outline_is_refused(carry: Carry, tmp_path: Path) -> None:
    carry()
    other = tmp_path / "别的.yaml"
    other.write_text("类型: 讲话\n标题: 甲\n正文:\n  - 题: 食堂\n    文: 留样。\n", "utf-8")
    data = draft_as(other, Options()).to("docx")
    with pytest.raises(SpeechError) as caught:
        pull(data, tmp_path / "校园.yaml", Options())
    assert caught.value.diagnostics[0].rule == "pull-other-outline"


def test_a_carried_file_may_be_overwritten_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "讲话.docx"
    target.write_bytes(b"edited")
    files.carried(target, b"edited")
    files.place(target, b"drafted", paper=True)
    assert target.read_bytes() == b"drafted"
    assert (tmp_path / "讲话.docx.bak").read_bytes() == b"edited"
    target.write_bytes(b"edited again")
    with pytest.raises(SpeechError):
        files.place(target, b"drafted", paper=True)
    digest = hashlib.sha256(b"edited").hexdigest()
    assert digest in (tmp_path / ".speechgen").read_text("utf-8")
    assert not is_untouched(b"edited")


def test_settled_files_are_read_like_others(carry: Carry, tmp_path: Path) -> None:
    carry()
    data = draft_as(tmp_path / "校园.yaml", Options()).to("docx")
    data = done(data, "修增", "换新", "甲", "一遍")
    made = pull(settled(data), tmp_path / "校园.yaml", Options())
    assert "换新一遍" in made.data.decode("utf-8")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_random_edits_are_carried_or_told(seed: str) -> None:
    """More of them: `python -m tests.fuzz.pulls`."""
    tally, failed = run(seed, range(20))
    assert failed == []
    assert tally["taken"] > 20


RUN_ON = """\
类型: 讲话
标题: 在汛前检查会上的讲话
编号: 一、>一是
正文:
  - 题: 抓排查
    文: 要做好三件事。
    连排: 是
    点:
      - 水库看一遍
      # 记得写数
      - 河道清一次
      - 山塘修好
"""


@pytest.mark.parametrize(
    ("old", "new", "items"),
    [
        ("二是河道清一次；", "二是桥梁查一次；三是河道再清一次；",
         ["水库看一遍", "桥梁查一次", "# 记得写数", "河道再清一次", "山塘修好"]),
        ("二是河道清一次；", "", ["水库看一遍", "# 记得写数", "山塘修好"]),
        ("二是河道清一次；三是山塘修好。", "二是山塘修好；三是河道清一次。",
         ["水库看一遍", "山塘修好", "# 记得写数", "河道清一次"]),
        ("山塘修好。", "山塘修好；四是堤防加高。",
         ["水库看一遍", "# 记得写数", "河道清一次", "山塘修好", "堤防加高"]),
    ],
    ids=["in between", "less", "swapped", "at the end"],
)  # fmt: skip
def test_an_entry_that_runs_on_is_an_item(
    carry: Carry, old: str, new: str, items: list[str]
) -> None:
    made, text = carry(("改", old, new), outline=RUN_ON)
    assert [line.strip().removeprefix("- ") for line in text.splitlines()[8:]] == items
    assert made.whole, made.changes


def test_a_promoted_point_moves_where_style_and_label_agree(carry: Carry) -> None:
    _, text = carry(("级", "饮水机", "Heading1", "三、"))
    assert text.endswith("      - 校门口要有人\n  - 饮水机每周清洗\n")
    made, text = carry(("级", "饮水机", "Heading1", "（二）"))
    assert text == OUTLINE
    [one] = made.changes
    assert (one.kind, "样式换了级别" in one.why) == ("open", True)


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("（一）校门口要有人；", "校门口不能没有人；", "- 校门口不能没有人\n"),
        ("二、落实责任", "把责任扛起来", "题: 把责任扛起来\n"),
        ("（一）校门口", "另外，（一）校门口", "- 另外，校门口要有人\n"),
    ],
)
def test_words_that_have_the_look_of_a_label_are_words(
    carry: Carry, old: str, new: str, item: str
) -> None:
    """Word gives what is typed over a paragraph, or in front of it, the look of its first word."""
    made, text = carry(("重打", old, new))
    assert item in text
    assert made.whole, made.changes
    assert made.labels == ()


@pytest.mark.parametrize("names", ["[甲村, 乙村]   # 全部", "\n  - 甲村\n  - 乙村   # 全部"])
def test_names_in_a_list_are_one_text(carry: Carry, names: str) -> None:
    outline = (
        f"类型: 公文\n标题: 题目\n主送:{' ' if names[0] == '[' else ''}{names}\n正文: 文字。\n"
    )
    made, text = carry(("改", "甲村、乙村", "甲村、乙一村、丙村"), outline=outline)
    assert text == "类型: 公文\n标题: 题目\n主送: 甲村、乙一村、丙村   # 全部\n正文: 文字。\n"
    assert made.whole


def test_what_follows_a_value_in_one_of_its_places_is_a_question(carry: Carry) -> None:
    ended = f"{OUTLINE}结尾:\n  强调: 安全第一\n"
    made, text = carry(("改", "老师们：", "老师们、家长们："), outline=ended)
    assert text == ended
    [one] = made.changes
    assert (one.kind, "还印在" in one.why) == ("open", True)


def test_an_opening_that_was_written_anew_names_the_key_for_it(carry: Carry) -> None:
    old = "今天，我们召开校园安全工作会议，主要任务是部署汛期校园安全。"
    made, text = carry(("改", old, "大家都忙，我长话短说。"))
    assert text == OUTLINE
    assert ["写“开头:”" in one.why for one in made.changes] == [True]


def test_words_that_are_not_in_the_outline_say_where_they_are(tmp_path: Path) -> None:
    """A value of --set, and the words of a form, which knows no tones."""
    path, options = tmp_path / "校园.yaml", Options(values={"主题": "管好校园"})
    path.write_text(OUTLINE, encoding="utf-8")
    data = done(draft_as(path, options).to("docx"), "改", "管好校园", "管好学校")
    [given] = pull(data, path, options).changes
    assert (given.kind, "--set 主题 给的" in given.why) == ("computed", True)
    shutil.copy(EXAMPLES / "agenda.yaml", tmp_path)
    path = tmp_path / "agenda.yaml"
    data = done(draft_as(path, Options()).to("docx"), "改", "会议地点", "开会地点")
    [fixed] = pull(data, path, Options()).changes
    assert (fixed.kind, "语气" in fixed.why) == ("computed", False)


def test_a_point_that_stays_keeps_what_was_to_follow_it(carry: Carry) -> None:
    """The heading cannot be demoted as it stands there; its points must not go without it."""
    _, text = carry(("级", "落实责任", "RunIn2", "（三）"))
    assert text == OUTLINE


def test_fields_of_an_entry_stay_where_only_its_heading_was_deleted(carry: Carry) -> None:
    minutes = (EXAMPLES / "minutes.yaml").read_text("utf-8")
    made, text = carry(("接", "5月20日前完成"), outline=minutes)
    assert text == minutes
    assert not made.whole


def test_a_sentence_in_bold_with_its_stop_is_pulled_once(carry: Carry) -> None:
    """No outline holds a 。 at the edge of bold words: that alone is no difference."""
    _, text = carry(("粗", "雨季快到了。"))
    assert "文: **雨季快到了**。" in text
    again, _ = carry(("粗", "雨季快到了。"), meanwhile=("雨季快到了。", "**雨季快到了**。"))
    assert again.changes == ()


def test_what_no_outline_holds_is_told(carry: Carry, tmp_path: Path) -> None:
    carry()
    data = draft_as(tmp_path / "校园.yaml", Options()).to("docx")
    hidden = hidden_words(done(data, "改", "看一次", "看一次私下说"), "看一次私下说")
    made = pull(hidden, tmp_path / "校园.yaml", Options())
    told = [(one.kind, one.after) for one in made.changes]
    assert ("open", "看一次私下说") in told
    assert not made.whole


TABLE = """\
类型: 讲话
标题: 在汛前检查会上的讲话
正文:
  - 题: 分工
    文: 分工如下。
    表:
      - [村, 人数, 负责人]
      - [东村, 10, 张三]
      - [西村, 20, 李四]
"""


@pytest.mark.parametrize(
    ("sides", "kind"), [(slice(1), "open"), (slice(1, 2), "taken"), (slice(2), "taken")]
)
def test_each_side_of_a_seat_card_is_looked_at(
    carry: Carry, tmp_path: Path, sides: slice, kind: str
) -> None:
    """Upside down the name stands in a text box, which the next draft makes anew."""
    carry(outline="类型: 座签\n标题: 座签\n名单:\n  - 林晓东\n")
    file = WordFile(draft_as(tmp_path / "校园.yaml", Options()).to("docx"))
    names = [each for each in file.root.iter(f"{W}t") if each.text == "林晓东"]
    assert len(names) == 2
    for each in names[sides]:
        each.text = "林晓冬"
    made = pull(file.bytes(), tmp_path / "校园.yaml", Options())
    assert [one.kind for one in made.changes] == [kind]


def test_words_in_a_footer_are_told_to_stay(carry: Carry, tmp_path: Path) -> None:
    carry()
    path = tmp_path / "校园.docx"
    path.write_bytes(draft_as(tmp_path / "校园.yaml", Options()).to("docx"))
    assert not pull(path.read_bytes(), tmp_path / "校园.yaml", Options()).styled
    word = docx.Document(str(path))
    word.sections[0].footer.paragraphs[0].add_run("内部资料")
    word.save(str(path))
    assert pull(path.read_bytes(), tmp_path / "校园.yaml", Options()).styled


def test_words_that_every_page_prints_are_not_told(carry: Carry, tmp_path: Path) -> None:
    carry()
    path, options = tmp_path / "校园.yaml", Options(layout="本校", templates=(tmp_path,))
    (tmp_path / "_layouts").mkdir()
    layout = "名称: 本校\n继承: plain\n页眉:\n  文字: 内部资料\n"
    (tmp_path / "_layouts" / "本校.yaml").write_text(layout, "utf-8")
    word = docx.Document(io.BytesIO(draft_as(path, options).to("docx")))
    for more, styled in (("", False), ("，注意保存", True)):
        word.sections[0].header.paragraphs[0].add_run(more)
        word.save(str(tmp_path / "校园.docx"))
        assert pull((tmp_path / "校园.docx").read_bytes(), path, options).styled is styled


def test_a_table_that_is_gone_says_what_to_do(carry: Carry, tmp_path: Path) -> None:
    carry(outline=TABLE)
    file = WordFile(draft_as(tmp_path / "校园.yaml", Options()).to("docx"))
    table = next(file.root.iter(f"{W}tbl"))
    table.getparent().remove(table)
    [one] = pull(file.bytes(), tmp_path / "校园.yaml", Options()).changes
    assert (one.kind, one.why) == ("open", "这张表请在提纲里改")


def test_a_cell_goes_three_ways(carry: Carry) -> None:
    """Changed in Word alone, in the outline alone, in both."""
    made, text = carry(("改", "张三", "张三丰"), outline=TABLE, meanwhile=("20", "22"))
    assert text == TABLE.replace("张三", "张三丰").replace("20", "22")
    assert made.whole
    made, text = carry(("改", "张三", "张三丰"), outline=TABLE, meanwhile=("张三", "赵六"))
    assert "      # 冲突：Word 里改成“张三丰”\n      - [东村, 10, 赵六]" in text
    [one] = made.changes
    assert (one.kind, one.before, one.after, one.place.line) == ("open", "赵六", "张三丰", 8)


def test_a_point_is_deleted_above_a_table_that_was_changed(carry: Carry) -> None:
    """That a cell's old words are gone is no reason to keep the point that stood before them."""
    gone = "          - 每日记录\n"
    points = f"    点:\n      - 题: 备足\n        点:\n          - 每天采购\n{gone}"
    outline = TABLE.replace("    表:\n", f"{points}    表:\n")
    made, text = carry(("改", "张三", "张三丰"), ("删", "每日记录"), outline=outline)
    assert text == outline.replace("张三", "张三丰").replace(gone, "")
    assert [one.kind for one in made.changes] == ["taken", "taken"]


def test_the_cells_of_a_table_that_has_more_rows_now_are_a_question(carry: Carry) -> None:
    more = ("西村, 20, 李四]\n", "西村, 20, 李四]\n      - [北村, 30, 王五]\n")
    made, text = carry(("改", "张三", "张三丰"), outline=TABLE, meanwhile=more)
    assert text == TABLE.replace(*more)
    assert [one.kind for one in made.changes] == ["open"]


def test_labels_that_were_swapped_by_hand_are_told(carry: Carry) -> None:
    made, text = carry(("改", "一、看清", "二、看清"), ("改", "二、落实", "一、落实"))
    assert text == OUTLINE
    assert made.whole
    assert [(one.label, one.printed) for one in made.labels] == [("二、", "一、"), ("一、", "二、")]


def test_labels_of_before_a_pull_are_no_news_to_the_next(carry: Carry, tmp_path: Path) -> None:
    _, text = carry(("移", "落实责任", "看清风险"))
    data = draft_as(tmp_path / "校园.yaml", Options()).to("docx")
    data = done(data, "移", "落实责任", "看清风险")
    (tmp_path / "校园.yaml").write_text(text, encoding="utf-8")
    again = pull(data, tmp_path / "校园.yaml", Options())
    assert (again.changes, again.labels) == ((), ())


def test_labels_typed_as_the_new_order_has_them_are_no_news(carry: Carry) -> None:
    deeds = ("移", "落实责任", "看清风险"), ("改", "二、落实", "一、落实")
    made, _ = carry(*deeds, ("改", "一、看清", "二、看清"))
    assert made.labels == ()


def test_a_stop_that_was_typed_is_written_in_a_new_point_too(carry: Carry) -> None:
    outline = OUTLINE.replace("      - 饮水机每周清洗\n", "      - 饮水机每周清洗\n      - 留样\n")
    _, text = carry(("改", "校门口要有人；", "校门口要有人。"), outline=outline)
    assert "      - 校门口要有人。\n" in text
    made, text = carry(("增", "校门口要有人", "路口也要有人。"), outline=outline)
    assert "      - 校门口要有人\n      - 路口也要有人。\n      - 饮水机" in text
    assert made.whole


def test_many_points_in_another_order_are_all_moved(carry: Carry) -> None:
    names = [f"第{at}处隐患本周内改好" for at in range(60)]
    head = OUTLINE.partition("正文:")[0] + "正文:\n  - 题: 逐项整改\n    点:\n"
    outline = head + "".join(f"      - {one}   # 注\n" for one in names)
    deeds = [("移", names[at], names[(at * 37) % 60]) for at in range(0, 60, 2)]
    made, text = carry(*deeds, outline=outline)
    assert made.whole
    assert text != outline
    assert sorted(text.splitlines()) == sorted(outline.splitlines())


def hidden_words(data: bytes, words: str) -> bytes:
    """The file with a run of these words hidden."""
    file = WordFile(data)
    run_of = next(each for each in file.root.iter(f"{W}r") if text_of(each) == words)
    properties = run_of.find(f"{W}rPr")
    assert properties is not None
    etree.SubElement(properties, f"{W}vanish")
    return file.bytes()


def test_an_edit_of_a_roster_names_the_one_cell_it_stands_in(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLES / "packs" / "renovation", tmp_path / "会")
    papers = draft_pack(str(folder / "会议.yaml"), Options()).papers
    [host] = [one.draft for one in papers if one.stem.endswith("主持词")]
    assert host is not None
    data = replace(host, anchors=True).to("docx")
    edited = done(data, "改", "副局长邹燕通报", "副局长邹雁通报")
    made = pull(edited, folder / "会议.yaml", Options(), name="04_主持词.docx")
    [one] = made.changes
    assert (one.kind, one.place.file) == ("open", f"{folder / '名单.xlsx'} 第1页 D8"), one
    assert ".xlsx" not in one.why


def test_a_paragraph_added_to_a_text_of_one_line_makes_a_list_of_it(carry: Carry) -> None:
    outline = (
        "类型: 讲话\n标题: 在校园安全工作会议上的讲话\n正文: 边坡每天看一次。\n结尾: 谢谢大家。\n"
    )
    made, text = carry(("增", "边坡", "值日老师七点到岗。"), outline=outline)
    assert made.whole
    assert "正文:\n  - 文: 边坡每天看一次。\n  - 值日老师七点到岗。\n结尾" in text


def test_a_point_that_was_to_move_out_does_not_go_with_its_section(tmp_path: Path) -> None:
    """Its heading is gone in Word, the point stands elsewhere, and there it cannot be written."""
    path = tmp_path / "讲话.yaml"
    path.write_text(
        "类型: 讲话\n标题: 在卫生院工作会议上的讲话\n正文:\n  - 题: 守住底线\n    点:\n"
        "      - 题: 强化协同\n        文: 堤防有人看守。\n        点:\n          - 管网按时改好\n"
        "      - 题: 用好资金\n        文:\n          - 食堂有人问、有人管。\n"
        "          - 学校每周通报一次，83处问题。\n          - 堤防落实专人看守。\n        点:\n"
        "          - 值班岗位有人问、有人管，54处问题\n          - 养老院留足物资\n"
        "      - 题: 补齐短板\n        文: 工地要逐个排查。\n        点:\n"
        "          - 值班岗位有人问、有人管，38处问题\n"
        "  - 题: 抓住重点\n    文: 一户一户讲清楚。\n",
        encoding="utf-8",
    )
    data = draft_as(path, Options()).to("docx")
    data = done(data, "改", "学校每周", "用好资金。食堂有人问、有人管。学校每月")
    edited = WordFile(data)
    for words in ("（二）用好资金", "工地要逐个", "54处问题"):
        edited.body.remove(next(one for one in edited.paragraphs() if words in text_of(one)))
    made = pull(edited.bytes(), path, Options())
    assert "38处问题" in made.data.decode("utf-8")
    # what prints as it did is told to do so: 用好资金 was 删去, 学校每月 a fixed phrase
    assert [(one.kind, one.before[:4]) for one in made.changes] == [
        ("open", words) for words in ("用好资金", "学校每周", "值班岗位", "补齐短板")
    ]


def test_words_behind_a_value_are_no_fixed_phrase(tmp_path: Path) -> None:
    """这是固定的话 was said of a title behind which somebody had put the date."""
    path = tmp_path / "讲话.yaml"
    path.write_text(
        "类型: 讲话\n标题: 在防汛会上的讲话\n日期: 2026年6月1日\n正文:\n  - 题: 守住底线\n"
        "    文: 食堂有人问。\n  - 题: 用好资金\n    文: 学校每周通报。\n",
        encoding="utf-8",
    )
    data = draft_as(path, Options()).to("docx")
    data = done(data, "改", "在防汛会上的讲话", "在防汛会上的讲话（2026年6月1日）")
    edited = WordFile(data)
    edited.body.remove(next(one for one in edited.paragraphs() if text_of(one)[0] == "（"))
    made = pull(edited.bytes(), path, Options())
    assert [(one.kind, one.before) for one in made.changes] == [
        ("open", "在防汛会上的讲话"),
        ("open", "（2026年6月1日）"),
    ]


def test_a_salutation_of_the_type_names_its_key(carry: Carry) -> None:
    outline = OUTLINE.replace("称谓: 老师们\n", "")
    made, text = carry(("改", "同志们：", "各位同志："), outline=outline)
    assert text == outline
    assert [one.why for one in made.changes] == ["称谓由类型印出；要改，在提纲里写  称谓: 各位同志"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("三、饭菜要留样", "手写的“三、”没有用，印成“（三）”"), ("（三）饭菜要留样", "")],
)
def test_a_new_point_is_listed_whatever_is_computed_of_it(
    carry: Carry, typed: str, told: str
) -> None:
    """It was written without a word where its full stop was the program's."""
    made, text = carry(("增", "饮水机", typed))
    assert "- 饭菜要留样\n" in text
    (added,) = [one for one in made.changes if one.kind == "taken"]
    assert added.why.startswith("新增")
    assert told in added.why and ("没有用" in added.why) == bool(told)
