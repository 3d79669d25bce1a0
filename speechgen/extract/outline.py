"""A reading as an outline: the text of a YAML file, comments for every doubt.

Owns the order of keys, the numbering scheme and the comments. Must not know how a value is quoted
nor how a document was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from speechgen.diagnostics import Diagnostic
from speechgen.document import Block, Document, Item, Para, Picture, Table
from speechgen.emphasis import strong, written
from speechgen.extract.branches import pattern_of
from speechgen.extract.figures import figures_rows
from speechgen.extract.lists import DEEPEST, lists
from speechgen.extract.shape import Shape, figures_of, own_line_levels, paragraphs_of, shape_all
from speechgen.extract.text import comment, paragraphs, quote, scalar
from speechgen.extract.tree import Annex, Tree, grow
from speechgen.library.model import MeetingType
from speechgen.numbering import NONE
from speechgen.readers.reading import ONLY_REPORTED, Reading
from speechgen.readers.structure.placeholders import placeholders
from speechgen.schema.fields import Kind, find_field
from speechgen.text import Text, cut, emphasised, joined

HasPlace = Callable[[str], bool]
"""Whether the type of an outline can print a key."""

Notes = deque[Diagnostic]
"""Doubts that wait for the place of their source line, to be written there as comments."""


def anywhere(_key: str) -> bool:
    """A type that prints every key."""
    return True


def extract(
    reading: Reading,
    kind: MeetingType,
    source: str = "",
    has_place: HasPlace = anywhere,
    raw: bool = False,
) -> str:
    """The outline of a reading as YAML text that ends with a line break.

    `kind` is the meeting type to write it for, `source` the file it came from (its name only);
    `has_place` says of a key whether the type prints it. `raw`: the text is an outline's own, whose
    stars and placeholders mean what they mean there.
    """
    document = reading.document if raw else _each_text(with_gaps(reading.document), written)
    tree = grow(document, kind.paper)
    homeless = [key for key in tree.front if not has_place(key)]
    left = {key: tree.front.pop(key) for key in homeless}
    scheme = scheme_of(tree)
    alone = own_line_levels(tree.nodes)
    shapes = shape_all(tree.nodes, scheme, alone)
    told = (note for note in (*reading.doubts, *reading.joins) if note.rule not in ONLY_REPORTED)
    doubts = [note for note in told if note.span.line]
    notes = deque(sorted(doubts, key=lambda note: note.span))
    lines = list(_header(reading, source))
    lines.append(f"类型: {scalar(kind.name)}")
    title = tree.title.replace("\n", "|")
    lines.append(f"标题: {scalar(title) if title else quote('【待补：标题】')}")
    lines += _letterhead(tree, kind)
    for key, value in tree.front.items():
        lines += one_or_more(key, value)
    if kind.salutation and "称谓" not in tree.front:
        lines.append(f"称谓: {NONE}")
    lines += structure_rows(scheme, alone, kind)
    lines += _material(tree, kind, left)
    lines += _part("开头", tree.opening, kind, notes)
    if shapes:
        lines.append("正文:")
        spaced = any(shape.texts or shape.children or shape.figures for shape in shapes)
        lines += node_rows(shapes, "  ", notes, spaced)
    lines += _part("结尾", tree.ending, kind, notes)
    lines += _tail(tree, scheme, alone, notes)
    lines += _comments(notes, 1 << 60, "")
    return "\n".join(lines) + "\n"


def structure_rows(
    scheme: Sequence[str], alone: frozenset[int], kind: MeetingType
) -> Iterator[str]:
    """编号 and 独行, where they are not the type's own."""
    usual = kind.numbering.split(">")
    if [*scheme] != usual[: len(scheme)]:
        yield f"编号: {scalar('>'.join(scheme))}"
    if alone != kind.own_line and scheme:
        yield f"独行: [{', '.join(map(str, sorted(alone)))}]" if alone else f"独行: {NONE}"


def _header(reading: Reading, source: str) -> Iterator[str]:
    if source:
        yield comment(f"由 {source} 导入")
    for word, notes in (("接起来的断行", reading.joins), ("没有收入的行", reading.residue)):
        if notes:
            within = [note.span for note in notes if not note.span.file.endswith(("页眉", "页脚"))]
            rows = "、".join(str(span.line) for span in within[:12] if span.line)
            where = f"（原文第{rows}行{'等' if len(within) > 12 else ''}）" if rows else ""
            yield comment(f"{word}：{len(notes)} 处{where}")
    if reading.placeholders:
        yield comment(f"原文留空的地方写成【待补】，共 {len(reading.placeholders)} 处，请补上")


