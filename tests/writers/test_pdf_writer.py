"""PDF through LibreOffice: the text of the draft, the same bytes, a clear answer without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen import draft, office
from speechgen.diagnostics import SpeechError
from speechgen.writers.pdf import unclocked


@pytest.mark.office
def test_the_same_bytes_and_the_text(root: Path) -> None:
    import pymupdf

    made = draft(root / "examples" / "speech.yaml")
    data = made.to("pdf")
    assert data == made.to("pdf")
    with pymupdf.open(stream=data, filetype="pdf") as pages:
        text = "".join("".join(page.get_text().split()) for page in pages)
        assert pages.metadata["creationDate"].startswith("D:20000101")
    for line in str(made).split():
        assert line.strip()[:12] in text


def test_without_libreoffice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.PROGRAM_VARIABLE, "")
    with pytest.raises(SpeechError) as refused:
        draft(root / "examples" / "speech.yaml").to("pdf")
    (one,) = refused.value.diagnostics
    assert one.rule == "office-missing"
    assert "LibreOffice" in one.message


def test_offsets_stay() -> None:
    pdf = (
        b"/CreationDate(D:20261121021500+08'00')\n/ID [ <" + b"A" * 32 + b">\n<" + b"B" * 32
        + b"> ]\n/DocChecksum /" + b"C" * 32 + b"\n"
    )  # fmt: skip
    mark = b"0123456789ABCDEF" * 2
    done = unclocked(pdf, mark)
    assert len(done) == len(pdf)
    assert b"2026" not in done
    assert done.count(mark) == 3
