"""A meeting file and all the papers of the meeting, telling one story.

`draft_pack("会议.yaml")` reads the facts, the roster and the agenda once and derives every paper
from them. Must not print, nor decide where files go.
"""

from speechgen.pack.drafting import DraftedPack, Paper, draft_pack
from speechgen.pack.meeting import MeetingFile, is_pack, read_meeting
from speechgen.pack.roster import Person, Roster

__all__ = [
    "DraftedPack",
    "MeetingFile",
    "Paper",
    "Person",
    "Roster",
    "draft_pack",
    "is_pack",
    "read_meeting",
]
