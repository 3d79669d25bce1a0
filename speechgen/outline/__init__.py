"""The outline: its field table, its values, and the way from a YAML file to them.

Owns what an outline may say. Must not know which meeting types exist nor what becomes of the
values.
"""

from speechgen.outline.build import BuiltNodes, build
from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS
from speechgen.outline.model import Node, Nodes, Outline, texts_in
from speechgen.outline.overlay import overlay, overlay_fact, steps_of

__all__ = [
    "COMMON_FIELDS",
    "NODE_FIELDS",
    "BuiltNodes",
    "Node",
    "Nodes",
    "Outline",
    "build",
    "overlay",
    "overlay_fact",
    "steps_of",
    "texts_in",
]
