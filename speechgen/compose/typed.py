"""Labels that somebody typed at the head of a point: taken off, for the tool puts its own.

Owns which of them count as labels in their list, and what is said of it. Must not know templates
nor how a node is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from speechgen.frozen import frozen
from speechgen.numbering import NONE, STARTS, Scheme, family_labels
from speechgen.outline import Attachment, Node, Nodes, Outline
from speechgen.schema.notes import FileNotes
from speechgen.text import Text, cut, place_of

if TYPE_CHECKING:
    from speechgen.numbering.labels import Label

SPOKEN: Final = frozenset(("一是", "第一，", "其一，", "首先，"))
"""Families that may open a sentence of the text itself: `（一）首先，把账算清。`"""
_RULE: Final = "outline-typed-label"
_AS_OTHERS: Final = "要和别处一样，就删去手写的序号"
_HOW: Final = "序号不用手写；这一级不要序号就写  编号: 无"


def label_of(text: str) -> Label | None:
    """The label that a head begins with, if anything stands behind it."""
    if not text or text[0] not in STARTS:
        return None
    from speechgen.numbering.labels import recognise  # most outlines type none

    label = recognise(text)
    while label and (again := recognise(text[label.end :])) and again.text == label.text:
        label = replace(label, text=label.text + again.text, end=label.end + again.end)  # 一、一、
    return label if label and label.end < len(text) else None


def without_typed(
    outline: Outline, scheme: Scheme, notes: FileNotes, fixed: bool
) -> tuple[Outline, Scheme]:
    """The outline without the labels that were typed in 正文 and in attachments, and the scheme
    that they ask for. `fixed`: the scheme was asked for, and is not changed."""
    body, attached = outline.values.get("正文"), outline.values.get("附件")
    changed: dict[str, object] = {}
    if isinstance(body, Nodes) and _has_label(body):
        changed["正文"], asked = _Lists(scheme, notes).without(body, 1, None if fixed else "")
        if asked:
            scheme = Scheme((asked, *scheme.patterns[1:]))
    for key in outline.values:
        other = outline.values.get(key)
        if key != "正文" and isinstance(other, Nodes) and len(other) > 1:
            bare = _counted_all(other, notes)
            changed |= {} if bare is other else {key: bare}
    if isinstance(attached, tuple) and any(map(_is_labelled, attached)):
        changed["附件"] = type(attached)(
            _attachment(one, scheme, notes) if _is_labelled(one) else one for one in attached
        )
    if changed:
        outline = replace(outline, values=outline.values.changed(changed))
    return outline, scheme


def _has_label(nodes: Nodes) -> bool:
    return any(label_of(node.head) or _has_label(node.points) for node in nodes)


def _counted_all(nodes: Nodes, notes: FileNotes) -> Nodes:
    """Points of another key without labels that count them all (表现: [一是…, 二是…]): how they are
    printed is the template's to say."""
    bare = notes.unnumbered([node.head for node in nodes])
    pairs = zip(nodes, bare, strict=True)
    return Nodes(replace(node, head=head) for node, head in pairs) if bare else nodes


def _is_labelled(one: object) -> bool:
    page = one.page if isinstance(one, Attachment) else None
    return isinstance(page, Node) and _has_label(page.points)


def _attachment(one: Attachment, scheme: Scheme, notes: FileNotes) -> Attachment:
    page = one.page
    assert isinstance(page, Node)
    page = _Lists(scheme, notes).below(page, 0)
    return Attachment(one, one.origins, page, one.heading)


@frozen
class _Lists:
    """Takes typed labels off lists of siblings."""

    scheme: Scheme
    notes: FileNotes

    def below(self, node: Node, level: int) -> Node:
        """The node without the labels typed below it."""
        if not node.points:
            return node
        points, asked = self.without(node.points, level + 1, node.numbering or "")
        return replace(node, points=points, numbering=asked or node.numbering)

    def without(self, nodes: Nodes, level: int, numbering: str | None) -> tuple[Nodes, str]:
        """The siblings of one list, and the pattern they ask for, if any; `numbering` is their own
        pattern, None where the scheme's may not be changed."""
        pattern = numbering or self.scheme.pattern(level)
        found = [label_of(node.head) for node in nodes]
        asked = ""
        if any(found) and pattern != NONE:
            asked = "" if numbering or numbering is None else self._asked(nodes, found, pattern)
            other = family_labels(pattern, 1)[0] if asked and level > 1 else ""
            found = self._counting(nodes, found, asked or pattern, other)
            nodes = Nodes(
                replace(node, head=cut(node.head, label.end)) if label else node
                for node, label in zip(nodes, found, strict=True)
            )
        return Nodes(self.below(node, level) for node in nodes), asked

    def _asked(self, nodes: Nodes, found: Sequence[Label | None], pattern: str) -> str:
        """The pattern of another family that all siblings count in; empty where they do not."""
        labels = [label for label in found if label]
        families = {label.family for label in labels}
        counted = [label.number for label in labels] == [*range(1, len(nodes) + 1)]
        if len(labels) < max(2, len(nodes)) or len(families) > 1 or not counted:
            return ""
        return "" if families == {_family(pattern)} else labels[0].pattern

    def _counting(
        self, nodes: Nodes, found: Sequence[Label | None], pattern: str, other: str
    ) -> list[Label | None]:
        """The labels that count as such in the list; what is said of them. `other` is what lists
        of the level have whose labels nobody typed."""
        kept: list[Label | None] = []
        own, before = _family(pattern), 0
        proper: list[tuple[Text, Label]] = []
        printed = family_labels(pattern, len(nodes))
        spoken = [label.family for label in found if label and label.family in SPOKEN]
        for at, (node, label) in enumerate(zip(nodes, found, strict=True)):
            if label is None or (
                label.family != own
                and (spoken.count(label.family) == 1 or label.number not in (1, before + 1, at + 1))
            ):
                kept.append(None)
                continue
            kept.append(label)
            before = label.number
            if label.family == own and label.number == at + 1:
                proper.append((node.head, label))
            else:
                said = f"手写的序号“{label.text}”已去掉，这一项印成“{printed[at]}”"
                self.notes.warn(place_of(node.head), _RULE, said, _HOW)
        if proper:
            head, label = proper[0]
            said = f"手写的序号“{label.text}”等 {len(proper)} 处已去掉，由程序编"
            if len(proper) == 1:
                said = f"手写的序号“{label.text}”已去掉，由程序编"
            if other:
                said = f"这一列照手写的“{label.text}”编号，这一级别处印“{other}”"
            self.notes.hint(place_of(head), _RULE, said, _AS_OTHERS if other else _HOW)
        return kept


def _family(pattern: str) -> str:
    from speechgen.numbering.labels import recognise

    label = recognise(f"{family_labels(pattern, 4)[0]}文")
    return label.family if label else pattern
