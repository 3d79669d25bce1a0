"""Anchors on paper: beside what a unit's own file brings, through LibreOffice, on its pages."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from speechgen import draft
from speechgen.api.drafted import Draft
from speechgen.layout.model import Layout
from speechgen.pack.drafting import draft_pack
from tests.writers.docx.anchored import (
    CUSTOM,
    DOCUMENT,
    EXAMPLES,
    FEW,
    LAYOUTS,
    PACK,
    ROOT,
    anchors_of,
    changed,
    made,
    numbers,
    record_of,
)
from tests.writers.docx.specimens import parts
from tests.writers.docx.test_reference_doc import unit

# -- on a unit's own paper -------------------------------------------------------------------------


OTHERS = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
    'docPropsVTypes">{}</Properties>'
)
OTHER = (
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="密级">'
    "<vt:lpwstr>内部 &amp; 工作</vt:lpwstr></property>"
)
STALE = OTHER.replace('pid="9" name="密级"', 'pid="10" name="speechgen2"')
RELATION = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>'
)


def with_properties(data: bytes, inner: str) -> bytes:
    return changed(
        data,
        **{
            "_rels/.rels": lambda xml: xml.replace("</Relationships>", RELATION),
            CUSTOM: lambda _: OTHERS.format(inner),
        },
    )


def marked_unit() -> bytes:
    """A unit's paper with a marker, and bookmarks of its own in its text and its header."""
    word = docx.Document(io.BytesIO(unit(marker=True)))
    names = {word.paragraphs[0]: ("_s1", 77), word.paragraphs[-1]: ("单位", 3)}
    names[word.sections[0].header.paragraphs[0]] = ("页眉", 9001)
    for paragraph, (name, id) in names.items():
        paragraph._p.append(
            parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{id}" w:name="{name}"/>')
        )
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{id}"/>'))
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


@pytest.fixture
def on(tmp_path: Path) -> Callable[..., bytes]:
    def printed(paper: bytes, **more: bool) -> bytes:
        path = tmp_path / "unit.docx"
        path.write_bytes(paper)
        return draft(ROOT / "examples" / "mobilize.yaml").printed(reference=path, **more).to("docx")

    return printed


@pytest.mark.parametrize("live", [False, True], ids=["text", "live"])
def test_ids_and_names_stand_apart_from_the_paper_s(on: Callable[..., bytes], live: bool) -> None:
    data = on(marked_unit(), live=live)
    every = parts(data)
    xml = every[DOCUMENT].decode()
    pairs = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]*)"/>', xml)
    ids, names = [int(id) for id, _ in pairs], [name for _, name in pairs]
    assert len(set(ids)) == len(ids) and len(set(names)) == len(names)
    assert "单位" in names and 3 in ids
    assert min(id for id, name in zip(ids, names, strict=True) if name != "单位") == 9002
    assert sorted(ids) == sorted(map(int, re.findall(r'<w:bookmarkEnd w:id="(\d+)"/>', xml)))
    found = anchors_of(data)
    assert found.record is not None
    assert numbers(found) == list(range(1, len(found.record.digests) + 1))
    assert found.record == record_of(made(ROOT / "examples" / "mobilize.yaml"))


@pytest.mark.parametrize("anchors", [True, False])
def test_the_paper_s_own_properties_stay(on: Callable[..., bytes], anchors: bool) -> None:
    """A record that was on it goes with its text."""
    data = on(with_properties(unit(), STALE + OTHER), anchors=anchors)
    custom = ET.fromstring(parts(data)[CUSTOM])
    own, *ours = [(each.get("pid"), each.get("name")) for each in custom]
    assert own == ("2", "密级") and custom[0][0].text == "内部 & 工作"
    assert [name for _, name in ours] == (["speechgen", "speechgen2"] if anchors else [])
    assert [pid for pid, _ in ours] == (["3", "4"] if anchors else [])
    assert (anchors_of(data).record is not None) is anchors
    assert parts(data)["[Content_Types].xml"].count(b"custom-properties") == 1


@pytest.mark.parametrize("inner", ["<broken", "", STALE, "<x/>"])
def test_properties_that_are_none_are_left_out(on: Callable[..., bytes], inner: str) -> None:
    assert CUSTOM not in parts(on(with_properties(unit(), inner), anchors=False))
    assert record_of(on(with_properties(unit(), inner))).digests


def test_a_draft_as_paper_gives_the_bytes_of_a_fresh_one(on: Callable[..., bytes]) -> None:
    """Nothing of the old anchors goes along."""
    old, plain = made(EXAMPLES[0]), made(EXAMPLES[0], anchors=False)
    assert parts(on(old))[DOCUMENT] == parts(on(plain))[DOCUMENT]
    assert parts(on(old))[CUSTOM] == parts(on(plain))[CUSTOM]


