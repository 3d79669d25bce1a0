"""The library's other door: `read()`, and the outlines of what it read, drafted back and compared.

Owns the order of work of an import (read, extract, draft, compare). Must not know arguments,
consoles or exit codes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from speechgen import readers
from speechgen.api import PathLike, search_roots
from speechgen.api.drafted import Options
from speechgen.api.drafting import open_outline
from speechgen.api.unprintable import has_place
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.document import Document, Picture
from speechgen.extract.compare import Difference, differences
from speechgen.files import read_bytes as read_file
from speechgen.files.beside import Held
from speechgen.images import Image, image_file
from speechgen.library import find_type, types
from speechgen.readers.reading import Reading, with_names


@dataclass(frozen=True)
class Imported:
    """An existing text, read: `readings` are the documents found in it.

    `read("旧稿.docx").outline()` is its outline as YAML; `documents` are the documents.
    """

    file: str
    readings: tuple[Reading, ...]
    roots: tuple[Path, ...] = ()
    _known: dict[str, tuple[Difference, ...]] = field(default_factory=dict, compare=False)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents with the labels of the source."""
        return tuple(reading.document for reading in self.readings)

    @property
    def pictures(self) -> tuple[Image, ...]:
        """The pictures of all documents, each once, in order; those that have no file of their own
        beside the outline (see `called`) are told in it by their titles alone."""
        blocks = (block for document in self.documents for block in document.blocks)
        return tuple(dict.fromkeys(block.image for block in blocks if isinstance(block, Picture)))

    def called(self, names: Sequence[str]) -> Imported:
        """The same with names of files for its `pictures`, in their order. The outlines show the
        pictures by these names; who takes them writes `image_file(picture)` there."""
        known = dict(zip(self.pictures, names, strict=True))
        return replace(self, readings=tuple(with_names(each, known) for each in self.readings))

    def outlines(self, kind: str = "") -> tuple[str, ...]:
        """One outline for each document, as YAML text.

        `kind` is a meeting type; if empty, the one that the document is, where that drafts to the
        same text, else 公文 for a paper and 讲话 for all others. Raises SpeechError for an unknown
        type, and for one that has no outline of this text that drafts.
        """
        return tuple(self._outline(reading, kind) for reading in self.readings)

    def _outline(self, reading: Reading, kind: str) -> str:
        from speechgen.extract.kinds import likely_kinds
        from speechgen.extract.outline import extract

        name = Path(self.file).name
        if kind:
            chosen = find_type(kind, self.roots)
            text = extract(reading, chosen, name, partial(has_place, kind=chosen))
            if why := next((one for one in self._compared(reading, text) if one.fatal), None):
                said = f"这篇文稿写成“{kind}”的提纲起草不了：{why.drafted}"
                hint = "不写 --type，照原样导入；或换一种类型"
                raise refusal(Span(self.file), "import-type", said, hint)
            return text
        best: tuple[int, str] | None = None
        for chosen in likely_kinds(reading, types(self.roots)):
            text = extract(reading, chosen, name)
            lines = [one for one in self._compared(reading, text) if not one.what]
            count = 1 << 30 if any(one.fatal for one in lines) else len(lines)
            if best is None or count < best[0]:
                best = count, text
            if not count:
                break
        assert best is not None
        return best[1]

    def outline(self, kind: str = "") -> str:
        """The outlines as one text, YAML documents separated by `---`."""
        return "---\n".join(self.outlines(kind))

    def skeleton(self, kind: str = "") -> str:
        """An outline for a new speech like the first document: its structure, its texts as
        comments, its facts as 【待补】. Raises SpeechError for an unknown type."""
        from speechgen.extract.skeleton import skeleton

        chosen = find_type(kind or "speech", self.roots)
        name, place = Path(self.file).name, partial(has_place, kind=chosen)
        return skeleton(self.readings[0], chosen, name, place)

    def differences(self, outlines: Sequence[str]) -> tuple[tuple[Difference, ...], ...]:
        """For each outline, drafted back: the places where it is not its source's text.

        An outline that does not draft differs as a whole.
        """

        pairs = zip(self.readings, outlines, strict=True)
        return tuple(self._compared(reading, text) for reading, text in pairs)

    def _compared(self, reading: Reading, outline: str) -> tuple[Difference, ...]:
        """The differences of one outline; remembered, for a choice of type asks for them too."""
        if outline in self._known:
            return self._known[outline]
        blocks = (block for document in self.documents for block in document.blocks)
        files = {
            block.file: image_file(block.image) for block in blocks if isinstance(block, Picture)
        }
        try:
            opened = open_outline(outline.encode("utf-8", "surrogatepass"), Options(), self.file)
            drafted = replace(opened, beside=Held(files)).draft()
        except SpeechError as refused:
            first = refused.diagnostics[0]
            found: tuple[Difference, ...] = (Difference(first.span, "", first.message, fatal=True),)
        else:
            found = tuple(differences(reading, drafted.document))
        self._known[outline] = found
        return found


def read(
    path: PathLike, *, templates: Sequence[PathLike] = (), data: bytes | None = None
) -> Imported:
    """Read an existing speech (.docx .txt .md; .doc .wps .odt .rtf through LibreOffice).

    `data` is what is read in place of a file of that name: by its first bytes, as Word, Markdown or
    text. Raises SpeechError for what cannot be read. Prints nothing.
    """
    file = os.fspath(path)
    held = read_file(Path(file), readers.MAX_BYTES) if data is None else data
    readings = readers.read_bytes(file, held, pasted=True)
    found = Imported(file, readings, search_roots(templates))
    return found.called([""] * len(found.pictures)) if found.pictures else found
