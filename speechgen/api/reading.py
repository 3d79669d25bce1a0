"""The library's other door: `read()`, and the outlines of what it read, drafted back and compared.

Owns the order of work of an import (read, extract, draft, compare). Must not know arguments,
consoles or exit codes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from speechgen import readers
from speechgen.api import PathLike, search_roots
from speechgen.api.drafted import Options
from speechgen.api.drafting import open_outline
from speechgen.diagnostics import SpeechError
from speechgen.document import Picture
from speechgen.files.beside import Held
from speechgen.images import Image, image_file
from speechgen.library import find_type, types

if TYPE_CHECKING:
    from speechgen.document import Document
    from speechgen.extract.compare import Difference
    from speechgen.readers.reading import Reading


@dataclass(frozen=True)
class Imported:
    """An existing text, read: `readings` are the documents found in it.

    `read("旧稿.docx").outline()` is its outline as YAML; `documents` are the documents.
    """

    file: str
    readings: tuple[Reading, ...]
    roots: tuple[Path, ...] = ()

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
        from speechgen.readers.reading import with_names

        known = dict(zip(self.pictures, names, strict=True))
        return replace(self, readings=tuple(with_names(each, known) for each in self.readings))

    def outlines(self, kind: str = "") -> tuple[str, ...]:
        """One outline for each document, as YAML text; `kind` is a meeting type (讲话 if empty).

        Raises SpeechError for an unknown type.
        """
        from speechgen.extract.outline import extract, likely_type

        chosen = find_type(kind or "speech", self.roots)
        known = [] if kind else types(self.roots)
        name = Path(self.file).name
        return tuple(
            extract(reading, chosen, name, likely_type(reading.title, known))
            for reading in self.readings
        )

    def outline(self, kind: str = "") -> str:
        """The outlines as one text, YAML documents separated by `---`."""
        return "---\n".join(self.outlines(kind))

    def skeleton(self, kind: str = "") -> str:
        """An outline for a new speech like the first document: its structure, its texts as
        comments, its facts as 【待补】. Raises SpeechError for an unknown type."""
        from speechgen.extract.outline import skeleton

        chosen = find_type(kind or "speech", self.roots)
        return skeleton(self.readings[0], chosen, Path(self.file).name)

    def differences(self, outlines: Sequence[str]) -> tuple[tuple[Difference, ...], ...]:
        """For each outline, drafted back: the places where it is not its source's text.

        An outline that does not draft differs as a whole.
        """
        from speechgen.extract.compare import Difference, differences

        blocks = (block for document in self.documents for block in document.blocks)
        files = {
            block.file: image_file(block.image) for block in blocks if isinstance(block, Picture)
        }
        found: list[tuple[Difference, ...]] = []
        for reading, text in zip(self.readings, outlines, strict=True):
            try:
                opened = open_outline(text.encode("utf-8", "surrogatepass"), Options(), self.file)
                drafted = replace(opened, beside=Held(files)).draft()
            except SpeechError as refused:
                first = refused.diagnostics[0]
                found.append((Difference(first.span, "", f"（提纲起草不了：{first.message}）"),))
            else:
                found.append(tuple(differences(reading, drafted.document)))
        return tuple(found)


def read(path: PathLike, *, templates: Sequence[PathLike] = ()) -> Imported:
    """Read an existing speech (.docx .txt .md; .doc .wps .odt .rtf through LibreOffice).

    Raises SpeechError for what cannot be read. Prints nothing.
    """
    file = os.fspath(path)
    found = Imported(file, readers.read(file), search_roots(templates))
    return found.called([""] * len(found.pictures)) if found.pictures else found
