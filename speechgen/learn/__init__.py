"""A unit's look, learned from what it prints: samples in, a layout file and its proof out.

Owns the order of work, what samples disagree on and what no layout holds. `roles` finds which role
a look has, `tally` counts, `compiled` writes the file, `proof` drafts the sample's own text again.
Must not know arguments or consoles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from speechgen import files, office
from speechgen.api.layouts import one_file
from speechgen.diagnostics import Span, refusal
from speechgen.document import Document, Item, Picture, Table
from speechgen.files.word import WordPackage
from speechgen.learn import wording
from speechgen.learn.compiled import KEYS, Compiled, compiled
from speechgen.learn.proof import Proof, compared, counted
from speechgen.learn.tally import Key, Tally, Vote, tally, together
from speechgen.library import types
from speechgen.library.folders import LAYOUTS, builtin_templates
from speechgen.numbering import NONE
from speechgen.readers import MAX_BYTES
from speechgen.readers.docx.paragraphs import Walk
from speechgen.readers.docx.seen import SeenFile, seen
from speechgen.readers.structure import structure

_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_SPREAD: Final = 90  # hundredths: a value that fewer characters have is told


class Sample(NamedTuple):
    """A sample: its Word file, the documents in it, and what was counted. `converted`: the file is
    LibreOffice's of one in another format."""

    file: str
    data: bytes
    documents: tuple[Document, ...]
    seen: SeenFile
    tally: Tally
    converted: bool = False


class Learned(NamedTuple):
    """What samples taught. `disagreements` and `unheld` are sentences; `numbering` is the scheme
    that was seen; `words` are those of headers and footers that the file holds."""

    compiled: Compiled
    samples: tuple[Sample, ...]
    votes: Mapping[Key, Vote]
    disagreements: tuple[str, ...]
    unheld: tuple[str, ...]
    numbering: str
    words: tuple[str, ...]
    running: bool

    def proofs(self) -> Iterator[tuple[Sample, Proof]]:
        """Every sample's own text drafted in the layout, beside the sample."""
        for one in self.samples:
            data = one_file(one.documents, self.compiled.layout)
            mine, again = one.tally.votes(), sample_of(data, one.file).tally.votes()
            if not self.running:  # what was not wanted is no difference
                mine = {key: vote for key, vote in mine.items() if not _is_of_running(key)}
            rows, others = compared(mine, again)
            first = one.seen.sections[0]
            if first.widen < 0:  # measured: half as many characters a line as in Word
                pages, untold = None, "样稿用了字符网格，LibreOffice 排不对它，没有数页"
            else:
                pages, untold = counted(one.data, data, first.sizes)
            yield one, Proof(tuple(rows), tuple(others), pages, untold)


def _is_of_running(key: Key) -> bool:
    role, name = key
    return role in ("page_number", "header", "footer") or name == "first" or "first_" in role


def learn(paths: Sequence[str], name: str, *, running: bool = True) -> Learned:
    """The layout `name` that the samples in files teach; see `taught`. Raises SpeechError for what
    is no Word file or holds nothing to learn from."""
    return taught([read_sample(path) for path in paths], name, running=running)


def taught(samples: Sequence[Sample], name: str, *, running: bool = True) -> Learned:
    """The layout `name` that samples teach; without `running` it holds no words of headers and
    footers."""
    votes = together(one.tally for one in samples).votes()
    made = compiled(votes, name, bases(), running=running)
    words = tuple(one.text for one in made.lines if one.is_wording)
    unheld = dict.fromkeys((*made.unsaid, *(said for one in samples for said in _unheld(one))))
    return Learned(
        made, tuple(samples), votes, tuple(_disagreements(samples, votes)), tuple(unheld),
        _numbering(samples), words, running,
    )  # fmt: skip


def read_sample(path: str) -> Sample:
    """A sample as it is. Raises SpeechError."""
    data = files.read_bytes(Path(path), MAX_BYTES)
    old = data.startswith(_RTF) or (
        data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in data
    )
    if old:
        data = office.convert(data, path, "docx")
    elif not data.startswith((_ZIP, _OLE)):
        hint = "学版式要看字体、字号，给一份排好的 .docx；.txt、.md、PDF 里没有这些"
        raise refusal(Span(path), "learn-no-word", "这不是 Word 文件", hint)
    return sample_of(data, path)._replace(converted=old)


