"""Comments in one long paragraph: as many as there are slips, at their places."""

from __future__ import annotations

from functools import partial

import pytest

from speechgen.edit.annotate import Comment, annotate
from speechgen.readers import read_bytes

from ..readers.docx.word import p, word_file
from .edited import seconds


def test_comments_side_by_side_in_one_long_run_lose_no_character() -> None:
    text = "要抓紧抓好。" * 3_000
    notes = [Comment(1, at, at + 2, ("提示",)) for at in range(1, len(text), 6)]
    made = annotate(word_file(p(text)), notes)
    assert read_bytes("稿.docx", made)[0].passages[0].text == text


@pytest.mark.clock
def test_a_comment_on_each_of_many_paragraphs_takes_linear_time() -> None:
    def annotated(count: int) -> bytes:
        notes = [Comment(at, 1, 2, ("提示",)) for at in range(1, count + 1)]
        return annotate(word_file(p("要抓紧。") * count), notes)

    short, long = (seconds(partial(annotated, count)) for count in (2_000, 8_000))
    assert long < 8 * short  # 4 if linear, 16 if quadratic
