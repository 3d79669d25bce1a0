"""What a preview serves: the secret address, and how the papers look at the newest version.

Owns what is kept between two requests. Must not know HTTP (`handler` does), nor how papers are
made.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from speechgen.files import is_file
from speechgen.preview import page
from speechgen.preview.events import Changes
from speechgen.preview.shown import View
from speechgen.preview.view import Previewed

MOST_STREAMS: Final = 64
_MOST_KEPT: Final = 8  # looks: papers times layouts that somebody has open


Show = Callable[[str], object]
"""Opens a file with the system's program for it."""
Edit = Callable[[str, int], object]
"""Opens a file at a line in the user's editor."""
PageQuery = tuple[int, str | None]
"""What an address names: the paper's place among the papers, and a layout id or None."""


class Site:
    """One preview. Papers are looked at once a version, however many ask. `names` are the hosts
    that it may be asked as."""

    def __init__(
        self, papers: Previewed, say: Callable[[str], object], show: Show, edit: Edit | None
    ) -> None:
        self.token = secrets.token_urlsafe(32)
        self.base = f"/{self.token}/"
        self.names: frozenset[str] = frozenset()
        self.changes = Changes(papers.watched)
        self.streams = threading.BoundedSemaphore(MOST_STREAMS)
        self._papers, self._say, self._show, self._edit = papers, say, show, edit
        self._reported = False
        self._looking = threading.Lock()
        self._converting = threading.Lock()
        self._kept: OrderedDict[PageQuery, tuple[int, View, bytes]] = OrderedDict()

    def page(self, asked: PageQuery, nonce: str) -> str:
        """The whole page."""
        return page.page(self._look(asked)[1], self.base, nonce)

    def panels(self, asked: PageQuery) -> bytes:
        """The changing parts as JSON, with the version of the files that they show."""
        return self._look(asked)[2]

    def draft(self, asked: PageQuery, suffix: str) -> bytes:
        """The paper as a file. Raises SpeechError. LibreOffice runs once at a time."""
        with self._converting if suffix == "pdf" else contextlib.nullcontext():
            if suffix == "zip":
                return self._papers.pack(asked[1])
            return self._papers.draft(*asked, suffix)

    def whole(self, asked: PageQuery, nonce: str) -> str:
        """All papers on one page, to print."""
        count = len(self._look(asked)[1].papers)
        return page.whole([self._look((at, asked[1]))[1] for at in range(count)], nonce)

    def place(self, asked: PageQuery, block: int) -> str:
        """Where a block was written (`file:line`), shown in the editor if there is one; empty
        where nobody knows."""
        found = self._papers.place(*asked, block)
        if found and self._edit and is_file(Path(found[0])):  # no cell of a workbook
            self._edit(*found)
        return f"{found[0]}:{found[1]}" if found else ""

    def open_word(self, asked: PageQuery) -> str:
        """Opens the DOCX that was drafted of a paper, no other file; its name."""
        word = self._papers.word(asked[0])
        if word:
            self._show(str(word))
        return word.name if word else ""

    def _look(self, asked: PageQuery) -> tuple[int, View, bytes]:
        with self._looking:
            # asked for before looking: what changes meanwhile is looked at again
            version = self.changes.version
            kept = self._kept.pop(asked, None)
            if kept is None or kept[0] != version:
                view = self._papers.look(*asked)
                panels = page.panels(view, self.base)
                made = json.dumps({"version": version, "panels": panels}, ensure_ascii=False)
                kept = (version, view, made.encode("utf-8", "replace"))
            self._kept[asked] = kept
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return kept

    def report(self, failed: BaseException) -> None:
        """Tell of a defect, once: its kind and none of the user's text."""
        if not self._reported:
            self._reported = True
            kind = type(failed).__name__
            self._say(f"预览出了内部差错（{kind}），页面可能不全；请把这一行报告给开发者")
