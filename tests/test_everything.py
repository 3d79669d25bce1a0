"""Everything a paper may hold, together, in outlines made at random: tables, pictures, emphasis,
attachments with pages, a red head and a tail, words of one's own, in every type that is a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from speechgen.api.drafted import Draft
from speechgen.api.unprintable import has_place
from speechgen.diagnostics import SpeechError
from speechgen.document import Block, Document, Item, Para, Picture, Table, parts, parts_of, plain
from speechgen.emphasis import marked
from speechgen.extract.compare import fold
from speechgen.library.model import MeetingType
from speechgen.readers import read_bytes
from speechgen.text import Text, emphasised, joined
from speechgen.writers import text as text_writer
from tests.extract.test_round_trip import structure
from tests.outlines_made import documents, imported, made, outlines, papers
from tests.outlines_made import written as outline_text

ANY = st.one_of(outlines(), papers())
QUIET = frozenset(("类型", "编号", "语气", "时长", "独行", "连排", "宽", "印章", "格式", "提纲",
                   "日期", "印发日期", "图", "文件", "表", "时间"))  # fmt: skip
"""Keys whose text is not printed as it is typed."""


def drafted(outline: str) -> Draft:
    """The draft; no example where a SpeechError says why there is none."""
    try:
        return made(outline)
    except SpeechError as refused:
        assert refused.diagnostics
        event(f"refused: {refused.diagnostics[0].rule}")
        assume(False)
        raise


def bare(text: str) -> str:
    """What is compared of a typed text: no blanks, no wanted breaks."""
    return re.sub(r"[\s|｜]", "", text)


def typed(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an outline that should be printed, with its key."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, dict | list) or name not in QUIET:
                yield from typed(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from typed(member, key)
    elif key not in QUIET or key == "表":
        yield str(value), key


@given(ANY)
def test_every_character_typed_is_printed_or_reported(outline: str) -> None:
    draft = drafted(outline)
    printed = bare(str(draft))
    reported = {key for key, _ in draft.unprinted} | draft.outline.settings
    for top, value in yaml.load(outline, Loader=yaml.BaseLoader).items():
        if top in reported or top in QUIET:
            continue
        for text, key in typed(value, top):
            if f"{top}.{key}" in reported:
                continue
            wanted = bare(marked(Text(text)))
            wanted = wanted.rstrip(":!：！") if top in ("称谓", "主送") else wanted
            pieces = re.split("[:：]", wanted, maxsplit=1) if key in ("正文", "点") else [wanted]
            assert all(piece in printed for piece in pieces), (top, key, text, str(draft))


class Sheets(HTMLParser):
    """The text of each block on the sheets of an HTML draft."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: dict[int, str] = {}
        self.stack: list[int | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("img", "meta", "br", "link"):
            block = dict(attrs).get("data-block")
            self.stack.append(None if block is None else int(block))

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        at = next((each for each in reversed(self.stack) if each is not None), None)
        if at is not None:
            self.blocks[at] = self.blocks.get(at, "") + data


def test_sheets_are_read() -> None:
    assert Sheets('<p data-block="3"><i>甲</i>乙</p>丙').blocks == {3: "甲乙"}


@given(ANY)
def test_all_formats_say_the_same(outline: str) -> None:
    draft = drafted(outline)
    for live in (False, True):
        printed = draft.printed(live=live)
        (reading,) = read_bytes("稿.docx", printed.to("docx"))
        assert text_writer.write(reading.document) == str(draft)
        sheets = Sheets(printed.to("html").decode()).blocks
        for at, block in enumerate(draft.document.blocks):
            wanted, found = squeezed(plain(block)), squeezed(sheets.get(at, ""))
            head = squeezed("".join(block.rows[0])) if isinstance(block, Table) else ""
            again = max(0, found.count(head) - wanted.count(head)) if head else 0
            assert "".join(found.rsplit(head or None, again)) == wanted, (live, at)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def unlisted(document: Document) -> Document:
    """The document, entries without labels run together with the text before them: nothing on
    paper tells them from it."""

    def whole(block: Block) -> Block:
        if not isinstance(block, Para) or any(entry.label for entry in block.entries):
            return block
        return replace(block, text=joined(block.text, *(e.text for e in block.entries)), entries=())

    return replace(document, blocks=tuple(map(whole, document.blocks)))


def emphases(document: Document) -> list[object]:
    found: list[object] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [emphasised(cell) for row in block.rows for cell in row]
            found.append(emphasised(block.title))
        elif isinstance(block, Picture):
            found.append(emphasised(block.title))
        else:
            found.append([emphasised(part) for part in parts_of(block)])
    return found


@given(ANY)
def test_a_docx_gives_everything_back(outline: str) -> None:
    draft = drafted(outline)
    for live in (False, True):
        (reading,) = read_bytes("稿.docx", draft.printed(live=live).to("docx"))
        known = unlisted(draft.document)
        told = zip_longest(structure(reading.document, str), structure(known, str))
        assert [pair for pair in told if pair[0] != pair[1]] == []
        bold = zip_longest(emphases(reading.document), emphases(known))
        assert [pair for pair in bold if pair[0] != pair[1]] == []
        assert reading.document.title == draft.document.title
        assert reading.document.date == draft.document.date


def folded(draft: Draft) -> str:
    """The text, wanted breaks of titles aside, brackets of dates, and names of pictures that have
    no titles."""
    named = re.sub("【图：(?:现场|甲乙|图[0-9]+)】", "【图】", str(draft))
    whole = "".join(fold(line) for line in named.splitlines())
    return re.sub(r"\((\d{4}年\d{1,2}月\d{1,2}日)\)", r"\1", whole)


@given(ANY, st.sampled_from(["docx", "md"]))
def test_an_import_gives_the_same_text_or_says_that_it_differs(outline: str, suffix: str) -> None:
    draft = drafted(outline)
    written, told, again = imported(suffix, draft.to(suffix))
    event(f"{suffix}: {'differs' if told else 'the same'}")
    if not told:
        assert again is not None
        assert folded(again) == folded(draft), written


@given(ANY, st.sampled_from(["txt", "md", "docx", "html", "xlsx"]))
def test_the_same_bytes_twice(outline: str, suffix: str) -> None:
    assert drafted(outline).to(suffix) == drafted(outline).to(suffix)


@given(ANY)
def test_attachments_are_numbered_for_themselves(outline: str) -> None:
    document = drafted(outline).document
    for part in parts(document.blocks)[1:]:
        items = (each for at in part if isinstance(each := document.blocks[at], Item))
        first = next((each.label for each in items if each.label and each.level == 1), "")
        assert not re.search("[二三四五六七八九2-9②-⑳]", first), first


@given(
    st.sampled_from(documents()),
    st.lists(st.one_of(st.none(), st.sampled_from(["图", "表"])), min_size=1, max_size=5),
)
def test_figures_alone_are_no_points(
    known: tuple[MeetingType, dict[str, Any]], nodes: list[str | None]
) -> None:
    """What a draft says and counts is the same without them."""
    kind, outline = known
    assume(has_place("正文", kind) and any(node is None for node in nodes))
    figures = {"图": {"图": "现场.png"}, "表": {"表": [["无"]]}}
    points = [{"题": "甲事"} if node is None else figures[node] for node in nodes]
    without = [point for point in points if "题" in point]
    full = made(outline_text({**outline, "正文": points})).document
    said = replace(full, blocks=tuple(b for b in full.blocks if not _is_figure(b)))
    bare = made(outline_text({**outline, "正文": without})).document
    bare = replace(bare, blocks=tuple(b for b in bare.blocks if not _is_figure(b)))
    assert text_writer.write(said) == text_writer.write(bare)


def _is_figure(block: Block) -> bool:
    return isinstance(block, Table | Picture)
