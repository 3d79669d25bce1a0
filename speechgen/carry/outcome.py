"""What a patched outline prints, beside what the edited document says: what was reached, what not.

Owns where the two differ, whose fault that is, and how each difference is told. Must not know how
anything was carried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from speechgen.align import align, bare, differing
from speechgen.carry.amendments import Move
from speechgen.carry.listing import unlabelled
from speechgen.carry.pairing import CONFLICT, DELETED, FRESH, INSERTED, OURS, SAME, TAKEN
from speechgen.carry.plan import Doubt, Plan
from speechgen.carry.printed import Printed, PrintedUnit
from speechgen.diagnostics import Span
from speechgen.frozen import frozen
from speechgen.library.model import OWN_WORDS
from speechgen.numbering.labels import recognise
from speechgen.text import origins_of, place_of

CARRIED: Final = "taken"
COMPUTED: Final = "computed"
OPEN: Final = "open"
KINDS: Final = {CARRIED: "收回", COMPUTED: "程序生成", OPEN: "需要你定"}
"""What became of a change -> the word a clerk reads."""


@frozen
class Carried:
    """One change: `paragraph` of the DOCX (0: none), `place` in the outline (line 0: none), the
    words before and after it, and why it was not taken or what else is to be said."""

    kind: str
    paragraph: int
    place: Span
    before: str
    after: str
    why: str = ""

    def record(self) -> dict[str, object]:
        """What JSON tells of it."""
        return {
            "kind": self.kind, "paragraph": self.paragraph, "file": self.place.file,
            "line": self.place.line, "before": self.before, "after": self.after,
        }  # fmt: skip


class Discrepancy(NamedTuple):
    """Where print and edit differ: the unit that prints now and the pair (-1: none), and what it
    is: changed, moved, missing (the edit has it) or extra (the print has it)."""

    kind: str
    unit: int
    pair: int


class Relabelled(NamedTuple):
    """A label that was typed over in Word, in which paragraph, and what is printed instead."""

    paragraph: int
    label: str
    printed: str


class Outcome:
    """What an outline prints, against what it should."""

    def __init__(self, plan: Plan, printed: Printed) -> None:
        self.plan = plan
        self.printed = printed
        self._goal = list(_goal(plan))
        self._goals = {pair: text for text, pair in self._goal}
        self._shown = [at for at, one in enumerate(printed.units) if one.words]
        self._unit_of: dict[int, int] = {}  # pair -> the unit that it prints as now
        found = _rejoined(plan, printed, list(self._differences()))
        self.marks = [one for one in found if one.kind == "changed" and self._marks_only(one)]
        """Those that are nothing but labels of entries, or ； and 。 at the ends of points."""
        self.differences = [one for one in found if one not in self.marks]

    def _differences(self) -> Iterator[Discrepancy]:
        now = [self.printed.units[at].words for at in self._shown]
        deleted = {
            self.plan.printed.units[pair.unit].words: at
            for at, pair in enumerate(self.plan.pairs)
            if pair.kind == DELETED
        }
        for step in align(now, [text for text, _ in self._goal]):
            unit = self._shown[step.old] if step.old >= 0 else -1
            pair = self._goal[step.new][1] if step.new >= 0 else -1
            if step.kind == "inserted":
                yield Discrepancy("missing", -1, pair)
            elif step.kind == "deleted":
                yield Discrepancy("extra", unit, deleted.pop(now[step.old], -1))
            elif step.kind == "changed" and now[step.old] in deleted:  # it stands for no other
                yield Discrepancy("extra", unit, deleted.pop(now[step.old]))
                yield Discrepancy("missing", -1, pair)
            else:
                self._unit_of[pair] = unit
                same = bare(now[step.old]) == bare(self._goal[step.new][0])
                if not same or self._deeper(unit, pair):
                    yield Discrepancy("changed", unit, pair)
                if step.kind == "moved":
                    yield Discrepancy("moved", unit, pair)

    def _deeper(self, unit: int, pair: int) -> bool:
        """Whether a point prints on another level than it was given in Word."""
        level = self.plan.shape.level(pair) if self.plan.pairs[pair].edited >= 0 else 0
        return bool(level) and self.printed.units[unit].level != level

    def _marks_only(self, one: Discrepancy) -> bool:
        unit, goal = self.printed.units[one.unit], self.goal(one.pair)
        ends = {unit.words[-1:], goal[-1:]}
        if unit.entries and bare(unlabelled(unit, unit.words)) == bare(unlabelled(unit, goal)):
            return True  # 一是, 二是 follow their places
        typed = self.plan.pairs[one.pair].kind == INSERTED and goal.endswith("。")
        level = unit.level > 0 and not self._deeper(one.unit, one.pair)
        counted = level and ends == {"；", "。"} and not typed
        return counted and bare(unit.words)[:-1] == bare(goal)[:-1]

    def goal(self, pair: int) -> str:
        """What a pair should print."""
        return self._goals.get(pair, "")

    def relabelled(self) -> Iterator[Relabelled]:
        """The labels that somebody typed over with others than are printed now."""
        for at, pair in enumerate(self.plan.pairs):
            if at not in self._unit_of or min(pair.unit, pair.edited) < 0:
                continue
            was, now = self.plan.printed.units[pair.unit], self.printed.units[self._unit_of[at]]
            paragraph = self.plan.edited[pair.edited]
            typed = paragraph.text.endswith(pair.words)
            label = bare(paragraph.text.removesuffix(pair.words)) if typed else ""
            if label and label not in (bare(was.label), bare(now.label)) and was.label:
                yield Relabelled(paragraph.number, label, now.label)

    def another_level(self, pair: int) -> str:
        """What to say of a new paragraph whose typed label is of another level than the one that
        is printed; empty for any other."""
        at = self._unit_of.get(pair, -1)
        typed = recognise(self.plan.edited[self.plan.pairs[pair].edited].text.strip())
        shown = recognise(f"{self.printed.units[at].label}文") if at >= 0 else None
        if typed is None or shown is None or typed.family == shown.family:
            return ""
        if str(self.plan.shape.text(pair)).startswith(typed.text):
            return ""  # taken for words
        return f"；手写的“{typed.text}”没有用，印成“{shown.text}”：是另一级的，就在提纲里移过去"

    def size(self, one: Discrepancy) -> int:
        """How many characters of a changed paragraph are not as they should be."""
        return _distance(self.printed.units[one.unit].words, self.goal(one.pair))

    def computed(self, one: Discrepancy) -> bool:
        """Whether nothing but computed characters of a changed paragraph differ."""
        unit = self.printed.units[one.unit]
        if unit.role == "table":
            return self._cells_computed(unit, one.pair)
        ours = {
            at for p in unit.portions if p.value >= 0 and p.at >= 0 for at in range(p.start, p.end)
        }
        return not any(
            ours.intersection(mine) for mine, _ in differing(unit.words, self.goal(one.pair))
        ) and not self._deeper(one.unit, one.pair)  # fmt: skip

    def rewrites(self, one: Discrepancy) -> bool:
        """Whether words of the template are others too, in a paragraph that has values."""
        unit = self.printed.units[one.unit]
        return any(
            each.value < 0 and each.start < mine.stop and mine.start < each.end
            for mine, _ in differing(unit.words, self.goal(one.pair))
            for each in unit.portions
            if re.search(r"\w", unit.words[each.start : each.end])
        )

    def adds_words(self, one: Discrepancy) -> bool:
        """Whether new words stand in or beside a value, in place of nothing."""
        unit, goal = self.printed.units[one.unit], self.goal(one.pair)
        values = [(each.start, each.end) for each in unit.portions if each.value >= 0]
        return any(
            not mine and re.search(r"\w", goal[theirs.start : theirs.stop])
            for mine, theirs in differing(unit.words, goal)
            if any(start <= mine.start <= end for start, end in values)
        )

    def _cells_computed(self, unit: PrintedUnit, pair: int) -> bool:
        """Whether the cells that differ hold no value of the outline."""
        theirs = self.plan.pairs[pair].rows
        if [len(row) for row in unit.rows] != [len(row) for row in theirs]:
            return False
        cells = zip(chain(*unit.rows), chain(*theirs), strict=True)
        return not any(
            portion.value >= 0
            for ours, other in cells
            if bare(ours) != bare(other)
            for portion in self.printed.cell(ours).portions
        )

    def values(self, one: Discrepancy) -> set[Span]:
        """Where the values stand whose characters in a changed paragraph differ."""
        unit, found = self.printed.units[one.unit], set[Span]()
        for mine, _ in differing(unit.words, self.goal(one.pair)):
            for portion in unit.portions:
                if portion.value >= 0 and portion.start < mine.stop and mine.start < portion.end:
                    found.add(place_of(self.printed.values[portion.value]))
        return found


def _rejoined(plan: Plan, printed: Printed, differences: list[Discrepancy]) -> list[Discrepancy]:
    """The differences, a paragraph that prints as it did before and was written anew in Word as
    one, changed: the two may have little in common."""
    extra = {str(printed.units[one.unit].words): one for one in differences if one.kind == "extra"}
    found: list[Discrepancy] = []
    for one in differences:
        pair = plan.pairs[one.pair]
        words = str(plan.printed.units[pair.unit].words) if pair.kind == TAKEN else ""
        if one.kind == "missing" and words in extra:
            found.append(Discrepancy("changed", extra.pop(words).unit, one.pair))
        else:
            found.append(one)
    left = set(extra.values())
    return [one for one in found if one.kind != "extra" or one in left]


def _distance(words: str, goal: str) -> int:
    return sum(len(mine) + len(theirs) for mine, theirs in differing(bare(words), bare(goal)))


def _goal(plan: Plan) -> Iterator[tuple[str, int]]:
    """What should print, in order: (words, pair)."""
    for at, pair in enumerate(plan.pairs):
        words = ""
        if pair.kind in (SAME, OURS, CONFLICT, FRESH):
            words = plan.printed.units[pair.unit].words
        elif pair.kind == TAKEN:
            words = pair.words
        elif pair.kind == INSERTED:
            words = plan.shape.text(at)
        if words:
            yield words, at


# -- telling --------------------------------------------------------------------------------------


def report(outcome: Outcome, kept: set[int], refused: dict[int, str]) -> list[Carried]:
    """Every change, in the order of the document. `kept` are the pairs whose amendments were made,
    `refused` those whose were not, each with the reason (empty: none is known)."""
    left: dict[int, list[Discrepancy]] = defaultdict(list)
    for one in outcome.differences:
        left[one.pair].append(one)
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in outcome.plan.doubts:
        doubts[doubt.pair].append(doubt)
    found: list[Carried] = []
    for at in range(len(outcome.plan.pairs)):
        found += _of_pair(outcome, at, left[at], at in kept, doubts[at], refused.get(at, ""))
    for one in left[-1]:
        unit = outcome.printed.units[one.unit]
        kind = OPEN if unit.own else COMPUTED
        found.append(Carried(kind, 0, Span(), str(unit.words), "", "起草出来多了这一段"))
    return found


def _of_pair(
    outcome: Outcome,
    at: int,
    left: Sequence[Discrepancy],
    carried: bool,
    doubts: Sequence[Doubt],
    refused: str,
) -> Iterator[Carried]:
    plan, pair = outcome.plan, outcome.plan.pairs[at]
    unit = plan.printed.units[pair.unit] if pair.unit >= 0 else None
    paragraph = plan.edited[pair.edited] if pair.edited >= 0 else None
    number = paragraph.number if paragraph else 0
    before = str(unit.words) if unit else ""
    after = pair.words if pair.kind != INSERTED else plan.shape.text(at)
    foreign = (each.place for each in doubts if each.place.file and not each.edited)
    values = plan.printed.places(unit) if unit else ()
    place = next(foreign, None) or plan.places.get(at) or next(iter(values), Span())
    one = partial(Carried, paragraph=number, place=place, before=before, after=after)
    reasons = [each.why for each in doubts if not each.edited]
    kinds = {each.kind for each in left}
    why = "；".join(filter(None, dict.fromkeys([*reasons, refused])))
    for each in doubts:
        if each.edited:
            yield one(OPEN, place=each.place, before=each.now, after=each.edited, why=each.why)
    match pair.kind:
        case "conflict":
            yield one(OPEN, why="两边都改了：提纲照原样留着")
        case "orphan":
            yield one(OPEN, why="提纲里已经删去了这一段，Word 里又改了它")
        case "deleted" if "extra" in kinds:
            told = _NOT_TAKEN_OUT if unit is None or unit.own else _JOINED
            yield one(OPEN, why=why or (_TABLE if unit and unit.role == "table" else told))
        case "deleted" if before:
            yield one(CARRIED, why="删去")
        case "inserted":
            if carried or not kinds:
                yield one(CARRIED, why="新增" + outcome.another_level(at))
            if kinds:
                yield from _left_over(outcome, left, one, why)
        case "same" | "taken" | "ours" | "fresh":
            if carried:
                moves = [each for each in plan.planned if isinstance(each.amendment, Move)]
                moved = any(at in each.pairs for each in moves)
                bold = "加粗" if bare(before) == bare(after) else ""
                yield one(CARRIED, why="移动" if moved else bold)
            if left or why:
                yield from _left_over(outcome, left, one, why)


def _left_over(
    outcome: Outcome, left: Sequence[Discrepancy], told: Callable[..., Carried], why: str
) -> Iterator[Carried]:
    """What of a change the outline does not print."""
    if not left:
        yield told(OPEN, why=why)
    for one in left:
        prints = outcome.printed.units[one.unit].words if one.unit >= 0 else ""
        goal = outcome.goal(one.pair)
        if one.kind == "moved":
            yield told(OPEN, before=goal, why=why or "位置变了，提纲里没有动")
        elif one.kind == "missing":
            unit = outcome.plan.pairs[one.pair].unit
            if unit >= 0 and not outcome.plan.printed.units[unit].own:
                yield told(COMPUTED, before="", after=goal, why="这是固定的话，改动以后不再印")
            else:
                yield told(OPEN, before="", after=goal, why=why or "提纲里没有放它的地方")
        elif outcome.computed(one) and not (why or outcome.adds_words(one)):
            yield told(COMPUTED, before=prints, after=goal, why=_hint(outcome, one))
        else:
            table = outcome.printed.units[one.unit].role == "table"
            doubt = why or (_TABLE if table else "看不准这几个字该写到提纲哪里")
            own = _own_words(outcome, one) if outcome.rewrites(one) else ""
            yield told(OPEN, before=prints, after=goal, why="；".join(filter(None, (doubt, own))))


_NOT_TAKEN_OUT: Final = "没有能从提纲里删去这一段：请自己删去提纲的这一行，再起草"
_TABLE: Final = "这张表请在提纲里改"
_JOINED: Final = "这一段是程序连起来的话，删不掉；不要它，删去提纲里它的各项"
_HINTS: Final = (
    ("[，。；：、！？]*", "标点由程序加；不要它，在提纲里写上要的标点"),
    ("[一二三四五六日天]+", "星期由日期推出，改日期就行"),
    (r"[0-9:：—-]+", "这个数由程序算出，改它所依据的那几项"),
    (r"[0-9年月日./-]+", "日期一律印成“2026年5月12日”的样子"),
    ("[零〇一二两三四五六七八九十百]+", "条数由程序数，增删要点它就跟着变"),
)
"""What was changed in computed words, as a pattern, and what to change instead."""


def _hint(outcome: Outcome, one: Discrepancy) -> str:
    """What to change instead of computed words."""
    unit, goal = outcome.printed.units[one.unit], outcome.goal(one.pair)
    changes = list(differing(unit.words, goal))
    changed = "".join(unit.words[a.start : a.stop] + goal[b.start : b.stop] for a, b in changes)
    weekday = all(unit.words[: a.start].endswith(("星期", "周")) for a, _ in changes)
    for pattern, hint in _HINTS:
        if re.fullmatch(pattern, changed) and (weekday or "星期" not in hint):
            return hint
    files = [(start, span.file) for start, span in origins_of(unit.words)]
    source = [next((f for start, f in files[::-1] if start <= a.start), "") for a, _ in changes]
    if source and source[0].startswith("--set"):
        return f"这是 {source[0]} 给的，不在提纲里：起草时改那一项"
    if unit.role == "salutation":
        return f"称谓由类型印出；要改，在提纲里写  称谓: {goal.strip().rstrip('：:')}"
    tone = "换一套说法写“语气”" if outcome.printed.draft.kind.tones else ""
    other = "，".join(filter(None, (tone, _own_words(outcome, one))))
    return f"这是固定的话；{other or '由会议类型印出，提纲里没有它'}"


def _own_words(outcome: Outcome, one: Discrepancy) -> str:
    """Which key holds a whole opening or closing in the user's own words, if the type has one."""
    first = next((at for at, each in enumerate(outcome.printed.units) if each.level), 1 << 30)
    key = "开头" if one.unit < first else "结尾"
    sections = outcome.printed.draft.kind.sections
    known = key in OWN_WORDS and any(section.gives_way == key for section in sections)
    return f"整段要自己的话就写“{key}:”" if known else ""
