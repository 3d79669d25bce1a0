"""Lists inside a paragraph, lists that begin in one, and lists that are over before a paragraph.

Must not know depth or frames.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering.counters import parse_chinese
from speechgen.numbering.labels import INSIDE, recognise
from speechgen.readers.reading import Lines
from speechgen.readers.structure.labels import LOOSE, Candidate

_BOUNDARY: Final = Expression(rf"(?:[。；;：:，,！!？?]|(?<={HAN})\.)\s*(?=[{INSIDE}]|\d+[\W丶])")
_TWO_SIDES: Final = Expression(
    r"(?:^|(?<=[。；;：:，,！!？?]))(一方面|另一方面)(?=[，,要是])", "一方面"
)
_FIRST: Final = str.maketrans("2２二②⒉⑵㈡BbⅡ乙", "1１一①⒈⑴㈠AaⅠ甲")
_MOST: Final = 20_000  # places looked at in one paragraph
_CLAIM: Final = Expression(
    r"([一二两三四五六七八九十]|\d{1,2})(?:个|项|点|条|件|句|步|大)[^，。；：]{0,8}[：:。]$",
    *"：:。",
)
_SENTENCE_ENDS: Final = ("。", "！", "；")


def find_inline(text: str, own: tuple[str, int] | None = None) -> tuple[tuple[int, int, str], ...]:
    """The labels inside `text` as (start, end, pattern), in order of place.

    `own` is the pattern and number of the label the paragraph itself opens with: its next
    number may stand alone inside (…督促整改。（四）加强…). Any other list needs 1 and 2.
    """
    runs: dict[str, list[tuple[int, int, int]]] = {}
    first = recognise(text) if own is None else None
    if first is not None and first.number == 1:
        runs[first.pattern] = [(0, first.end, 1)]
    for count, boundary in enumerate(_BOUNDARY.finditer(text)):
        if count > _MOST:
            break
        start = boundary.end()
        label = recognise(text, start)
        if label is None:
            continue
        run = runs.setdefault(label.pattern, [])
        expected = run[-1][2] + 1 if run else 1
        if label.number == expected or (own == (label.pattern, label.number - 1) and not run):
            run.append((start, label.end, label.number))
    found = [
        (start, end, pattern)
        for pattern, run in runs.items()
        if len(run) > 1 or (run and own is not None and run[0][2] > 1)
        for start, end, _ in run
    ]
    sides = [(side.start(), side.end(), "一方面") for side in _TWO_SIDES.finditer(text)]
    if len({text[start:end] for start, end, _ in sides}) == 2:
        found += sides
    return tuple(sorted(found))


def going_on(lines: Lines, each: Candidate) -> Candidate:
    """A label whose list began inside the paragraph above (①…②… / ③…), or that stands there too."""
    label = each.label
    if label.number == 1 and each.at and not lines[each.at].label:
        above = lines[each.at - 1].text
        same = above.startswith(label.text) and not above.endswith(("：", ":"))
        return replace(each, again=True) if same else each
    if label.number < 2 or each.at == 0 or lines[each.at].label:
        return each
    above = lines[each.at - 1].text
    inline = find_inline(above)
    held = sum(1 for _, _, pattern in inline if pattern == label.pattern)
    first = label.text.replace("其次", "首先").translate(_FIRST)
    if not held and first != label.text and above.find(first) > 0:  # it stands there alone
        held = above[above.find(first) - 1] in "。；;：:，,！!？?"
    return replace(each, goes_on=held == label.number - 1)


def closed_lists(lines: Lines, found: Sequence[Candidate]) -> set[int]:
    """The last lines of enumerations that are over there, for a paragraph follows that is nobody's:
    an agenda before its script. Their items stand line under line, and end in ； and at last 。, or
    are as many as the line above says (议程有三项：). A bulleted list is over before any."""
    labelled = {each.at: each.label.number for each in found}
    loose = (each.at for each in found if each.label.rank == LOOSE.rank)
    closed = {at for at in loose if at + 1 not in labelled}
    runs: list[list[Candidate]] = []
    for each in found:
        before = runs[-1][-1] if runs else None
        if before and (before.label.pattern, before.label.number + 1, before.at + 1) == (
            each.label.pattern, each.label.number, each.at,
        ):  # fmt: skip
            runs[-1].append(each)
        elif each.label.number == 1:
            runs.append([each])
    for run in runs:
        first, last = run[0].at, run[-1].at
        if len(run) < 2 or last + 1 in labelled or last + 1 >= len(lines):
            continue
        texts = [str(lines[one.at].text) for one in run]
        above = str(lines[first - 1].text) if first else ""
        if is_over(texts, above) or _goes_over(texts, lines, last + 1, labelled):
            closed.add(last)
    return closed


def _goes_over(texts: Sequence[str], lines: Lines, at: int, labelled: Mapping[int, int]) -> bool:
    """Whether whole sentences are followed by a paragraph that says how many points come next
    (下面，我提两点要求。), or by several of which the last ends in ：, and these begin there."""
    if not all(text[-1:] in _SENTENCE_ENDS for text in texts):
        return False
    below = next((below for below in range(at + 1, len(lines)) if below in labelled), 0)
    opens = str(lines[below - 1].text)
    return labelled.get(below) == 1 and (
        opens.endswith("：") if below > at + 1 else bool(_CLAIM.search(opens))
    )


def goes_no_further(lines: Lines, items: Sequence[int]) -> bool:
    """Whether the items of a list stand line under line, and the list is over there."""
    whole = len(items) > 1 and items[-1] - items[0] == len(items) - 1
    above = str(lines[items[0] - 1].text) if whole and items[0] else ""
    return whole and is_over([lines[at].text for at in items], above)


def is_over(texts: Sequence[str], above: str) -> bool:
    """Whether the items of an enumeration say themselves that the last is the last, or the line
    above them says how many there are."""
    if texts[-1][-1:] in ("。", "！") and all(text[-1:] in "；;，,、" for text in texts[:-1]):
        return True
    said = _CLAIM.search(above)
    return said is not None and str(len(texts)) in (said[1], str(parse_chinese(said[1])))
