"""The outline: its field table, its values, and the way from a YAML file to them.

Owns what an outline may say. Must not know which meeting types exist nor what becomes of the
values.
"""

from speechgen.outline.build import MINIMAL_OUTLINE, BuiltNodes, build, build_nodes, read_settings
from speechgen.outline.dates import clock, parse_clock, parse_date, parse_minutes
from speechgen.outline.fields import (
    COMMON_FIELDS,
    MEETING_FIELDS,
    NODE_FIELDS,
    Field,
    Kind,
    find_field,
    nearest,
    nearest_word,
    paths_of,
    without,
)
from speechgen.outline.model import (
    Date,
    Facts,
    Lines,
    Missing,
    Node,
    Nodes,
    Outline,
    Paragraphs,
    Value,
    texts_in,
)
from speechgen.outline.overlay import overlay, overlay_fact, steps_of
from speechgen.text import place_of

__all__ = [
    "COMMON_FIELDS",
    "MEETING_FIELDS",
    "MINIMAL_OUTLINE",
    "NODE_FIELDS",
    "BuiltNodes",
    "Date",
    "Facts",
    "Field",
    "Kind",
    "Lines",
    "Missing",
    "Node",
    "Nodes",
    "Outline",
    "Paragraphs",
    "Value",
    "build",
    "build_nodes",
    "clock",
    "find_field",
    "nearest",
    "nearest_word",
    "overlay",
    "overlay_fact",
    "parse_clock",
    "parse_date",
    "parse_minutes",
    "paths_of",
    "place_of",
    "read_settings",
    "steps_of",
    "texts_in",
    "without",
]
