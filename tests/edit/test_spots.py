"""Where a paragraph's characters stand in its text elements."""

from __future__ import annotations

from lxml import etree

from speechgen.edit.word import spots
from speechgen.readers.docx.runs import FieldState

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_every_character_of_a_long_run_has_its_place() -> None:
    xml = f'<w:p xmlns:w="{W}"><w:r><w:t>{"甲乙" * 50_000}</w:t><w:br/><w:t>丙</w:t></w:r></w:p>'
    found = spots(etree.fromstring(xml), FieldState())
    assert [spot.offset for spot in found[:100_000]] == list(range(100_000))
    assert [spot.element is None for spot in found[100_000:]] == [True, False]
