"""Edits made in Word return to the outline: read, pair, patch, draft again, compare.

Owns the order of work, and that nothing is carried whose draft does not bear it out. Must not know
arguments, consoles or exit codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.align import ALIKE, likeness
from speechgen.api import PathLike, undisturbed
from speechgen.api.drafted import Options
from speechgen.carry.amendments import Aside, Delete, Insert, Move, Planned
from speechgen.carry.outcome import OPEN, Carried, Discrepancy, Outcome, Relabelled, report
from speechgen.carry.pairing import DELETED, FRESH, GONE, INSERTED, OURS, SAME, TAKEN, Pair, pairs
from speechgen.carry.plan import Plan
from speechgen.carry.printed import MARKS, Printed
from speechgen.carry.sources import PaperOfPack, SingleOutline, SourceOfDraft
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files.anchoring import AnchorRecord, outline_id
from speechgen.frozen import frozen
from speechgen.pack import is_pack_file
from speechgen.text import place_of

if TYPE_CHECKING:
    from speechgen.readers.docx.edited import EditedText
    from speechgen.readers.docx.review import ReviewMarks

_ROUNDS: Final = 6  # times that an outline is drafted again
_SHARE: Final = 0.15  # of the paragraphs, by which a DOCX is known as a draft of an outline


@frozen
class Pulled:
    """What became of an edited DOCX: the bytes of each file that may change (the one that was named
    first; the same where nothing was taken), every change, whether the DOCX said what had been
    printed (`three`: three ways, else two), how many paragraphs the outline has changed by itself,
    how many labels and end marks follow their new place, which labels were typed over (as far as
    one can tell), whether
    words look otherwise in the DOCX, which other `papers` of a pack print differently now, and what
    the DOCX records of a review."""

    files: dict[str, bytes]
    changes: tuple[Carried, ...]
    three: bool
    kept: int = 0
    marks: int = 0
    labels: tuple[Relabelled, ...] = ()
    styled: bool = False
    papers: tuple[str, ...] = ()
    review: ReviewMarks | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the file that was named."""
        return next(iter(self.files.values()))

    @property
    def whole(self) -> bool:
        """Whether the outline reads as the edited DOCX."""
        return all(one.kind == "taken" for one in self.changes)

    def record(self) -> dict[str, object]:
        """What JSON tells of it."""
        kinds = [one.kind for one in self.changes]
        counts = {kind: kinds.count(kind) for kind in ("taken", "computed", "open")}
        return {**counts, "changes": [one.record() for one in self.changes]}


def pull(
    edited: bytes,
    outline: PathLike,
    options: Options,
    *,
    name: str = "",
    original: bool = False,
) -> Pulled:
    """Carry what was edited in a DOCX (its bytes; `name` for messages) into an outline.

    `options` are those of the draft; `original` ignores tracked changes. Writes nothing. Raises
    SpeechError for what cannot be read, and for a DOCX that is no draft of this outline.
    """
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.anchors import read_anchors
    from speechgen.readers.docx.edited import edited_text
    from speechgen.readers.docx.revisions import read_review
    from speechgen.readers.docx.settling import settled

    path = Path(outline)
    with undisturbed():
        package = WordPackage(settled(edited, name, accept=False) if original else edited, name)
        anchors = read_anchors(package)
        source: SourceOfDraft
        if is_pack_file(str(path)):
            source = PaperOfPack(path, options, anchors.record, name)
        else:
            source = SingleOutline(path, options)
        printed = source.printed()
        text = edited_text(package, anchors)
        record = anchors.record if anchors.record and anchors.record.digests else None
        found = pairs(printed.units, printed.digests(), text.paragraphs, record)
        _refuse_foreign(printed, found, anchors.record, name, str(path))
        review = read_review(package)
        plan = Plan(printed, text.paragraphs, found, review)
        made = _Pull(source, plan, record is not None).done()
        whole = read_review(WordPackage(edited, name)) if original else review
        changes = (*made.changes, *_beside(printed, text))
        papers = () if made.files == source.contents else source.others(made.files)
        labels = made.labels if record and _stands(record.digests, printed.digests()) else ()
        styled = text.styled or _has_own_margins(text, printed)
        return replace(
            made, changes=changes, review=whole, styled=styled, papers=papers, labels=labels
        )


def _stands(then: Sequence[str], now: Sequence[str]) -> bool:
    """Whether an outline has its paragraphs where they were when it was drafted: labels that the
    DOCX has otherwise were typed there."""
    kept = set(now)
    return len(then) == len(now) and all(
        one == other or one not in kept for one, other in zip(then, now, strict=True)
    )


def _has_own_margins(text: EditedText, printed: Printed) -> bool:
    """Whether words stand in a header or footer that the draft does not print there."""
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.anchors import read_anchors
    from speechgen.readers.docx.edited import edited_text

    if not text.margins:
        return False
    package = WordPackage(printed.draft.to("docx"), "")
    return not set(text.margins) <= set(edited_text(package, read_anchors(package)).margins)


