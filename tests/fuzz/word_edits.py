"""Edits in a drafted DOCX as Word writes them: runs split anywhere, rsids, proofErr, new runs.

`edited(data, random, count)` makes some at random and says which paragraphs they name;
`stripped(data, random, share)` takes anchors away. `python -m tests.fuzz.pulls` uses both.
"""

from __future__ import annotations

import copy
import io
import random as randoms
import re
import zipfile
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS: Final = "抓实细化统筹推进落地见效责任清单逐项核对限期完成群众满意安全有序"
_NEW: Final = ("各单位要在本周内开好一次碰头会", "遇到难题及时报告", "做好台账，做到件件有回音",
               "值守电话要有人接听", "把学校门口的路灯修好", "病房楼的通道保持畅通")  # fmt: skip


class WordFile:
    """A DOCX whose body is edited."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            self.parts = [(one, opened.read(one)) for one in opened.infolist()]
        document = next(data for one, data in self.parts if one.filename == "word/document.xml")
        self.root = etree.fromstring(document)
        self.body = self.root[0]

    def bytes(self) -> bytes:
        """The file as it is now."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for one, data in self.parts:
                whole = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
                out.writestr(one, whole if one.filename == "word/document.xml" else data)
        return made.getvalue()

    def paragraphs(self) -> list[etree._Element]:
        """The paragraphs of the body that hold any text."""
        return [each for each in self.body.iterchildren(f"{W}p") if text_of(each)]


def text_of(paragraph: etree._Element) -> str:
    """The words of a paragraph."""
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


