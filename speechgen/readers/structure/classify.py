"""Every line of one document gets its kind: frame, heading, item or paragraph.

Owns putting together what the frame, the labels, the run-in heads and the inline labels say.
Must not know residue, joins or the document model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Diagnostic, warning
from speechgen.document import cut
from speechgen.readers.reading import Passage, SourceLine
from speechgen.readers.structure import frame
from speechgen.readers.structure.inline import find_inline
from speechgen.readers.structure.labels import (
    UNNUMBERED,
    Candidate,
    PlacedLabel,
    assign,
    candidate,
    is_labelled,
)
from speechgen.readers.structure.patterns import settle
from speechgen.readers.structure.runin import Labelled, Split, split_all

_BARE_LONGEST: Final = 24  # characters of an unnumbered heading known only by its look
_BODY_SHORTEST: Final = 36  # characters of the paragraph that must follow it
_SENTENCE_HEADING: Final = 48  # characters of a whole sentence that can head a section
_FRAME_ROLES: Final = {
    "title": "title",
    "subtitle": "title",
    "byline": "byline",
    "date": "date",
    "salutation": "salutation",
    "closing": "closing",
    "signature": "signature",
    "signature-date": "date",
    "attachment": "attachment",
    "copy-to": "copy-to",
}


def classify(
    lines: Sequence[SourceLine], last_lines: Sequence[int]
) -> tuple[list[Passage], list[Diagnostic]]:
    """The passages of one document, in order, and what is doubtful about them.

    `last_lines` holds for each line the number of the last source line that it covers.
    """
    kinds = _frame_kinds(lines)
    candidates = _candidates(lines, kinds)
    inline = _inline_openings(lines, candidates)
    marks = assign([each for each in candidates if each.at not in inline])
    splits = split_all(_labelled(lines, marks))
    patterns = settle(marks)
    headed = _own_line_sentences(lines, marks, splits, kinds)
    _mark_closing(lines, marks, splits, kinds)
    passages: list[Passage] = []
    doubts: list[Diagnostic] = []
    for at, line in enumerate(lines):
        mark, pattern = marks.get(at), patterns.get(at, "")
        passage = _passage(line, last_lines[at], kinds.get(at, ""), mark, splits.get(at), pattern)
        if at in headed:
            passage = replace(passage, kind="heading")
        passages.append(passage)
        for why in (
            marks[at].doubt if at in marks else "",
            splits[at].doubt if at in splits else "",
        ):
            if why:
                doubts.append(_doubt(passage, why))
    return passages, doubts


def _doubt(passage: Passage, why: str) -> Diagnostic:
    return warning(passage.place(), "import-doubt", why, source=str(passage.text)[:200])


def _frame_kinds(lines: Sequence[SourceLine]) -> dict[int, str]:
    """Line index -> frame kind, from the file's own roles or from position and look."""
    kinds = {
        at: _FRAME_ROLES[line.role] for at, line in enumerate(lines) if line.role in _FRAME_ROLES
    }
    texts = ["" if line.table else str(line.text) for line in lines]
    if not kinds or set(kinds.values()) <= {"title"}:
        stop = next((at for at, line in enumerate(lines) if _opens_body(line)), len(lines))
        for at, kind in enumerate(frame.head_kinds(texts, stop)):
            kinds.setdefault(at, kind)
        start = max([at + 1 for at in kinds], default=0)
        kinds.update(frame.tail_kinds(texts, max(start, 1)))
    title = next((texts[at] for at, kind in kinds.items() if kind == "title"), "")
    for at in range(len(lines)):
        if at not in kinds and not lines[at].role and not lines[at].table:
            if frame.is_salutation(texts[at]):
                kinds[at] = "salutation"
            elif title and frame.repeats_title(texts[at], title):
                kinds[at] = "repeat"
    return kinds


def _opens_body(line: SourceLine) -> bool:
    if line.table or line.label or line.role in ("heading", "item", "body"):
        return True
    return is_labelled(line.text) and not frame.looks_like_title(line.text)


def _candidates(lines: Sequence[SourceLine], kinds: dict[int, str]) -> list[Candidate]:
    found: list[Candidate] = []
    for at, line in enumerate(lines):
        kind = kinds.get(at, "")
        if line.table or (kind and kind != "heading"):
            continue
        each = _automatic(line, at) if line.label else candidate(line.text, at)
        if each is not None:
            found.append(each)
        elif kind == "heading" or _is_bare_heading(lines, at, kinds):
            known = bool(frame.HEADING_WORDS.match(line.text)) or kind == "heading"
            level = line.level if line.role == "heading" else 0
            end = -1 if known and not level else 0
            found.append(Candidate(at, UNNUMBERED, 0, "", end, UNNUMBERED, level))
    return found


def _automatic(line: SourceLine, at: int) -> Candidate | None:
    """The candidate of an automatic number, which is no part of the text."""
    label = candidate(line.label + "文")
    if label is None:
        return None
    return Candidate(at, label.pattern, label.number, line.label, 0, label.family)


