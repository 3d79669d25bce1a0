"""A draft that was edited and saved by LibreOffice comes back as if it had been saved by Word."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen import office
from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.pull import pull
from tests.word_hand import done

EXAMPLES = Path(__file__).parents[2] / "examples"
DEEDS = (
    ("改", "46毫米", "52毫米"),
    ("粗", "汛情不等人"),
    ("删", "城市内涝"),
    ("分", "没有救生衣"),
    ("移", "把握重点部位", "抓住关键环节"),
    ("改", "2026年5月15日", "2026年5月20日"),
    ("批", "有的村把转移演练", "王主任", "点到为止"),
)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("way", ["docx", "odt"])
def test_the_same_is_taken_after_a_round_through_libreoffice(way: str) -> None:
    path = EXAMPLES / "mobilize.yaml"
    data = draft_as(path, Options()).to("docx")
    for deed in DEEDS:
        data = done(data, *deed)
    here = pull(data, path, Options())
    assert here.whole, here.changes
    saved = office.convert(data, "稿.docx", way)
    if way != "docx":
        saved = office.convert(saved, f"稿.{way}", "docx")
    assert saved != data
    there = pull(saved, path, Options())
    assert there.data == here.data
    assert there.changes == here.changes