def label_size(paragraph: etree._Element) -> int:
    """How many characters its typed label has."""
    size = 0
    for run in paragraph.iterchildren(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        if not re.match("Label|RunInLabel", name):
            break
        size += sum(len(each.text or "") for each in run.iter(f"{W}t"))
    return size


def split_run(paragraph: etree._Element, at: int) -> etree._Element | None:
    """The run that begins at this offset, after its run was split there as Word does; None at the
    paragraph's end."""
    for run in list(paragraph.iterchildren(f"{W}r")):
        texts = list(run.iterchildren(f"{W}t"))
        size = sum(len(each.text or "") for each in texts)
        if at == 0 and size:
            return run
        if at < size and len(texts) == 1:
            other = copy.deepcopy(run)
            first, second = texts[0], next(other.iterchildren(f"{W}t"))
            words = first.text or ""
            first.text, second.text = words[:at], words[at:]
            for each in (first, second):
                each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(other)
            run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
            other.set(f"{W}rsidR", "00A1B2C3")
            return other
        at -= size
    return None


def typed(paragraph: etree._Element, at: int, words: str) -> None:
    """Words typed at an offset: a run of their own that looks like the one before."""
    following = split_run(paragraph, at)
    runs = [each for each in paragraph.iterchildren(f"{W}r") if list(each.iter(f"{W}t"))]
    if not runs:
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
        return
    place = len(runs) if following is None else runs.index(following)
    before = runs[max(0, place - 1)]
    made = etree.Element(f"{W}r", {f"{W}rsidR": "00D4E5F6"})
    properties = before.find(f"{W}rPr")
    if properties is not None and label_size(paragraph) <= at:
        if (
            following is not None
            and runs.index(following)
            and re.match("Label|RunInLabel", _style(before))
        ):
            properties = following.find(f"{W}rPr")
        if properties is not None:
            made.append(copy.deepcopy(properties))
    text = etree.SubElement(made, f"{W}t")
    text.text = words
    if following is not None:
        following.addprevious(made)
    else:
        runs[-1].addnext(made)


def _style(run: etree._Element) -> str:
    style = run.find(f"{W}rPr/{W}rStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def deleted(paragraph: etree._Element, start: int, end: int) -> None:
    """Words taken out."""
    split_run(paragraph, start)
    split_run(paragraph, end)
    at = 0
    for run in list(paragraph.iterchildren(f"{W}r")):
        size = sum(len(each.text or "") for each in run.iter(f"{W}t"))
        if start <= at and at + size <= end and size:
            paragraph.remove(run)
        at += size


def parted(paragraph: etree._Element, at: int) -> etree._Element:
    """Enter pressed at an offset: the second half, which stands behind the first now."""
    following = split_run(paragraph, at)
    second = etree.Element(f"{W}p", {f"{W}rsidR": "00778899"})
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        second.append(copy.deepcopy(properties))
    if following is not None:
        rest = [following, *following.itersiblings()]
        for each in rest:
            second.append(each)
    paragraph.addnext(second)
    return second


def merged(paragraph: etree._Element, other: etree._Element) -> None:
    """The end of a paragraph deleted: the next one's content flows into it, typed label and all
    but that deleted too."""
    size = label_size(other)
    if size:
        deleted(other, 0, size)
    for each in list(other):
        if each.tag != f"{W}pPr":
            paragraph.append(each)
    other.getparent().remove(other)


class Editing:
    """Random edits of one document. `named` are the texts of paragraphs that they touched, as they
    were before."""

    def __init__(self, data: bytes, random: randoms.Random) -> None:
        self.file = WordFile(data)
        self.random = random
        self.named: list[str] = []
        self.done: list[str] = []

    def some(self, count: int) -> None:
        """So many edits."""
        kinds = [self.word, self.word, self.word, self.rewrite, self.delete, self.add, self.split,
                 self.join, self.move, self.insert_words, self.bold]  # fmt: skip
        for _ in range(count):
            kind = self.random.choice(kinds)
            kind()
            self.done.append(kind.__name__)

    def _pick(self, least: int = 8) -> etree._Element | None:
        fit = [each for each in self.file.paragraphs()
               if len(text_of(each)) - label_size(each) >= least]  # fmt: skip
        if not fit:
            return None
        chosen = self.random.choice(fit)
        self.named.append(text_of(chosen))
        return chosen

    def _said(self, least: int = 2, most: int = 8) -> str:
        size = self.random.randint(least, most)
        return "".join(self.random.choice(_WORDS) for _ in range(size))

    def word(self) -> None:
        """A few characters replaced."""
        if (each := self._pick()) is None:
            return
        first, text = label_size(each), text_of(each)
        at = self.random.randint(first, len(text) - 3)
        size = self.random.randint(1, 3)
        deleted(each, at, min(len(text), at + size))
        typed(each, at, self._said(1, 5))

    def insert_words(self) -> None:
        """Words put in, at the ends too."""
        if (each := self._pick()) is None:
            return
        first, text = label_size(each), text_of(each)
        typed(each, self.random.randint(first, len(text)), self._said())

    def rewrite(self) -> None:
        """Most of a paragraph written anew."""
        if (each := self._pick(14)) is None:
            return
        first, text = label_size(each), text_of(each)
        size = (len(text) - first) * 6 // 10
        at = self.random.randint(first, len(text) - size)
        deleted(each, at, at + size)
        typed(each, at, self._said(size // 2, size))

    def delete(self) -> None:
        """A paragraph gone."""
        if (each := self._pick(4)) is not None:
            each.getparent().remove(each)

    def add(self) -> None:
        """A paragraph more, like the one before it; its label is typed as a guess."""
        if (each := self._pick(4)) is None:
            return
        new = copy.deepcopy(each)
        for mark in [*new.iter(f"{W}bookmarkStart"), *new.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        first = label_size(new)
        deleted(new, first, len(text_of(new)))
        words = self.random.choice(_NEW) + self._said() + self.random.choice("。；")
        runs = list(new.iterchildren(f"{W}r"))
        if runs:
            typed(new, first, words)
        else:
            run = etree.SubElement(new, f"{W}r")
            etree.SubElement(run, f"{W}t").text = words
        each.addnext(new)

    def split(self) -> None:
        """Enter in the middle."""
        if (each := self._pick(12)) is None:
            return
        first, text = label_size(each), text_of(each)
        parted(each, self.random.randint(first + 3, len(text) - 3))

    def join(self) -> None:
        """The end of a paragraph deleted."""
        all_of_them = self.file.paragraphs()
        if len(all_of_them) < 3:
            return
        at = self.random.randint(0, len(all_of_them) - 2)
        one, other = all_of_them[at], all_of_them[at + 1]
        self.named += [text_of(one), text_of(other)]
        merged(one, other)

    def move(self) -> None:
        """One to three paragraphs elsewhere."""
        all_of_them = self.file.paragraphs()
        size = self.random.randint(1, 3)
        if len(all_of_them) < size + 3:
            return
        at = self.random.randint(1, len(all_of_them) - size - 1)
        chosen = all_of_them[at : at + size]
        self.named += map(text_of, chosen)
        left = [each for each in all_of_them if each not in chosen]
        target = self.random.choice(left)
        for each in reversed(chosen):
            target.addnext(each)

    def bold(self) -> None:
        """Words in bold."""
        if (each := self._pick(10)) is None:
            return
        first, text = label_size(each), text_of(each)
        at = self.random.randint(first, len(text) - 5)
        split_run(each, at)
        split_run(each, at + 4)
        place = 0
        for run in each.iterchildren(f"{W}r"):
            size = sum(len(one.text or "") for one in run.iter(f"{W}t"))
            if at <= place and place + size <= at + 4 and size:
                properties = run.find(f"{W}rPr")
                if properties is None:
                    properties = etree.Element(f"{W}rPr")
                    run.insert(0, properties)
                if properties.find(f"{W}b") is None:
                    made = etree.Element(f"{W}b")
                    before = [one for one in properties if one.tag in (f"{W}rStyle", f"{W}rFonts")]
                    properties.insert(len(before), made)
            place += size


def stripped(data: bytes, random: randoms.Random, share: float) -> bytes:
    """The file without that share of its anchors; without all of them also without properties."""
    file = WordFile(data)
    for each in list(file.root.iter(f"{W}bookmarkStart")):
        if random.random() < share:
            id = each.get(f"{W}id")
            for end in list(file.root.iter(f"{W}bookmarkEnd")):
                if end.get(f"{W}id") == id:
                    end.getparent().remove(end)
            each.getparent().remove(each)
    if share >= 1:
        file.parts = [
            (one, re.sub(rb"<property .*?</property>", b"", data, flags=re.S)
             if one.filename == "docProps/custom.xml" else data)
            for one, data in file.parts
        ]  # fmt: skip
    return file.bytes()
