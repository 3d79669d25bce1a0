"""Hands on what moved to `speechgen.api.reading`."""

from speechgen.api.reading import Imported, read

__all__ = ["Imported", "read"]
