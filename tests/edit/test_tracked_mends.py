"""Mends of `check --fix` as tracked changes, each with a comment; mends in texts that have some."""

from __future__ import annotations

import pytest

from speechgen.api.checking import request
from speechgen.api.mending import mend, tracked
from speechgen.diagnostics import SpeechError
from speechgen.files.word import WordPackage
from speechgen.readers.docx.revisions import read_review
from tests.readers.docx.word import p, word_file

from .revised import paragraphs

FAULTS = (
    p("在防汛工作会议上的讲话")
    + p("同志们：")
    + p("要抓好落实,落到实处。。")
    + p("没有问题的一段。")
)


def mended(data: bytes) -> bytes:
    wanted = request()
    return tracked("稿.docx", data, mend("稿.docx", data, wanted)).data


def test_every_mend_is_a_revision_with_its_rule_as_a_comment() -> None:
    data = word_file(FAULTS)
    made = mended(data)
    assert paragraphs(made, accept=False) == paragraphs(data, accept=True)
    assert paragraphs(made, accept=True)[2] == "要抓好落实，落到实处。"
    marks = read_review(WordPackage(made, "稿.docx"))
    assert [(one.kind, one.text) for one in marks.revisions] == [
        ("deleted", ","), ("inserted", "，"), ("deleted", "。"),
    ]  # fmt: skip
    assert {one.paragraph for one in marks.comments} == {3}
    assert len(marks.comments) == 2
    assert all(one.text.startswith(("警告[", "错误[", "提示[")) for one in marks.comments)
    assert marks.comments[0].words == "，"


def test_a_file_without_faults_stays() -> None:
    data = word_file(p("没有问题的一段。"))
    assert mended(data) == data


def test_a_file_with_revisions_is_refused_and_a_text_is() -> None:
    more = '<w:ins w:id="1" w:author="张三"><w:r><w:t>,乙</w:t></w:r></w:ins>'
    for file, data, rule in (
        ("稿.docx", word_file(FAULTS + f"<w:p>{more}</w:p>"), "fix-tracked"),
        ("稿.txt", "要抓好落实,落到实处。".encode(), "fix-format"),
    ):
        result = mend(file, data, request())
        with pytest.raises(SpeechError) as refused:
            tracked(file, data, result)
        assert [each.rule for each in refused.value.diagnostics] == [rule]


def test_a_mend_behind_a_deleted_paragraph_end_meets_its_character() -> None:
    joined = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="张三"/></w:rPr></w:pPr>'
        "<w:r><w:t>要抓好防汛</w:t></w:r></w:p>"
    )
    data = word_file(p("在会上的讲话") + p("同志们：") + joined + p("工作,落到实处。"))
    made = mend("稿.docx", data, request()).data
    assert paragraphs(made, accept=True)[2] == "要抓好防汛工作，落到实处。"
