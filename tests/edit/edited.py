"""Word files edited as people edit them, and what must not change in them."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise

from lxml import etree

from speechgen.files.word import WordPackage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
Element = etree._Element


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def texts(data: bytes) -> list[str]:
    """The text of every paragraph."""
    root = etree.fromstring(parts(data)[DOCUMENT])
    hyphen = f"{W}noBreakHyphen"
    return [
        "".join("-" if t.tag == hyphen else t.text or "" for t in p.iter(f"{W}t", hyphen))
        for p in root.iter(f"{W}p")
    ]


def labels(data: bytes, pattern: str) -> list[str]:
    """The labels of paragraphs that begin with `pattern`, in order."""
    return [found[0] for text in texts(data) if (found := re.match(pattern, text.strip()))]


def style(paragraph: Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def sections_moved(data: bytes, seed: int, heading: str = "Heading1") -> bytes:
    """The file with its sections in another order; with an odd seed one of them is taken out."""
    root = etree.fromstring(parts(data)[DOCUMENT])
    body = root.find(f"{W}body")
    assert body is not None
    children = list(body)
    starts = [at for at, each in enumerate(children) if style(each) == heading]
    ending = (at for at in range(starts[-1] + 1, len(children)) if not is_text(children[at]))
    edges = [*starts, next(ending)]
    sections = [children[a:b] for a, b in pairwise(edges)]
    order = list(range(len(sections)))
    random.Random(seed).shuffle(order)
    kept = order[: len(order) - seed % 2]
    moved = [each for at in kept for each in sections[at]]
    for each in children:
        body.remove(each)
    body.extend([*children[: starts[0]], *moved, *children[edges[-1] :]])
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return WordPackage(data, "").with_parts({DOCUMENT: content})


def is_text(element: Element) -> bool:
    return element.tag == f"{W}p" and style(element) not in ("Ending", "SignatureName")


def runs(data: bytes) -> Iterator[bytes]:
    """Every run as bytes."""
    yield from re.findall(rb"<w:r[ >].*?</w:r>", parts(data)[DOCUMENT], re.DOTALL)


def untouched_but_runs(before: bytes, after: bytes) -> int:
    """How many runs differ; every other byte of every part must be the same."""
    one, other = parts(before), parts(after)
    assert list(one) == list(other)
    assert {name for name in one if one[name] != other[name]} <= {DOCUMENT}
    frame = re.compile(rb"<w:r[ >].*?</w:r>", re.DOTALL)
    assert frame.sub(b"#", one[DOCUMENT]) == frame.sub(b"#", other[DOCUMENT])
    return sum(a != b for a, b in zip(runs(before), runs(after), strict=True))


def seconds(run: Callable[[], object]) -> float:
    """Processor time of a run: what other programs do at the time hardly counts."""
    began = time.process_time()
    run()
    return time.process_time() - began