@pytest.mark.shared
def test_the_schemas_accept_them(
    shared: Path, on: Callable[..., bytes], tmp_path: Path, layout: Layout
) -> None:
    drafts = [draft(path) for path in EXAMPLES]
    files = [one.printed(live=live).to("docx") for one in drafts for live in (False, True)]
    files += [
        on(with_properties(marked_unit(), STALE + OTHER), live=live) for live in (False, True)
    ]
    folder = tmp_path / "made"
    folder.mkdir()
    for at, data in enumerate(files):
        (folder / f"{at}.docx").write_bytes(data)
    command = [
        sys.executable,
        str(shared / "tools" / "validate_docx.py"),
        *map(str, folder.glob("*.docx")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    for data in files:
        content_of_custom(data)


def content_of_custom(data: bytes) -> None:
    """What the schemas' script does not look at: the properties themselves."""
    every = parts(data)
    types, relations = every["[Content_Types].xml"].decode(), every["_rels/.rels"].decode()
    assert types.count(f'PartName="/{CUSTOM}"') == 1
    assert len(re.findall(r'Target="/?docProps/custom\.xml"', relations)) == 1
    custom = ET.fromstring(every[CUSTOM])
    pids = [int(each.get("pid", "0")) for each in custom]
    assert pids == list(range(2, 2 + len(pids)))
    assert all(len(each) == 1 and each.get("name") and each.get("fmtid") for each in custom)


# -- through LibreOffice ---------------------------------------------------------------------------


def converted(soffice: str, sources: list[Path], kind: str) -> list[Path]:
    """The files saved by LibreOffice as another kind, or as the same once more."""
    folder = sources[0].parent / kind
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=180)
    return [folder / f"{source.stem}.{kind}" for source in sources]


@pytest.mark.office
@pytest.mark.parametrize(
    "way",
    [("docx",), ("odt", "docx"), pytest.param(("doc", "docx"), marks=pytest.mark.slow)],
    ids="-".join,
)
def test_they_come_back_from_libreoffice(
    soffice: str, on: Callable[..., bytes], tmp_path: Path, way: tuple[str, ...]
) -> None:
    host = next(paper for paper in draft_pack(PACK).papers if paper.kind == "host").draft
    assert host is not None
    written = {
        "text": made(ROOT / "examples" / "mobilize.yaml"),
        "live": made(ROOT / "examples" / "minutes.yaml", live=True),
        "paper": on(with_properties(marked_unit(), OTHER), live=True),
        "pack": host.to("docx"),
    }
    paths = [tmp_path / f"{name}.docx" for name in written]
    for path, data in zip(paths, written.values(), strict=True):
        path.write_bytes(data)
    for kind in way:
        paths = converted(soffice, paths, kind)
    for path, data in zip(paths, written.values(), strict=True):
        before, after = anchors_of(data), anchors_of(path.read_bytes())
        assert before.record is not None and after.record == before.record
        lost = set(numbers(before)) - set(numbers(after))
        assert len(lost) <= 1, "on the way through .odt one of 179 went"
        assert all(one.offset == 0 for each in after.paragraphs.values() for one in each)


BOX = re.compile(r'<word xMin="[^>]*>[^<]*</word>|<page [^>]*>')


def boxes(pdf: Path) -> list[str]:
    """Where every word stands on which page."""
    out = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    found = BOX.findall(out.decode())
    assert any(box.startswith("<word") for box in found)
    return found


def same_pages(
    drafts: dict[str, Draft], to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]]
) -> int:
    """How many pages were compared; fails for a word that stands elsewhere."""
    with_them = to_pdfs({name: each.to("docx") for name, each in drafts.items()})
    without = to_pdfs(
        {name: each.printed(anchors=False).to("docx") for name, each in drafts.items()}
    )
    moved = [name for name in drafts if boxes(with_them[name]) != boxes(without[name])]
    assert moved == []
    return sum(box.startswith("<page") for name in drafts for box in boxes(with_them[name]))


@pytest.mark.office
def test_no_word_stands_elsewhere_on_paper(
    to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]],
) -> None:
    drafts = {name: draft(ROOT / "examples" / f"{name}.yaml") for name in FEW}
    drafts["live"] = drafts["mobilize"].printed(live=True)
    assert same_pages(drafts, to_pdfs) > len(drafts)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "live"), [(layout, bool(at % 2)) for at, layout in enumerate(LAYOUTS)]
)
def test_no_word_stands_elsewhere_in_any_example_and_layout(
    to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]], layout: str, live: bool
) -> None:
    drafts = {path.stem: draft(path).printed(layout=layout, live=live) for path in EXAMPLES}
    assert same_pages(drafts, to_pdfs) > len(drafts)


def test_a_pdf_is_printed_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from speechgen import office

    seen: list[bytes] = []
    monkeypatch.setattr(office, "convert", lambda data, *_: seen.append(data) or b"")
    draft(EXAMPLES[0]).to("pdf")
    assert CUSTOM not in parts(seen[0])
