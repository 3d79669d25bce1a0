"""Outline + meeting type -> Document; the only package that knows Jinja2.

Owns the running of section templates and the translation of everything that goes wrong in them
into diagnostics at the template's own line. Must not read outlines or write files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from speechgen.compose.assemble import Assembler
from speechgen.compose.budget import Budget, spending
from speechgen.compose.expand import Expander
from speechgen.diagnostics import Diagnostic, Span, SpeechError, info, warning
from speechgen.document import Block, Document, Para, cells_of, number, parts_of
from speechgen.frozen import frozen
from speechgen.library.model import MeetingType
from speechgen.numbering import Scheme
from speechgen.outline import COMMON_FIELDS, Outline, texts_in
from speechgen.schema.fields import did_you_mean, nearest_word
from speechgen.schema.values import Facts, Missing, Paragraphs, Value
from speechgen.text import Text, cut, joined, place_of

TONES: Final = 3
"""How many sets of connective phrases a type has."""

_SHOWN: Final = 20  # characters of a text quoted in a message
_MEETING_IN_TITLE: Final = re.compile(
    r"^在(.{2,60}?)(?:上|期间)?的.{0,6}(?:讲话|发言|致辞|主持词|点评|提纲)$"
)


@frozen
class Composition:
    """A composed document with what its outline left open.

    `missing` are the gaps printed as 【待补：…】; `unprinted` are values that no template
    printed: (key, line). `insets` are the outlines that are pages of attachments, each once, with
    what composing them left open.
    """

    document: Document
    missing: tuple[Missing, ...]
    unprinted: tuple[tuple[str, int], ...]
    insets: tuple[tuple[Outline, Composition], ...] = ()


def compose(outline: Outline, kind: MeetingType, numbering: str = "") -> Composition:
    """Run the type's section templates over the outline and number the result.

    `numbering` overrides the scheme of outline and type. Raises SpeechError with whatever is
    wrong in a template.
    """
    from speechgen.compose.watch import watched

    notes: list[Diagnostic] = [*outline.notes, *_unknown_tone(outline, kind)]

    def report(span: Span, rule: str, message: str, hint: str) -> None:
        notes.append(info(span, rule, message, hint, outline.line_at(span)))

    insets: dict[int, tuple[Outline, Composition]] = {}

    def inset(page: Outline, page_kind: MeetingType) -> tuple[Block, ...]:
        if id(page) not in insets:
            made = _inset(page, page_kind)
            notes.extend(made.document.notes)
            insets[id(page)] = page, made
        return insets[id(page)][1].document.blocks

    scheme = Scheme.parse(numbering or outline.text("编号") or kind.numbering)
    spent = Budget()
    assembler = Assembler(Expander(scheme, kind.own_line, report), spent, inset)
    context = _context(outline, kind)
    running = ""
    environment = _environment(kind.folders, kind.roots)
    token = spending.set(spent)
    try:
        with watched():
            for section in kind.sections:
                running = section.file
                assembler.section(environment.get_template(running).render(context))
    except SpeechError:
        raise
    except Exception as failed:
        from speechgen.compose.errors import explain

        raise SpeechError([explain(failed, kind, running, context)]) from failed
    finally:
        spending.reset(token)
    title = outline.text("标题").replace("|", "").replace("｜", "")
    unprinted = _unprinted(outline, assembler.blocks, notes)
    document = Document(
        tuple(assembler.blocks),
        title=str(title),
        date=outline.date,
        author=outline.text("讲话人"),
        layout=outline.text("版式") or kind.layout,
        notes=tuple(notes),
    )
    return Composition(
        number(document), tuple(assembler.missing), unprinted, tuple(insets.values())
    )


_NOT_INSET: Final = frozenset({
    "letterhead-mark", "letterhead", "letterhead-space", "letterhead-number", "letter-head",
    "letter-number", "order-number", "minutes-number", "attachment", "signature",
    "signature-date", "sealed", "sealed-date", "note", "copy-to", "imprint",
})  # fmt: skip
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
    told = list(made.document.notes)
    for key, line in _unprinted(outline, blocks, []):
        span = Span(outline.file, line, 1)
        said = f"“{key}”没有印出来：这份提纲印成附件的一页"
        hint = "附件只印标题和标题下面的内容；落款、抄送一类写在主提纲里"
        told.append(info(span, "value-unprinted", said, hint, outline.line_at(span)))
    return replace(made, document=replace(made.document, blocks=blocks, notes=tuple(told)))


# -- context ------------------------------------------------------------------------------------


def _context(outline: Outline, kind: MeetingType) -> dict[str, Any]:
    """What a template may name: every declared field, and what is computed from them."""
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    context: dict[str, Any] = {key: outline.values[key] for key in fields}
    if isinstance(context["称谓"], Missing) and kind.salutation:
        context["称谓"] = Paragraphs((Text(kind.salutation),))
    salutation = context["称谓"]
    if isinstance(salutation, tuple) and salutation:
        first = salutation[0]
        salutation = cut(first, 0, len(first.rstrip("：:！!")))
    context["称呼"] = salutation
    context["会议名"] = _meeting_name(outline)
    context["语气"] = tone(outline.text("语气"), kind) or 1
    return context


COMPUTED: Final = {
    "称呼": "称谓去掉末尾的冒号，用在文中",
    "会议名": "会议名称；没写就从标题“在……上的讲话”里取",
    "语气": "1、2 或 3",
}
"""Names that templates may use beside the declared fields, with an explanation of each."""


def _meeting_name(outline: Outline) -> Value:
    """The meeting's name as given, else the part of the title that names it."""
    meeting = outline.values["会议"]
    if isinstance(meeting, Facts) and isinstance(meeting["名称"], Text):
        return meeting["名称"]
    title = outline.values["标题"]
    if isinstance(title, Text):
        unbroken = joined(*(cut(title, *part.span()) for part in re.finditer("[^|｜]+", title)))
        if found := _MEETING_IN_TITLE.match(unbroken):
            return cut(unbroken, *found.span(1))
    return Missing("会议名称", Span(outline.file))


