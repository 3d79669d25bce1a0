"""Drafts with anchors and without, and what is read of them; for the tests of anchors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from speechgen import draft
from speechgen.files.anchoring import AnchorRecord
from speechgen.files.word import WordPackage
from speechgen.readers.docx.anchors import Anchors, read_anchors
from tests.writers.docx.specimens import parts

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
PACK = ROOT / "examples" / "packs" / "renovation" / "会议.yaml"
LAYOUTS = ("gbt9704", "large-print", "business", "plain")
FEW = ("mobilize", "minutes", "seatcards", "notice")
DOCUMENT, CUSTOM = "word/document.xml", "docProps/custom.xml"


def anchors_of(data: bytes) -> Anchors:
    return read_anchors(WordPackage(data, "稿.docx"))


def record_of(data: bytes) -> AnchorRecord:
    record = anchors_of(data).record
    assert record is not None
    return record


def numbers(found: Anchors) -> list[int]:
    return [one.number for each in found.paragraphs.values() for one in each]


def made(path: Path, *, live: bool = False, anchors: bool = True) -> bytes:
    return draft(path).printed(live=live, anchors=anchors).to("docx")


def changed(data: bytes, **members: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    every = parts(data)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in every.items():
            change = members.pop(name, None)
            archive.writestr(name, change(content.decode()) if change else content)
        for name, change in members.items():
            archive.writestr(name, change(""))
    return out.getvalue()
