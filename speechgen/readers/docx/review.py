"""What a DOCX records of its review: revisions and comments, and how they are told to a clerk.

Owns the values, and the one sentence about them. Must not know elements.
"""

from __future__ import annotations

from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info
from speechgen.frozen import frozen
from speechgen.readers.reading import shortened

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
_NAMED: Final = 3  # authors who are named where there are more


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


def review_notes(review: ReviewMarks, file: str) -> list[Diagnostic]:
    """What an import says of them: how many and whose, and every comment at its place."""
    notes: list[Diagnostic] = []
    if review:
        notes.append(info(Span(file, 1), "import-tracked", review.sentence))
    for one in review.comments:
        span = Span(file, max(1, one.paragraph), 1 + one.start, 1 + one.start + len(one.words))
        words = f"“{shortened(one_line(one.words), 20)}”处" if one.words else ""
        who = one.author or "没有署名"
        said = " ".join("".join(c if c.isprintable() else " " for c in one.text).split())
        message = f"批注（{who}）：{said or '（空的）'}" + (f"（在{words}）" if words else "")
        notes.append(info(span, "import-comment", message))
    return notes


def one_line(text: str) -> str:
    """A name as it can stand in a line: nothing in it ends the line or hides."""
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * _LONGEST])
    return " ".join(shown.split())[:_LONGEST]
