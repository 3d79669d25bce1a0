"""Every line of one document gets its kind: frame, heading, item or paragraph.

Owns putting together what the frame and the labels say, where a run-in head ends (decided for
whole lists: a list of headings has short first sentences, a list of articles has not), and the
enumerations that run on inside a paragraph (一是…；二是…). Must not know residue, joins or the
document model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Final

from speechgen.diagnostics import Diagnostic, warning
from speechgen.document import Table
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.marks import HAN, HEAD_ENDS, ends_with
from speechgen.numbering import NONE
from speechgen.readers.reading import KINDS, Lines, Passage, SourceLine, stripped
from speechgen.readers.structure import frame, head, labels, own_labels, tail
from speechgen.readers.structure.enumerations import (
    closed_lists,
    find_inline,
    goes_no_further,
    going_on,
)
from speechgen.readers.structure.labels import Candidate, Marks, PlacedLabel
from speechgen.text import Text, cut, emphasised

_BARE_LONGEST: Final = 24  # characters of an unnumbered heading known only by its look
_BODY_SHORTEST: Final = 36  # characters of the paragraph that must follow it
_CLAUSES: Final = "，,；;：:、"
_PARALLEL: Final = Expression(
    rf"(?:\d{{4}}年)?{HAN}{{4,12}}|(?:\d{{1,2}}月)?\d{{1,2}}日(?:[上下]午|晚上?)?"
)
_LEAST_PARALLEL: Final = 3
_FRAMED: Final = Expression(rf"【(?=[^】]*{HAN})[^【】：:。；]{{1,16}}】", "【")
_SENTENCE_HEADING: Final = 48  # characters of a whole sentence that can head a section
_SENTENCE_END: Final = Expression(r"[。！？!?]+[”’」』）)]?")
_PAIRS: Final = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "「": "」", "『": "』"}
HEAD_LONGEST: Final = 60  # characters
_HEAD_SURE: Final = 38  # characters; a first sentence up to here can be a head by itself
_OWN_LINE_LONGEST: Final = 70  # characters of a paragraph that can be a heading as a whole
_CLAUSE: Final = 12  # characters; a longer first clause may be a head glued to its text
_MODAL: Final = Expression(
    "应当|不得|可以|属于|自.{1,12}之?日起|是指|有下列",
    *("应当", "不得", "可以", "属于", "日起", "是指", "有下列"),
)

_NOTED: Final = Expression(
    "(?<=[^\\s。；：，])[①-⑳](?=[。；：，！？”）]|$)", *"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)
"""A mark that refers to a note."""
_TITLES: Final = {"title", "subtitle"}
_OF_WORD: Final = {*_TITLES, "salutation", "closing"}
"""What Word has styles for, which tell no more than that."""
_TAIL: Final = ("signature", "date", "attachment", "note", "copy-to", "imprint")

Kinds = dict[int, str]
"""Line index -> kind of a line that is known without its label."""


@frozen
class Split:
    """Head and body of a labelled paragraph, marks kept; `doubt` in Chinese."""

    head: Text
    body: Text
    doubt: str = ""


Splits = dict[int, Split]
"""Line index -> head and body of what stands behind its label."""


def classify(lines: Lines, framed: bool = True) -> tuple[list[Passage], list[Diagnostic]]:
    """The passages of one document, in order, and what is doubtful about them; of an attachment's
    page if not `framed`, which has no frame of its own."""
    kinds = {at: KINDS[line.role] for at, line in enumerate(lines) if line.role in KINDS}
    if framed:
        _frame_kinds(lines, kinds)
    else:  # at the end of an attachment's page stands the foot of the whole paper
        ends = takewhile(bool, (tail.foot_kind(line.text) for line in reversed(lines[1:])))
        kinds.update((len(lines) - below, kind) for below, kind in enumerate(ends, 1))
    found = _candidates(lines, kinds)
    marks = labels.assign(found, closed_lists(lines, found))
    splits = split_all(lines, marks)
    patterns = labels.settle(marks)
    headed = _own_line_sentences(lines, marks, splits, kinds)
    if framed:
        _mark_closing(lines, marks, splits, kinds, headed)
    passages: list[Passage] = []
    doubts: list[Diagnostic] = []
    for at, line in enumerate(lines):
        mark, split = marks.get(at), splits.get(at)
        passage = _passage(line, kinds.get(at, ""), mark, split, patterns.get(at, NONE))
        if at in headed:
            passage = replace(passage, kind="heading")
        passages.append(passage)
        for source in (mark, split):
            if source and source.doubt:
                text = str(passage.text)[:200]
                doubts.append(warning(passage.place(), "import-doubt", source.doubt, source=text))
    return passages, doubts


def _frame_kinds(lines: Lines, kinds: Kinds) -> None:
    """Add the kinds of the frame's lines, by position and look where the file's own roles tell no
    more than Word's own styles do."""
    texts = ["" if line.figure else str(line.text) for line in lines]
    if set(kinds.values()) <= _OF_WORD:
        titled = [at for at, kind in kinds.items() if kind in _TITLES]
        first, end = min(titled, default=0), max(titled, default=-1) + 1
        if not frame.settles_title(texts[:first]) or len(titled) < end - first:
            first = end = 0
        top = 0 if end else next((at for at, line in enumerate(lines) if not line.figure), 0)
        body = (at for at in range(max(end, top), len(lines)) if _opens_body(lines[at : at + 2]))
        stop = next(body, len(lines)) - top
        for at, kind in enumerate(head.head_kinds(texts[top:], stop, range(first, end)), top):
            if kind:
                kinds.setdefault(at, kind)
        below = [text * (line.role != "heading") for text, line in zip(texts, lines, strict=True)]
        kinds.update(tail.tail_kinds(below, max((at + 1 for at in kinds), default=1)))
    title = "".join(texts[at] for at, kind in kinds.items() if kind == "title")
    for at, line in enumerate(lines):
        if at not in kinds and not line.role and not line.figure:
            if frame.is_salutation(texts[at]):
                kinds[at] = "salutation"
            elif title and frame.repeats_title(texts[at], title):
                kinds[at] = "repeat"


