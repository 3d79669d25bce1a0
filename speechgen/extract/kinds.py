"""Which meeting type a document is, by its title and its frame.

Must not know how an outline is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from speechgen.document import LETTERHEAD, Para, plain
from speechgen.library.model import MeetingType
from speechgen.readers.reading import Reading
from speechgen.readers.structure.frame import is_salutation
from speechgen.schema.fields import find_field

_KIND_OF_TEXT: Final = re.compile(r"(?:讲话|发言|致辞|致词|讲稿|稿)+$")
_OF_A_PAPER: Final = {
    *LETTERHEAD,
    "signature",
    "attachment",
    "attachment-mark",
    "copy-to",
    "imprint",
}


def likely_kinds(reading: Reading, kinds: Iterable[MeetingType]) -> Iterator[MeetingType]:
    """The types that an outline of a reading may have, the likeliest first: its own, where that can
    be said in one's own words; then 公文 for a paper, then 讲话."""
    known = {kind.id: kind for kind in kinds}
    own = likely_type(reading.title, known.values())
    if own and all(find_field(own.fields, key) for key in ("开头", "结尾")):
        yield own
    paragraphs = [block for block in reading.document.blocks if isinstance(block, Para)]
    spoken = any(
        block.role == "byline" or (block.role == "salutation" and is_salutation(plain(block)))
        for block in paragraphs
    )
    recipients = any(block.role == "salutation" for block in paragraphs)
    framed = any(block.role in _OF_A_PAPER for block in paragraphs)
    if not spoken and (recipients or framed or (own and own.paper)):
        yield known["official"]
    yield known["speech"]


def likely_type(title: str, kinds: Iterable[MeetingType]) -> MeetingType | None:
    """The type whose own words the title holds; None if none does.

    A title says at its end what it is (关于召开工作会议的通知); else the longest word counts.
    """
    best, rank = None, (False, 1)
    for kind in kinds:
        for name in (kind.name, *kind.aliases):
            word = _KIND_OF_TEXT.sub("", name)
            found = (title.endswith((word, name)), len(word))
            if found[1] > 1 and word in title and found > rank:
                best, rank = kind, found
    return best
