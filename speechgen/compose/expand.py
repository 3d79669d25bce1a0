"""Outline nodes become blocks: which head stands alone, which runs in, and every end mark.

Owns the rules of the outline format for nodes (own line, run-in, sentence, run-on) and the
choice of label patterns. Must not know templates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.compose.typed import SPOKEN, label_of
from speechgen.diagnostics import Span
from speechgen.document import Block, Entry, Item, Para
from speechgen.marks import HAN, HEAD_ENDS, SENTENCE_ENDS, ends_with
from speechgen.numbering import NONE, Scheme, overflow
from speechgen.outline import Node
from speechgen.schema.notes import FileNotes
from speechgen.text import Text, cut, ended, joined, place_of

_STOP: Final = "。"
_BARE: Final = rf"[^：:\t\n]{{4,}}{HAN}"
"""A whole sentence without its stop; what holds a ： may be a line of a list."""


class Expander:
    """Turns nodes into blocks under one numbering scheme.

    `own_line` are the levels whose heads stand alone by default, `told` those that the outline
    names itself: there a point without text is a heading too. A body that is text alone is
    paragraphs. `notes` takes what a writer of the outline should know; each kind of remark is made
    once.
    """

    def __init__(
        self,
        scheme: Scheme,
        own_line: frozenset[int],
        notes: FileNotes,
        told: frozenset[int] = frozenset(),
    ) -> None:
        self.scheme = scheme
        self.own_line = told or own_line
        self.headings = told
        self.notes = notes
        self._appended: set[int] = set()
        self._unended: list[Text] = []

    def note_unended(self, text: Text, glued: bool = False) -> None:
        """Remember a sentence of the user's that ends in no mark: one behind which nothing stands,
        or one that is `glued` to what stands behind it."""
        if glued or re.fullmatch(_BARE, text):
            self._unended.append(text)

    def report_unended(self) -> None:
        """One word about all texts that should end in a mark and do not."""
        if self._unended:
            first, *others = self._unended
            also = f"；同样的还有 {len(others)} 处" if others else ""
            self.notes.hint(place_of(cut(first, len(first) - 1)), "outline-unended",
                            f"这段文字末尾没有标点，照原样印出{also}",
                            "整句话的末尾写上“。”")  # fmt: skip

    def pattern(self, level: int, span: Span = Span()) -> str:
        """The label pattern of a level, with one hint where the scheme had to be lengthened."""
        pattern = self.scheme.pattern(level)
        if self.scheme.appended(level) and level not in self._appended:
            self._appended.add(level)
            self.notes.hint(span, "numbering-appended",
                        f"编号只写了{len(self.scheme.patterns)}级，第{level}级用“{pattern}”",
                        f"可在“编号”里补上：{self.scheme.written_down_to(level)}")  # fmt: skip
        return pattern

    def _check_labels(self, pattern: str, nodes: Sequence[Node]) -> None:
        if why := overflow(pattern, len(nodes)):
            self.notes.hint(nodes[0].span, "numbering-overflow", why, "改用其他序号，或分成几组")

    def siblings(
        self, nodes: Sequence[Node], level: int, pattern: str | None = None
    ) -> list[Block]:
        """The blocks of sibling nodes; `pattern` overrides the scheme's label for them. A node of
        nothing but tables and pictures has no label, and counts for nobody's."""
        blocks: list[Block] = []
        bare = [bool(node.figures) and node.is_bare for node in nodes]
        labelled = [node for node in nodes if not node.is_bare] if any(bare) else nodes
        lone = level == 1 and len(labelled) == 1 and not (labelled[0].head or labelled[0].points)
        if labelled and not lone:
            if pattern is None:
                pattern = self.pattern(level, labelled[0].span)
            self._check_labels(pattern, labelled)
        ends = iter(_sentence_ends(labelled, level, level in self.headings))
        alone = level == 1 and not any(node.texts or node.points or node.figures for node in nodes)
        unended = [one.head for one in labelled if not ends_with(one.head, SENTENCE_ENDS)]
        if alone and len(unended) < len(labelled):
            self._unended += unended
        for node, unlabelled in zip(nodes, bare, strict=True):
            if unlabelled:
                blocks += node.figures
                blocks += self.siblings(node.points, level + 1, node.numbering)
            elif lone:
                blocks += (Para(text, span=place_of(text)) for text in node.texts)
                blocks += node.figures
            else:
                blocks += self._one(node, level, pattern or NONE, next(ends))
        return blocks

    def _one(self, node: Node, level: int, pattern: str, end: str | None) -> list[Block]:
        own_line = level in self.own_line if node.own_line is None else node.own_line
        run_on = self._run_on(node, level + 1)
        rest: tuple[Text, ...]
        if end is not None:  # a sentence
            head, body, rest = ended(node.head, end) if end else node.head, "", ()
        elif not node.texts or (own_line and node.head):
            head, body, rest = node.head, "", tuple(node.texts)
        else:
            head = close_head(node.head) if node.head else node.head
            body, rest = node.texts[0], tuple(node.texts[1:])
            if len(head) > len(node.head) and not ends_with(body, SENTENCE_ENDS):
                self._unended.append(body)
        if run_on and not node.texts:
            head = close_with(head, "：")
        self._typed_label(head or body, pattern)
        on_item = run_on if not rest else ()
        blocks: list[Block] = []
        if head or body or not node.figures:
            # 文 alone is a sentence
            heading = end is None and bool(head or level == 1 or node.points)
            blocks.append(Item(level, head, body, pattern, "", heading, on_item, node.span))
        for at, text in enumerate(rest, 1):
            self.note_unended(text)
            entries = run_on if at == len(rest) else ()
            span = next((span for _, span in text.origins if span.line), node.span)
            blocks.append(Para(text, entries=entries, span=span))
        blocks += node.figures
        if node.points and not run_on:
            blocks += self.siblings(node.points, level + 1, node.numbering)
        return blocks

    def _typed_label(self, text: str, pattern: str) -> None:
        """A word about a label that somebody typed where the tool puts its own."""
        label = None if pattern == NONE else label_of(text)
        spoken = label is not None and label.family in SPOKEN and label.pattern != pattern
        if label is None or (spoken and label.number == 1):  # 首先，把账算清
            return
        self.notes.hint(place_of(text), "outline-typed-label",
                    f"“{label.text}”像是手写的序号；序号由程序加，这样会印出两个",
                    f"删去“{label.text}”；这一级不要程序加序号就写  编号: 无")  # fmt: skip

    def _run_on(self, node: Node, level: int) -> tuple[Entry, ...]:
        """The entries of a node whose points run on in its paragraph; empty if they do not."""
        if not node.inline or not node.points:
            return ()
        if any(point.points or point.figures or len(point.texts) > 1 for point in node.points):
            said = "“连排”的要点下面不能再有“点”“表”“图”或几段“文”，已改为分行"
            self.notes.hint(node.span, "inline-nested", said, "去掉“连排”，或把下一级并成一句")
            return ()
        pattern = node.numbering or self.pattern(level, node.span)
        self._check_labels(pattern, node.points)
        return run_on([entry_text(point) for point in node.points], pattern)


