"""Outline + meeting type -> Document; the only package that knows Jinja2.

Owns the running of section templates and the translation of everything that goes wrong in them
into diagnostics at the template's own line. Must not read outlines or write files.

1. `computed`: what a template may name, beside the outline's own values. 2. `sandbox`: Jinja2 where
everything is paid for (`budget`, by the calls that `counting` writes into a template; `watch` is
the stop behind it); `filters` and what may be printed (`printing`). 3. `assemble`: marked lines and
the values in them -> blocks; points are `expand`'s, labels that somebody typed `typed`'s. 4. What
no template printed is told. 5. `errors`: what went wrong in a template; `variables`: what one uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from speechgen.compose.assemble import Assembler
from speechgen.compose.budget import Budget, spending
from speechgen.compose.computed import COMPUTED as COMPUTED
from speechgen.compose.computed import TONES as TONES
from speechgen.compose.computed import context_of, own_words, says_nothing, tone
from speechgen.compose.deeds import is_given
from speechgen.compose.expand import Expander
from speechgen.compose.filters import change
from speechgen.compose.typed import without_typed
from speechgen.diagnostics import Span, SpeechError
from speechgen.document import (
    LETTERHEAD,
    TAIL,
    Block,
    Document,
    Para,
    cells_of,
    number,
    parts_of,
)
from speechgen.frozen import frozen
from speechgen.library.model import OWN_WORDS, MeetingType
from speechgen.marks import shortened
from speechgen.numbering import Scheme
from speechgen.outline import Outline, held_in
from speechgen.schema.dates import parse_clock, parse_minutes
from speechgen.schema.fields import did_you_mean, nearest_word
from speechgen.schema.notes import FileNotes
from speechgen.schema.values import Facts, Missing, Value, text_of, texts_of
from speechgen.text import Emphasis, Text, place_of

_LEVELS: Final = "无123456789"  # what 独行 may hold, each by its place
_SHOWN: Final = 20  # characters of a text quoted in a message


class Unprinted(NamedTuple):
    """A value that no template printed: the dotted path of its key, and where it stands."""

    path: str
    span: Span


@frozen
class Composition:
    """A composed document with what its outline left open.

    `missing` are the gaps printed as 【待补：…】; `unprinted` are values that no template
    printed. `insets` are the outlines that are pages of attachments, each once, with what
    composing them left open.
    """

    document: Document
    missing: tuple[Missing, ...]
    unprinted: tuple[Unprinted, ...]
    insets: tuple[tuple[Outline, Composition], ...] = ()


def compose(outline: Outline, kind: MeetingType, numbering: str = "") -> Composition:
    """Run the type's section templates over the outline and number the result.

    `numbering` overrides the scheme of outline and type. Raises SpeechError with whatever is
    wrong in a template.
    """
    from speechgen.compose.watch import watched

    notes = FileNotes(outline.file, outline.lines, outline.notes)
    _check_tone(outline, kind, notes)
    _no_meeting(outline, kind, notes)
    _check_times(outline, notes)
    _check_people(outline, notes)
    _check_figures(outline, notes)
    insets: dict[int, tuple[Outline, Composition]] = {}

    def inset(page: Outline, page_kind: MeetingType) -> tuple[Block, ...]:
        if id(page) not in insets:
            made = _inset(page, page_kind)
            notes.notes += made.document.notes
            insets[id(page)] = page, made
        return insets[id(page)][1].document.blocks

    asked = numbering or outline.text("编号")
    scheme = Scheme.parse(asked or kind.numbering)
    outline, scheme = without_typed(outline, scheme, notes, bool(asked))
    spent = Budget()
    told = frozenset(map(_LEVELS.find, map(str, texts_of(outline.values, "独行")))) - {-1}
    expander = Expander(scheme, kind.own_line, notes, told)
    assembler = Assembler(expander, spent, inset)
    context = context_of(outline, kind)
    running = ""
    environment = _environment(kind.folders, kind.roots)
    token = spending.set(spent)
    try:
        with watched():
            for running, names in _said(outline, kind, context):
                assembler.section(environment.get_template(running).render(names))
    except SpeechError:
        raise
    except Exception as failed:
        from speechgen.compose.errors import explain

        raise SpeechError([explain(failed, kind, running, context)]) from failed
    finally:
        spending.reset(token)
    expander.report_unended()
    title = outline.text("标题").replace("|", "").replace("｜", "")
    printed, even = _printed(assembler.blocks)
    unprinted = _unprinted(outline, assembler.blocks, printed, notes)
    document = Document(
        tuple(assembler.blocks),
        title=str(title),
        date=outline.date,
        author=outline.text("讲话人"),
        notes=tuple(notes.notes),
        even=even,
    )
    return Composition(
        number(document), tuple(assembler.missing), unprinted, tuple(insets.values())
    )


_NOT_INSET: Final = TAIL.union(LETTERHEAD)
"""The roles that the page of an attachment does not print: they belong to the whole paper."""


def _inset(outline: Outline, kind: MeetingType) -> Composition:
    """An outline as the page of an attachment: its title and what stands under it. What is not
    printed for that reason is told."""
    made = compose(outline, kind)
    blocks = tuple(
        block
        for block in made.document.blocks
        if not (isinstance(block, Para) and block.role in _NOT_INSET)
    )
    told = FileNotes(outline.file, outline.lines, made.document.notes)
    for one in _unprinted(outline, blocks, _printed(blocks)[0], FileNotes("", ())):
        said, hint = f"“{one.path.partition('.')[0]}”没有印出来", ""
        if one not in made.unprinted:
            said += "：这份提纲印成附件的一页"
            hint = "附件只印标题和标题下面的内容；落款、抄送一类写在主提纲里"
        told.hint(one.span, "value-unprinted", said, hint)
    return replace(made, document=replace(made.document, blocks=blocks, notes=tuple(told.notes)))


# -- running ------------------------------------------------------------------------------------


def _check_tone(outline: Outline, kind: MeetingType, notes: FileNotes) -> None:
    """A warning at the place of a 语气 that this type does not know."""
    given = outline.text("语气")
    if tone(given, kind) is not None:
        return
    names = "、".join(f"{at} {name}" for at, name in enumerate(kind.tones[:TONES], 1))
    hint = did_you_mean(nearest_word(given, kind.tones)) + f"可以写：{names or '1、2、3'}"
    message = f"{kind.name}没有“{given}”这种语气，按第一种起草"
    span = place_of(given)
    notes.warn(span if span.line else Span(outline.file), "outline-tone", message, hint)


def _no_meeting(outline: Outline, kind: MeetingType, notes: FileNotes) -> None:
    """A warning about a paper of a meeting that names none: a notice of something else."""
    meeting, title = outline.values["会议"], outline.text("标题")
    missing = isinstance(meeting, Missing) and meeting.required and kind.paper
    if missing and not re.search("召开|会议|会的", title):
        span, said = place_of(title), f"“{kind.name}”说的是开会，这份没有写“会议”"
        hint = "不是开会的事，写  类型: 公文；是开会，就写上“会议”的名称、日期、时间、地点"
        notes.warn(span, "outline-no-meeting", said, hint)


def _check_times(outline: Outline, notes: FileNotes) -> None:
    """A warning about an agenda that lasts longer than its meeting, a hint about an item that
    alone says no time: no clock time is printed then."""
    agenda, meeting = outline.values.get("议程", ()), outline.values["会议"]
    items = [one for one in agenda if isinstance(one, Facts)] if isinstance(agenda, tuple) else []
    timed = [text_of(one, "分钟") for one in items]
    lengths = [parse_minutes(text) for text in timed]
    untimed = [
        one
        for one, length in zip(items, lengths, strict=True)
        if length is None and not text_of(one, "时间")
    ]
    if any(timed) and untimed:
        what = text_of(untimed[0], "做")
        said = f"“{what}”没写用时，别的都写了；各项几点开始排不出来"
        notes.hint(place_of(what), "agenda-times", said, "补上  分钟: …")
    when = text_of(meeting, "时间") if isinstance(meeting, Facts) else Text("")
    span, total = parse_clock(when), sum(filter(None, lengths))
    if span and span[1] is not None and total > span[1] - span[0]:
        slot = span[1] - span[0]
        said = f"议程各项加起来{total:g}分钟，会议只有{slot}分钟，多了{total - slot:g}分钟"
        hint = f"改“分钟”，或改会议的时间“{when}”"
        notes.warn(place_of([text for text in timed if text][-1]), "agenda-times", said, hint)


def _check_people(outline: Outline, notes: FileNotes) -> None:
    """A hint about an item of the agenda that says in one line who does what (`罗平：汇报工作`)."""
    agenda = outline.values.get("议程", ())
    for item in agenda if isinstance(agenda, tuple) else ():
        what = text_of(item, "做") if isinstance(item, Facts) else Text("")
        who, colon, deed = what.partition("：")
        if colon and len(who) <= _SOMEBODY and is_given(Text(deed)) and not text_of(item, "人"):
            said = f"“{shortened(what, 20)}”整句算作要做的事，“{who}”没有算作人"
            hint = f"“{who}”是人，就分两行写  - 做: {deed}，下一行  人: {who}"
            notes.hint(place_of(what), "outline-key-as-text", said, hint)


_SOMEBODY: Final = 16  # characters


def _check_figures(outline: Outline, notes: FileNotes) -> None:
    """A hint about two figures of which nobody can say how much the one is above the other."""
    rows = [row for value in outline.values.values() if isinstance(value, tuple) for row in value]
    for row in rows:
        now, before = (text_of(row, key) if isinstance(row, Facts) else "" for key in _FIGURES)
        if now and before and not change(now, before):
            said = f"“{now}”和“{before}”比不出升降，只印这两个数"
            notes.hint(place_of(now), "value-incomparable", said, "单位写成一样的，如 61.7%、58.3%")


_FIGURES: Final = ("本期", "上期")


def _said(
    outline: Outline, kind: MeetingType, context: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The templates in order, each with what it may name: for sections that give way to one's own
    words the template of these, which alone knows them."""
    own = own_words(outline, kind)
    said = ""
    others = context | {key: Missing(key, Span(outline.file)) for key in own}
    for section in kind.sections:
        if section.gives_way not in own:
            yield section.file, others
        elif said != section.gives_way:
            said = section.gives_way
            if not says_nothing(context[said]):
                yield OWN_WORDS[said], context


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...], roots: tuple[Path, ...]) -> Any:
    from speechgen.compose.filters import FILTERS
    from speechgen.compose.sandbox import Environment, FolderLoader

    return Environment(FolderLoader(folders, roots), FILTERS)


