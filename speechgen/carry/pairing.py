"""Which paragraph of an edited DOCX is which of those the outline prints now, and who changed it.

Three ways: what was printed (digests), what Word made of it, what the outline prints now. Must not
know what a change means.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, permutations
from typing import TYPE_CHECKING, Final, NamedTuple

from speechgen.align import Step, align, bare, same_lines
from speechgen.carry.printed import PrintedUnit
from speechgen.files.anchoring import AnchorRecord, digest
from speechgen.numbering.labels import recognise

if TYPE_CHECKING:
    from speechgen.readers.docx.edited import EditedParagraph

SAME: Final = "same"
TAKEN: Final = "taken"
OURS: Final = "ours"
CONFLICT: Final = "conflict"
INSERTED: Final = "inserted"
DELETED: Final = "deleted"
FRESH: Final = "fresh"
GONE: Final = "gone"
ORPHAN: Final = "orphan"
"""What a pair is: the same; changed in Word alone (taken), in the outline alone (kept), in both
(conflict); in the DOCX alone: new there (inserted), deleted from the outline since (gone), or that
and changed in Word (orphan); in the outline alone: deleted in Word, or new there (fresh)."""


Rows = tuple[tuple[str, ...], ...]


class Pair(NamedTuple):
    """A unit of what is printed now and an edited paragraph, by index (-1: none); the words of
    the latter as they compare with the former. Of a table the `rows` that it should have, and the
    cells (now, in Word) that both changed."""

    kind: str
    unit: int
    edited: int
    words: str = ""
    rows: Rows = ()
    clashes: tuple[tuple[str, str], ...] = ()


def words_beside(paragraph: EditedParagraph, unit: PrintedUnit) -> str:
    """The words of an edited paragraph without the label that it has as this unit."""
    text = paragraph.text
    if not unit.label:
        return paragraph.words if paragraph.labelled else text
    if text.startswith(unit.label):
        return text[len(unit.label) :].strip()
    if unit.label in text[: paragraph.labelled] and not recognise(text):  # words before the label
        return text.replace(unit.label, "", 1).strip()
    if paragraph.labelled or paragraph.counted:
        return paragraph.words.strip()
    found, own = recognise(text), recognise(unit.label) or recognise(f"{unit.label}文")
    if found is None or unit.words.startswith(found.text):
        return text
    words = text[found.end :].strip()
    alike = own is not None and found.family == own.family
    return words if alike or bare(words) == bare(unit.words) else text


def _key(unit: PrintedUnit) -> str:
    """A unit as it is looked for: a label that a plain paragraph opens with is left off, for the
    edited one's is."""
    found = None if unit.label else recognise(unit.words)
    return unit.words[found.end :] if found else unit.words