def _opens_body(lines: Lines) -> bool:
    """The first of these lines is no more part of the head; a title may look labelled, but not two
    of them."""
    line = lines[0]
    if line.figure or line.label or line.role in ("heading", "item", "body"):
        return True
    labelled = all(labels.is_labelled(each.text) for each in lines) and len(lines) > 1
    return labels.is_labelled(line.text) and (labelled or not frame.looks_like_title(line.text))


def _candidates(lines: Lines, kinds: Kinds) -> list[Candidate]:
    found: list[Candidate] = []
    free = {at: line.text for at, line in enumerate(lines) if not (line.figure or kinds.get(at))}
    typed = {at: text for at, text in free.items() if not lines[at].bullet}
    own = own_labels.alike(typed) | own_labels.articles(typed)
    bulleted = own_labels.bulleted({at: lines[at] for at in free})
    parallel = _parallel_heads(lines, kinds)
    noted = {found[0] for text in free.values() for found in _NOTED.finditer(text)}
    sections = own_labels.sections({at: text for at, text in free.items() if not lines[at].label})
    for at, line in enumerate(lines):
        kind = kinds.get(at, "")
        note = line.text[:1] in noted  # at the foot of a page
        if line.figure or note or (kind and kind != "heading"):
            continue
        headed = line.role == "heading"
        if at in sections:
            found.append(replace(sections[at], level=line.level) if headed else sections[at])
            continue
        each = labels.candidate(f"{line.label}文" if line.label else line.text, at)
        if each is not None and headed:
            each = None if each.weak else replace(each, level=line.level)
        if each is not None and line.label:  # an automatic number is no part of the text
            each = replace(each, label=replace(each.label, text=line.label, end=0))
        elif each is None and at in own:
            each = Candidate(at, own[at])
        elif each is None and at in bulleted:
            each = bulleted[at]
        elif each is None and (
            kind == "heading" or at in parallel or _is_bare_heading(lines, at, kinds)
        ):
            level = line.level if headed else int(_is_annexed(lines, at))
            known = kind == "heading" or frame.is_heading_word(line.text)
            each = Candidate(at, labels.BARE, level, flank=known and not level)
        if each is not None:
            found.append(each)
    inside: set[int] = set()  # an enumeration inside the paragraph begins with its first label
    second = ""  # the pattern of the next label, where that is a number 2
    for each in reversed([one for one in found if not one.bare and not one.weak]):
        label, line = each.label, lines[each.at]
        if label.number == 1 and not line.label and label.pattern != second:
            inline = find_inline(line.text)
            again = line.text.find(label.text, label.end)  # 一个是学，一个是干。
            begins = any(pattern == label.pattern and start == 0 for start, _, pattern in inline)
            if begins or (again > 0 and line.text[again - 1] in _CLAUSES):
                inside.add(each.at)
        second = label.pattern if label.number == 2 else ""
    kept = [each for each in found if each.at not in inside]
    return [going_on(lines, each) for each in kept]


