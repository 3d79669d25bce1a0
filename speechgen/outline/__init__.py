"""The outline: its field table, its values, and the way from a YAML file to them.

Owns what an outline may say. Must not know which meeting types exist nor what becomes of the
values.
"""

from speechgen.outline.build import MINIMAL_OUTLINE, BuiltNodes, build
from speechgen.outline.fields import COMMON_FIELDS, MEETING_FIELDS, NODE_FIELDS
from speechgen.outline.model import Node, Nodes, Outline, texts_in
from speechgen.outline.overlay import overlay, overlay_fact, steps_of
from speechgen.schema import Date as Date
from speechgen.schema import Facts as Facts
from speechgen.schema import Field as Field
from speechgen.schema import Kind as Kind
from speechgen.schema import Lines as Lines
from speechgen.schema import Missing as Missing
from speechgen.schema import Paragraphs as Paragraphs
from speechgen.schema import Value as Value
from speechgen.schema import clock as clock
from speechgen.schema import find_field as find_field
from speechgen.schema import nearest as nearest
from speechgen.schema import nearest_word as nearest_word
from speechgen.schema import parse_clock as parse_clock
from speechgen.schema import parse_date as parse_date
from speechgen.schema import parse_minutes as parse_minutes
from speechgen.schema import paths_of as paths_of
from speechgen.schema import read_settings as read_settings
from speechgen.text import place_of as place_of

__all__ = [
    "COMMON_FIELDS",
    "MEETING_FIELDS",
    "MINIMAL_OUTLINE",
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