def _beside(printed: Printed, text: EditedText) -> Iterator[Carried]:
    """What the DOCX holds that no outline can."""
    from speechgen.readers.docx.edited import TURNED

    lines = {str(one.words) for one in printed.units}
    for number, what, words in text.beside:
        if what == TURNED and words in lines:  # as it was printed: its other side was edited
            continue
        yield Carried(OPEN, number, Span(), "", words, f"{what}没有地方收进提纲")
    there = sum(one.role == "picture" for one in printed.units)
    if len(text.pictures) != there:
        said = f"文稿里有图片 {len(text.pictures)} 张，提纲印出 {there} 张：图片要在提纲里加减"
        yield Carried(OPEN, (*text.pictures, 0)[-1], Span(), "", "【图】", said)


def _refuse_foreign(
    printed: Printed, found: Sequence[Pair], record: AnchorRecord | None, name: str, outline: str
) -> None:
    """Raises SpeechError for a DOCX that is no draft of this outline: the ids differ, and so does
    nearly all that was printed."""
    draft = printed.draft
    if record and record.marking.outline == outline_id(draft.kind.id, draft.document.title):
        return
    words = {at: str(one.words) for at, one in enumerate(printed.units)}
    known = sum(
        len(words[one.unit])
        for one in found
        if one.unit >= 0 and one.edited >= 0
        if one.kind == SAME or likeness(words[one.unit], one.words) >= ALIKE
    )
    if known <= _SHARE * sum(map(len, words.values())):
        said = f"这不是“{outline}”的文稿：几乎没有一段对得上"
        raise refusal(Span(name), "pull-other-outline", said, "看看是不是选错了提纲")


