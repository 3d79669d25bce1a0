"""A document's flat blocks as the tree an outline has: what stands before, the nodes, the end.

Owns where every block goes. Must not know YAML nor how a node is written down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from speechgen.document import (
    FOOT,
    LETTERHEAD,
    Block,
    Document,
    Item,
    PageBreak,
    Para,
    Table,
    parts,
    plain,
)
from speechgen.extract.branches import (
    Branch,
    bare_nodes,
    in_order,
    is_figure,
    runs_of,
    settled,
    told,
)
from speechgen.extract.lists import beside_lists, flat_headings, hang, side_by_side
from speechgen.numbering.labels import recognise
from speechgen.readers.structure.letterhead import SECRECY, URGENCY
from speechgen.schema.dates import parse_date

FRONT: Final = ("subtitle", "byline", "date", "salutation")


@dataclass(slots=True)
class Annex:
    """The page of an attachment: its number (0 where it says none), its title, and what stands
    under it."""

    number: int
    title: str
    texts: list[Block] = field(default_factory=list)
    nodes: list[Branch] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """A document in the parts of an outline. `front` maps outline keys to texts; `opening` and
    `ending` are paragraphs, `signature` units and date, `sealed` whether under a seal,
    `attachments`, `note` and `copy_to` texts, `annexes` the attachments' own pages; `letterhead`
    maps the keys of 版头 to theirs."""

    title: str = ""
    front: dict[str, str] = field(default_factory=dict)
    opening: list[Block] = field(default_factory=list)
    nodes: list[Branch] = field(default_factory=list)
    ending: list[Block] = field(default_factory=list)
    signature: tuple[tuple[str, ...], str] = ((), "")
    sealed: bool = False
    attachments: list[str] = field(default_factory=list)
    note: str = ""
    copy_to: str = ""
    letterhead: dict[str, str | list[str]] = field(default_factory=dict)
    annexes: list[Annex] = field(default_factory=list)


def grow(document: Document, paper: bool = False) -> Tree:
    """The tree of a document. `paper`: of a written paper, whose date stands at the end and whose
    salutation is 主送."""
    bare: list[Block] = [b for b in document.blocks if not isinstance(b, PageBreak)]
    blocks, *pages = (bare[part.start : part.stop] for part in parts(bare))
    tree = Tree()
    if pages:  # what stands at the foot of the last page belongs to the whole paper
        foot = len(pages[-1])
        while _role(pages[-1][foot - 1]) in FOOT:
            foot -= 1
        blocks += pages[-1][foot:]
        del pages[-1][foot:]
    tree.annexes = [_annex(page) for page in pages]
    blocks = _front(_head(blocks, tree, paper), tree, paper)
    blocks = flat_headings(_tail(blocks, tree, paper))
    last_item = max((at for at, block in enumerate(blocks) if isinstance(block, Item)), default=-1)
    closing = last_item + 1
    while closing < len(blocks) and _role(blocks[closing]) not in ("closing", "signature"):
        closing += 1
    while closing < len(blocks) and _role(blocks[closing - 1]) == "salutation":
        closing -= 1
    # a table has no place behind the closing words: what stands up to it goes with the text
    tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    closing = max(closing, max(tables, default=-1) + 1)
    blocks, closing = beside_lists(blocks, closing)
    ending = blocks[closing:]
    blocks = [*side_by_side(blocks[:closing]), *ending]
    closing = len(blocks) - len(ending)
    path: list[Branch] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Item):
            hang(tree.nodes, path, block)
        elif at >= closing:
            tree.ending.append(block)
        elif path:
            path[-1].texts.append(block)
        else:
            tree.opening.append(block)
    first = next((at for at, block in enumerate(tree.opening) if is_figure(block)), None)
    if first is not None:  # what opens a text are texts alone
        tree.nodes[:0] = bare_nodes(runs_of(tree.opening[first:]), 1)
        del tree.opening[first:]
    tree.opening = [told(block) for block in tree.opening]
    tree.ending = [told(block) for block in tree.ending]
    in_order(tree.nodes)
    return tree


def _annex(page: Sequence[Block]) -> Annex:
    """The page of an attachment: its mark, its title, and what stands under them."""
    label = re.sub(r"\s|附|件", "", plain(page[0]))
    known = recognise(f"{label}、文") or recognise(f"{label}.文")
    annex = Annex(known.number if known else 0, "")
    under = list(page[1:])
    if under and _role(under[0]) == "attachment-title":
        annex.title = str(plain(under.pop(0)))
    path: list[Branch] = []
    for block in flat_headings(under):
        if isinstance(block, Item):
            hang(annex.nodes, path, block)
        else:
            (path[-1].texts if path else annex.texts).append(block)
    in_order(annex.nodes)
    annex.nodes[:0] = settled(annex.texts, 1)
    return annex


def _role(block: Block) -> str:
    return block.role if isinstance(block, Para) else ""


# -- above the text -----------------------------------------------------------------------------


_MARKS: Final = {
    "份号": r"\d{6}",
    "密级": rf"(?:{SECRECY}).*",
    "紧急": URGENCY,
    "标注": r".+",
}
"""Keys of the marks above a red head, in their order, and what they look like."""
_BLANKS: Final = "\u3000" * 4
_NAME: Final = "(?:[^\u3000]\u3000[^\u3000]|[^\u3000]+)(?=\u3000|$)"
"""One of several names in a row; that of two characters may have a blank between them."""
_FORMS: Final = {
    "letterhead-number": "文件", "letter-head": "信函", "letter-number": "信函",
    "order-number": "命令", "minutes-number": "纪要",
}  # fmt: skip
"""The roles that tell the form of a red head."""


def _head(blocks: list[Block], tree: Tree, paper: bool) -> list[Block]:
    """Fill the red head; the blocks that are left. One that the keys of 版头 do not give back in
    their order stays text."""
    rows = [(_role(block), str(plain(block)).strip()) for block in blocks]
    rows = list(takewhile(lambda row: row[0] in LETTERHEAD, rows))
    found: dict[str, str | list[str]] = {}
    signed: list[str] = []
    if issuers := [text for role, text in rows if role in ("letterhead", "letter-head")]:
        found["机关"] = issuers
    if forms := [_FORMS[role] for role, _ in rows if role in _FORMS]:
        found["格式"] = forms[-1]
    if "letterhead-space" in dict(rows):
        found["套打"] = "是"
    keys = iter(_MARKS)
    for text in (text for role, text in rows if role == "letterhead-mark"):
        key = next((key for key in keys if re.fullmatch(_MARKS[key], text)), "")
        if not key:
            return blocks
        found[key] = text
    for role, text in (row for row in rows if row[0].endswith("-number")):
        pieces = re.split(r"\s{4,}", text)
        if role == "minutes-number" and paper and prints_as_date(f"（{pieces[-1]}）"):
            tree.front["日期"] = pieces.pop()
        said, mark, signer = _BLANKS.join(pieces).partition("签发人：")
        if signed and not mark:  # a row below the first
            said, _, signer = said.replace("\t", _BLANKS).rpartition(_BLANKS)
        found |= {"字号": said.rstrip()} if said.strip() else {}
        signed += [signer] if mark or signed else []
    if signed:
        rows_of_names = [name for row in signed for name in re.findall(_NAME, row)]
        found["签发人"] = rows_of_names if len(signed) > 1 else signed[0]
    tree.letterhead = found
    return blocks[len(rows) :]


def _front(blocks: list[Block], tree: Tree, paper: bool) -> list[Block]:
    """Fill title and front; the blocks that are left, those above the title first. What the
    outline's fixed order of title, subtitle, byline, date and salutation cannot hold becomes part
    of the subtitle."""
    roles = [_role(block) for block in blocks]
    start = roles.index("title") + 1 if "title" in roles else 0
    above = blocks[: max(start - 1, 0)]
    if start:
        tree.title = plain(blocks[start - 1])
    end = start
    while end < len(blocks) and roles[end] in FRONT and not getattr(blocks[end], "entries", ()):
        end += 1
        if roles[end - 1] == "salutation" and roles[end : end + 1] != ["salutation"]:
            break
    rows = [(_role(block), str(plain(block))) for block in blocks[start:end]]
    salutations = [text for role, text in rows if role == "salutation" and text]
    rows = [row for row in rows if row[0] != "salutation"]
    front: dict[str, str] = {}
    if rows and not paper and rows[-1][0] == "date" and prints_as_date(rows[-1][1]):
        front["日期"] = _date_text(rows.pop()[1])
    if rows and not paper and rows[-1][0] == "byline" and "|" not in rows[-1][1]:
        front["讲话人"] = rows.pop()[1]
        if rows and "日期" not in front and rows[-1][0] == "date" and _is_day(rows[-1][1]):
            front["日期"] = _date_text(rows.pop()[1])  # it will stand below the name
    if rows:
        front["副标题"] = "|".join(text.replace("\n", "|") for _, text in rows)
    if salutations:
        words = "\n".join(salutations)
        front["主送" if paper else "称谓"] = re.sub("^主送[:：]\\s*", "", words) if paper else words
    cut_up = any("|" in text or "｜" in text for _, text in rows)
    if cut_up or any(text[-1] in "，,、" for text in salutations):
        return above + blocks[start:]
    keys = ("副标题", "讲话人", "日期", "称谓", "主送")
    tree.front |= {key: front[key] for key in keys if key in front}
    return above + blocks[end:]


def prints_as_date(text: str) -> bool:
    """A date line that an outline's 日期 gives back: a whole day, or anything in brackets."""
    bare = _date_text(text)
    printed, iso = _read_date(bare)
    return printed == bare.replace(" ", "") if iso else bare != text.strip()