def _parallel_heads(lines: Lines, kinds: Kinds) -> set[int]:
    """Short lines of Chinese characters alone, never one below another, that are headings by their
    likeness: three at least (活动主题, 活动时间), or two that share half of their characters
    (2025年工作回顾, 2026年工作安排); one of them is a heading by its own look. So are lines in
    brackets (【第一篇章　听】), two at least."""
    short = {
        at
        for at, line in enumerate(lines[:-1])
        if not (kinds.get(at) or line.role or line.label)
        and _PARALLEL.compiled.fullmatch(line.text)
    }
    found = {at for at in short if not kinds.get(at + 1) and not {at - 1, at + 1} & short}
    texts = [set(lines[at].text) for at in found]
    alike = len(texts) == 2 and 2 * len(texts[0] & texts[1]) >= min(map(len, texts))
    many = alike or len(found) >= _LEAST_PARALLEL
    told = many and any(_is_bare_heading(lines, at, kinds) for at in found)
    framed = {at for at, line in enumerate(lines[:-1]) if _FRAMED.compiled.fullmatch(line.text)}
    framed -= {at for at in framed if kinds.get(at) or {at - 1, at + 1} & framed}
    return (found if told else set()) | (framed if len(framed) > 1 else set())


def _is_bare_heading(lines: Lines, at: int, kinds: Kinds) -> bool:
    line = lines[at]
    text = line.text
    if line.role == "heading" or frame.is_heading_word(text) or _is_annexed(lines, at):
        return True
    longest = 2 * _BARE_LONGEST if line.display else _BARE_LONGEST
    if not 2 <= len(text) <= longest or at + 1 >= len(lines) or lines[at + 1].role:
        return False
    if text[-1] in "。；;，,、：:！!？?…）)”." or any(mark in text for mark in "。；;：:！？"):
        return False
    settled = at == 0 or (at - 1) in kinds or lines[at - 1].text.endswith(tuple("。！!；：:"))
    settled = (
        settled or lines[at - 1].number + 1 < line.number < lines[at + 1].number == line.number + 1
    )
    after = lines[at + 1].text
    return settled and (len(after) >= _BODY_SHORTEST or labels.is_labelled(after))


def _is_annexed(lines: Lines, at: int) -> bool:
    """`附：宣传标语`, which heads a list behind the text."""
    text = lines[at].text
    short = len(text) <= _BARE_LONGEST and text[-1] not in frame.ENDS_OPEN
    opens = short and at + 1 < len(lines) and frame.ATTACHMENT.match(text)
    return bool(opens) and labels.is_labelled(lines[at + 1].text)


def first_sentence(text: str) -> int:
    """The length of the first sentence with its mark, quotes and brackets kept whole."""
    for found in _SENTENCE_END.finditer(text[: HEAD_LONGEST * 3]):
        head = text[: found.start()]
        if all(head.count(left) <= head.count(right) for left, right in _PAIRS.items()):
            return found.end()
    return len(text)


def split_all(lines: Lines, marks: Marks) -> Splits:
    """Where the head of each labelled line ends, decided list by list."""
    lists: dict[int, list[int]] = defaultdict(list)
    texts: dict[int, Text] = {}
    ends: dict[int, int] = {}  # of the first sentences
    bare: Counter[tuple[str, int]] = Counter()  # short headings without an end mark, by kind
    others: Counter[tuple[str, int]] = Counter()
    for at, mark in marks.items():
        if mark.label.number:
            text = texts[at] = cut(lines[at].text, mark.label.end)
            lists[mark.list_id].append(at)
            ends[at] = first_sentence(text)
            own_line = len(text) <= 30 and text[-1] not in "。；;！？!?"
            (bare if own_line else others)[mark.pattern, mark.level] += 1
    splits: Splits = {}
    for members in lists.values():
        heads = wholes = 0  # members that look like head and body, and like a whole paragraph
        for at in members:
            end, size = ends[at], len(texts[at])
            if end < size:
                short = end <= _HEAD_SURE and not _MODAL.search(texts[at][:end])
                heads, wholes = heads + short, wholes + (not short)
            elif size > _OWN_LINE_LONGEST:
                wholes += 1
        kind = marks[members[0]].pattern, marks[members[0]].level
        headed = bare[kind] > 2 and bare[kind] > others[kind]
        for at in members:
            text, end = texts[at], ends[at]
            doubt, head, glued = "", len(text), headed and len(text) > 40
            if marked := max(lines[at].head - marks[at].label.end, 0):  # by the file, with a style
                head = marked
            elif bold := _bold_head(text):
                head = bold
            elif end < len(text) and 0 < heads >= wholes and end <= HEAD_LONGEST:
                head = end
            elif glued and text[-1] in "。！？!?" and frame.first_clause(text) > _CLAUSE:
                doubt, head = "标题和正文连在一起，没有标点隔开，请人工断开", 0
            start = text if head >= len(text) else cut(text, 0, head)
            splits[at] = Split(start, stripped(cut(text, head)), doubt)
    return splits


def _bold_head(text: Text) -> int:
    """Where a head ends that bold type sets apart from the text behind it; 0 where none does."""
    end = next((end for start, end in emphasised(text) if start == 0), 0)
    end += end and text[end : end + 1] in HEAD_ENDS
    return end if end < min(len(text), HEAD_LONGEST) and ends_with(text[:end], HEAD_ENDS) else 0


