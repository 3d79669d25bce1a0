"""What the benchmarks measure against: docxtpl, pandoc, bare imports, writing the zip alone."""

from __future__ import annotations

import io
import shutil
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

BARE_IMPORTS = (sys.executable, "-c", "import typer, yaml, jinja2")
BARE_PYTHON = (sys.executable, "-c", "pass")


def docxtpl_rendering(lines: Sequence[str], target: Path) -> Callable[[], object]:
    """A contender that renders the lines as paragraphs with docxtpl and writes `target`.

    Its template is the leanest there is: one loop, no styles. Raises ImportError without docxtpl.
    """
    import docx
    import docxtpl  # type: ignore[import-untyped]

    empty = docx.Document()
    for text in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        empty.add_paragraph(text)
    template = io.BytesIO()
    empty.save(template)

    def run() -> None:
        template.seek(0)
        made = docxtpl.DocxTemplate(template)
        made.render({"lines": lines}, autoescape=True)
        made.save(target)

    return run


def deflate_and_write(package: bytes, target: Path) -> Callable[[], object]:
    """A contender that only deflates, sums up and writes the parts of a ready DOCX: the floor."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]

    def run() -> None:
        pieces = []
        for part in parts:
            squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
            pieces += [struct.pack("<L", zlib.crc32(part)), squeeze.compress(part), squeeze.flush()]
        target.write_bytes(b"".join(pieces))

    return run


def pandoc_command(markdown: Path, reference: Path, target: Path) -> list[str | Path]:
    """pandoc turning Markdown into DOCX with a lean reference document (one of our own drafts)."""
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        raise FileNotFoundError("pandoc is not installed")
    return [pandoc, "-f", "markdown", markdown, "--reference-doc", reference, "-o", target]
