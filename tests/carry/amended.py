"""Random amendments of an outline, and what must be true of the file afterwards: told from the
texts and lines alone, by other means than `carry.patch` uses.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from speechgen.api.drafted import Options
from speechgen.api.drafting import open_outline
from speechgen.carry.amendments import (
    Amendment,
    Aside,
    Delete,
    Fill,
    Insert,
    Move,
    NewPoint,
    NewWords,
    Retext,
)
from speechgen.carry.patch import Patched, patch
from speechgen.carry.sources import Manner, manner_of
from speechgen.diagnostics import SpeechError
from speechgen.files.beside import Beside
from speechgen.outline import Attachment, Node, Nodes, texts_in
from speechgen.text import Text, emphasised, place_of
from tests.outlines_made import folder

FILE = "提纲.yaml"
_WORDS = (
    "抓实抓细", "12", "，再查一遍", "：", "：甲乙", "：甲", "“好”", '"', "'", "*", "**", "\\*",
    "{{ x }}", "{姓名}", "- ", "# 甲", " # 甲", ": ", "甲: 乙", "[甲]", "甲, 乙", "%TAG ! x",
    "---", "\n---\n", "\t", "\u2028", "&a", "*a", "!t", "|", ">", "?", "@", "`", "是", "no",
    "1.", "2026-01-02", "\\n", "\\", "。", "！", "\x07", "题: 甲", "类型：乙", "　", "－ 甲",
    "…", "𠮷", "}", "]", "a b", "<<: x", "\ufeff", "\r\n",
)  # fmt: skip
_PLAIN = ("抓实抓细各项工作", "再查一遍，不漏一处", "十二个", "责任到人", "甲", "5月20日前完成")

Shown = tuple[str, tuple[tuple[int, int], ...]]


def manner_for(data: bytes, beside: Path | None = None) -> Manner:
    """How an outline is read that names files in this folder, if not in that of made ones."""
    opened = open_outline(data, Options(), FILE)
    return manner_of(replace(opened, beside=Beside(beside or folder())))


def texts_of(data: bytes, manner: Manner) -> list[Text]:
    """Every text of the outline, in order."""
    found = texts_in(manner.read(data)[1])
    return [
        one.heading if isinstance(one, Attachment) else one
        for one in filter(None, found)
        if not isinstance(one, Attachment) or not isinstance(one.page, Node)  # its head follows
    ]


def shown(text: Text) -> Shown:
    return str(text), tuple(emphasised(text))


def words(chance: random.Random, hard: bool = True) -> NewWords:
    """Words to write: mostly plain, else hard to quote; bold now and then."""
    some = chance.choices(
        _WORDS if hard and chance.random() < 0.6 else _PLAIN, k=chance.randint(1, 3)
    )
    text = chance.choice(("", "", chance.choice(_PLAIN))) + "".join(some)
    if chance.random() < 0.15 and len(text) > 1:
        start = chance.randrange(len(text))
        return NewWords(text, ((start, chance.randint(start + 1, len(text))),))
    return NewWords(text)


def sprout(chance: random.Random, depth: int = 0) -> NewPoint:
    """A new point, seldom with texts and points of its own."""
    texts = tuple(words(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2))))
    points = ()
    if depth < 2 and chance.random() < 0.2:
        points = tuple(sprout(chance, depth + 1) for _ in range(chance.randint(1, 2)))
    return NewPoint(words(chance), texts, points)


def points_in(nodes: object) -> list[Text]:
    """The text that names each point, in order."""
    found: list[Text] = []
    for node in nodes if isinstance(nodes, Nodes) else ():
        found += [node.head or node.texts[0]] if node.head or node.texts else []
        found += points_in(node.points)
    return found


def amendment(
    texts: list[Text], heads: list[Text], manner: Manner, chance: random.Random
) -> Amendment:
    """A random amendment of an outline with these texts, some of them heads of points."""
    here = [one for one in texts if place_of(one).line and place_of(one).file == FILE]
    one, other = chance.choice(here), chance.choice(here)
    match chance.choice(
        ("retext", "retext", "insert", "insert", "delete", "move", "fill", "aside")
    ):
        case "retext":
            start = chance.choice((0, len(one), chance.randint(0, len(one))))
            end = min(len(one), start + chance.choice((0, 1, 2, 5, len(one))))
            new = words(chance) if end == start or chance.random() < 0.8 else NewWords("")
            return Retext(place_of(one), start, end, new)
        case "insert":
            where = chance.choice(("before", "after", "after", "under", "text"))
            only_heads = where == "text" or chance.random() < 0.5
            branches = tuple(
                NewPoint(words(chance)) if only_heads else sprout(chance)
                for _ in range(chance.choice((1, 1, 2)))
            )
            return Insert(place_of(one), where, branches)
        case "delete":
            return Delete(place_of(one))
        case "move":
            if len(heads) > 1 and chance.random() < 0.8:
                one, other = chance.choice(heads), chance.choice(heads)
            return Move(place_of(one), place_of(other), chance.choice(("before", "after", "under")))
        case "fill":
            field = chance.choice([one for one in manner.fields if not one.setting])
            key = field.key
            if field.fields and chance.random() < 0.8:
                key += "." + chance.choice(field.fields).key
            return Fill(key, words(chance))
    return Aside(place_of(one), (f"批注（甲）：{words(chance).text}", "二"))


# -- what must be true --------------------------------------------------------------------------


def faults(
    data: bytes, one: Amendment, made: Patched, manner: Manner, lined: bool = False
) -> list[str]:
    """What is wrong with a file that was patched by one amendment; `lined`: it has a line for each
    value."""
    if made.refused:
        return [] if made.data == data else ["refused and changed"]
    try:
        before = list(map(shown, texts_of(data, manner)))
        after = list(map(shown, texts_of(made.data, manner)))
    except SpeechError as failed:
        return [f"unreadable: {failed}"]
    places = [place_of(text) for text in texts_of(data, manner)]
    found = []
    if not _means(before, after, one, places):
        found.append("another meaning")
    lost = _comments(data) - _comments(made.data)
    if lost:
        found.append(f"comments lost: {lost}")
    return found + (_untouched(data, made.data, one) if lined else [])


def _means(before: list[Shown], after: list[Shown], one: Amendment, places: list[object]) -> bool:
    match one:
        case Retext(value, start, end, said):
            at = places.index(value)
            old, new = before[at][0], [each[0] for each in after]
            typed = old[:start] + _clean(said.text) + old[end:]
            kept = [each[0] for each in before]
            kept[at] = typed.strip()
            others = [each for number, each in enumerate(before) if number != at]
            rest = [each for number, each in enumerate(after) if number != at]
            same_date = re.sub("[^0-9]", "", new[at]).lstrip("0") if at < len(new) else ""
            return rest == others and (new == kept or _digits(kept[at]) == same_date)
        case Insert(beside, where, branches):
            wanted = [_clean(text).strip() for branch in branches for text in _words(branch)]
            at = places.index(beside)
            return any(
                after[:cut] == before[:cut]
                and after[cut + len(wanted) :] == before[cut:]
                and [each[0] for each in after[cut : cut + len(wanted)]] == wanted
                for cut in ([at] if where == "before" else range(at + 1, len(before) + 1))
            )
        case Delete(value):
            at = places.index(value)
            gone = len(before) - len(after)
            return gone > 0 and after == before[:at] + before[at + gone :]
        case Move(value):
            at = places.index(value)
            if Counter(before) != Counter(after):
                return False
            return any(
                _came_in(after, before[at : at + many], before[:at] + before[at + many :])
                for many in range(1, len(before) - at + 1)
            )
        case Fill(_, said):
            return len(after) == len(before) + 1 and not Counter(before) - Counter(after)
    return after == before


def crowded(data: bytes, chance: random.Random, many: int, beside: Path | None = None) -> list[str]:
    """What is wrong with a file that was patched by so many amendments at once."""
    manner = manner_for(data, beside)
    texts, heads = texts_of(data, manner), points_in(manner.read(data)[1].get("正文"))
    asked: list[Amendment] = [amendment(texts, heads, manner, chance) for _ in range(many)]
    made = patch(data, FILE, asked, manner)
    refused = {id(one) for one, _ in made.refused}
    done = [one for one in asked if id(one) not in refused]
    before, after = list(map(shown, texts)), list(map(shown, texts_of(made.data, manner)))
    places = list(map(place_of, texts))
    changed: set[int] = set()
    for one in done:
        if isinstance(one, Retext):
            changed.add(places.index(one.value))
        elif isinstance(one, Delete):
            at = places.index(one.value)
            left = len(texts_of(patch(data, FILE, [one], manner).data, manner))
            changed |= set(range(at, at + len(before) - left))
    kept = Counter(text for at, text in enumerate(before) if at not in changed)
    moved = any(isinstance(one, Move) for one in done)  # into what goes, perhaps
    found = [] if moved or not kept - Counter(after) else [f"lost: {kept - Counter(after)}"]
    inserts = [one for one in done if isinstance(one, Insert)]
    words = [text for one in inserts for branch in one.branches for text in _words(branch)]
    new = {_clean(text).strip() for text in words}
    new |= {_clean(one.words.text).strip() for one in done if isinstance(one, Fill)}
    new |= {text for text, _ in before}  # moved out of what goes
    more = [text for text in Counter(after) - kept if text[0] not in new]
    retexted = {places.index(one.value) for one in done if isinstance(one, Retext)}
    if len(more) > len(retexted):
        found.append(f"invented: {more}")
    if _comments(data) - _comments(made.data):
        found.append("comments lost")
    return [f"{fault}\n{asked}\n{_decoded(made.data)}" for fault in found]


def _came_in(after: list[Shown], run: list[Shown], rest: list[Shown]) -> bool:
    """Whether texts are `rest` and somewhere among them the run."""
    many = len(run)
    return any(
        after[at : at + many] == run and after[:at] + after[at + many :] == rest
        for at in range(len(after) - many + 1)
    )


def _words(branch: NewPoint) -> list[str]:
    own = [each.text for each in (branch.head, *branch.texts)]
    return own + [text for point in branch.points for text in _words(point)]


def _clean(text: str) -> str:
    return re.sub("[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]", " ", text)


def _digits(text: str) -> str:
    found = re.fullmatch(r"(\d+)年0?(\d+)月0?(\d+)日", text)
    return "".join(found.groups()).lstrip("0") if found else "-"


def _comments(data: bytes) -> Counter[str]:
    """The remarks that tests plant: each has its number."""
    return Counter(re.findall(r"# 注\d+", _decoded(data)))


def _decoded(data: bytes) -> str:
    for codec in ("utf-8", "gb18030", "utf-16"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no text")


def _untouched(data: bytes, made: bytes, one: Amendment) -> list[str]:
    """Lines that changed, in a file with a line for each value, and that nobody named."""
    old, new = (re.split("\r?\n", _decoded(each)) for each in (data, made))
    if isinstance(one, Move):
        old, new = ([line.strip().removeprefix("- ") for line in each] for each in (old, new))
    gone, more = Counter(old) - Counter(new), Counter(new) - Counter(old)
    gone.pop("", 0)
    most = {Retext: (1, 1), Insert: (1, 99), Delete: (99, 1), Move: (1, 4), Fill: (1, 3)}
    fewest, most_new = most.get(type(one), (0, 2))
    found = sum(gone.values()) > fewest or sum(more.values()) > most_new
    named = getattr(one, "value", None) or getattr(one, "beside", None)
    if isinstance(one, Retext | Insert) and gone and named:
        found = found or old[named.line - 1] not in gone
    if isinstance(one, Delete):  # what goes stands together
        first = next(at for at, line in enumerate(old) if line in gone)
        rest = [line for line in old if line not in gone]
        found = found or first > named.line or bool(Counter(rest) - Counter(new))
    return [f"other lines changed: {gone} {more}"] if found else []


def tried(
    data: bytes,
    chance: random.Random,
    many: int,
    beside: Path | None = None,
    lined: bool = False,
) -> tuple[Counter[str], list[str]]:
    """So many single amendments of an outline: how many were written and refused by kind, and
    every fault."""
    manner = manner_for(data, beside)
    texts, heads = texts_of(data, manner), points_in(manner.read(data)[1].get("正文"))
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for _ in range(many):
        one = amendment(texts, heads, manner, chance)
        made = patch(data, FILE, [one], manner)
        kind = type(one).__name__
        counts[f"{kind} {'refused: ' + made.refused[0][1] if made.refused else 'written'}"] += 1
        wrong += [
            f"{fault}\n{one}\n{_decoded(made.data)}" for fault in faults(data, one, made, manner)
        ]
    return counts, wrong
