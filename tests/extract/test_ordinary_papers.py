"""What a clerk writes on ordinary days comes back whole from its Word and Markdown drafts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from ..outlines_made import imported, made

_PAPERS: Final = Path(__file__).with_name("ordinary_papers.yaml").read_text("utf-8")
PAPERS: Final = dict(re.findall(r"(?s)# (.+?)\n(.+?)(?=\n# |\Z)", _PAPERS))


def lines(text: str) -> list[str]:
    """The lines of a text draft, without indents (in an attachment, 称谓 is a paragraph) and the
    names of pictures without titles, which are given anew."""
    named = re.sub("【图：(?:现场|甲乙|图[0-9]+)】", "【图】", text)
    return [line.strip() for line in named.splitlines()]


@pytest.mark.parametrize("suffix", ["docx", "md"])
@pytest.mark.parametrize("paper", PAPERS)
def test_an_ordinary_paper_comes_back(paper: str, suffix: str) -> None:
    draft = made(PAPERS[paper])
    kind = "公文" if draft.kind.paper else "讲话"
    written, told, again = imported(suffix, draft.to(suffix), kind)
    assert (told, again is not None) == (0, True), written
    assert again is not None
    assert lines(str(again)) == lines(str(draft)), written
    assert again.emphases == draft.emphases
