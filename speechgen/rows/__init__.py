"""Rows × outline -> files: a batch on one machine or many, with nothing lost when a row is bad.

Owns tables, names, chunks, the journal of a run and its report. Must not know the console.
"""

from speechgen.rows.many import Batch, draft_many
from speechgen.rows.task import Result
from speechgen.tables.rows import DataTable, open_table

__all__ = ["Batch", "DataTable", "Result", "draft_many", "open_table"]
