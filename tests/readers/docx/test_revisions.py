"""Tracked changes and comments as Word and LibreOffice record them; accepted, and as it was."""

from __future__ import annotations

import io
import zipfile

import pytest

from speechgen.files.word import OFFICE, WordPackage
from speechgen.readers import read_bytes
from speechgen.readers.docx import lines
from speechgen.readers.docx.review import Annotation, ReviewMarks, Revision
from speechgen.readers.docx.revisions import read_review
from speechgen.readers.docx.settling import settled
from tests.readers.docx.word import p, word_file

WHO = 'w:id="1" w:author="张三" w:date="2026-05-12T09:30:00Z"'
OTHER = 'w:id="2" w:author="李四"'
TIME = "2026-05-12T09:30:00Z"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def gone(text: str) -> str:
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


def ins(inner: str, who: str = WHO) -> str:
    return f"<w:ins {who}>{inner}</w:ins>"


def cut(inner: str, who: str = WHO) -> str:
    return f"<w:del {who}>{inner}</w:del>"


def para(inner: str, mark: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}<w:rPr>{mark}</w:rPr></w:pPr>{inner}</w:p>"


def found(body: str, **parts: str) -> ReviewMarks:
    return read_review(WordPackage(word_file(body, **parts), "稿.docx"))


def named(data: bytes, name: str) -> bytes:
    """A file whose document names one of its parts."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{OFFICE}/{name}" Target="{name}.xml"/></Relationships>',
        )
    return file.getvalue()


def told(body: str) -> list[tuple[str, int, int, str, bool]]:
    every = found(body).revisions
    return [(one.kind, one.paragraph, one.start, one.text, one.mark) for one in every]


def accepted(body: str) -> list[str]:
    return [str(line.text) for line in lines("稿.docx", word_file(body)) if line.text]


def original(body: str) -> list[str]:
    made = settled(word_file(body), accept=False)
    return [str(line.text) for line in lines("稿.docx", made) if line.text]


INSERTED = f"<w:ins {WHO}/>"
DELETED = f"<w:del {WHO}/>"
ROW = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
TABLE = "<w:tbl>{}</w:tbl>"

BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
MATH = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>{}'
    "<m:t>{}</m:t></m:r></m:oMath>"
)

CASES = {
    "none": (p("甲"), [], ["甲"], ["甲"]),
    "a word for another": (
        para(run("抓好") + cut(gone("防汛")) + ins(run("防火")) + run("工作")),
        [("deleted", 1, 2, "防汛", False), ("inserted", 1, 2, "防火", False)],
        ["抓好防火工作"],
        ["抓好防汛工作"],
    ),
    "one change in many runs": (
        para(ins(run("甲") + run("乙")) + '<w:proofErr w:type="spellStart"/>' + ins(run("丙"))),
        [("inserted", 1, 0, "甲乙丙", False)],
        ["甲乙丙"],
        [],
    ),
    "of two people": (
        para(ins(run("甲")) + ins(run("乙"), OTHER)),
        [("inserted", 1, 0, "甲", False), ("inserted", 1, 1, "乙", False)],
        ["甲乙"],
        [],
    ),
    "inserted, then deleted by somebody else": (
        para(run("甲") + ins(cut(gone("乙"), OTHER) + run("丙"))),
        [("inserted", 1, 1, "乙丙", False), ("deleted", 1, 1, "乙", False)],
        ["甲丙"],
        ["甲"],
    ),
    "a whole paragraph more": (
        p("甲") + para(ins(run("乙")), INSERTED) + p("丙"),
        [("inserted", 2, 0, "乙", True)],
        ["甲", "乙", "丙"],
        ["甲", "丙"],
    ),
    "a whole paragraph less": (
        p("甲") + para(cut(gone("乙")), DELETED) + p("丙"),
        [("deleted", 2, 0, "乙", True)],
        ["甲", "丙"],
        ["甲", "乙", "丙"],
    ),
    "joined with the next": (
        para(run("甲"), DELETED) + p("乙"),
        [("deleted", 1, 1, "", True)],
        ["甲乙"],
        ["甲", "乙"],
    ),
    "split in two": (
        para(run("甲"), INSERTED) + p("乙"),
        [("inserted", 1, 1, "", True)],
        ["甲", "乙"],
        ["甲乙"],
    ),
    "moved": (
        f'<w:moveFromRangeStart {WHO} w:name="move1"/>'
        + para(f"<w:moveFrom {WHO}>{run('乙')}</w:moveFrom>", f"<w:moveFrom {WHO}/>")
        + '<w:moveFromRangeEnd w:id="1"/>'
        + p("甲")
        + f'<w:moveToRangeStart {WHO} w:name="move1"/>'
        + para(f"<w:moveTo {WHO}>{run('乙')}</w:moveTo>", f"<w:moveTo {WHO}/>")
        + '<w:moveToRangeEnd w:id="1"/>'
        + p("丙"),
        [("moved-from", 1, 0, "乙", True), ("moved-to", 3, 0, "乙", True)],
        ["甲", "乙", "丙"],
        ["乙", "甲", "丙"],
    ),
    "bold now": (
        para(run("甲") + run("乙", f"<w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>")),
        [("formatted", 1, 1, "乙", False)],
        ["甲乙"],
        ["甲乙"],
    ),
    "a heading now": (
        f'<w:p><w:pPr><w:outlineLvl w:val="0"/><w:pPrChange {WHO}><w:pPr/></w:pPrChange></w:pPr>'
        f"{run('甲')}</w:p>",
        [("formatted", 1, 1, "", True)],
        ["甲"],
        ["甲"],
    ),
    "a row more": (
        TABLE.format(ROW.format("", p("甲"), p("乙")) + ROW.format(INSERTED, p("丙"), p("丁"))),
        [("inserted", 1, 0, "丙\t丁", True)],
        ["甲\t乙\n丙\t丁"],
        ["甲\t乙"],
    ),
    "a row less, its words too": (
        TABLE.format(
            ROW.format("", p("甲"), p("乙"))
            + ROW.format(DELETED, para(cut(gone("丙"))), para(cut(gone("丁"))))
        )
        + p("戊"),
        [("deleted", 1, 0, "丙\t丁", True)],
        ["甲\t乙", "戊"],
        ["甲\t乙\n丙\t丁", "戊"],
    ),
    "a whole table more": (
        p("甲") + TABLE.format(ROW.format(INSERTED, p("乙"), p("丙"))) + p("丁"),
        [("inserted", 2, 0, "乙\t丙", True)],
        ["甲", "乙\t丙", "丁"],
        ["甲", "丁"],
    ),
    "in a cell": (
        TABLE.format(ROW.format("", para(run("甲") + ins(run("乙"))), p("丙"))),
        [("inserted", 1, 0, "乙", False)],
        ["甲乙\t丙"],
        ["甲\t丙"],
    ),
    "a field's code is no text": (
        para(
            ins(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
                '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("3")
                + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
        ),
        [("inserted", 1, 0, "3", False)],
        ["3"],
        [],
    ),
    "a picture and a text box more": (
        para(run("甲") + ins("<w:r><w:drawing/></w:r>" + BOX.format(p("乙")))),
        [("inserted", 1, 1, "【图】", False), ("inserted", 1, 0, "乙", False)],
        ["甲", "乙"],
        ["甲"],
    ),
    "a text box less, and a picture": (
        para(run("甲") + cut(BOX.format(p("乙")) + "<w:r><w:drawing/></w:r>")),
        [("deleted", 1, 0, "乙", False), ("deleted", 1, 1, "【图】", False)],
        ["甲"],
        ["甲", "乙"],
    ),
    "numbered now": (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/>"
        f"<w:ins {WHO}/></w:numPr></w:pPr>{run('甲')}</w:p>",
        [("formatted", 1, 1, "", True)],
        ["甲"],
        ["甲"],
    ),
    "a formula less and one more": (
        para(run("甲") + MATH.format(DELETED, "乙") + MATH.format(INSERTED, "丙")),
        [("deleted", 1, 1, "乙", False), ("inserted", 1, 1, "丙", False)],
        ["甲丙"],
        ["甲乙"],
    ),
    "the last paragraph of all": (
        p("甲") + para(cut(gone("乙")), DELETED),
        [("deleted", 2, 0, "乙", True)],
        ["甲"],
        ["甲", "乙"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "revisions"), [each[:2] for each in CASES.values()], ids=CASES)
def test_every_change_is_told_with_its_place(body: str, revisions: list[object]) -> None:
    assert told(body) == revisions


@pytest.mark.parametrize("name", CASES)
def test_accepted_and_original_text(name: str) -> None:
    body, _, after, before = CASES[name]
    assert (accepted(body), original(body)) == (after, before)
    everything = settled(word_file(body), accept=True)
    assert [str(line.text) for line in lines("稿.docx", everything) if line.text] == after
    for accept in (True, False):  # nothing is left to settle
        assert not read_review(WordPackage(settled(word_file(body), accept=accept), "稿.docx"))


def test_who_and_when() -> None:
    assert found(para(ins(run("甲")))).revisions == (
        Revision("inserted", "张三", TIME, 1, 0, "甲"),
    )
    assert found(para(ins(run("甲"), OTHER))).revisions[0].time == ""


def test_the_two_ends_of_a_move_go_by_one_name() -> None:
    assert {one.name for one in found(CASES["moved"][0]).revisions} == {"move1"}


def test_where_the_words_of_a_joined_paragraph_stand() -> None:
    body = para(run("甲"), DELETED) + para(run("乙"), DELETED) + p("丙")
    assert found(body).flows == ((1, 3), (2, 3))


def test_rejecting_gives_the_former_looks_back() -> None:
    body = (
        f'<w:p><w:pPr><w:jc w:val="center"/><w:rPr><w:b/></w:rPr><w:pPrChange {WHO}><w:pPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr>'
        + run("甲", f"<w:b/><w:rPrChange {WHO}><w:rPr><w:i/></w:rPr></w:rPrChange>")
        + "</w:p>"
    )
    made = WordPackage(settled(word_file(body), accept=False), "稿.docx").must("word/document.xml")
    expected = '<w:pPr><w:outlineLvl w:val="0"/><w:rPr><w:b/></w:rPr></w:pPr>'
    assert f"<w:p>{expected}{run('甲', '<w:i/>')}</w:p>" in made.decode()


def test_reading_the_original_of_a_file() -> None:
    body = p("在会上的讲话") + para(run("同志们") + ins(run("、朋友们")) + run("：")) + p("正文。")
    data = word_file(body)
    files = (data, settled(data, accept=False))
    now, before = (read_bytes("稿.docx", each)[0] for each in files)
    assert "同志们、朋友们：" in [str(one.text) for one in now.passages]
    assert "同志们：" in [str(one.text) for one in before.passages]
    assert [(note.rule, note.span.line, note.message) for note in now.doubts] == [
        ("import-tracked", 1, "有 1 处修订（张三），修订按全部接受读取"),
        ("import-revision", 2, "插入“、朋友们”（张三 2026-05-12 09:30）"),
    ]
    assert before.doubts == ()


# -- comments ------------------------------------------------------------------------------------

EX = "http://schemas.microsoft.com/office/word/2012/wordml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def comment(ident: int, text: str, author: str = "张三", key: str = "") -> str:
    rows = "".join(
        f'<w:p xmlns:x="{W14}" x:paraId="{key}">{run(row)}</w:p>' for row in text.split("\n")
    )
    return f'<w:comment w:id="{ident}" w:author="{author}" w:date="{TIME}">{rows}</w:comment>'


def at(ident: int, inner: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{ident}"/>{inner}<w:commentRangeEnd w:id="{ident}"/>'
        f'<w:r><w:commentReference w:id="{ident}"/></w:r>'
    )


def test_comments_stand_at_their_words() -> None:
    body = para(run("抓好") + at(0, run("防汛") + ins(run("防火"))) + run("工作"))
    comments = found(body, comments=comment(0, "改一改\n短一点")).comments
    assert comments == (Annotation("张三", TIME, 1, 2, "防汛防火", "改一改\n短一点"),)


def test_of_deleted_words_the_comment_is_kept() -> None:
    body = p("甲") + para(cut(at(0, gone("乙"))), DELETED) + p("丙")
    assert found(body, comments=comment(0, "不要了")).comments == (
        Annotation("张三", TIME, 2, 0, "乙", "不要了"),
    )


def test_answers_stand_behind_what_they_answer() -> None:
    thread = (
        f'<e:commentEx xmlns:e="{EX}" e:paraId="A" e:done="1"/>'
        f'<e:commentEx xmlns:e="{EX}" e:paraId="B" e:paraIdParent="A" e:done="0"/>'
    )
    body = para(at(2, run("甲"))) + para(at(0, run("乙"))) + para(at(1, run("丙")))
    notes = comment(0, "问", key="A") + comment(2, "先") + comment(1, "答", "李四", "B")
    comments = found(body, comments=notes, commentsExtended=thread).comments
    assert [(one.text, one.answers, one.done) for one in comments] == [
        ("先", -1, False),
        ("问", -1, True),
        ("答", 1, False),
    ]


def test_a_comment_over_several_paragraphs_and_one_that_stands_nowhere() -> None:
    body = '<w:commentRangeStart w:id="0"/>' + p("甲") + p("乙") + '<w:commentRangeEnd w:id="0"/>'
    comments = found(body, comments=comment(0, "合并") + comment(7, "总的看法")).comments
    assert [(one.paragraph, one.words, one.text) for one in comments] == [
        (1, "甲乙", "合并"),
        (0, "", "总的看法"),
    ]


def test_an_import_says_what_it_saw() -> None:
    body = p("讲话") + para(run("同志们：")) + para(at(0, run("正文")) + run("在这里。"))
    reading = read_bytes("稿.docx", word_file(body, comments=comment(0, "改\n短", "张\n三")))[0]
    assert [(one.rule, one.span.line, one.message) for one in reading.doubts] == [
        ("import-tracked", 1, "有 1 条批注（张 三）"),
        ("import-comment", 3, "批注（张 三）：改 短（在“正文”处）"),
    ]


def test_every_change_and_comment_is_told_in_words() -> None:
    gone_words = "甲" * 50
    body = (
        para(cut(gone(gone_words)) + ins(run("乙" * 50)))
        + para(run("丙"), INSERTED)
        + para(run("丁", f"<w:b/><w:rPrChange {OTHER}><w:rPr/></w:rPrChange>") + at(0, run("戊")))
    )
    marks = found(body, comments=comment(0, "看&#9;过") + comment(1, "此处待补", "speechgen"))
    assert marks.report.split("\n  ") == [
        "有 4 处修订、2 条批注（张三、李四、speechgen），修订按全部接受读取",
        f"修订  第1段  删除“{gone_words}”（张三 2026-05-12 09:30）",
        f"修订  第1段  插入“{'乙' * 20}……{'乙' * 20}”（张三 2026-05-12 09:30）",
        "修订  第2段  插入段落标记（张三 2026-05-12 09:30）",
        "修订  第3段  改格式“丁”（李四）",
        "批注  第3段  （张三）：看 过（在“戊”处）",
    ]
    many = found("".join(para(ins(run("甲"))) for _ in range(25))).report
    assert many.endswith("\n  ……另有 5 处，speechgen import 全部列出")


def test_changes_outside_the_body_and_in_comments_are_told() -> None:
    note = f'<w:comment w:id="0" w:author="张三">{para(run("甲") + cut(gone("乙")))}</w:comment>'
    data = named(word_file(para(at(0, run("丙"))), comments=note), "comments")
    marks = read_review(WordPackage(data, "稿.docx"))
    assert [one.line for one in marks.revisions] == [
        "修订  正文以外  删除“乙”（张三 2026-05-12 09:30）"
    ]
    before = read_review(WordPackage(settled(data, accept=False), "稿.docx"))
    assert [one.text for one in (*marks.comments, *before.comments)] == ["甲", "甲乙"]


def test_a_note_that_goes_with_its_reference_is_told_with_its_words() -> None:
    body = para(run("甲") + cut('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    note = f'<w:footnote w:id="2">{p("据气象资料。")}</w:footnote>'
    assert [one.said for one in found(body, footnotes=note).revisions] == [
        "删除“【脚注：据气象资料。】”（张三 2026-05-12 09:30）"
    ]


# -- files made to harm --------------------------------------------------------------------------


def test_many_runs_and_comments_cost_no_more_than_the_file() -> None:
    runs = ins(run("甲")) * 5_000
    opened = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(5_000))
    marks = found(para(opened + runs), comments="".join(comment(at, "批") for at in range(5_000)))
    assert [len(one.text) for one in marks.revisions] == [5_000]
    assert {len(one.words) for one in marks.comments} == {0, 200}
    ends = para(run("甲"), DELETED) * 2_000 + p("乙")
    assert original(ends)[:1] == ["甲"]
    assert [len(text) for text in accepted(ends)] == [2_001]
    assert len(settled(word_file(ends))) > 0


@pytest.mark.parametrize("depth", [30, 200])
def test_deep_nesting_is_read_as_deep_as_the_text_is(depth: int) -> None:
    body = para(f"<w:ins {WHO}>" * depth + run("甲") + "</w:ins>" * depth)
    assert len(found(body).revisions) == (depth < 60)
    assert original(body) == []


def test_damaged_marks_and_names() -> None:
    body = para(
        '<w:ins w:author="&#9;很长' + "长" * 500 + '" w:date="昨天">' + run("甲") + "</w:ins>"
        '<w:moveToRangeEnd w:id="9"/><w:commentRangeEnd/><w:r><w:commentReference/></w:r>'
    )
    one = found(body, comments="<w:comment/>").revisions[0]
    assert (len(one.author), one.time, one.text) == (80, "", "甲")