def one_or_more(key: str, value: str) -> Iterator[str]:
    """A key of the front with its text, or with the list of its lines."""
    rows = value.split("\n")
    if key in ("称谓", "主送"):
        rows = [row[:-1] if row[-1:] in "：:" and len(row) > 1 else row for row in rows]
    return listed(key, rows if key != "主送" else ["\n".join(rows)])  # its list is of names


def _letterhead(tree: Tree, kind: MeetingType) -> Iterator[str]:
    """版头, its form only where it is not the type's own."""
    found = {key: text for key, text in tree.letterhead.items() if text != kind.letterhead}
    if found:
        yield "版头:"
    for key, text in found.items():
        yield from listed(key, [text] if isinstance(text, str) else text, "  ")


def listed(key: str, texts: Sequence[str], indent: str = "") -> Iterator[str]:
    """A key with its text, or with a list of several."""
    if len(texts) == 1:
        yield f"{indent}{key}: {scalar(texts[0])}"
    else:
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {scalar(text)}" for text in texts)


def _tail(tree: Tree, scheme: Sequence[str], alone: frozenset[int], notes: Notes) -> Iterator[str]:
    pages = _pages(tree)
    if tree.attachments or pages:
        yield "附件:"
    for at in range(max(len(tree.attachments), len(pages))):
        if page := pages.get(at + 1):
            yield from node_rows([_page(page, scheme, alone)], "  ", notes)
        else:
            text = tree.attachments[at]
            yield f"  - {scalar(text, quoted='：' in text)}"
    units, date = tree.signature
    if len(units) == 1 and not (date or tree.sealed):
        yield f"落款: {scalar(units[0])}"
    elif units or date:
        yield "落款:"
        yield from listed("单位", units, "  ") if units else ()
        if date:
            yield f"  日期: {scalar(date)}"
        if tree.sealed:
            yield "  印章: 是"
    if tree.note:
        yield f"附注: {scalar(tree.note)}"
    if tree.copy_to:
        yield f"抄送: {scalar(tree.copy_to)}"


def _pages(tree: Tree) -> dict[int, Annex]:
    """The attachments' pages by their numbers in the note, or in their order where these do not
    count them."""
    numbers = [page.number or 1 for page in tree.annexes]
    most = max(len(tree.attachments), len(numbers))
    counted = len(set(numbers)) == len(numbers) and max(numbers, default=0) <= most
    return dict(zip(numbers if counted else range(1, most + 1), tree.annexes, strict=False))


def _page(page: Annex, scheme: Sequence[str], alone: frozenset[int]) -> Shape:
    """An attachment with what its page holds, as a node of the outline."""
    texts, lines = paragraphs_of(page.texts)
    pattern = pattern_of(page.nodes) if page.nodes else ""
    return Shape(
        head=page.title.replace("\n", "|"),
        texts=texts,
        text_lines=lines,
        figures=figures_of(page.texts),
        numbering=pattern if [pattern] != [*scheme[:1]] else "",
        children=shape_all(page.nodes, scheme, alone),
    )


def _material(tree: Tree, kind: MeetingType, homeless: Mapping[str, str]) -> Iterator[str]:
    """The opening and the ending as facts to write from, where the type has no place for them; and
    the `homeless` texts of the front."""
    parts = (("开头", tree.opening, "有自己的开场"), ("结尾", tree.ending, "没有“结尾”这一项"))
    left = [part for part in parts if part[1] and find_field(kind.fields, part[0]) is None]
    for key, _, why in left:
        yield comment(f"“{kind.name}”{why}，原文的{key}放在材料里，供改写")
    if homeless:
        yield comment(f"“{kind.name}”不印{'、'.join(homeless)}，原文的也放在材料里")
    if left or homeless:
        yield "材料:"
    for key, text in homeless.items():
        yield from paragraphs(f"原稿{key}", text.split("\n"), "  ")
    for key, blocks, _ in left:
        yield from paragraphs(f"原稿{key}", paragraphs_of(blocks)[0], "  ")


