"""The document model: numbering, texts that know their places, counting."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import Span, warning
from speechgen.document import (
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Table,
    characters,
    minutes,
    number,
    paragraphs,
    parts_of,
    plain,
    walk_lists,
)
from speechgen.numbering import family_labels
from speechgen.text import Text, cut, joined, locate, origins_of

# --- numbering ---------------------------------------------------------------------------------

PATTERNS = ("一、", "（一）", "1.", "①", "一是", "首先，", "第一，", "A.", "无")
Tree = tuple[str, str, tuple["Tree", ...]]  # pattern, head, children


def _nodes(depth: int) -> st.SearchStrategy[Tree]:
    children = st.tuples() if depth == 0 else _lists(depth - 1)
    return st.tuples(st.just(""), st.text("甲乙丙", min_size=1, max_size=3), children)


def _lists(depth: int) -> st.SearchStrategy[tuple[Tree, ...]]:
    """Sibling lists: one pattern each."""
    return st.builds(
        lambda pattern, nodes: tuple((pattern, head, children) for _, head, children in nodes),
        st.sampled_from(PATTERNS),
        st.lists(_nodes(depth), max_size=5),
    )


def _flat(tree: Tree, level: int = 1) -> list[Block]:
    pattern, head, children = tree
    entries = (Entry("查", "一是"), Entry("改", "一是")) if len(head) == 3 else ()
    blocks: list[Block] = [Item(level, head, pattern=pattern, entries=entries)]
    if len(head) == 2:
        blocks.append(Para("正文。"))
    for child in children:
        blocks += _flat(child, level + 1)
    return blocks


def _document(trees: tuple[Tree, ...]) -> Document:
    return Document(tuple(block for tree in trees for block in _flat(tree)))


def _bare(block: Block) -> Block:
    """The block without its labels."""
    if isinstance(block, Item):
        block = replace(block, label="")
    if isinstance(block, Item | Para):
        entries = tuple(replace(entry, label="") for entry in block.entries)
        block = replace(block, entries=entries)
    return block


FORESTS = _lists(2)


@given(FORESTS)
def test_numbering_twice_is_numbering_once(trees: tuple[Tree, ...]) -> None:
    once = number(_document(trees))
    assert number(once) == once


@given(FORESTS, st.text("一二、1.", max_size=3))
def test_old_labels_are_never_read(trees: tuple[Tree, ...], old: str) -> None:
    document = _document(trees)
    stale = replace(
        document,
        blocks=tuple(replace(b, label=old) if isinstance(b, Item) else b for b in document.blocks),
    )
    assert number(stale) == number(document)


@given(FORESTS)
def test_numbering_fills_in_labels_and_changes_nothing_else(trees: tuple[Tree, ...]) -> None:
    document = _document(trees)
    numbered = number(document)
    assert tuple(map(_bare, numbered.blocks)) == document.blocks


@given(FORESTS, st.data())
def test_moving_a_section_changes_labels_and_nothing_else(
    trees: tuple[Tree, ...], data: st.DataObject
) -> None:
    moved = data.draw(st.permutations(trees))
    before, after = number(_document(trees)), number(_document(tuple(moved)))
    labels = [b.label for b in before.blocks if isinstance(b, Item) and b.level == 1]
    assert [b.label for b in after.blocks if isinstance(b, Item) and b.level == 1] == labels

    def sections(document: Document) -> list[tuple[Block, ...]]:
        """Each section with the labels of its inside; its own label left out."""
        cuts: list[list[Block]] = []
        for block in document.blocks:
            if isinstance(block, Item) and block.level == 1:
                cuts.append([replace(block, label="")])
            else:
                cuts[-1].append(block)
        return [tuple(section) for section in cuts]

    assert sorted(map(repr, sections(after))) == sorted(map(repr, sections(before)))


@given(FORESTS)
def test_every_list_starts_at_its_first_label(trees: tuple[Tree, ...]) -> None:
    """An oracle that walks the tree instead of the flat blocks."""
    expected: list[str] = []

    def walk(siblings: tuple[Tree, ...]) -> None:
        labels = family_labels(siblings[0][0], len(siblings)) if siblings else ()
        for label, (_, _, children) in zip(labels, siblings, strict=True):
            expected.append(label)
            walk(children)

    walk(trees)
    blocks = number(_document(trees)).blocks
    assert [block.label for block in blocks if isinstance(block, Item)] == expected


def _labels(*blocks: Block) -> list[str]:
    return [b.label for b in number(Document(blocks)).blocks if isinstance(b, Item)]


def test_what_interrupts_a_list_and_what_does_not() -> None:
    one, two = Item(1, "甲", pattern="一、"), Item(2, "乙", pattern="（一）")
    assert _labels(one, two, two, one, two) == ["一、", "（一）", "（二）", "二、", "（一）"]
    assert _labels(two, Para("文"), Table((("1",),)), PageBreak(), two) == ["（一）", "（二）"]
    assert _labels(two, Item(2, "丙", pattern="1."), two) == ["（一）", "1.", "（一）"]
    assert _labels(Item(3, "丙", pattern="①"), one, two) == ["①", "一、", "（一）"]
    assert _labels(one, Item(3, "丙", pattern="①"), two, Item(3, "丁", pattern="①")) == [
        "一、",
        "①",
        "（一）",
        "①",
    ]


def test_entries_are_labelled_within_their_paragraph() -> None:
    entries = tuple(Entry(text, "首先，") for text in ("查；", "改；", "评。"))
    para, item = Para("分三步：", entries=entries), Item(2, "步骤。", entries=entries)
    numbered = number(Document((para, item, para)))
    for block in numbered.blocks:
        assert isinstance(block, Item | Para)
        assert [entry.label for entry in block.entries] == ["首先，", "其次，", "最后，"]
    assert plain(numbered.blocks[0]) == "分三步：首先，查；其次，改；最后，评。"


def test_a_list_too_long_for_its_family_gets_digits() -> None:
    items = [Item(2, "甲", pattern="首先，")] * 5
    assert _labels(*items) == ["1.", "2.", "3.", "4.", "5."]


def test_many_items() -> None:
    labels = _labels(*[Item(1, "甲", pattern="1.")] * 20_000)
    assert labels[-1] == "20000."


# --- texts and their places --------------------------------------------------------------------


@st.composite
def located(draw: st.DrawFn) -> Text:
    """A text of up to five stretches, each with a place of its own or with none."""
    text, origins = draw(st.sampled_from(["", "", "丁戊"])), []
    for _ in range(draw(st.integers(0, 4))):
        stretch = draw(st.text("甲乙，a", min_size=1, max_size=5))
        line = draw(st.integers(0, 3))
        column = draw(st.integers(1, 9)) if line else 0
        span = Span("a.yaml", line, column, column + len(stretch)) if line else Span()
        origins.append((len(text), span))
        text += stretch
    return Text(text, tuple(origins))


def places(text: str) -> list[tuple[int, int] | None]:
    """Line and column of every character, worked out by walking the stretches one by one."""
    found: list[tuple[int, int] | None] = [None] * len(text)
    for start, span in origins_of(text):
        for at in range(start, len(text)):
            found[at] = (span.line, span.column + at - start) if span.line else None
    return found


def asked(text: str) -> list[tuple[int, int] | None]:
    """The same by `locate`."""
    spans = [locate(text, at, at + 1) for at in range(len(text))]
    assert all(span is None or span.end_column == span.column + 1 for span in spans)
    return [(span.line, span.column) if span else None for span in spans]


@given(located())
def test_every_character_is_located(text: Text) -> None:
    assert asked(text) == places(text)


@given(located(), st.integers(0, 22), st.none() | st.integers(0, 22))
def test_a_cut_knows_the_places_of_its_characters(text: Text, start: int, end: int | None) -> None:
    piece = cut(text, start, end)
    assert piece == str(text)[start:end]
    assert asked(piece) == places(text)[start:end]


@given(st.lists(located() | st.text("丙、", max_size=4), max_size=5))
def test_joined_texts_keep_the_places_of_their_characters(parts: list[str]) -> None:
    whole = joined(*parts)
    assert whole == "".join(parts)
    assert asked(whole) == [place for part in parts for place in places(part)]


@given(located(), st.integers(0, 22))
def test_cutting_and_joining_gives_the_text_back(text: Text, at: int) -> None:
    whole = joined(cut(text, 0, at), cut(text, at))
    assert whole == text
    assert asked(whole) == places(text)


def test_a_found_span_ends_with_its_stretch() -> None:
    text = joined(
        Text("抓排查", ((0, Span("a", 3, 5, 8)),)), Text("：快", ((0, Span("a", 4, 1, 3)),))
    )
    assert locate(text, 1, 5) == Span("a", 3, 6, 8)
    assert locate(text, 3, 5) == Span("a", 4, 1, 3)
    assert locate(text, 1, 1) == Span("a", 3, 6, 6)
    assert locate("抓", 0, 1) is None


def test_a_text_is_its_characters() -> None:
    text = Text("抓好", ((0, Span("a", 1, 1, 3)),))
    assert text == "抓好"
    assert hash(text) == hash("抓好")
    assert "抓好" in {text}
    assert Item(1, text) == Item(1, "抓好")


@given(located())
def test_texts_survive_pickling_and_copying(text: Text) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(text, protocol))
        assert type(again) is Text
        assert again == text
        assert again.origins == text.origins
    assert copy.deepcopy(text).origins == text.origins


@given(FORESTS, located())
def test_documents_survive_pickling(trees: tuple[Tree, ...], text: Text) -> None:
    span = Span("a.yaml", 2, 3, 5)
    document = replace(
        number(_document(trees)),
        title="标题",
        notes=(warning(span, "count-claim", "不一致"),),
    )
    document = replace(
        document,
        blocks=(*document.blocks, Para(text, span=span), Table((("a", "b"),)), PageBreak(span)),
    )
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert again.notes == document.notes
    assert again.blocks[-1].span == span
    assert again.blocks[-3].text.origins == text.origins


def test_a_place_is_no_part_of_what_a_block_is() -> None:
    assert Para("文", span=Span("a", 1)) == Para("文", span=Span("b", 2))
    assert Para("文") != Para("文", role="closing")


# --- plain text and length ---------------------------------------------------------------------


def test_cells_of_a_table_keep_their_places() -> None:
    here = Span("甲.yaml", 7, 5, 9)
    table = Table((("", Text("通报情况", ((0, here),))), (), ("乙", "丙")))
    text = plain(table)
    assert text == "\t通报情况\n\n乙\t丙"
    assert locate(text, 3, 5) == Span("甲.yaml", 7, 7, 9)
    assert locate(text, 7, 8) is None


def test_parts_and_plain_text() -> None:
    item = Item(
        2, "提高站位。", "要抓实。", "（一）", "（一）", entries=(Entry("查。", "一是", "一是"),)
    )
    assert parts_of(item) == ("（一）", "提高站位。", "要抓实。", "一是", "查。")
    assert plain(item) == "（一）提高站位。要抓实。一是查。"
    assert parts_of(PageBreak()) == ()
    table = Table((("单位", "人数"), ("石桥镇", "12")))
    assert plain(table) == "单位\t人数\n石桥镇\t12"
    document = Document((Para("标题", "title"), table, PageBreak(), item))
    assert list(paragraphs(document)) == ["标题", "单位\t人数", "石桥镇\t12", plain(item)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("同志们：", 3),
        ("２０２６年5月，GDP增长6.5%！", 14),
        ("《条例》第一条——“安全”……", 7),
        ("二〇二六年①", 6),
        ("　 \t", 0),
        ("℃＋％·", 0),
        ("𠮷田", 2),
    ],
)
def test_characters_digits_and_letters_count(text: str, count: int) -> None:
    assert characters(Document((Para(text),))) == count


def test_labels_and_tables_count() -> None:
    document = number(
        Document((Item(1, "安全", pattern="一、"), Table((("甲", "1"),)), PageBreak()))
    )
    assert characters(document) == 5
    assert characters(Document(())) == 0


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, (0, 0)), (1, (1, 1)), (330, (2, 2)), (3212, (15, 16)), (4400, (20, 22))],
)
def test_speaking_time(count: int, expected: tuple[int, int]) -> None:
    assert minutes(count, (200, 220)) == expected
    assert minutes(count, (220, 200)) == expected


def test_speaking_time_at_another_rate() -> None:
    assert minutes(1500, (150, 150)) == (10, 10)
    with pytest.raises(ValueError, match="0"):
        minutes(100, (0, 200))


@given(st.integers(1, 10**6), st.integers(1, 500), st.integers(1, 500))
def test_speaking_time_is_a_range(count: int, one: int, other: int) -> None:
    low, high = minutes(count, (one, other))
    assert 1 <= low <= high
    assert abs(high - count / min(one, other)) <= 0.5 or high == 1


@pytest.mark.parametrize(
    ("items", "lists"),
    [
        ("1a 2b 2c 1d 2e", ["-ad", "abc", "de"]),
        ("2a 1b 2c", ["-a", "-b", "bc"]),
        ("1a 2b 1. 1c 2d", ["-a", "ab", "-c", "cd"]),
        ("1a 1B 1c", ["-a", "-Bc"]),
        ("0a 0(b 0(c 0d 0(e", ["-ad", "abc", "de"]),
        ("0a 1b 0c 1d", ["-ac", "ab", "cd"]),
    ],
)
def test_lists_are_walked_by_level_and_kind(items: str, lists: list[str]) -> None:
    given = [(int(each[0]), each[1:-1], each[-1] if each[-1] != "." else None)
             for each in items.split()]  # fmt: skip
    found = walk_lists(given, lambda _, new: new.isupper())
    assert [f"{parent or '-'}{''.join(members)}" for parent, members in found] == lists