# -- what was not printed -----------------------------------------------------------------------


def _printed(blocks: Sequence[Block]) -> tuple[set[tuple[str, int, int]], bool]:
    """The places (file, line, column) of all that the blocks print, and whether none of it is
    emphasised."""
    places: set[tuple[str, int, int]] = set()
    kinds: set[type] = set()
    for block in blocks:
        for part in parts_of(block) or cells_of(block):
            if isinstance(part, Text):
                for _, span in part.origins:
                    places.add((span.file, span.line, span.column))
                    kinds.add(type(span))
    return places, Emphasis not in kinds


def _unprinted(
    outline: Outline,
    blocks: Sequence[Block],
    printed: set[tuple[str, int, int]],
    notes: FileNotes,
) -> tuple[Unprinted, ...]:
    """The values that appear in no block, one entry a value, at its first text that is lost.

    A value of which only a part appears gets a warning for each text that does not: its writer
    has every reason to think that it was printed.
    """
    figures = set(map(id, blocks))
    left: list[Unprinted] = []
    for key, value in outline.values.items():
        if key in ("称谓", *OWN_WORDS) and says_nothing(value):
            continue
        for path, leaf in _leaves(value, key, outline.settings):
            held = held_in(leaf)
            lost: list[tuple[Text, Span]] = []
            gone: list[Span] = []
            for one in held:
                if isinstance(one, Text):
                    for _, place in one.origins:
                        if place.file:
                            at = place.file, place.line, place.column
                            if at not in printed and one.strip():
                                lost.append((one, place))
                            break
                elif one.span and id(one) not in figures:
                    gone.append(one.span)
            if lost or gone:
                left.append(
                    Unprinted(path, min(*gone, *(place for _, place in lost), Span("\U0010ffff")))
                )
            partly = len(lost) + len(gone) < len(held)
            for place in gone if partly else ():
                said = f"“{key}”里的这张表（图）没有印出来：这一项在这类文稿里没有它的地方"
                notes.warn(place, "value-unprinted", said, "把它写到“正文”里")
            for text, place in lost if partly else ():
                shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
                said = f"“{key}”里的“{shown}”没有印出来：这一项在这类文稿里不分下级"
                hint = "并进上一级的那句话，或者写到“正文”里"
                notes.warn(place, "value-unprinted", said, hint)
    return tuple(left)


def _leaves(value: Value, path: str, settings: frozenset[str]) -> Iterator[tuple[str, Value]]:
    """The members of a value that are no groups themselves, each with its path, less those that
    only steer."""
    if path in settings:
        return
    if isinstance(value, Facts):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}", settings)
    elif isinstance(value, tuple) and any(isinstance(one, Facts) for one in value):
        for one in value:
            yield from _leaves(one, path, settings)
    else:
        yield path, value
