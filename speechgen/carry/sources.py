"""What an edited DOCX was drafted from: one outline, or the files of a pack.

Owns which files those are, drafting them again with other bytes in their place, and how each is
read again. Must not know what is changed in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.api import MAX_OUTLINE
from speechgen.api.drafted import Draft, Options
from speechgen.api.drafting import Opened, open_outline
from speechgen.carry.printed import Printed
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files.anchoring import AnchorRecord, digest, outline_id
from speechgen.files.beside import Beside
from speechgen.frozen import frozen
from speechgen.library import starter
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS, build
from speechgen.schema.fields import Field, by_name
from speechgen.schema.values import Facts
from speechgen.source import Loaded, load

_KEY_LINE: Final = r"(?m)^(?:# )?([^\s#:：-]+):(?: |$)"

Read = Callable[[bytes], tuple[Loaded, Facts]]
"""Reads the bytes of a file of keys: its nodes and its values. Raises SpeechError."""


@frozen
class Manner:
    """How a file is read: `read` gives its values; `keys` are all it may hold, `fields` those of
    its type, `order` their names as a new file has them."""

    read: Read
    keys: frozenset[str]
    fields: tuple[Field, ...]
    order: tuple[str, ...]


class SingleOutline:
    """One outline. `file` is the one that was named, `contents` are the bytes of all that may be
    changed."""

    def __init__(self, path: Path, options: Options) -> None:
        self.file = str(path)
        self.contents = {self.file: files.read_bytes(path, MAX_OUTLINE)}
        self._options = options
        self._opened: Opened | None = None

    def printed(self, changed: Mapping[str, bytes] = {}) -> Printed:
        """What prints now, or would with other bytes in some files. Raises SpeechError."""
        data = changed.get(self.file, self.contents[self.file])
        beside = Beside(Path(self.file).parent)
        opened = open_outline(data, self._options, self.file, beside=beside)
        self._opened = self._opened or opened
        return Printed(opened.draft())

    def manner(self, file: str) -> Manner:
        """How it is read."""
        assert self._opened is not None
        return manner_of(self._opened)

    def others(self, changed: Mapping[str, bytes]) -> tuple[str, ...]:
        """Nothing else is drafted from it."""
        return ()


class PaperOfPack:
    """The meeting file of a pack and, of a speech, the outline that is its own. Which paper it is
    the anchors' record says, else the name of the DOCX (`03_主持词.docx`)."""

    def __init__(
        self, path: Path, options: Options, record: AnchorRecord | None, name: str
    ) -> None:
        self.file = str(path)
        self._options = options
        self._record = record
        self._stem = ""
        self._word, self._number = self._paper(path, name)
        self.contents = {self.file: files.read_bytes(path, MAX_OUTLINE)}
        draft = self._draft()
        if draft.outline.file != self.file:
            self.contents[draft.outline.file] = files.read_bytes(
                Path(draft.outline.file), MAX_OUTLINE
            )

    def _paper(self, path: Path, name: str) -> tuple[str, str]:
        """The word of the paper, and its number in the pack as far as it is known."""
        from speechgen.pack.meeting import read_meeting

        words = [
            str(one).strip().partition(".")[0]
            for one in read_meeting(path, dict(self._options.values)).papers
        ]
        number, _, rest = Path(name).stem.partition("_")
        marked = self._record.marking.paper if self._record else ""
        for word in words:
            if digest(word) == marked or (not marked and rest.partition("_")[0] == word):
                return word, number
        hint = f"文件名写成 序号_材料.docx（成套里有 {'、'.join(words)}）"
        raise refusal(Span(name), "pull-other-outline", f"看不出这是“{path}”的哪一样材料", hint)

    def others(self, changed: Mapping[str, bytes]) -> tuple[str, ...]:
        """The other papers that print differently with these bytes, by their files' names."""
        before = self._drafts(())
        after = self._drafts((), changed)
        return tuple(
            stem
            for stem, draft in before.items()
            if stem != self._stem
            if (now := after.get(stem)) is None or now.document.blocks != draft.document.blocks
        )

    def _draft(self, changed: Mapping[str, bytes] = {}) -> Draft:
        drafts = self._drafts((self._word,), changed)
        marking = self._record.marking.outline if self._record else ""
        ids = {outline_id(one.kind.id, one.document.title): stem for stem, one in drafts.items()}
        numbered = (stem for stem in drafts if stem.partition("_")[0] == self._number)
        self._stem = ids.get(marking) or next(numbered, next(iter(drafts)))
        return drafts[self._stem]

    def _drafts(self, only: Sequence[str], changed: Mapping[str, bytes] = {}) -> dict[str, Draft]:
        """Papers that can be drafted, by their files' names. Raises SpeechError for none."""
        from speechgen.pack.drafting import draft_pack

        pack = draft_pack(self.file, self._options, only=only, contents=changed)
        drafts = {one.stem: one.draft for one in pack.papers if one.draft is not None}
        if not drafts:
            raise SpeechError([note for one in pack.papers for note in one.diagnostics])
        return drafts

    def printed(self, changed: Mapping[str, bytes] = {}) -> Printed:
        """What the paper prints."""
        draft = self._draft(changed)
        contents = self.contents | dict(changed)
        values = tuple(self.manner(file).read(data)[1] for file, data in contents.items())
        return Printed(replace(draft, anchors=True), values, frozenset(contents))

    def manner(self, file: str) -> Manner:
        """How the meeting file or the outline of a speech is read."""
        if file == self.file:
            return manner_of_meeting(file)
        options = Options(templates=self._options.templates)
        beside = Beside(Path(file).parent)
        return manner_of(open_outline(self.contents[file], options, file, beside=beside))


SourceOfDraft = SingleOutline | PaperOfPack


def manner_of(opened: Opened) -> Manner:
    """How an outline that was opened is read again."""
    kind, beside = opened.kind, opened.beside
    every = (*COMMON_FIELDS, *NODE_FIELDS, *kind.fields)
    keys = frozenset(by_name(part for one in every for part in (one, *one.fields)))

    def read(data: bytes) -> tuple[Loaded, Facts]:
        loaded = load(data, opened.file, keys)
        outline = build(loaded, kind.fields, opened.file, kind.id, beside=beside.apart())
        return loaded, outline.values

    fields = {one.key: one for one in (*COMMON_FIELDS, *kind.fields)}
    return Manner(read, keys, tuple(fields.values()), _order(starter(kind), fields))


def manner_of_meeting(file: str) -> Manner:
    """How the meeting file of a pack is read again."""
    from speechgen.pack.fields import PACK_FIELDS
    from speechgen.pack.meeting import facts_of, keys

    def read(data: bytes) -> tuple[Loaded, Facts]:
        loaded = load(data, file, keys())
        return loaded, facts_of(loaded, file)

    names = tuple(name for field in PACK_FIELDS for name in field.names)
    return Manner(read, keys(), PACK_FIELDS, names)


def _order(text: str, fields: Collection[str]) -> tuple[str, ...]:
    """The keys of a starter outline in their order, the others after those they are declared
    behind."""
    found = [key for key in dict.fromkeys(re.findall(_KEY_LINE, text)) if key in fields]
    before = ""
    for key in fields:
        if key not in found:
            found.insert(found.index(before) + 1 if before else 0, key)
        before = key
    return tuple(found)