def _is_bare_heading(lines: Sequence[SourceLine], at: int, kinds: dict[int, str]) -> bool:
    line = lines[at]
    text = line.text
    if line.role == "heading" or frame.HEADING_WORDS.match(text):
        return True
    longest = 2 * _BARE_LONGEST if line.display else _BARE_LONGEST
    if not 2 <= len(text) <= longest or at + 1 >= len(lines):
        return False
    if text[-1] in "。；;，,、：:！!？?…）)”" or any(mark in text for mark in "。；;：:！？"):
        return False
    before, after = lines[at - 1] if at else None, lines[at + 1]
    settled = (
        before is None
        or (at - 1) in kinds
        or before.text[-1:] in ("。", "！", "!", "；", "：", ":")
    )
    return settled and (len(after.text) >= _BODY_SHORTEST or is_labelled(after.text))


def _inline_openings(
    lines: Sequence[SourceLine], candidates: Sequence[Candidate]
) -> frozenset[int]:
    """Lines whose opening label is the first of an enumeration inside the paragraph."""
    found: set[int] = set()
    following: Candidate | None = None
    for each in reversed([one for one in candidates if not one.bare and not one.weak]):
        goes_on = following is not None and following.number == 2
        if each.number == 1 and not lines[each.at].label:
            listed = goes_on and following is not None and following.pattern == each.pattern
            if not listed:
                labels = find_inline(lines[each.at].text)
                if any(pattern == each.pattern and start == 0 for start, _, pattern in labels):
                    found.add(each.at)
        following = each
    return frozenset(found)


def _labelled(lines: Sequence[SourceLine], marks: dict[int, PlacedLabel]) -> list[Labelled]:
    return [
        Labelled(
            at,
            cut(lines[at].text, mark.end),
            mark.list_id,
            (mark.pattern, mark.level),
            max(lines[at].head - mark.end, 0),
        )
        for at, mark in marks.items()
        if mark.pattern != UNNUMBERED
    ]


def _own_line_sentences(
    lines: Sequence[SourceLine],
    marks: dict[int, PlacedLabel],
    splits: dict[int, Split],
    kinds: dict[int, str],
) -> frozenset[int]:
    """Sentences that are headings all the same: a list of short ones, text below each."""
    lists: dict[int, list[tuple[int, bool]]] = {}
    for at, split in splits.items():
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
    lines: Sequence[SourceLine],
    marks: dict[int, PlacedLabel],
    splits: dict[int, Split],
    kinds: dict[int, str],
) -> None:
    """Add `closing` for the paragraphs that end the document rather than its last section."""
    end = len(lines)
    while end > 0 and kinds.get(end - 1) in ("signature", "date", "attachment", "copy-to"):
        end -= 1
    last = max([at for at in marks if at < end], default=-1)
    start = last + 1
    trailing = [at for at in range(start, end) if not kinds.get(at) and not lines[at].table]
    if not trailing or "closing" in kinds.values() or any(lines[at].role for at in trailing):
        return
    texts = [str(lines[at].text) for at in trailing]
    first = frame.closing_start(texts)
    if last >= 0 and first == len(texts):
        mark = marks[last]
        heading = str(cut(lines[last].text, max(mark.end, 0)))
        if frame.ENDING_WORDS.match(heading):
            first = 0
        elif last in splits and (splits[last].body or mark.level > 1) and len(texts) == 1:
            alone = not splits[last].body and heading[-1] not in "。；;"
            first = len(texts) if alone else 0
    for at in trailing[first:]:
        kinds[at] = "closing"


def _passage(
    line: SourceLine,
    last: int,
    kind: str,
    mark: PlacedLabel | None,
    split: Split | None,
    settled: str,
) -> Passage:
    """The passage of a line; `settled` is the pattern of its list where that is known."""
    text = line.text
    if line.table is not None:
        return Passage("table", text, line.number, last, table=line.table)
    if kind == "repeat":
        return Passage("noise", text, line.number, last, reason="标题重复")
    if mark is None:
        labels = find_inline(text) if len(text) > 12 else ()
        names = tuple(text[start:end].rstrip() for start, end, _ in labels)
        if kind == "heading":
            return Passage("heading", text, line.number, last, 1, head=text)
        return Passage(kind or "para", text, line.number, last, inline=names)
    if mark.pattern == UNNUMBERED or split is None:
        return Passage(
            "heading", text, line.number, last, mark.level, "", settled or UNNUMBERED, text
        )
    own = (mark.pattern, mark.number)
    rest = cut(text, mark.end)
    names = tuple(rest[start:end].rstrip() for start, end, _ in find_inline(rest, own))
    heading = bool(split.body) or (split.head[-1:] not in ("。", "；", ";") and len(rest) <= 70)
    return Passage(
        "heading" if heading else "item",
        text,
        line.number,
        last,
        mark.level,
        mark.text,
        settled or mark.pattern,
        split.head,
        split.body,
        names,
    )
