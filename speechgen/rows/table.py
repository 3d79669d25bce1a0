"""Tables as rows of text stand in `speechgen.tables.rows`: handed on."""

from speechgen.tables.rows import DataTable, Record, cell_error
from speechgen.tables.rows import named_cell as cell_name

__all__ = ["DataTable", "Record", "cell_error", "cell_name"]
