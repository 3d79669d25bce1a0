"""The library of meeting types: where their folders lie, and what each one declares.

A meeting type is a folder with a `meeting.yaml`; nothing is registered in code. Must not know
Jinja2 or how a section becomes text.
"""

from speechgen.library.model import MeetingType, SectionTemplate
from speechgen.library.search import (
    LAYOUTS,
    builtin_templates,
    described,
    file_within,
    find_section,
    find_type,
    layout_file,
    nearest_type,
    read_type,
    starter,
    template_roots,
    types,
    types_and_faults,
)

__all__ = [
    "LAYOUTS",
    "MeetingType",
    "SectionTemplate",
    "builtin_templates",
    "described",
    "file_within",
    "find_section",
    "find_type",
    "layout_file",
    "nearest_type",
    "read_type",
    "starter",
    "template_roots",
    "types",
    "types_and_faults",
]
