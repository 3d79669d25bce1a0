"""The outline: its field table, its values, and the way from a YAML file to them.

Owns what an outline may say. Must not know which meeting types exist nor what becomes of the
values.

1. `fields`: the table of keys. 2. `model`: points, attachments, the whole. 3. `build`: nodes ->
model, by `schema.reading` and, where they are there, `tables`, `pictures` and `attachments`.
4. What is laid over the nodes before: values (`overlay`), a row's cells (`letters`).
5. `misplaced`: where a key belongs that means nothing where it stands.
"""

from speechgen.outline.build import OF_A_TYPE as OF_A_TYPE
from speechgen.outline.build import BuiltNodes as BuiltNodes
from speechgen.outline.build import build as build
from speechgen.outline.fields import COMMON_FIELDS as COMMON_FIELDS
from speechgen.outline.fields import NODE_FIELDS as NODE_FIELDS
from speechgen.outline.letters import Cells as Cells
from speechgen.outline.letters import filled as filled
from speechgen.outline.letters import places_in as places_in
from speechgen.outline.model import Attachment as Attachment
from speechgen.outline.model import Node as Node
from speechgen.outline.model import Nodes as Nodes
from speechgen.outline.model import Outline as Outline
from speechgen.outline.model import held_in as held_in
from speechgen.outline.model import texts_in as texts_in
from speechgen.outline.overlay import overlay as overlay
from speechgen.outline.overlay import overlay_fact as overlay_fact
from speechgen.outline.overlay import steps_of as steps_of
