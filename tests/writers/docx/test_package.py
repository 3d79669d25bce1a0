"""The package: its parts, same bytes, and the digest that knows a touched file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.document import Document, Para
from speechgen.files.sealing import is_untouched
from speechgen.layout.model import Layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import parts, speech

ORDER = [
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
    "word/settings.xml",
    "word/styles.xml",
    "word/document.xml",
    "word/comments.xml",
    "docProps/core.xml",
]


def rezipped(data: bytes, **changed: bytes | None) -> bytes:
    """The package zipped again by zipfile, other dates, parts changed or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(parts(data).items()):
            new = changed.pop(name, content)
            if new is not None:
                archive.writestr(name, new)
        for name, added in changed.items():
            archive.writestr(name, added or b"")
    return made.getvalue()


def test_the_parts_and_their_order(layout: Layout) -> None:
    assert list(parts(write(speech(), layout))) == ORDER


def test_the_zip_holds_no_clock_and_no_system(layout: Layout) -> None:
    with zipfile.ZipFile(io.BytesIO(write(speech(), layout))) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 0
            assert entry.compress_type == zipfile.ZIP_DEFLATED
            assert entry.external_attr == 0
            assert entry.extra == b""


WRITE = """
import sys
from pathlib import Path
from speechgen.layout import read_layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import speech
data = write(speech(), read_layout(Path("templates/_layouts/gbt9704.yaml")))
Path(sys.argv[1]).write_bytes(data)
print(sorted({"docx", "lxml", "tempfile"} & set(sys.modules)))
"""


def write_elsewhere(root: Path, target: Path, **environment: str) -> str:
    """Writes the specimen in a process of its own; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(target)],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_same_bytes_in_other_processes_zones_and_hash_seeds(
    root: Path, tmp_path: Path, layout: Layout
) -> None:
    expected = write(speech(), layout)
    for number, (zone, seed) in enumerate([("UTC", "0"), ("Asia/Shanghai", "1"), ("EST5", "77")]):
        target = tmp_path / f"{number}.docx"
        cache = str(tmp_path / f"cache{number}")
        write_elsewhere(root, target, TZ=zone, PYTHONHASHSEED=seed, SPEECHGEN_CACHE=cache)
        assert target.read_bytes() == expected


def test_ready_stationery_needs_no_python_docx(root: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"
    assert "docx" in write_elsewhere(root, first, SPEECHGEN_CACHE=cache)
    assert write_elsewhere(root, second, SPEECHGEN_CACHE=cache) == "[]"
    assert first.read_bytes() == second.read_bytes()


class TestUntouched:
    def test_what_was_written(self, layout: Layout) -> None:
        assert is_untouched(write(speech(), layout))
        assert is_untouched(write(Document(()), layout))

    def test_zipping_again_is_no_change(self, layout: Layout) -> None:
        assert is_untouched(rezipped(write(speech(), layout)))

    @pytest.mark.parametrize("name", ORDER)
    def test_a_changed_part(self, layout: Layout, name: str) -> None:
        data = write(speech(), layout)
        changed = parts(data)[name].replace(b'encoding="UTF-8"', b'encoding="utf-8"')
        changed = changed.replace(b"encoding='UTF-8'", b"encoding='utf-8'")
        assert changed != parts(data)[name]
        assert not is_untouched(rezipped(data, **{name: changed}))

    @pytest.mark.parametrize("name", ORDER)
    def test_a_missing_part(self, layout: Layout, name: str) -> None:
        assert not is_untouched(rezipped(write(speech(), layout), **{name: None}))

    def test_an_added_part(self, layout: Layout) -> None:
        data = rezipped(write(speech(), layout), **{"word/vbaProject.bin": b"x"})
        assert not is_untouched(data)

    def test_the_mark_of_another_file(self, layout: Layout) -> None:
        other = parts(write(Document((Para("别的"),)), layout))["docProps/core.xml"]
        assert not is_untouched(rezipped(write(speech(), layout), **{"docProps/core.xml": other}))

    def test_a_changed_title_in_the_properties(self, layout: Layout) -> None:
        data = write(Document((Para("文"),), title="甲"), layout)
        core = parts(data)["docProps/core.xml"].replace("甲".encode(), "乙".encode())
        assert not is_untouched(rezipped(data, **{"docProps/core.xml": core}))

    def test_a_file_saved_by_another_program(self, layout: Layout) -> None:
        import docx

        saved = io.BytesIO()
        docx.Document(io.BytesIO(write(speech(), layout))).save(saved)
        assert not is_untouched(saved.getvalue())

    def test_asking_loads_no_opener(self, root: Path, layout: Layout, tmp_path: Path) -> None:
        """Every draft over an earlier one asks; lxml and zipfile would be a third of its time."""
        (tmp_path / "a.docx").write_bytes(write(speech(1, 1), layout))
        code = (
            "import pathlib, sys; from speechgen.files.sealing import is_untouched\n"
            "print(is_untouched(pathlib.Path(sys.argv[1]).read_bytes()),"
            " sorted({'lxml', 'zipfile', 'speechgen.files.word'} & set(sys.modules)))"
        )
        command = [sys.executable, "-c", code, str(tmp_path / "a.docx")]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "True []"

    @given(st.binary(max_size=300))
    def test_garbage(self, data: bytes) -> None:
        assert is_untouched(data) is False
        assert is_untouched(b"PK\x03\x04" + data) is False

    @given(st.data())
    def test_any_flipped_byte_or_cut(self, layout: Layout, data: st.DataObject) -> None:
        """A flip is noticed or it did not touch what the parts say."""
        whole = write(speech(1, 1), layout)
        at = data.draw(st.integers(0, len(whole) - 1))
        flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
        try:
            same = parts(flipped) == parts(whole)
        except Exception:
            same = False
        assert same or not is_untouched(flipped)
        assert not is_untouched(whole[:at])


class TestProperties:
    def core(self, layout: Layout, document: Document) -> str:
        return parts(write(document, layout))["docProps/core.xml"].decode()

    def test_title_date_and_author_come_from_the_document(self, layout: Layout) -> None:
        document = Document((), title="在全市\n会上", date="2026-05-12", author="云汀市水务局")
        core = self.core(layout, document)
        assert "<dc:title>在全市会上</dc:title>" in core
        assert core.count(">2026-05-12T00:00:00Z<") == 2
        assert "<dc:creator>云汀市水务局</dc:creator>" in core

    @pytest.mark.parametrize(
        "date",
        ["", "5月12日", "2026-02-29", "2026-13-01", "2026-04-31", "0001-01-01", "2026-05-12Z"],
    )
    def test_without_a_date_the_clock_is_still_not_asked(self, layout: Layout, date: str) -> None:
        core = self.core(layout, Document((), date=date))
        assert core.count(">2000-01-01T00:00:00Z<") == 2
        assert "creator" not in core
        assert "lastModifiedBy" not in core
