"""How a unit sets its own body text, seen in a file of its own: what our body has to bring along.

Owns which paragraphs of the file count as body text, and what is said where its styles do not tell
its look. Must not know what we write on the file, nor layouts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, warning
from speechgen.files.word import MAIN, Element, WordPackage
from speechgen.layout.model import Indent
from speechgen.layout.units import size_text
from speechgen.paper.unit import MARKERS, UnitBody, UnitPaper
from speechgen.readers.docx import runs
from speechgen.readers.docx.effective import Effective, Typeface, in_characters
from speechgen.readers.docx.opened import WordText
from speechgen.readers.docx.xml import child, local
from speechgen.readers.structure.letterhead import letterhead_roles

_W: Final = f"{{{MAIN}}}"
_SHORTEST: Final = 25  # characters of a paragraph that is body text for sure
_LEFT_OVER: Final = re.compile(r"\{\{[^{}]{0,60}\}\}")
_DRAWN: Final = frozenset({"drawing", "pict", "object"})
_RUNNING: Final = frozenset({"header", "footer"})
_TYPED: Final = ("\u3000\u3000", "    ")
_TOP: Final = 12  # paragraphs in which a red head is looked for


@lru_cache(maxsize=4)
def unit_paper(name: str, data: bytes) -> tuple[UnitPaper, tuple[Diagnostic, ...]]:
    """The file as paper, and what is to be said of it. Raises SpeechError."""
    package = WordPackage(data, name, "reference")
    word = WordText(package)
    if word.body is None:
        raise package.unreadable("文件里没有正文")
    unit = _UnitFile(word, word.body, name)
    return UnitPaper(name, data, unit.body()), tuple(unit.notes())


class _UnitFile:
    def __init__(self, word: WordText, body: Element, name: str) -> None:
        self._word, self._package, self._styles = word, word.package, word.styles
        self._effective = Effective(word)
        self._body, self._span = body, Span(name)
        self._paragraphs = [each for name, each in runs.paragraphs_in(body) if name == "p"]
        self._looks: Counter[tuple[str, Indent, Typeface]] = Counter()
        for each in self._paragraphs:
            self._count(each)
        self._top = [self._text(each) for each in self._paragraphs[:_TOP]]
        self._drawn = any(local(each) in _DRAWN for each in body.iter())

    def _text(self, paragraph: Element) -> str:
        return runs.text_of(runs.read_runs(paragraph, runs.FieldState()).pieces)

    def _count(self, paragraph: Element) -> None:
        pieces = runs.read_runs(paragraph, runs.FieldState()).pieces
        text, properties = runs.text_of(pieces), child(paragraph, "pPr")
        setting = self._effective.setting(properties)
        if len(text.strip()) < _SHORTEST or setting.align in ("center", "right"):
            return
        most = max(pieces, key=lambda one: len(one.text))
        face = self._effective.typeface(properties, most.properties)
        first = in_characters(setting.first_line, face.cell)
        first = Indent(200) if text.startswith(_TYPED) and first == Indent() else first
        style = self._word.style(properties)
        self._looks[style, first, face] += len(text)

    def body(self) -> UnitBody:
        """How its body text is set."""
        normal = self._effective.setting(None).first_line
        if not self._looks:
            size = self._effective.typeface(None).size
            return UnitBody(indented=normal != Indent(), size=size)
        style, first, _ = self._looks.most_common(1)[0][0]
        if self._styles.facts(style).num not in (None, "0"):
            style = self._styles.default
        plain = self._effective.typeface(None, style=style)
        own = in_characters(self._effective.setting(None, style).first_line, plain.cell)
        brought = None if first == own else first
        known = "" if style == self._styles.default else style
        return UnitBody(known, brought, True, first != Indent(), plain.size)

    def notes(self) -> Iterator[Diagnostic]:
        """What is said of the file."""
        if self._looks:
            style, _, face = self._looks.most_common(1)[0][0]
            plain = self._effective.typeface(None, style=style)
            if (face.font, face.size) != (plain.font, plain.size):
                seen, styled = _shown(face), _shown(plain)
                said = f"参考文件的正文印的是 {seen}，那是逐段改出来的，样式里是 {styled}"
                hint = (
                    "文稿照样式印；要照正文的样子，先用 speechgen learn 把它学成版式，再用 --layout"
                )
                yield warning(self._span, "reference-direct", said, hint)
        texts = ["".join(each.text or "" for each in one.iter(f"{_W}t")) for one in self._body]
        place = next((at for at, text in enumerate(texts) if text.strip() in MARKERS), None)
        if place is None and (self._drawn or self._has_head()):
            said = "参考文件正文里的红头、图片随正文换掉了"
            hint = "要留着，就在文件里放正文的地方单独写一段【正文】"
            yield warning(self._span, "reference-head", said, hint)
        staying = [] if place is None else texts[:place] + texts[place + 1 :]
        for one in self._package.relations(self._package.main):
            running = self._package.xml(one.target) if one.kind in _RUNNING else None
            if running is not None:
                staying.append("".join(each.text or "" for each in running.iter(f"{_W}t")))
        left = dict.fromkeys(found for text in staying for found in _LEFT_OVER.findall(text))
        if left:
            said = f"参考文件里的 {'、'.join(list(left)[:6])} 没有人填，照原样印出来了"
            hint = "在文件里改成要印的字，或删去"
            yield warning(self._span, "reference-left-over", said, hint)

    def _has_head(self) -> bool:
        return bool(letterhead_roles([text.strip() for text in self._top if text.strip()]))


def _shown(face: Typeface) -> str:
    return f"{face.font} {size_text(face.size)}"
