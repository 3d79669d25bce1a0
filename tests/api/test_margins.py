"""Tables, headers and footers of a Word file are checked like its paragraphs."""

from __future__ import annotations

import io
from pathlib import Path

import docx

from speechgen import check


def test_slips_in_cells_headers_and_footers_are_found(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("在全市防汛会议上的讲话")
    made.add_paragraph("今天开会，部署防汛工作。")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "要按步就班推进工作。"
    made.sections[0].header.paragraphs[0].text = "一如继往支持工作"
    made.sections[0].footer.paragraphs[0].text = "要再接再励"
    out = io.BytesIO()
    made.save(out)
    (tmp_path / "稿.docx").write_bytes(out.getvalue())
    found = check(tmp_path / "稿.docx")
    said = " ".join(each.message for each in found)
    assert all(word in said for word in ("按步就班", "一如继往", "再接再励"))
    places = {each.span.file[-2:] for each in found if "页眉页脚 --fix 不改" in each.hint}
    assert places == {"页眉", "页脚"}