def run_on(texts: Sequence[Text], pattern: str) -> tuple[Entry, ...]:
    """Entries that run on in one paragraph, each with its end mark: ； and at last 。, or 。
    throughout where one of them holds a 。 inside."""
    mark = _STOP if any(_STOP in text[:-1] for text in texts) else "；"
    marks = [mark] * (len(texts) - 1) + [_STOP]
    return tuple(
        Entry(close_with(text, end, SENTENCE_ENDS), pattern)
        for text, end in zip(texts, marks, strict=False)
    )


def entry_text(point: Node) -> Text:
    """A point as it stands in a run-on list: its head closed, then its first paragraph."""
    if not point.texts:
        return point.head
    return joined(close_head(point.head) if point.head else "", point.texts[0])


def _sentence_ends(nodes: Sequence[Node], level: int, headings: bool) -> list[str | None]:
    """Per node: the mark its sentence still needs ("" if it has one), None for a heading; where all
    are `headings` it is one unless 独行 says no."""
    if level == 1:
        return [None] * len(nodes)
    sentences = [
        not (node.texts or node.points or node.figures)
        and (node.own_line is False if headings else not node.own_line)
        for node in nodes
    ]
    full_stops = any(node.texts or node.figures or _STOP in node.head[:-1] for node in nodes)
    last = len(nodes) - 1
    ends: list[str | None] = []
    for at, (node, sentence) in enumerate(zip(nodes, sentences, strict=True)):
        mark = _STOP if full_stops or at == last else "；"
        ends.append(("" if ends_with(node.head, SENTENCE_ENDS) else mark) if sentence else None)
    return ends


def close_head(head: str) -> Text:
    """A run-in head with its 。 unless it ends in a mark of its own."""
    return close_with(head, _STOP)


def close_with(text: str, mark: str, marks: str = HEAD_ENDS) -> Text:
    """`text` ending in `mark`, unless it already ends in one of `marks`."""
    if ends_with(text, marks):
        return text if type(text) is Text else joined(text)
    return ended(text, mark)