def pairs(
    units: Sequence[PrintedUnit],
    digests: Sequence[str],
    edited: Sequence[EditedParagraph],
    record: AnchorRecord | None,
) -> list[Pair]:
    """Every unit and every edited paragraph once, in the order of the latter; a unit that has no
    paragraph stands behind the one before it. `digests` are those of the units without tables."""
    printed = record.digests if record else ()
    anchored = [at for at, one in enumerate(units) if one.role != "table"]
    known = _known(digests, printed)
    old_units = {anchored[at] for at in known}
    unit_of = {number: anchored[at] for at, number in known.items()}
    unit_of |= {
        number: anchored[at] for number, at in _likely(known, len(digests), len(printed)).items()
    }
    shown = [at for at, one in enumerate(units) if one.words]
    index = {at: place for place, at in enumerate(shown)}
    witnesses = _witnesses(edited, unit_of, index)

    def favour(a: int, b: int) -> float:
        ours, theirs = units[shown[a]], edited[b]
        if (ours.role == "table") != (theirs.role == "table"):
            return -2.0
        return 0.1 * (ours.role == theirs.role) + 0.1 * (witnesses.get(b) == a)

    visible = [units[at] for at in shown]
    steps = align(list(map(_key, visible)), [one.words for one in edited], favour, witnesses)
    steps = _written_anew(_untwinned(steps, visible, edited, witnesses), visible, edited, witnesses)
    still = set(known.values())
    past = {one for then, one in enumerate(printed) if then not in still}  # not as it was
    cells = _cells_then(units, record.cells if record else ())
    found: list[Pair] = []
    for step in steps:
        at = shown[step.old] if step.old >= 0 else -1
        if at < 0:
            kind = INSERTED
            if printed and _digested(edited[step.new], past):
                kind = GONE
            elif printed and _lost(edited[step.new], unit_of, len(printed)):
                kind = ORPHAN
            found.append(Pair(kind, -1, step.new, edited[step.new].text))
        elif step.new < 0:
            fresh = bool(printed) and units[at].role != "table" and at not in old_units
            found.append(Pair(FRESH if fresh else DELETED, at, -1))
        else:
            unit, paragraph = units[at], edited[step.new]
            if unit.role == "table":
                found.append(_tables(unit.rows, paragraph, cells.get(at, ()))._replace(
                    unit=at, edited=step.new
                ))  # fmt: skip
                continue
            words = words_beside(paragraph, unit)
            kind = SAME
            if bare(words) != bare(unit.words):
                kept = bool(printed) and _digested(paragraph, past)
                both = bool(printed) and at not in old_units
                kind = (OURS if kept else CONFLICT) if both else TAKEN
            found.append(Pair(kind, at, step.new, words))
    return found


def _cells_then(units: Sequence[PrintedUnit], cells: Sequence[str]) -> dict[int, Sequence[str]]:
    """The digests of the cells of each table as they were printed; none where nobody knows."""
    found: dict[int, Sequence[str]] = {}
    done = 0
    for at, unit in enumerate(units):
        many = sum(map(len, unit.rows))
        found[at] = cells[done : done + many]
        done += many
    return found if done == len(cells) else {}


def _tables(ours: Rows, paragraph: EditedParagraph, then: Sequence[str]) -> Pair:
    """A table and what it became in Word: of each cell what one side changed."""
    theirs = paragraph.rows
    same, taken = bare(_shown(ours)) == bare(_shown(theirs)), theirs
    clashes: list[tuple[str, str]] = []
    if then and not same and [len(row) for row in ours] == [len(row) for row in theirs]:
        was = iter(then)
        taken = tuple(
            tuple(
                _cell(one, other, next(was), clashes)
                for one, other in zip(row, others, strict=True)
            )
            for row, others in zip(ours, theirs, strict=True)
        )
        if taken == ours:
            return Pair(SAME if clashes else OURS, -1, -1, _shown(theirs), ours, tuple(clashes))
    return Pair(SAME if same else TAKEN, -1, -1, _shown(taken), taken, tuple(clashes))


def _cell(ours: str, theirs: str, then: str, clashes: list[tuple[str, str]]) -> str:
    """What a cell should hold: what the outline has but for what was changed in Word alone."""
    if bare(ours) == bare(theirs) or digest(theirs) == then:
        return ours
    if digest(ours) == then:
        return theirs
    clashes.append((ours, theirs))
    return ours