def tone(given: str, kind: MeetingType) -> int | None:
    """Which of the three phrase sets a 语气 asks for: 1, 2, 3 or one of the type's names for
    them. 1 for an empty text, None for any other."""
    word = given.strip()
    if word in kind.tones[:TONES]:
        return kind.tones.index(word) + 1
    if len(word) == 1 and word.isdecimal() and 1 <= int(word) <= TONES:
        return int(word)
    return None if word else 1


def _unknown_tone(outline: Outline, kind: MeetingType) -> Iterator[Diagnostic]:
    """A warning at the place of a 语气 that this type does not know."""
    given = outline.text("语气")
    if tone(given, kind) is not None:
        return
    names = "、".join(f"{at} {name}" for at, name in enumerate(kind.tones[:TONES], 1))
    guess = nearest_word(given, kind.tones)
    hint = did_you_mean(guess) + f"可以写：{names or '1、2、3'}"
    span = place_of(given)
    line = outline.line_at(span)
    message = f"{kind.name}没有“{given}”这种语气，按第一种起草"
    yield warning(span if span.line else Span(outline.file), "outline-tone", message, hint, line)


# -- running ------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...], roots: tuple[Path, ...]) -> Any:
    from speechgen.compose.filters import FILTERS
    from speechgen.compose.sandbox import Environment, FolderLoader

    return Environment(FolderLoader(folders, roots), FILTERS)


# -- what was not printed -----------------------------------------------------------------------


def _unprinted(
    outline: Outline, blocks: Sequence[Block], notes: list[Diagnostic]
) -> tuple[tuple[str, int], ...]:
    """Keys (with the line) of the values that appear in no block, one entry a value.

    A value of which only a part appears gets a warning for each text that does not: its writer
    has every reason to think that it was printed.
    """
    printed = {
        (span.line, span.column)
        for block in blocks
        for part in (parts_of(block) or cells_of(block))
        if isinstance(part, Text)
        for _, span in part.origins
        if span.file == outline.file
    }
    left: list[tuple[str, int]] = []
    for key, value in outline.values.items():
        for leaf in _leaves(value, key, outline.settings):
            texts = texts_in(leaf)
            lost = [
                (text, place)
                for text in texts
                if ((place := place_of(text)).line, place.column) not in printed
                and text.strip()
                and place.file == outline.file
            ]
            if lost:
                left.append((key, lost[0][1].line))
            for text, place in lost if len(lost) < len(texts) else ():
                shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
                said = f"“{key}”里的“{shown}”没有印出来：这一项在这类文稿里不分下级"
                hint = "并进上一级的那句话，或者写到“正文”里"
                source = outline.line_at(place)
                notes.append(warning(place, "value-unprinted", said, hint, source))
    return tuple(left)


def _leaves(value: Value, path: str, settings: frozenset[str]) -> Iterator[Value]:
    """The members of a value that are no groups themselves, less those that only steer."""
    if path in settings:
        return
    if isinstance(value, Facts):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}", settings)
    elif isinstance(value, tuple) and any(isinstance(one, Facts) for one in value):
        for one in value:
            yield from _leaves(one, path, settings)
    else:
        yield value
