"""P1, P5 and P6: the agenda against speeches and papers, “刚才”, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from speechgen.diagnostics import Diagnostic
from speechgen.document import Text
from speechgen.outline import Date, Facts, nearest_word, place_of
from speechgen.pack.checks.places import (
    doubt,
    other,
    papers_of,
    problem,
    remark,
    speeches,
    value,
)
from speechgen.pack.drafting import DraftedPack, PackPaper
from speechgen.pack.fields import SPEECHES
from speechgen.pack.meeting import AgendaItem
from speechgen.pack.nodes import member
from speechgen.source import MappingNode, ScalarNode, YamlNode

_SPOKEN: Final = ("讲话", "发言", "表态发言", "交流发言", "报告", "致辞", "总结讲话")


# -- P1 -----------------------------------------------------------------------------------------


def same_items(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Every paper has the agenda's items; every 稿 is one item's, by the one who speaks."""
    yield from _handouts(pack)
    yield from _speakers(pack)
    for type_id in ("notice", "plan", "agenda", "host"):
        node = member(pack.meeting.section(type_id), "议程", "agenda")
        if node is not None:
            yield from _typed_agenda(pack, node)


def _handouts(pack: DraftedPack) -> Iterator[Diagnostic]:
    meeting = pack.meeting
    if not any(word in SPEECHES for word in meeting.papers):
        for item in meeting.agenda:
            if item.speech:
                yield doubt(
                    pack,
                    "pack-agenda",
                    place_of(item.speech),
                    f"议程里有稿“{item.speech}”，“成套”里没有“讲话”，印不出来",
                    "在“成套”里加上  - 讲话",
                )
        return
    seen: dict[str, Text] = {}
    for number, item in enumerate(meeting.agenda, 1):
        if not item.speech:
            if item.what in _SPOKEN:
                yield remark(
                    pack,
                    "pack-agenda",
                    place_of(item.what),
                    f"议程第{number}项“{item.what}”没有“稿”，这套材料里没有它的讲话稿",
                )
            continue
        before = seen.setdefault(str(item.speech), item.speech)
        if before is not item.speech:
            yield problem(
                pack,
                "pack-agenda",
                place_of(item.speech),
                f"两项议程用了同一份稿“{item.speech}”",
                other(before),
            )


def _speakers(pack: DraftedPack) -> Iterator[Diagnostic]:
    for paper in speeches(pack):
        assert paper.item is not None
        said = value(paper, "讲话人")
        if not isinstance(said, Text) or not paper.item.who:
            continue
        names = [
            str(p.name) if p else str(w)
            for p, w in zip(paper.item.people, paper.item.who, strict=True)
        ]
        if not any(name in said.replace(" ", "").replace("\u3000", "") for name in names):
            number = pack.meeting.agenda.index(paper.item) + 1
            yield problem(
                pack,
                "pack-agenda",
                place_of(said),
                f"议程第{number}项由{'、'.join(names)}讲，稿里的讲话人是“{said}”",
                other(paper.item.who[0]),
                paper,
            )


def _typed_agenda(pack: DraftedPack, node: YamlNode) -> Iterator[Diagnostic]:
    """A paper that types its own agenda must have the same items in the same order."""
    items = getattr(node, "items", ())
    typed = [_what(one) for one in items]
    agenda = pack.meeting.agenda
    if len(typed) != len(agenda):
        yield problem(
            pack,
            "pack-agenda",
            node.span,
            f"这里写了{len(typed)}项，会议的议程有{len(agenda)}项",
            "删去这里的“议程”，由会议的议程推出",
        )
    for number, (what, item) in enumerate(zip(typed, agenda, strict=False), 1):
        if what != item.what:
            yield problem(
                pack,
                "pack-agenda",
                place_of(what) if place_of(what).line else node.span,
                f"第{number}项写的是“{what}”",
                other(item.what),
            )
            return


def _what(node: YamlNode) -> Text:
    found = member(node, "做", "what") if isinstance(node, MappingNode) else node
    return Text(found.text, found.origins) if isinstance(found, ScalarNode) else Text("")


# -- P5 -----------------------------------------------------------------------------------------