class _Pull:
    """One outline that is patched, drafted again, and patched with less where that went wrong."""

    def __init__(self, source: SourceOfDraft, plan: Plan, three: bool) -> None:
        self._source = source
        self._plan = plan
        self._three = three
        self._left: list[Planned] = list(plan.planned)
        self._refused: dict[int, str] = {}
        self._reach = 0  # pairs around one that went wrong
        self._before = Outcome(plan, plan.printed)

    def done(self) -> Pulled:
        """What it came to."""
        data, outcome = self._source.contents, self._before
        for at in range(_ROUNDS):
            self._reach = 4**at - 1
            if at == _ROUNDS - 1:
                self._drop(lambda one: not isinstance(one.amendment, Aside))
            data, outcome = self._patched()
            if not self._worse(outcome):
                break
        asides = [one for one in self._left if isinstance(one.amendment, Aside)]
        kept = {pair for one in self._left if one not in asides for pair in one.pairs}
        changes = report(outcome, kept, self._refused)
        own = sum(
            one.kind in (FRESH, GONE)
            or (one.kind == OURS and self._words(one).rstrip("；。") != one.words.rstrip("；。"))
            for one in self._plan.pairs
        )
        labels = tuple(outcome.relabelled())
        return Pulled(data, tuple(changes), self._three, own, len(outcome.marks), labels)

    def _words(self, pair: Pair) -> str:
        return str(self._plan.printed.units[pair.unit].words)

    def _patched(self) -> tuple[dict[str, bytes], Outcome]:
        """The files with all amendments that are left, and what they print."""
        from speechgen.carry.patch import patch

        data = dict(self._source.contents)
        why: dict[int, str] = {}
        for file, before in self._source.contents.items():
            asked = [one.amendment for one in self._left if self._file(one) == file]
            if asked:
                made = patch(before, file, asked, self._source.manner(file))
                data[file] = made.data
                why |= {id(one): reason for one, reason in made.refused}
        if not self._left:
            return data, self._before
        refused = [one for one in self._left if id(one.amendment) in why]
        left = len(self._left) - len(refused)
        self._drop(lambda one: id(one.amendment) in why)
        for planned in refused:
            self._refused.update(dict.fromkeys(planned.pairs, why[id(planned.amendment)]))
        if len(self._left) < left:
            return self._patched()
        try:
            return data, Outcome(self._plan, self._source.printed(data))
        except SpeechError:  # whatever keeps it from being drafted: without paragraphs, then words
            said = "改了以后提纲起草不了"
            if not self._drop(lambda one: one.shapes, said):
                self._drop(lambda _: True, said)
            return self._patched()

    def _file(self, one: Planned) -> str:
        """The file that an amendment is for; that which was named where it does not say."""
        place = getattr(one.amendment, "value", None) or getattr(one.amendment, "beside", None)
        file = place.file if place else one.file
        return file if file in self._source.contents else self._source.file

    def _drop(self, which: Callable[[Planned], bool], why: str = "") -> bool:
        """Give up the amendments that `which` says, and with them what was to stand beside one
        that does not move, what was to come in with one that does not go, and what was to go with
        one that does not come in or is not moved out of it; whether there were any."""
        dropped = False
        while gone := [one for one in self._left if which(one)]:
            self._left = [one for one in self._left if not which(one)]
            for one in gone:
                self._refused.update(dict.fromkeys(one.pairs, "" if dropped else why))
            which, dropped = _linked(gone), True
        return dropped

    def _worse(self, outcome: Outcome) -> bool:
        """Whether an amendment had to be given up, because what it prints does not bear it out."""
        before = {one.pair: one for one in self._before.differences if one.kind == "changed"}
        dropped = False
        for one in outcome.differences:
            dropped |= self._gives_way(outcome, one, before.get(one.pair))
        dropped |= self._takes_along(outcome)
        moved = {one.pair for one in outcome.differences if one.kind == "moved"}
        return dropped | self._drop(
            lambda one: isinstance(one.amendment, Move) and not moved.isdisjoint(one.pairs)
        )

    def _gives_way(self, outcome: Outcome, one: Discrepancy, before: Discrepancy | None) -> bool:
        """Whether an amendment was given up for a difference; `before`: that which the pair had
        when nothing was amended."""
        if one.pair < 0 or one.kind == "moved":
            return False
        pair = self._plan.pairs[one.pair]
        if one.kind == "missing" and pair.kind not in (INSERTED, TAKEN):
            own = self._plan.printed.units[pair.unit].own  # else a sentence of the type
            return own and self._give_up_near(one.pair)
        if one.kind != "changed":
            return self._give_up(one.pair)
        computed = outcome.computed(one)
        if pair.kind == INSERTED:
            return self._exactly(outcome, one) if computed else self._give_up(one.pair)
        if computed:
            return False
        if pair.kind == TAKEN and before is not None:
            worse = outcome.size(one) >= self._before.size(before)
            return worse and self._give_up(one.pair)
        places = outcome.values(one)
        if self._drop(lambda each: getattr(each.amendment, "value", None) in places):
            return True
        return pair.kind == SAME and self._give_up_near(one.pair)  # another stands for it

    def _takes_along(self, outcome: Outcome) -> bool:
        """Give up what takes a value along that nobody touched: another field of an entry."""
        plan = self._plan
        values = plan.printed.values
        gone = Counter(map(str, values)) - Counter(map(str, outcome.printed.values))
        edited = {at for one in self._left for at in one.pairs}
        touched = {
            portion.value
            for at, one in enumerate(plan.pairs)
            if gone and one.unit >= 0 and (at in edited or one.kind in (DELETED, TAKEN))
            for portion in plan.printed.all_portions(plan.printed.units[one.unit])
        }
        deletions = [one.amendment for one in self._left if isinstance(one.amendment, Delete)]
        wrong: set[object] = set()
        for at, value in enumerate(values) if gone else ():
            above = [one for one in deletions if one.value < place_of(value)]
            if above and str(value) in gone and at not in touched:
                wrong.add(max(above, key=lambda one: one.value))
        return self._drop(lambda one: one.amendment in wrong)

    def _exactly(self, outcome: Outcome, one: Discrepancy) -> bool:
        """Have what is new written with the mark at its end, if that is all it lacks."""
        shape, goal = self._plan.shape, outcome.goal(one.pair)
        prints = outcome.printed.units[one.unit].words.rstrip("；")
        if goal[:-1] != prints or one.pair in shape.exact:
            return False
        shape.exact.add(one.pair)
        again = {each.pairs: each for each in shape.planned()}
        self._left = [
            again.get(each.pairs, each) if isinstance(each.amendment, Insert) else each
            for each in self._left
        ]
        return True

    def _give_up(self, pair: int) -> bool:
        """Give up what was made for a pair, and for the one that its words came from or went to."""
        one, pairs = self._plan.pairs[pair], {pair}
        words = self._plan.shape.text(pair) if one.kind == INSERTED else ""
        words = (self._words(one) if one.kind == DELETED else words).rstrip(MARKS)
        for at, other in enumerate(self._plan.pairs):
            if words and other.kind == TAKEN:
                sides = [self._words(other), other.words]
                had, has = sides if one.kind == INSERTED else sides[::-1]
                pairs |= {at} if words in had and words not in has else set()
        return self._drop(
            lambda each: not pairs.isdisjoint(each.pairs) and not isinstance(each.amendment, Aside)
        )

    def _give_up_near(self, pair: int) -> bool:
        """Give up the change of shape that is nearest to a pair where something went wrong, and
        more around it the oftener it does."""
        shapes = [one for one in self._left if one.shapes]
        if not shapes:
            return False
        far = {id(one): min(abs(pair - at) for at in one.pairs) for one in shapes}
        nearest = min(far.values())
        near = {one for one, away in far.items() if away <= nearest + self._reach}
        return self._drop(lambda one: id(one) in near)


def _linked(gone: Sequence[Planned]) -> Callable[[Planned], bool]:
    """What cannot be carried without amendments that are given up."""
    stays = {one.amendment.value for one in gone if isinstance(one.amendment, Move)}
    outside, inside = (
        {pair for one in gone if isinstance(one.amendment, kind) for pair in one.pairs}
        for kind in (Insert | Move, Delete)
    )

    def linked(one: Planned) -> bool:
        match one.amendment:
            case Move() as move:
                return move.beside in stays
            case Insert() as new:
                return new.beside in stays or not inside.isdisjoint(one.pairs)
            case Delete():
                return not outside.isdisjoint(one.pairs)
        return False

    return linked
