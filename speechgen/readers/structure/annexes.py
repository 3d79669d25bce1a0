"""The pages of attachments behind a document: where each begins, its mark and its title.

Owns what such a page opens with: 附件1 alone on a line, above a title. Must not know what stands
under it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from speechgen.document import ATTACHMENT_MARK
from speechgen.expression import Expression
from speechgen.readers.reading import Lines, SourceLine
from speechgen.readers.structure import frame, tail
from speechgen.readers.structure.labels import is_labelled
from speechgen.text import Text, cut

TITLE: Final = "attachment-title"
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MARK: Final = Expression(
    rf"附[ \u3000]*(?:[件表图][ \u3000]*(?:{_NUMBER}[:：]?)?|{_NUMBER}[:：]?)$", "附"
)
_MARK_AND_TITLE: Final = Expression(rf"(附件?{_NUMBER})[ \t\u3000]+(?=\S)", "附")
_NOTED_TITLE: Final = Expression(
    r"(附[件表图]?[:：])[ \u3000]*(?!(?:[一二]|\d{1,2})[.．、，])(?=\S)", "附"
)
_SIGNED: Final = 3  # lines above which a paper is signed and dated, below it a note perhaps
_TITLE_LONGEST: Final = 60  # characters
_MAYBE: Final = Expression(r"附(?:[ \u3000]*件)?[:：]$|附$", "附")
"""A mark that may be a note as well."""
_TEXT: Final = 16  # characters of a paragraph
_TERM: Final = 24  # characters of a term with what it means, longer than who may be asked
_ABOVE: Final = 2  # lines that a document has before its first attachment


def is_mark(text: str) -> bool:
    """A line that heads the page of an attachment: `附件`, `附件1`, `附件二：`."""
    return bool(_MARK.match(text))


def apart(lines: Lines) -> list[list[SourceLine]]:
    """The document proper, then each attachment's page: it opens with its mark and its title,
    which have these roles."""
    done: list[list[SourceLine]] = [[]]
    taken = 0  # lines that are a title already
    for at, line in enumerate(lines):
        if at < taken:
            continue
        opening: list[SourceLine] = []
        if at >= _ABOVE and not line.figure:
            later = len(done) > 1 or line.role == "heading"
            opening, taken = _opening(lines, at, later)
        if opening:
            done.append(opening)
        else:
            done[-1].append(line)
    return done


def _opening(lines: Lines, at: int, later: bool) -> tuple[list[SourceLine], int]:
    """Mark and title of the page that begins at a line, and the index behind them; nothing where
    none begins. Behind a first page, or as a heading (`later`), both may stand on one line:
    附件2 名词解释."""
    line, first = lines[at], at + 1
    free = line.role in ("", "heading")
    together = _MARK_AND_TITLE.match(line.text) if later and free else None
    if not line.role and _heads_page(lines, at):
        together = _NOTED_TITLE.match(line.text)
    if together:
        mark, title = cut(line.text, 0, together.end(1)), cut(line.text, together.end())
        return [_as(line, ATTACHMENT_MARK, mark), _as(line, TITLE, title)], first
    maybe = (
        _MAYBE.match(line.text)
        and any(  # no note: a table, a list or a paragraph stands there
            one.figure or is_labelled(one.text) or len(one.text) >= _TEXT
            for one in lines[at + 2 : at + 3]
        )
    )
    if line.role != ATTACHMENT_MARK and (line.role or not (is_mark(line.text) or maybe)):
        return [], first
    end = first
    while end < len(lines) and lines[end].role == TITLE:
        end += 1
    if end == first < len(lines) and _may_be_title(lines[first]):
        end += 1
    titles = [_as(one, TITLE, one.text) for one in lines[first:end]]
    return ([_as(line, ATTACHMENT_MARK, line.text), *titles], end) if titles else ([], first)


def _heads_page(lines: Lines, at: int) -> bool:
    """Whether a list, a letter or a text stands below 附：名单, below the date of the paper or its
    last words."""
    if not (_NOTED_TITLE.match(lines[at].text) and _may_be_title(lines[at])):
        return False
    below = lines[at + 1 : at + 3]
    letter = any(frame.is_salutation(line.text) for line in below)
    page = letter or (
        bool(below)
        and (
            below[0].figure is not None
            or is_labelled(below[0].text)
            or len(below[0].text) >= (_TERM if "：" in below[0].text else _TEXT)
        )
    )
    above = [line.text for line in lines[max(at - _SIGNED, 0) : at] if not line.figure]
    return page and (any(map(frame.is_date, above)) or any(map(tail.closes, above[-1:])))


def _as(line: SourceLine, role: str, text: Text) -> SourceLine:
    return replace(line, text=text, role=role, level=0)


def _may_be_title(line: SourceLine) -> bool:
    text = line.text
    if line.figure or line.label or line.role not in ("", "title", "heading") or is_labelled(text):
        return False
    return 2 <= len(text) <= _TITLE_LONGEST and text[-1] not in "。；;，,：:！!？?"
