"""Rows × outline -> files: a batch on one machine or many, with nothing lost when a row is bad.

It knows the order of work (`many`), what a row is called (`names`) and may replace (`letters`), how
one becomes a file (`task`), how many do at once (`engine`), where they go (`places`), and what is
remembered of a run (`journal`, `summary`). Must not know the console.
"""

from speechgen.rows.many import Batch, draft_many
from speechgen.rows.task import Result
from speechgen.tables.rows import DataTable, open_table

__all__ = ["Batch", "DataTable", "Result", "draft_many", "open_table"]