def _shown(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _untwinned(
    steps: Iterable[Step],
    units: Sequence[PrintedUnit],
    edited: Sequence[EditedParagraph],
    witnesses: Mapping[int, int],
) -> Sequence[Step]:
    """The steps, of units with the same words each to the paragraph that has its level, if no
    anchor says otherwise: a point is not taken for a paragraph that reads as it does."""

    def fits(old: int, new: int) -> bool:
        return new >= 0 and _is_alike(units[old], edited[new])

    found = list(steps)
    misfits: dict[str, list[int]] = defaultdict(list)  # by their words
    for at, step in enumerate(found):
        anchored = step.new >= 0 and witnesses.get(step.new) == step.old
        if step.old >= 0 and not anchored and not fits(step.old, step.new):
            misfits[bare(_key(units[step.old]))].append(at)
    for many in misfits.values():
        differ = len({(units[found[at].old].role, units[found[at].old].level) for at in many}) > 1
        for one, other in permutations(many, 2) if differ else ():
            a, b = found[one].old, found[other].old
            if fits(b, found[one].new) and not fits(a, found[one].new):
                found[one], found[other] = found[one]._replace(old=b), found[other]._replace(old=a)
    return found


def _is_alike(unit: PrintedUnit, paragraph: EditedParagraph) -> bool:
    """Whether both are of one kind and level."""
    return (unit.role, unit.level) == (paragraph.role, paragraph.level)


def _written_anew(
    steps: Iterable[Step],
    units: Sequence[PrintedUnit],
    edited: Sequence[EditedParagraph],
    witnesses: Mapping[int, int],
) -> Iterator[Step]:
    """The steps, what was deleted and what was inserted at one place as one paragraph that was
    written anew: the only ones there, or named by their anchors, and of one kind."""
    for unsettled, run in groupby(steps, lambda one: min(one.old, one.new) < 0):
        found = list(run)
        if unsettled:
            gone = [one for one in found if one.new < 0]
            new = [one for one in found if one.old < 0]
            for a, b in _matched(gone, new, units, edited, witnesses):
                gone.remove(a)
                new[new.index(b)] = Step("changed", a.old, b.new)
            found = [*gone, *new]
        yield from found


def _matched(
    gone: Sequence[Step],
    new: Sequence[Step],
    units: Sequence[PrintedUnit],
    edited: Sequence[EditedParagraph],
    witnesses: Mapping[int, int],
) -> list[tuple[Step, Step]]:
    pairs = list(zip(gone, new, strict=False)) if len(gone) == len(new) == 1 else [
        (a, b) for b in new for a in gone if witnesses.get(b.new, -1) == a.old
    ]  # fmt: skip
    return [
        (a, b)
        for a, b in pairs
        if _is_alike(units[a.old], edited[b.new]) and witnesses.get(b.new, a.old) == a.old
    ]


def _digested(paragraph: EditedParagraph, past: set[str]) -> bool:
    """Whether these very words were printed where the outline now says something else."""
    return digest(paragraph.text) in past or digest(paragraph.words) in past


def _lost(paragraph: EditedParagraph, unit_of: dict[int, int], most: int) -> bool:
    """Whether its only anchor is of a paragraph that the outline has no more."""
    numbers = [one.number - 1 for one in paragraph.anchors if not one.copied]
    return len(numbers) == 1 and numbers[0] < most and numbers[0] not in unit_of


def _known(digests: Sequence[str], printed: Sequence[str]) -> dict[int, int]:
    """The paragraphs that were printed as they print now: index now -> index then."""
    found = {now: then for then, now in same_lines(printed, digests)}
    left: dict[str, deque[int]] = defaultdict(deque)
    taken = set(found.values())
    for then, one in enumerate(printed):
        if then not in taken:
            left[one].append(then)
    for now, one in enumerate(digests):
        if now not in found and left[one]:
            found[now] = left[one].popleft()
    return found


def _likely(known: dict[int, int], now: int, then: int) -> dict[int, int]:
    """Which of the paragraphs printed then are which now, changed: those between two that are the
    same, where there are as many. Index then -> index now."""
    found: dict[int, int] = {}
    edges = [(-1, -1), *sorted(known.items()), (now, then)]
    for (a, b), (c, d) in pairwise(edges):
        if c - a == d - b > 1:
            found.update(zip(range(b + 1, d), range(a + 1, c), strict=True))
    return found


def _witnesses(
    edited: Sequence[EditedParagraph], unit_of: dict[int, int], index: dict[int, int]
) -> dict[int, int]:
    """Edited paragraph -> the shown unit that its anchor names; of two in one the first, a copy
    only where the anchor itself is gone."""
    found: dict[int, int] = {}
    named: set[int] = set()
    for copied in (False, True):
        for at, paragraph in enumerate(edited):
            for one in sorted(paragraph.anchors, key=lambda each: each.offset):
                place = index.get(unit_of.get(one.number - 1, -1))
                usable = place is not None and place not in named and at not in found
                if place is not None and usable and one.copied is copied:
                    found[at] = place
                    named.add(place)
    return found
