"""Do the sheets stand where LibreOffice puts the pages of our DOCX, and are all marks on paper?
Every example, every layout.

Known to differ: Western words in `business`, whose Arial is another font on each machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from unicodedata import category

import pytest

from speechgen import draft
from speechgen.api.drafted import Draft
from speechgen.document import cells_of, parts_of
from speechgen.pack.drafting import draft_pack
from speechgen.paper.paging import paginate
from speechgen.paper.sheets import Sheet
from tests.paper.attendance import broken_names, minutes, written_names
from tests.paper.reading import lines_of, squeezed

pytestmark = pytest.mark.office
LAYOUTS = ("gbt9704", "large-print", "business", "plain")
EQUAL = 0.97
STARTS = 0.97
MARKS = {"Po", "Ps", "Pe", "Pi", "Pf", "Pd"}
_BEGINNING = 8


@lru_cache(maxsize=1)
def papers(folder: Path) -> dict[str, Draft]:
    """Every example in every layout and its own: `speech@plain` -> draft."""
    made: dict[str, Draft] = {}
    for path in sorted(folder.glob("*.yaml")):
        paper = draft(path)
        for layout in dict.fromkeys((*LAYOUTS, paper.document.layout)):
            made[f"{path.stem}@{layout}"] = paper.printed(layout=layout)
    return made


def sheets_of(paper: Draft) -> tuple[Sheet, ...]:
    return paginate(paper.document, paper.layout, paper.printing)


def beginnings(pdf: Path) -> list[str]:
    """How each page of a PDF begins, blanks aside."""
    import pymupdf

    with pymupdf.open(pdf) as pages:
        return [squeezed(page.get_text())[:_BEGINNING] for page in pages]


@pytest.fixture(scope="module")
def printed(root: Path, to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]]) -> dict[str, Path]:
    return to_pdfs({name: paper.to("docx") for name, paper in papers(root / "examples").items()})


@pytest.mark.slow
def test_every_mark_of_every_text_is_on_its_paper(root: Path, printed: dict[str, Path]) -> None:
    """LibreOffice 7.4 lost 53 marks in large print alone: those that hung over an edge."""
    import pymupdf

    lost: dict[str, Counter[str]] = {}
    total = 0
    for name, paper in papers(root / "examples").items():
        texts = [piece for block in paper.document.blocks for piece in parts_of(block)]
        texts += [cell for block in paper.document.blocks for cell in cells_of(block)]
        wanted = Counter(char for char in "".join(texts) if category(char) in MARKS)
        with pymupdf.open(printed[name]) as pages:
            shown = Counter("".join(page.get_text() for page in pages))
        total += wanted.total()
        if missing := wanted - shown:
            lost[name] = missing
    assert total > 10_000
    assert not lost


@pytest.mark.slow
def test_pages_are_those_of_libreoffice(root: Path, printed: dict[str, Path]) -> None:
    drafts = papers(root / "examples")
    counts: dict[str, tuple[int, int]] = {}
    pages = hits = 0
    elsewhere: list[str] = []
    for name, paper in drafts.items():
        sheets = sheets_of(paper)
        theirs = beginnings(printed[name])
        ours = [squeezed("".join(lines_of(sheet, repeats=True)))[:_BEGINNING] for sheet in sheets]
        counts[name] = len(ours), len(theirs)
        for number, (one, other) in enumerate(zip_longest(ours, theirs), 1):
            pages += 1
            if one is not None and other is not None and other.startswith(one):
                hits += 1
            else:
                elsewhere.append(f"{name} {number}: {one} / {other}")
    differing = {name: pair for name, pair in counts.items() if pair[0] != pair[1]}
    assert all(abs(one - other) <= 1 for one, other in differing.values()), differing
    assert len(differing) <= (1 - EQUAL) * len(counts), differing
    assert hits >= STARTS * pages, elsewhere
    print(f"{len(counts) - len(differing)}/{len(counts)} page counts, {hits}/{pages} page starts")


def rows_of(pdf: Path) -> list[str]:
    """The lines of a PDF as they stand on its pages."""
    import pymupdf

    rows: list[str] = []
    with pymupdf.open(pdf) as pages:
        for page in pages:
            lines: dict[int, list[tuple[float, str]]] = {}
            for block in page.get_text("rawdict")["blocks"]:
                for span in (span for line in block.get("lines", ()) for span in line["spans"]):
                    for char in span["chars"]:
                        left, base = char["origin"]
                        lines.setdefault(round(base / 3), []).append((left, char["c"]))
            rows += ["".join(char for _, char in sorted(lines[at])) for at in sorted(lines)]
    return rows


@pytest.mark.slow
def test_no_name_goes_on_on_the_next_line(
    root: Path, printed: dict[str, Path], to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]]
) -> None:
    """In all examples, the papers of the example pack, and lists of people made by chance."""
    known = written_names(root / "examples")
    names = dict.fromkeys(printed, known)
    made: dict[str, bytes] = {}
    lists = {f"list{seed}": minutes(seed) for seed in range(12)}
    drafts = {name: (draft(text), names) for name, (text, names) in lists.items()}
    pack = draft_pack(root / "examples" / "packs" / "renovation" / "会议.yaml")
    drafts |= {f"pack{at}": (paper, known) for at, paper in enumerate(pack.drafts())}
    for layout in LAYOUTS:
        for name, (paper, its_names) in drafts.items():
            made[f"{name}@{layout}"] = paper.printed(layout=layout).to("docx")
            names[f"{name}@{layout}"] = its_names
    total, broken = 0, set[tuple[str, str]]()
    for name, pdf in {**printed, **to_pdfs(made)}.items():
        for one, breaks in broken_names(rows_of(pdf), names[name]):
            total += 1
            if breaks:
                broken.add((name, one))
    print(f"{len(broken)} of {total} names go on on the next line")
    assert total > 3000
    assert broken <= {("dispatch@plain", "程柏林")}, (
        broken
    )  # no office stands before it (公司程柏林)