def _is_day(text: str) -> bool:
    """A date line that says a whole day and nothing else."""
    return bool(_read_date(_date_text(text))[1]) and prints_as_date(text)


def _date_text(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if text[:1] in "（(" and text[-1:] in "）)" else text


def _read_date(text: str) -> tuple[str, str]:
    """How a date prints, and its day (empty if it names none); nothing for a day that is none."""
    try:
        return parse_date(text)
    except ValueError:
        return "", text


# -- below the text -----------------------------------------------------------------------------


_SEALED: Final = {"sealed": "signature", "sealed-date": "signature-date"}


def _tail(blocks: list[Block], tree: Tree, paper: bool) -> list[Block]:
    """Fill what stands at the end where the outline can hold it in its order: attachments,
    signature, note, copies, imprint."""
    left = list(blocks)
    printer: dict[str, str | list[str]] = {}
    while left and _role(left[-1]) == "imprint":  # perhaps on two lines
        printer |= _imprint(str(plain(left.pop())))
    if left and _role(left[-1]) == "copy-to" and plain(left[-1]).startswith(("抄送：", "抄送:")):
        tree.copy_to = str(plain(left.pop()))[3:]
    tree.letterhead |= printer
    unsigned = list(left)
    note = ""
    while left and _role(left[-1]) == "note":  # of several, one paragraph
        note = plain(left.pop()) + note
    roles = [_SEALED.get(_role(block), _role(block)) for block in left]
    first = len(roles) - (roles[-1:] in (["signature-date"], ["date"]) and len(roles) > 1)
    date = str(plain(left[first])).strip() if first < len(left) else ""
    printed, iso = _read_date(date)
    end = first
    while first and roles[first - 1] == "signature":
        first -= 1
    units = tuple(str(plain(block)) for block in left[first:end])
    # as the outline will print it; before pages the note would stand there twice if not
    holds = not date or not iso or printed == date or bool(tree.annexes)
    holds &= bool(date or paper or "日期" not in tree.front or not units)
    holds &= bool(units) or roles[end:] == ["signature-date"] or (paper and bool(iso))
    if (units or date) and holds:
        tree.sealed = "sealed" in _role(left[first])
        tree.signature = units, date
        del left[first:]
    elif date or units:
        return unsigned
    tree.note = note[1:-1] if re.fullmatch("（[^（）]*[^（）\\s][^（）]*）", note) else note
    first = len(left)
    while first and _role(left[first - 1]) == "attachment":
        first -= 1
    # before pages the draft has a note too
    word, marks = (r"附\s*(?:件\s*)?", ".．、") if tree.annexes else ("附件", ".．")
    tree.attachments = _attachments([str(plain(block)) for block in left[first:]], word, marks)
    return left[:first] if tree.attachments else left


def _imprint(text: str) -> dict[str, str | list[str]]:
    """The printer and the day of printing in an imprint."""
    found = re.fullmatch(r"(?:(?P<unit>.*?)[\t 　]*)?(?:(?P<date>\d{4}年\d+月\d+日)印发)?", text)
    if found is None:
        return {"印发机关": text}
    keys = {"印发机关": found["unit"], "印发日期": found["date"]}
    return {key: value for key, value in keys.items() if value}


def _attachments(lines: list[str], word: str, marks: str) -> list[str]:
    """The names in an attachment note (附件：1. 甲 / 2. 乙), whose numbers a draft will count;
    empty for a note that opens with another word or has another form, which stays text."""
    if len(lines) == 1 and re.match("附件(?![：:])", lines[0]):
        return lines
    names: list[str] = []
    for number, line in enumerate(lines, 1):
        opening = rf"{word}[：:]\s*" if number == 1 else ""
        count = rf"{number}[{marks}]\s*" if len(lines) > 1 else ""
        found = re.fullmatch(f"{opening}{count}(?P<name>.+)", line, re.DOTALL)
        if not found or (number == 1 and found["name"].startswith("附件")):
            return []
        names.append(found["name"])
    return names
