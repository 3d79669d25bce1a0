"""The outline: its field table, its values, and the way from a YAML file to them.

Owns what an outline may say. Must not know which meeting types exist nor what becomes of the
values.
"""

from speechgen.outline.build import BuiltNodes, build
from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS
from speechgen.outline.model import Node, Nodes, Outline, texts_in
from speechgen.outline.overlay import overlay, overlay_fact, steps_of
from speechgen.schema.dates import clock as clock
from speechgen.schema.dates import parse_clock as parse_clock
from speechgen.schema.dates import parse_date as parse_date
from speechgen.schema.dates import parse_minutes as parse_minutes
from speechgen.schema.fields import Field as Field
from speechgen.schema.fields import Kind as Kind
from speechgen.schema.fields import find_field as find_field
from speechgen.schema.fields import nearest as nearest
from speechgen.schema.fields import nearest_word as nearest_word
from speechgen.schema.fields import paths_of as paths_of
from speechgen.schema.reading import read_settings as read_settings
from speechgen.schema.values import Date as Date
from speechgen.schema.values import Facts as Facts
from speechgen.schema.values import Lines as Lines
from speechgen.schema.values import Missing as Missing
from speechgen.schema.values import Paragraphs as Paragraphs
from speechgen.schema.values import Value as Value
from speechgen.text import place_of as place_of

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