def sample_of(data: bytes, file: str) -> Sample:
    """The sample in the bytes of a DOCX. Raises SpeechError."""
    walk = Walk(WordPackage(data, file), file)
    lines = walk.lines()
    # what stands below a logo or a red head that is a picture is the title all the same
    worded = (at for at, one in enumerate(lines) if one.text or isinstance(one.figure, Table))
    first = next(worded, 0)
    above = [one.figure for one in lines[:first] if one.figure]
    documents = [one.document for one in structure(lines[first:])]
    if documents:
        documents[0] = replace(documents[0], blocks=(*above, *documents[0].blocks))
    if not any(one.blocks for one in documents):
        hint = "给一份有标题和正文的成稿"
        raise refusal(Span(file), "learn-empty", "文件里没有文字，没有可学的", hint)
    looks = seen(data, file)
    found = tally(documents, looks)
    if ("body", "size") not in found.counts:
        hint = "给一份有几段正文的成稿"
        raise refusal(Span(file), "learn-empty", "没有认出正文，没有可学的", hint)
    return Sample(file, data, tuple(documents), looks, found)


def bases() -> list[Path]:
    """The layouts that came with the package and are no form's own."""
    folder = builtin_templates()
    own = {kind.layout for kind in types([folder]) if kind.fixed}
    return [one for one in sorted((folder / LAYOUTS).glob("*.yaml")) if one.stem not in own]


def _disagreements(samples: Sequence[Sample], votes: Mapping[Key, Vote]) -> Iterator[str]:
    for key, vote in votes.items():
        role, name = key
        if name not in wording.WORDS or role not in wording.ROLES or name in ("before", "after"):
            continue
        what = f"{wording.ROLES[role]}的{KEYS[name].key}"
        said = wording.WORDS[name]
        own = {one.file: one.tally.vote(key).value for one in samples if key in one.tally.counts}
        if len(set(own.values())) > 1:
            each = "，".join(f"{Path(file).name} {said(value)}" for file, value in own.items())
            yield f"{what}各样稿不一致：{each}；取 {said(vote.value)}"
        elif vote.share < _SPREAD:
            whole = together(one.tally for one in samples)
            others = [one for one in whole.counts[key].most_common() if one[0] != vote.value]
            value, have = others[0]
            place = whole.firsts[key, value]
            at = f"（第{place}段起）" if place else ""
            yield (
                f"{what}不统一：{said(vote.value)} 占 {vote.share}%，"
                f"{said(value)} 占 {have * 100 // vote.total}%{at}；取 {said(vote.value)}"
            )


def _unheld(sample: Sample) -> Iterator[str]:
    """What of a sample no layout holds, in Chinese."""
    file, votes, pages = sample.seen, sample.tally.votes(), sample.seen.sections
    pictures = sum(isinstance(one, Picture) for each in sample.documents for one in each.blocks)
    drawn = max(0, file.drawn - pictures) + file.shapes
    for (role, name), vote in votes.items():
        if name == "marks" and vote.value and role in wording.ROLES:
            yield f"{wording.ROLES[role]}的{'、'.join(vote.value)}"
    for word in dict.fromkeys(word for one in pages for word in one.drawn):
        yield f"{word}里的图片、图形"
    holds = {
        f"正文里的图形、文本框 {drawn} 个（画出来的红头、红线、印章在内）": drawn,
        "标题上面的图片（红头、标志）": any(
            isinstance(one, Picture) for one in sample.documents[0].blocks[:1]
        ),
        "分栏": any(one.columns > 1 for one in pages),
        "几种纸张（横放的页），取字多的一种": len({one.sizes["width"] for one in pages}) > 1,
        "页眉、页脚里几行的位置不一样，只取第一行": any(
            len({line.place for line in lines if "{页}" not in line.text}) > 1
            for one in pages
            for lines in (one.headers, one.footers, *(one.first or ()))
        ),
        "表格的线（版式里只有全部、横线、无三种）": not all(one.ruled for one in file.tables),
    }
    yield from (words for words, true in holds.items() if true)


def _numbering(samples: Sequence[Sample]) -> str:
    """The scheme that most items of the samples follow, as an outline writes it."""
    found: dict[int, dict[str, int]] = {}
    for sample in samples:
        for document in sample.documents:
            for one in document.blocks:
                if isinstance(one, Item) and one.pattern != NONE:
                    level = found.setdefault(one.level, {})
                    level[one.pattern] = level.get(one.pattern, 0) + 1
    patterns: list[str] = []
    while level := found.get(len(patterns) + 1, {}):
        patterns.append(sorted(level, key=lambda one: (-level[one], one))[0])
    return ">".join(patterns)


__all__ = ["Learned", "Proof", "Sample", "learn", "sample_of", "taught"]
