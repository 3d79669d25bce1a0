"""Stands in for `speechgen.writers.html` until that branch is merged; then this file goes."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from speechgen.document import Document, plain


class Mark(NamedTuple):
    block: int
    start: int
    end: int
    kind: str
    ids: str


class Rendered(NamedTuple):
    markup: str
    css: str


def paginate(document: Document, layout: Any, printing: Any) -> tuple[Document, ...]:
    return (document,)


def sheets_html(sheets: tuple[Document, ...], marks: tuple[Mark, ...] = ()) -> Rendered:
    lines = (
        f'<p data-block="{at}" id="block-{at}">{escape(plain(block))}</p>'
        for at, block in enumerate(sheets[0].blocks)
    )
    return Rendered(f'<section class="sheet" id="page-1">{"".join(lines)}</section>', "")


def first_page(sheets: tuple[Document, ...]) -> dict[int, int]:
    return dict.fromkeys(range(len(sheets[0].blocks)), 1)
