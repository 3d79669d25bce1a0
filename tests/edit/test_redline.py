"""Two papers as one Word file with tracked changes: accepted it is the one, rejected the other."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from speechgen import draft, office
from speechgen.api.drafted import Draft
from speechgen.api.tracking import tracked
from speechgen.document import Block, Document, Item, Para, Table, number
from speechgen.edit.redline import redline
from speechgen.files.word import WordPackage
from speechgen.readers.docx import lines
from speechgen.readers.docx.review import ReviewMarks
from speechgen.readers.docx.revisions import read_review
from speechgen.readers.docx.settling import settled
from tests.readers.docx.word import abstract, num, p, word_file

from .revised import paragraphs

EXAMPLES = sorted(Path("examples").glob("*.yaml"))
WORDS = "认真落实防汛责任抓好老旧小区改造排查整改学校医院社区值守保障群众安全按时完成"


@cache
def example(name: str) -> Draft:
    return draft(Path("examples") / f"{name}.yaml")


@cache
def printed(name: str, live: bool = False) -> bytes:
    return example(name).printed(live=live).to("docx")


def both(data: bytes) -> tuple[list[str], list[str]]:
    return paragraphs(data, accept=False), paragraphs(data, accept=True)


def shown(data: bytes, accept: bool) -> list[str]:
    """The paragraphs with the labels that Word counts."""
    found = lines("稿.docx", settled(data, accept=accept))
    return [f"{each.label}{each.text}" for each in found if each.text]


def assert_is_both(before: bytes, after: bytes) -> bytes:
    made = redline(before, after).data
    assert both(made) == (paragraphs(before, True), paragraphs(after, True))
    assert paragraphs(settled(made, accept=True), True) == paragraphs(after, True)
    assert paragraphs(settled(made, accept=False), True) == paragraphs(before, True)
    return made


NAMES = [one.stem for one in EXAMPLES]


@pytest.mark.parametrize("at", range(len(NAMES)), ids=NAMES)
def test_any_example_becomes_any_other(at: int) -> None:
    for step in (1, 7):
        assert_is_both(printed(NAMES[at]), printed(NAMES[(at + step) % len(NAMES)]))


def test_the_same_paper_has_no_revisions() -> None:
    made = redline(printed("speech"), printed("speech"))
    assert (made.data, made.changed) == (printed("speech"), 0)


def test_the_same_files_give_the_same_bytes() -> None:
    one, other = (redline(printed("speech"), printed("safety")).data for _ in range(2))
    assert one == other


# -- random edits --------------------------------------------------------------------------------


def edited(document: Document, random: random.Random) -> Document:
    """The document after a few edits of the kinds that people make, numbered again."""
    blocks = list(document.blocks)

    def words() -> str:
        return "".join(random.choice(WORDS) for _ in range(random.randint(2, 12)))

    def branch(at: int) -> int:
        """The end of an item with all below it."""
        end, block = at + 1, blocks[at]
        while isinstance(block, Item) and end < len(blocks):
            below = blocks[end]
            if not isinstance(below, Item) or below.level <= block.level:
                break
            end += 1
        return end

    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(blocks))
        block = blocks[at]
        match random.randrange(7):
            case 0 | 1:
                blocks[at] = changed(block, words(), random)
            case 2:
                if len(blocks) > 3:
                    del blocks[at : branch(at)]
            case 3:
                blocks.insert(at, Para(words() + "。"))
            case 4 if isinstance(block, Item):
                blocks.insert(at, Item(block.level, words(), words() + "。", block.pattern, "",
                                       block.heading))  # fmt: skip
            case 5:
                end = branch(at)
                taken = blocks[at:end]
                del blocks[at:end]
                place = random.randint(0, len(blocks))
                blocks[place:place] = taken
            case 6 if isinstance(block, Table) and len(block.rows) > 1:
                rows = list(block.rows)
                which = random.randrange(1, len(rows))
                cells = tuple(words() for _ in rows[which])
                rows[which : which + random.randint(0, 1)] = [cells]
                blocks[at] = replace(block, rows=tuple(rows))
    return number(replace(document, blocks=tuple(blocks)))


def changed(block: Block, words: str, random: random.Random) -> Block:
    def text(old: str) -> Any:
        start = random.randint(0, len(old))
        return old[:start] + words + old[min(len(old), start + random.randint(0, 5)) :]

    if isinstance(block, Item):
        head = bool(block.head) and random.random() < 0.5
        return replace(block, head=text(block.head)) if head else replace(
            block, body=text(block.body) if block.body else block.body, head=text(block.head)
        )  # fmt: skip
    return replace(block, text=text(block.text)) if isinstance(block, Para) else block


def random_pair(seed: int) -> tuple[bytes, bytes, bool]:
    chance = random.Random(seed)
    name = chance.choice([one for one in NAMES if one not in ("seatcards",)])
    live = chance.random() < 0.4
    made = example(name).printed(live=live)
    other = edited(made.document, chance)
    return printed(name, live), replace(made, document=other).to("docx"), live


def assert_random(seed: int) -> None:
    before, after, live = random_pair(seed)
    if not live:
        assert_is_both(before, after)
        return
    made = redline(before, after).data
    assert shown(made, accept=False) == shown(before, accept=True), seed
    assert shown(made, accept=True) == shown(after, accept=True), seed


@pytest.mark.parametrize("first", range(0, 30, 10))
def test_random_edits(first: int) -> None:
    for seed in range(first, first + 10):
        assert_random(seed)


@pytest.mark.slow
def test_many_random_edits() -> None:
    for seed in range(1000, 1150):
        assert_random(seed)


# -- what stands in the file ---------------------------------------------------------------------


def speech(*sections: str, live: bool = False) -> bytes:
    """A short speech; a section is `题｜文`, its points follow as `-点｜文`."""
    blocks: list[Block] = [
        Para("在老旧小区改造推进会上的讲话", "title"),
        Para("同志们：", "salutation"),
    ]
    for section in sections:
        level = 1 + section.startswith("-")
        head, _, body = section.lstrip("-").partition("｜")
        pattern = "一、" if level == 1 else "（一）"
        blocks.append(Item(level, head, body if level > 1 else "", pattern, "", True))
        blocks += [Para(body)] if level == 1 and body else []
    blocks.append(Para("谢谢大家！"))
    document = number(replace(example("speech").document, blocks=tuple(blocks)))
    return replace(example("speech"), document=document).printed(live=live).to("docx")


def told(data: bytes) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in review(data).revisions]


def review(data: bytes) -> ReviewMarks:
    return read_review(WordPackage(data, "稿.docx"))


A, B, C = "抓紧摸底｜走访到户。", "抓好施工｜先地下后地上。", "抓实监督｜请居民代表参加验收。"


def test_a_section_that_moved_is_a_move() -> None:
    made = assert_is_both(speech(A, B, C), speech(C, A, B))
    assert told(made) == [
        ("inserted", "一"), ("moved-to", "、抓实监督"), ("moved-to", "请居民代表参加验收。"),
        ("deleted", "一"), ("inserted", "二"), ("deleted", "二"), ("inserted", "三"),
        ("deleted", "三"), ("moved-from", "、抓实监督"), ("moved-from", "请居民代表参加验收。"),
    ]  # fmt: skip
    assert {one.name for one in review(made).revisions if one.kind.startswith("m")} == {
        "speechgen1"
    }


def test_a_typed_label_in_plain_type_is_that_of_a_style() -> None:
    """What somebody wrote in Word against what was drafted of it; an empty line is no change."""
    outline = number(Document((Item(1, "拍好短视频", "星期四前报送第一批。", "一、"),)))
    after = Draft.to(replace(example("speech"), document=outline), "docx")
    [line] = paragraphs(after, True)
    before = line.replace("四", "三")
    made = redline(word_file(p("") + p(before)), after)
    assert both(made.data) == ([before], [line])
    assert (made.changed, made.blank) == (1, 1)
    assert [one.text for one in review(made.data).revisions if one.text] == ["三", "四"]


def test_the_day_of_the_paper_is_that_of_its_revisions(tmp_path: Path) -> None:
    for name, day in (("甲", 17), ("乙", 18)):
        lines = "在护理工作会议上的讲话", f"（2026年3月{day}日）", "同志们：", "各科都要抓好落实。"
        (tmp_path / f"{name}.docx").write_bytes(word_file("".join(map(p, lines))))
    made = tracked(tmp_path / "甲.docx", tmp_path / "乙.docx").data
    assert {one.time[:10] for one in review(made).revisions} == {"2026-03-18"}


def test_labels_that_word_counts_are_no_revision() -> None:
    made = redline(speech(A, B, C, live=True), speech(C, A, B, live=True)).data
    assert {kind for kind, _ in told(made)} == {"moved-from", "moved-to"}
    assert shown(made, accept=True) == shown(speech(C, A, B), accept=True)


def test_words_that_changed_where_they_moved_are_small_revisions_at_both_ends() -> None:
    changed = C.replace("参加", "全程参加").replace("居民", "业主")
    made = told(assert_is_both(speech(A, B, C), speech(changed, A, B)))
    assert [each for each in made if len(each[1]) > 1 and each[0] in ("inserted", "deleted")] == [
        ("inserted", "业主"), ("inserted", "全程"), ("deleted", "居民"),
    ]  # fmt: skip


def test_new_points_look_and_count_like_their_neighbours() -> None:
    before = speech(A, "-走访｜到户。", B, "-地下｜先做。", live=True)
    after = speech(
        A, "-走访｜到户。", "-登记｜到人。", C, "-验收｜到底。", B, "-地下｜先做。", live=True
    )
    made = redline(before, after).data
    assert shown(made, accept=True) == shown(after, accept=True)
    assert shown(made, accept=False) == shown(before, accept=True)
    body = WordPackage(made, "稿.docx").must("word/document.xml").decode()
    new = body[body.index("登记") - 600 : body.index("登记")]
    assert '<w:pStyle w:val="RunIn2"/>' in new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (p("甲") + p("乙"), p("甲")),
        (p("甲"), p("甲") + p("乙") + p("丙")),
        (p("甲"), p("完全是另一句话")),
        (p("甲") + p("乙"), ""),
        ("", p("甲") + p("乙")),
        (p("甲乙丙丁") + p("戊"), p("戊") + p("甲乙丙丁")),
        (p("甲", '<w:jc w:val="center"/>') + p("乙"), p("甲", '<w:jc w:val="center"/>')),
        (p("一、甲") + p("甲文"), p("一、新") + p("新文") + p("二、甲") + p("甲文")),
        ('<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>',
         '<w:p><w:r><w:t>甲乙</w:t><w:tab/><w:t>丁丙</w:t></w:r></w:p>'),
        ('<w:p><w:hyperlink w:anchor="x"><w:r><w:t>网址在此</w:t></w:r></w:hyperlink></w:p>',
         p("网址不在此")),
    ],
)  # fmt: skip
def test_ends_breaks_and_papers_without_styles(before: str, after: str) -> None:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    one, other = word_file(before + section), word_file(after + section)
    assert_is_both(one, other)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


ROW = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"


@pytest.mark.parametrize(
    "rows",
    [
        [("甲", "1"), ("乙", "20"), ("丙", "3")],
        [("甲", "1"), ("丙", "3")],
        [("甲", "1"), ("新", "9"), ("乙", "2"), ("丙", "3")],
        [("丙", "3"), ("甲", "1"), ("乙", "2")],
        [("甲", "1", "备注"), ("乙", "2", "")],
        [],
    ],
)
def test_tables(rows: list[tuple[str, ...]]) -> None:
    def file(rows: list[tuple[str, ...]]) -> bytes:
        inner = "".join(
            f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{p(cell)}</w:tc>' for cell in row)}</w:tr>"
            for row in rows
        )
        return word_file(p("前") + (f"<w:tbl><w:tblPr/>{inner}</w:tbl>" if inner else "") + p("后"))

    before = [("甲", "1"), ("乙", "2"), ("丙", "3")]
    assert_is_both(file(before), file(rows))
    assert_is_both(file(rows), file(before))


@pytest.mark.parametrize(
    "cell", ["", f"<w:sdt><w:sdtContent>{p('在控件里')}</w:sdtContent></w:sdt>"]
)
def test_a_row_comes_where_cells_have_no_paragraphs_of_their_own(cell: str) -> None:
    def file(*rows: str) -> bytes:
        return word_file(p("前") + "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>" + p("后"))

    like, own = ROW.format(cell, p("1")), ROW.format(p("乙"), cell)
    made = redline(file(like), file(own, like)).data
    assert both(made) == (paragraphs(file(like), True), paragraphs(file(own, like), True))


@pytest.mark.parametrize("ident", ["x", "-3", "9" * 5000, "²"])
def test_a_list_more_where_the_numbers_of_lists_are_odd(ident: str) -> None:
    lists = abstract(0, ("chineseCounting", "%1、")) + num(1, 0).replace('Id="1"', f'Id="{ident}"')
    listed = f'<w:numPr><w:numId w:val="{ident}"/></w:numPr>'
    old = [p(word, listed) for word in ("排查隐患", "整改到位", "值守到人", "通报结果")]
    new = [p(word) for word in ("一、排查隐患", "二、整改到位", "下面说下半年。", "一、值守到人")]
    before = word_file("".join(old), numbering=lists)
    after = word_file("".join(new))
    made = redline(before, after).data
    assert shown(made, True) == shown(after, True)
    assert shown(made, False) == shown(before, False)


def test_revisions_that_stand_in_a_file_are_accepted_first() -> None:
    more = '<w:ins w:id="1" w:author="张三"><w:r><w:t>乙</w:t></w:r></w:ins>'
    inserted = f"<w:p><w:r><w:t>甲</w:t></w:r>{more}</w:p>"
    made = redline(word_file(inserted + p("丙")), word_file(p("甲乙") + p("丁丙"))).data
    assert both(made) == (["甲乙", "丙"], ["甲乙", "丁丙"])


def test_comments_bookmarks_and_the_paper_stay() -> None:
    marked = (
        '<w:p><w:bookmarkStart w:id="4" w:name="_s1"/><w:bookmarkEnd w:id="4"/>'
        '<w:commentRangeStart w:id="0"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comment = f'<w:comment w:id="0" w:author="张三">{p("短一点")}</w:comment>'
    made = redline(
        word_file(marked + p("乙"), comments=comment), word_file(p("乙") + p("甲") + p("丙"))
    ).data
    body = WordPackage(made, "稿.docx").must("word/document.xml").decode()
    assert body.count("commentReference") == 1
    assert body.count('w:name="_s1"') == 1
    assert [one.text for one in review(made).comments] == ["短一点"]


def test_pictures_of_the_second_paper_are_counted() -> None:
    drawing = "<w:p><w:r><w:drawing/></w:r></w:p>"
    assert redline(word_file(p("甲")), word_file(p("甲") + drawing + p("乙"))).left == ("1 张图片",)


def card(name: str, mirrored: str, also: str = "") -> str:
    box = f"<w:r><w:pict><w:txbxContent>{p(mirrored)}</w:txbxContent></w:pict></w:r>"
    return f"<w:p>{box}<w:r><w:t>{name}</w:t></w:r></w:p>" + also


def texts_of(data: bytes, accept: bool) -> list[str]:
    """The paragraphs and what stands in their text boxes."""
    return [str(each.text) for each in lines("稿.docx", settled(data, accept=accept)) if each.text]


def test_text_boxes_change_with_their_paragraphs() -> None:
    one = word_file(card("沈明远", "沈明远") + card("何立新局长", "何立新局长"))
    other = word_file(card("沈明远", "沈明") + card("何立新处长", "何立新处长"))
    made = redline(one, other)
    assert (made.left, made.framed) == ((), True)
    assert texts_of(made.data, accept=True) == texts_of(other, accept=True)
    assert texts_of(made.data, accept=False) == texts_of(one, accept=True)


def test_what_cannot_be_a_revision_is_told() -> None:
    bold = p("甲乙丙") + p("丁")
    one = word_file(
        bold + card("子", "丑") + p("尾"), footnotes=f"<w:footnote>{p('注')}</w:footnote>"
    )
    other = word_file(
        f"<w:p>{run('甲')}{run('乙', '<w:b/>')}{run('丙')}</w:p>" + p("丁") + p("子") + p("尾")
    )
    made = redline(one, other)
    assert (made.left, made.changed) == (("1 处文本框", "1 段的加粗"), 0)
    frame = '<w:framePr w:w="4000" w:hAnchor="page" w:vAnchor="page" w:x="1" w:y="1"/>'
    paper = [p("甲", frame), p("乙"), p("丙")]
    for at, is_lost in enumerate((True, True, False)):
        changed = [*paper[:at], p("丁", frame if at == 0 else ""), *paper[at + 1 :]]
        assert redline(word_file("".join(paper)), word_file("".join(changed))).framed == is_lost


def test_long_paragraphs_and_many_are_bounded() -> None:
    chance = random.Random(1)
    long = ["".join(chance.choice(WORDS) for _ in range(20_000)) for _ in range(2)]
    assert_is_both(word_file(p(long[0]) + p("尾")), word_file(p(long[1]) + p("尾")))
    many = ["".join(chance.choice(WORDS) for _ in range(8)) for _ in range(1_200)]
    other = [*many[600:], *many[:600:2]]
    assert_is_both(word_file("".join(map(p, many))), word_file("".join(map(p, other))))


@pytest.mark.office
@pytest.mark.parametrize("pair", [("speech", "safety"), ("notice", "plan")])
def test_libreoffice_reads_the_same_revisions(pair: tuple[str, str]) -> None:
    made = redline(printed(pair[0]), printed(pair[1])).data
    again = office.convert(made, "稿.docx", "docx")
    assert both(again) == both(made)


FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:rPr>'
    '<m:sty m:val="p"/></m:rPr><m:t>{}</m:t></m:r></m:oMath>'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("面积是", "x²+1", "，要抓紧抓好。"), ("面积是", "x²+1", "，要抓紧办好。")),
        (("面积是", "x²+1", "，要抓紧。"), ("面积是", "x³+1", "，要抓紧。")),
        (("面积是", "x²+1", "，要抓紧。"), ("面积为", "y", "，要办好。")),
        (("面积是", "x²+1", "，要抓紧。"), ("就是", "", "要抓紧。")),
        (("", "x²+1", "，要抓紧抓好。"), ("", "x²+1", "，要抓紧办好。")),
    ],
)
def test_words_beside_and_in_a_formula(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    files = [
        word_file(p("第一段。") + p(one).replace("</w:p>", f"{FORMULA.format(two)}{run}</w:p>"))
        for one, two, three in (before, after)
        for run in [p(three).removeprefix("<w:p>").removesuffix("</w:p>")]
    ]
    made = redline(files[0], files[1]).data
    assert (shown(made, accept=False), shown(made, accept=True)) == tuple(
        shown(each, accept=True) for each in files
    )
    document = WordPackage(made, "稿.docx").must("word/document.xml").decode()
    assert "<m:delText" not in document
    for run in document.split("<m:r>")[1:]:  # none of its text is one of Word's
        assert "w:delText" not in run.partition("</m:r>")[0]


def test_a_paragraph_with_a_formula_goes_as_a_whole() -> None:
    whole = p("面积是").replace("</w:p>", f"{FORMULA.format('x²+1')}</w:p>")
    files = [
        word_file(p("第一段。") + whole + p("第三段。")),
        word_file(p("第一段。") + p("第三段。")),
    ]
    made = redline(files[0], files[1]).data
    assert shown(made, accept=True) == ["第一段。", "第三段。"]
    assert shown(made, accept=False) == ["第一段。", "面积是x²+1", "第三段。"]