def _part(key: str, blocks: Sequence[Block], kind: MeetingType, notes: Notes) -> Iterator[str]:
    """The opening or the ending under its key, if the type has it."""
    field = find_field(kind.fields, key)
    texts, lines = paragraphs_of(blocks)
    if field is not None and texts:
        yield from _comments(notes, max(lines), "")
        if field.kind is Kind.GROUP and not field.own_words:
            yield f"{key}:"
            yield from paragraphs("文", texts, "  ")
        else:
            yield from paragraphs(key, texts, "")
    elif any(section.gives_way == key for section in kind.sections):
        yield f"{key}: {NONE}"


def _comments(notes: Notes, line: int, indent: str) -> Iterator[str]:
    """The doubts about source lines up to `line`, each once."""
    while notes and notes[0].span.line <= line:
        note = notes.popleft()
        yield comment(f"原文第{note.span.line}行：{note.message}", indent)


def node_rows(
    shapes: Iterable[Shape], indent: str, notes: Notes, spaced: bool = False
) -> Iterator[str]:
    """Points as the items of a list; `spaced` with a blank line between them."""
    for at, shape in enumerate(shapes):
        if spaced and at:
            yield ""
        yield from _comments(notes, shape.line, indent)
        yield from (comment(f"原文：{text}", indent) for text in shape.originals)
        if shape.short:
            yield f"{indent}- {scalar(shape.short, shape.quoted)}"
            continue
        rows = list(_members(shape, f"{indent}  ", notes))
        yield f"{indent}- {rows[0].lstrip()}" if rows else f"{indent}- {quote('')}"
        yield from rows[1:]


def _members(shape: Shape, indent: str, notes: Notes) -> Iterator[str]:
    if shape.head:
        yield f"{indent}题: {scalar(shape.head)}"
    if shape.own_line is not None:
        yield f"{indent}独行: {'是' if shape.own_line else '否'}"
    if shape.texts:
        rows = list(paragraphs("文", shape.texts, indent))
        if shape.head:
            yield from _comments(notes, max(shape.text_lines, default=0), indent)
        yield from rows
    yield from figures_rows(shape.figures, indent)
    if shape.run_on:
        yield f"{indent}连排: 是"
    if shape.numbering:
        yield f"{indent}编号: {scalar(shape.numbering)}"
    if shape.children:
        yield f"{indent}点:"
        yield from node_rows(shape.children, f"{indent}  ", notes)


# -- numbering ----------------------------------------------------------------------------------


def scheme_of(tree: Tree) -> tuple[str, ...]:
    """The pattern of each depth that most lists of the document have; empty without lists."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for depth, pattern in lists(tree.nodes):
        votes[depth][pattern] += 1
    if not votes:
        return ()
    scheme = [votes[depth].most_common(1)[0][0] for depth in range(1, min(max(votes), DEEPEST) + 1)]
    return tuple(scheme)


# -- placeholders -------------------------------------------------------------------------------


def with_gaps(document: Document) -> Document:
    """The document with every blank of the source as 【待补：…】 that keeps the blank's mark."""
    return _each_text(document, gap_text)


def _each_text(document: Document, change: Callable[[str], str]) -> Document:
    """The document with each of its texts changed; labels stay."""
    return replace(document, blocks=tuple(_changed(block, change) for block in document.blocks))


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(map(change, row)) for row in block.rows)
        return replace(block, rows=rows, title=change(block.title))
    if isinstance(block, Picture):
        return replace(block, title=change(block.title))
    if not isinstance(block, Para | Item):
        return block
    entries = tuple(replace(entry, text=change(entry.text)) for entry in block.entries)
    if isinstance(block, Para):
        return replace(block, text=change(block.text), entries=entries)
    return replace(block, head=change(block.head), body=change(block.body), entries=entries)


def gap_text(text: str) -> str:
    """`text` with its blanks as 【待补：mark】."""
    pieces: list[str] = []
    at = 0
    for start, end, gap in placeholders(text):
        opening = cut(text, start, start + 1)
        pieces += [cut(text, at, start), strong(Text(gap)) if emphasised(opening) else gap]
        at = end
    return joined(*pieces, cut(text, at)) if pieces else text
