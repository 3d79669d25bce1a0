"""What the benchmarks measure against: docxtpl, pandoc, bare imports, deflating alone."""

from __future__ import annotations

import io
import shutil
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

BARE_IMPORTS = (sys.executable, "-c", "import typer, yaml, jinja2")
BARE_PYTHON = (sys.executable, "-c", "pass")


@lru_cache(maxsize=1)
def _lean_template() -> bytes:
    import docx

    empty = docx.Document()
    for text in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        empty.add_paragraph(text)
    template = io.BytesIO()
    empty.save(template)
    return template.getvalue()


def docxtpl_rendering(lines: Sequence[str]) -> Callable[[], bytes]:
    """A contender that renders the lines as paragraphs with docxtpl and gives the package.

    Its template is the leanest there is: one loop, no styles. Raises ImportError without docxtpl.
    """
    import docxtpl  # type: ignore[import-untyped]

    template = io.BytesIO(_lean_template())

    def run() -> bytes:
        template.seek(0)
        made, package = docxtpl.DocxTemplate(template), io.BytesIO()
        made.render({"lines": lines}, autoescape=True)
        made.save(package)
        return package.getvalue()

    return run


def docxtpl_batch(
    texts: Sequence[Sequence[str]], folder: Path, processes: int
) -> Callable[[], object]:
    """A contender that renders every text (its lines) into `folder` with docxtpl, in a pool."""

    def run() -> None:
        with ProcessPoolExecutor(processes, initializer=_load_docxtpl) as pool:
            targets = [folder / f"{number}.docx" for number in range(len(texts))]
            made = pool.map(_render, texts, targets, chunksize=max(1, len(texts) // 40))
            assert sum(made) == len(texts)

    return run


def _load_docxtpl() -> None:
    import docxtpl  # noqa: F401 - every worker imports it before the first row


def _render(lines: Sequence[str], target: Path) -> int:
    target.write_bytes(docxtpl_rendering(lines)())
    return 1


def deflate(package: bytes) -> Callable[[], bytes]:
    """A contender that only deflates and sums up the parts of a ready DOCX: the floor."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]

    def run() -> bytes:
        pieces = []
        for part in parts:
            squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
            pieces += [struct.pack("<L", zlib.crc32(part)), squeeze.compress(part), squeeze.flush()]
        return b"".join(pieces)

    return run


def pandoc_command(markdown: Path, reference: Path, target: Path) -> list[str | Path]:
    """pandoc turning Markdown into DOCX with a lean reference document (one of our own drafts)."""
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        raise FileNotFoundError("pandoc is not installed")
    return [pandoc, "-f", "markdown", markdown, "--reference-doc", reference, "-o", target]
