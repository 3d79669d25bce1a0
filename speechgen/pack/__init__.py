"""A meeting file and all the papers of the meeting, telling one story.

`draft_pack("会议.yaml")` reads the facts, the roster and the agenda once and derives every paper
from them. Must not print, nor decide where files go.
"""

from typing import TYPE_CHECKING

from speechgen.pack.mark import is_pack, is_pack_file

if TYPE_CHECKING:
    from speechgen.pack.drafting import DraftedPack, PackPaper, draft_pack
    from speechgen.pack.meeting import MeetingFile, read_meeting
    from speechgen.pack.roster import Person, Roster

_HOMES = {
    "DraftedPack": "speechgen.pack.drafting",
    "MeetingFile": "speechgen.pack.meeting",
    "PackPaper": "speechgen.pack.drafting",
    "Person": "speechgen.pack.roster",
    "Roster": "speechgen.pack.roster",
    "draft_pack": "speechgen.pack.drafting",
    "read_meeting": "speechgen.pack.meeting",
}
__all__ = [
    "DraftedPack",
    "MeetingFile",
    "PackPaper",
    "Person",
    "Roster",
    "draft_pack",
    "is_pack",
    "is_pack_file",
    "read_meeting",
]


def __getattr__(name: str) -> object:
    """Names are imported when first used: a draft of one outline only asks `is_pack`."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