def just_now(pack: DraftedPack) -> Iterator[Diagnostic]:
    """“刚才” that a speech types itself names those who spoke before it, and only them."""
    for paper in speeches(pack):
        assert paper.draft is not None
        assert paper.item is not None
        said = value(paper, "刚才")
        if not isinstance(said, tuple):
            continue
        own = [
            line
            for line in said
            if isinstance(line, Text) and place_of(line).file == paper.draft.outline.file
        ]
        if own:
            yield from _told(pack, paper, paper.item, own)


def _told(
    pack: DraftedPack, paper: PackPaper, item: AgendaItem, said: list[Text]
) -> Iterator[Diagnostic]:
    agenda = pack.meeting.agenda
    at = agenda.index(item)
    for line in said:
        before = [one for one in agenda[:at] if _mentions(line, one)]
        after = [one for one in agenda[at:] if _mentions(line, one)]
        if before:
            continue
        if after:
            number = agenda.index(after[0]) + 1
            yield problem(
                pack,
                "pack-just-now",
                place_of(line),
                f"“刚才”说到了议程第{number}项，它排在这篇讲话之后",
                other(after[0].what),
                paper,
            )
        else:
            yield problem(
                pack,
                "pack-just-now",
                place_of(line),
                f"“刚才”说的“{line}”在前面的议程里没有",
                "删去“刚才”，由议程推出",
                paper,
            )
    for number, one in enumerate(agenda[:at], 1):
        if one.who and not any(_mentions(line, one) for line in said):
            yield doubt(
                pack,
                "pack-just-now",
                place_of(said[0]),
                f"“刚才”没有说到议程第{number}项：{'、'.join(one.who)}{one.what}",
                other(one.what),
                paper,
            )


def _mentions(line: str, item: AgendaItem) -> bool:
    """Whether a line speaks of an item: one of its people, their units, or what was done."""
    for name, person in zip(item.who, item.people, strict=True):
        words = [str(name)]
        if person:
            words = [str(person.name), *_short(str(person.unit))]
        if any(word and word in line for word in words):
            return True
    return not item.who and len(item.what) > 3 and str(item.what)[2:] in line


def _short(unit: str) -> list[str]:
    return [unit, unit[1:]] if unit[:1] in "省市区县镇" and len(unit) > 3 else [unit]


# -- P6 -----------------------------------------------------------------------------------------


def decisions(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Every decision has an owner and a day after the meeting."""
    papers = [*papers_of(pack, "minutes"), *papers_of(pack, "followup")]
    if not papers:
        return
    items = value(papers[0], "议定事项")
    for number, one in enumerate(_facts(items), 1):
        named = one["事项"]
        what = f"议定事项第{number}条“{named if isinstance(named, Text) else ''}”"
        for key in ("牵头", "时限"):
            if key not in one:
                yield problem(
                    pack, "pack-decisions", one.span, f"{what}没有{key}", f"补上  {key}: …"
                )
        yield from _due(pack, what, one)
        yield from _owner(pack, what, one)


def _due(pack: DraftedPack, what: str, one: Facts) -> Iterator[Diagnostic]:
    due, date = one.get("时限"), pack.meeting.date
    if isinstance(due, Date) and due.iso and date.iso and due.iso <= date.iso:
        yield problem(
            pack,
            "pack-decisions",
            place_of(due),
            f"{what}的时限{due}不在会议（{date}）之后",
            other(date),
        )


def _owner(pack: DraftedPack, what: str, one: Facts) -> Iterator[Diagnostic]:
    owner = one.get("牵头")
    units = pack.meeting.roster.units
    if not isinstance(owner, Text) or not units or "、" in owner:
        return
    if any(owner in unit or unit in owner for unit in units) or pack.meeting.roster.find(owner):
        return
    guess = nearest_word(owner, units)
    if guess:
        yield doubt(
            pack,
            "pack-decisions",
            place_of(owner),
            f"{what}的牵头单位“{owner}”不在名单里",
            f"是不是“{guess}”？",
        )


def _facts(values: object) -> Iterable[Facts]:
    return (one for one in values if isinstance(one, Facts)) if isinstance(values, tuple) else ()


__all__ = ["decisions", "just_now", "same_items"]
