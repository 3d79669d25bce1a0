"""P1, P5 and P6: the agenda against speeches and papers, “刚才”, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.diagnostics import Severity
from speechgen.emphasis import marked
from speechgen.pack.drafting import DraftedPack
from speechgen.pack.fields import SPEECHES
from speechgen.pack.meeting import AgendaItem, member
from speechgen.pack.rules.places import Mismatch, doubt, other, problem, value
from speechgen.schema.fields import nearest_word
from speechgen.schema.values import Date, Facts
from speechgen.source import MappingNode, ScalarNode, YamlNode
from speechgen.text import Text, place_of

_SPOKEN: Final = ("讲话", "发言", "表态发言", "交流发言", "报告", "致辞", "总结讲话")


# -- P1 -----------------------------------------------------------------------------------------


def same_items(pack: DraftedPack) -> Iterator[Mismatch]:
    """Every paper has the agenda's items; every 稿 is one item's, by the one who speaks."""
    yield from _handouts(pack)
    yield from _speakers(pack)
    for type_id in ("notice", "plan", "agenda", "host"):
        node = member(pack.meeting.section(type_id), "议程", "agenda")
        if node is not None:
            yield from _typed_agenda(pack, node)


def _handouts(pack: DraftedPack) -> Iterator[Mismatch]:
    printed = any(word in SPEECHES for word in pack.meeting.papers)
    seen: dict[str, Text] = {}
    for number, item in enumerate(pack.meeting.agenda, 1):
        speech = item.speech
        if not printed:
            if speech:
                message = f"议程里有稿“{speech}”，“成套”里没有“讲话”，印不出来"
                yield doubt(speech, message, "在“成套”里加上  - 讲话")
        elif not speech:
            if item.what in _SPOKEN:
                message = f"议程第{number}项“{item.what}”没有“稿”，这套材料里没有它的讲话稿"
                yield problem(item.what, message, severity=Severity.INFO)
        elif (before := seen.setdefault(str(speech), speech)) is not speech:
            yield problem(speech, f"两项议程用了同一份稿“{speech}”", other(before))


def _speakers(pack: DraftedPack) -> Iterator[Mismatch]:
    for item, draft in pack.speeches():
        said = value(draft, "讲话人")
        if not isinstance(said, Text) or not item.who:
            continue
        names = [str(p.name if p else w) for p, w in zip(item.people, item.who, strict=True)]
        if not any(name in said.replace(" ", "").replace("\u3000", "") for name in names):
            number = pack.meeting.agenda.index(item) + 1
            message = f"议程第{number}项由{'、'.join(names)}讲，稿里的讲话人是“{said}”"
            yield problem(said, message, other(item.who[0]))


def _typed_agenda(pack: DraftedPack, node: YamlNode) -> Iterator[Mismatch]:
    """A paper that types its own agenda must have the same items in the same order."""
    items = getattr(node, "items", ())
    typed = [member(one, "做", "what") if isinstance(one, MappingNode) else one for one in items]
    agenda = pack.meeting.agenda
    if len(typed) != len(agenda):
        message = f"这里写了{len(typed)}项，会议的议程有{len(agenda)}项"
        yield problem(node.span, message, "删去这里的“议程”，由会议的议程推出")
    for number, (one, item) in enumerate(zip(typed, agenda, strict=False), 1):
        what = marked(Text(one.text, one.origins)) if isinstance(one, ScalarNode) else Text("")
        if what != item.what:
            where = place_of(what) if place_of(what).line else node.span
            yield problem(where, f"第{number}项写的是“{what}”", other(item.what))
            return


# -- P5 -----------------------------------------------------------------------------------------


def just_now(pack: DraftedPack) -> Iterator[Mismatch]:
    """“刚才” that a speech types itself names those who spoke before it, and only them."""
    for item, draft in pack.speeches():
        said = value(draft, "刚才")
        texts = [line for line in said if isinstance(line, Text)] if isinstance(said, tuple) else []
        own = [line for line in texts if place_of(line).file == draft.outline.file]
        if own:
            yield from _spoken_before(pack.meeting.agenda, item, own)


def _spoken_before(
    agenda: Sequence[AgendaItem], item: AgendaItem, said: list[Text]
) -> Iterator[Mismatch]:
    at = agenda.index(item)
    for line in said:
        if any(_mentions(line, one) for one in agenda[:at]):
            continue
        later = next((one for one in agenda[at:] if _mentions(line, one)), None)
        if later is None:
            message = f"“刚才”说的“{line}”在前面的议程里没有"
            yield problem(line, message, "删去“刚才”，由议程推出")
        else:
            number = agenda.index(later) + 1
            message = f"“刚才”说到了议程第{number}项，它排在这篇讲话之后"
            yield problem(line, message, other(later.what))
    for number, one in enumerate(agenda[:at], 1):
        if one.who and not any(_mentions(line, one) for line in said):
            message = f"“刚才”没有说到议程第{number}项：{'、'.join(one.who)}{one.what}"
            yield doubt(said[0], message, other(one.what))


def _mentions(line: str, item: AgendaItem) -> bool:
    """Whether a line speaks of an item: one of its people, their units, or what was done."""
    for name, person in zip(item.who, item.people, strict=True):
        words = [str(name)]
        if person:
            unit = str(person.unit)
            of_here = unit[:1] in "省市区县镇" and len(unit) > 3
            words = [str(person.name), unit, unit[1:] if of_here else ""]
        if any(word and word in line for word in words):
            return True
    return not item.who and len(item.what) > 3 and str(item.what)[2:] in line


# -- P6 -----------------------------------------------------------------------------------------


def decisions(pack: DraftedPack) -> Iterator[Mismatch]:
    """Every decision has an owner and a day after the meeting."""
    date, units = pack.meeting.date, pack.meeting.roster.units
    paper = next((one for kind in ("minutes", "followup") for one in pack.drafts(kind)), None)
    decided = value(paper, "议定事项") if paper is not None else None
    items = [one for one in decided if isinstance(one, Facts)] if isinstance(decided, tuple) else []
    for number, one in enumerate(items, 1):
        named = one["事项"]
        what = f"议定事项第{number}条“{named if isinstance(named, Text) else ''}”"
        for key in ("牵头", "时限"):
            if key not in one:
                yield problem(one.span, f"{what}没有{key}", f"补上  {key}: …")
        due, owner = one.get("时限"), one.get("牵头")
        if isinstance(due, Date) and due.iso and date.iso and due.iso <= date.iso:
            yield problem(due, f"{what}的时限{due}不在会议（{date}）之后", other(date))
        if not isinstance(owner, Text) or "、" in owner or pack.meeting.roster.find(owner):
            continue
        known = any(owner in unit or unit in owner for unit in units)
        if not known and (guess := nearest_word(owner, units)):
            yield doubt(owner, f"{what}的牵头单位“{owner}”不在名单里", f"是不是“{guess}”？")
