"""The table of formats: every row has its module, and asking for text never loads Word."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from speechgen.document import Document, Para
from speechgen.layout.model import Layout
from speechgen.writers import FORMATS, Format


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_has_its_module(suffix: str) -> None:
    format_ = FORMATS[suffix]
    assert format_.suffix == suffix
    assert suffix.startswith(".")
    assert format_.name
    assert find_spec(format_.module) is not None


@pytest.mark.parametrize("format_", [row for row in FORMATS.values() if not row.binary])
def test_plain_formats_write_text(format_: Format) -> None:
    document = Document((Para("同志们："),))
    layout = (Layout(),) if format_.styled else ()
    assert "同志们" in format_.write(document, *layout)


def test_a_text_draft_does_not_load_word() -> None:
    script = (
        "import sys; from speechgen.writers import FORMATS;"
        "from speechgen.document import Document;"
        "from speechgen.layout import Layout;"
        "FORMATS['.txt'].write(Document(())); FORMATS['.md'].write(Document(()));"
        "FORMATS['.html'].write(Document(()), Layout());"
        "print([m for m in ('docx', 'lxml', 'yaml', 'jinja2', 'typer') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
