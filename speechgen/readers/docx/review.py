"""What a DOCX records of its review: revisions and comments, and how they are told to a clerk.

Owns the values, and the one sentence about them. Must not know elements.
"""

from __future__ import annotations

from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info
from speechgen.frozen import frozen
from speechgen.readers.reading import REVISION

KINDS: Final = {
    "inserted": "插入",
    "deleted": "删除",
    "moved-from": "移走",
    "moved-to": "移来",
    "formatted": "改格式",
}
"""Kind of revision -> the word a clerk reads."""

GONE: Final = frozenset({"deleted", "moved-from"})
"""The kinds whose words an accepted text does not have."""

_LONGEST: Final = 80  # characters of a name
_EXCERPT: Final = 40  # characters of words that the text still has
_NAMED: Final = 3  # authors who are named where there are more
_FEW: Final = 20  # changes and comments that are told one by one


@frozen
class Revision:
    """A tracked change. `paragraph` is its number as readers count (a table and all in it have
    one; 0: outside the body), `start` how many characters of the paragraph, all accepted, stand
    before it (0 in a table). `text` is what was inserted, deleted, moved or looks otherwise now;
    `mark` says that the paragraph's end (or the whole row) was as well. `name` is that of a move,
    the same where the words went. `author` is one line; `time` is ISO or empty."""

    kind: str
    author: str
    time: str
    paragraph: int
    start: int
    text: str
    mark: bool = False
    name: str = ""

    @property
    def said(self) -> str:
        """What was done, by whom and when; words that are gone are all there."""
        who = " ".join(filter(None, (self.author or "没有署名", self.time.replace("T", " ")[:16])))
        words = one_line(self.text, 0 if self.kind == "deleted" else _EXCERPT)
        what = f"“{words}”" if words else "" if self.kind == "formatted" else "段落标记"
        return f"{KINDS[self.kind]}{what}（{who}）"

    @property
    def line(self) -> str:
        """It and its place."""
        return f"修订  {_place(self.paragraph)}  {self.said}"


@frozen
class Annotation:
    """A comment at `words` of a paragraph (numbered and counted as for a `Revision`); its `text`
    has a line a paragraph. `answers` is the index of the comment it answers, -1 if it is none."""

    author: str
    time: str
    paragraph: int
    start: int
    words: str
    text: str
    answers: int = -1
    done: bool = False

    @property
    def said(self) -> str:
        """Who says what of which words."""
        whose = self.author or "没有署名"
        whose += "，回复" * (self.answers >= 0) + "，已解决" * self.done
        where = f"（在“{one_line(self.words, 20)}”处）" if self.words.strip() else ""
        return f"（{whose}）：{one_line(self.text) or '（空的）'}{where}"

    @property
    def line(self) -> str:
        """It and its place."""
        return f"批注  {_place(self.paragraph)}  {self.said}"


@frozen
class ReviewMarks:
    """All of a file in order. `flows` tells of each paragraph whose end was deleted which one
    takes in the words that are left of it."""

    revisions: tuple[Revision, ...] = ()
    comments: tuple[Annotation, ...] = ()
    flows: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.revisions or self.comments)

    @property
    def remarks(self) -> tuple[Annotation, ...]:
        """The comments that somebody made; those of a draft at what is missing are none."""
        ours = ("speechgen", "此处")
        return tuple(one for one in self.comments if (one.author, one.text[:2]) != ours)

    @property
    def authors(self) -> tuple[str, ...]:
        """Whoever made any, in order of appearance; of who gave no name nothing."""
        named = [one.author for one in self.revisions] + [one.author for one in self.comments]
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def sentence(self) -> str:
        """What there is and whose, in a clerk's words; empty where there is nothing."""
        said: list[str] = []
        for count, each in ((len(self.revisions), "处修订"), (len(self.comments), "条批注")):
            said += [f"{count} {each}"] if count else []
        names = self.authors[:_NAMED]
        more = f"等 {len(self.authors)} 人" if len(self.authors) > _NAMED else ""
        whose = f"（{'、'.join(names)}{more}）" if names else ""
        taken = "，修订按全部接受读取" if self.revisions else ""
        return f"有 {'、'.join(said)}{whose}{taken}" if said else ""

    @property
    def report(self) -> str:
        """The sentence, and the first of the changes and comments, each on a line."""
        told = [one.line for one in self.revisions] + [one.line for one in self.remarks]
        more = len(told) - _FEW
        rest = [f"……另有 {more} 处，speechgen import 全部列出"] if more > 0 else []
        return "\n  ".join((self.sentence, *told[:_FEW], *rest))


def review_notes(review: ReviewMarks, file: str) -> list[Diagnostic]:
    """What an import says of them: how many and whose, and each at its place."""
    notes: list[Diagnostic] = []
    if review:
        notes.append(info(Span(file, 1), "import-tracked", review.sentence))
    every: list[Revision | Annotation] = [*review.revisions, *review.comments]
    for one in every:
        if isinstance(one, Revision):
            rule, said, end = REVISION, one.said, one.start
        else:
            rule, said, end = "import-comment", f"批注{one.said}", one.start + len(one.words)
        said = said if one.paragraph else f"{_place(0)}：{said}"
        notes.append(info(Span(file, max(1, one.paragraph), 1 + one.start, 1 + end), rule, said))
    return notes


def _place(paragraph: int) -> str:
    return f"第{paragraph}段" if paragraph else "正文以外"


def one_line(text: str, most: int = 0) -> str:
    """Words as they can stand in a line: nothing in them ends the line or hides. Of more than
    `most` the middle is left out."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    half = most // 2
    return f"{shown[:half]}……{shown[-half:]}" if most and len(shown) > most else shown


def author_of(text: str) -> str:
    """A name as it can stand in a line."""
    return one_line(text[: 4 * _LONGEST])[:_LONGEST]