def _own_line_sentences(lines: Lines, marks: Marks, splits: Splits, kinds: Kinds) -> frozenset[int]:
    """Sentences that are headings all the same: a list of short ones, text below each."""
    lists: dict[int, list[tuple[int, bool]]] = {}
    counted = {at: split for at, split in splits.items() if marks[at].pattern != NONE}
    for at, split in counted.items():
        below = marks.get(at + 1)
        text_below = at + 1 < len(lines) and below is None and not kinds.get(at + 1)
        titled = text_below or (below is not None and below.level > marks[at].level)
        short = not split.body and len(split.head) <= _SENTENCE_HEADING
        lists.setdefault(marks[at].list_id, []).append((at, short and titled))
    return frozenset(
        at
        for members in lists.values()
        if sum(fits for _, fits in members) * 3 >= len(members) * 2
        for at, fits in members
        if fits
    )


def _mark_closing(
    lines: Lines, marks: Marks, splits: Splits, kinds: Kinds, sentences: Container[int]
) -> None:
    """Add `closing` for the paragraphs that end the document rather than its last section;
    `sentences` are those that head something."""
    last = max(marks, default=-1)
    title = max((at for at, kind in kinds.items() if kind in _TITLES), default=-1)
    first = next((at for at in range(title + 1, len(lines)) if at not in kinds), 0)  # of the text
    signed = (at for at, kind in kinds.items() if kind in _TAIL and at > max(first, last))
    end = min(signed, default=len(lines))
    free = {"", "salutation"} if last >= 0 else {""}
    behind = [at for at in range(last + 1, end) if kinds.get(at, "") in free]
    trailing = [at for at in behind if not lines[at].figure]
    if not trailing or any(lines[at].role for at in trailing):
        return
    texts = [str(lines[at].text) for at in trailing]
    loose = last >= 0 and marks[last].label.rank == labels.LOOSE.rank
    headed = last >= 0 and not loose
    if headed and last in splits:
        whole = splits[last].head[-1:] in tuple("。；;") and last not in sentences
        headed = not (splits[last].body or whole)
    first = (
        tail.closing_start(texts, headed, end < len(lines))
        if last >= 0
        else tail.closing_start(texts, False, end < len(lines), max(2, len(texts) // 3))
    )
    if last >= 0 and first == len(texts):
        mark = marks[last]
        heading = str(lines[last].text)[mark.label.end :]
        if frame.is_ending_word(heading):
            first = 0
        elif loose:
            first -= texts[-1].endswith(("！", "!"))
        elif last in splits and (splits[last].body or mark.level > 1) and len(texts) == 1:
            alone = not splits[last].body and heading[-1] not in "。；;"
            first = len(texts) if alone else 0
    addressed = trailing[first : first + 1]  # above the closing words
    if last >= 0:
        first = tail.with_resolve(texts, first, headed)
    items = [at for at, mark in marks.items() if mark.list_id == marks[last].list_id]
    if goes_no_further(lines, items):
        first = tail.beside_a_list(texts, first)
    for at in trailing[first:]:
        if at not in kinds or at not in addressed or at == trailing[-1]:
            kinds[at] = "closing"


def _passage(
    line: SourceLine, kind: str, mark: PlacedLabel | None, split: Split | None, settled: str
) -> Passage:
    """The passage of a line; `settled` is the pattern of its list."""
    text = line.text
    made = partial(Passage, text=text, line=line.number, end_line=line.end or line.number)
    if line.figure is not None:
        kind = "table" if isinstance(line.figure, Table) else "picture"
        return made(kind, figure=line.figure)
    if kind == "repeat":
        return made("noise", reason="标题重复")
    if mark is None and kind == "heading":
        return made("heading", level=1, head=text)
    if mark is None:
        inside = find_inline(text) if len(text) > 12 else ()
        names = tuple(text[start:end].rstrip() for start, end, _ in inside)
        return made(kind or "para", inline=names)
    if split is None:
        whole = bool(mark.label.text) and text[-1] in "。；;"
        kind = "item" if whole or mark.label.rank == labels.LOOSE.rank else "heading"
        return made(kind, level=mark.level, label=mark.label.text, pattern=settled, head=text)
    rest = text[mark.label.end :]
    inside = find_inline(rest, (mark.pattern, mark.label.number))
    heading = bool(split.body) or (split.head[-1:] not in tuple("。；;，,") and len(rest) <= 70)
    return made(
        "heading" if heading else "item",
        level=mark.level,
        label=mark.label.text,
        pattern=settled,
        head=split.head,
        body=split.body,
        inline=tuple(rest[start:end].rstrip() for start, end, _ in inside),
    )
