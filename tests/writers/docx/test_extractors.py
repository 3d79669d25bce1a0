"""What other programs read in our files: the text, the headings and the order of the draft."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from speechgen import draft
from speechgen.document import Item, paragraphs

NAMES = ("mobilize", "work", "selfreview", "speech")


def wanted(outline: Path) -> list[str]:
    return [bare(line) for line in paragraphs(draft(outline).document) if line.strip()]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(params=NAMES)
def outline(request: pytest.FixtureRequest, root: Path) -> Path:
    return root / "examples" / f"{request.param}.yaml"


@pytest.fixture(params=["gbt9704", "large-print", "business", "plain"])
def data(request: pytest.FixtureRequest, outline: Path) -> bytes:
    return draft(outline, layout=str(request.param)).to("docx")


def headings(outline: Path) -> list[str]:
    return [
        bare(block.label + block.head)
        for block in draft(outline).document.blocks
        if isinstance(block, Item) and block.heading and not (block.body or block.entries)
    ]


def test_mammoth(outline: Path, data: bytes) -> None:
    import mammoth

    html = mammoth.convert_to_html(io.BytesIO(data)).value
    html = re.sub(r'<br ?/?>|<a id="_s\w+"></a>', "", html)  # an anchor shows nothing
    found = re.findall(r"<(?:p|h[1-6])>(.*?)</(?:p|h[1-6])>", html)
    assert [bare(re.sub("<[^>]*>", "", one)) for one in found] == wanted(outline)
    assert [bare(one) for one in re.findall(r"<h[1-4]>(.*?)</h[1-4]>", html)] == headings(outline)


def test_docx2python(outline: Path, data: bytes) -> None:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as read:
        found = [bare(line) for line in read.body_runs and read.text.split("\n\n") if bare(line)]
    text = "".join(found)
    at = 0
    for line in wanted(outline):
        at = text.index(line, at) + len(line)


def test_pandoc(outline: Path, data: bytes, tmp_path: Path) -> None:
    program = shutil.which("pandoc")
    if program is None:
        pytest.skip("pandoc is not installed")
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    done = subprocess.run(
        [program, str(path), "-t", "json"], capture_output=True, check=True, timeout=60
    )
    blocks = json.loads(done.stdout)["blocks"]
    found = [bare(inline(block)) for block in blocks]
    assert [one for one in found if one] == titleless(wanted(outline), found)
    heads = [bare(inline(block)) for block in blocks if block["t"] == "Header"]
    assert heads == headings(outline)


def titleless(lines: list[str], found: list[str]) -> list[str]:
    """Pandoc takes the title block into its metadata."""
    return lines[len(lines) - len([one for one in found if one]) :]


def inline(node: Any) -> str:
    """The text of a pandoc node."""
    match node:
        case {"t": "Str", "c": text}:
            return str(text)
        case {"t": "Header", "c": content}:
            return inline(content[2])
        case {"c": content}:
            return inline(content)
        case list():
            return "".join(inline(each) for each in node if isinstance(each, dict | list))
    return ""
