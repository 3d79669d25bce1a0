"""Hands on what moved to `speechgen.api.mending`."""

from speechgen.api.mending import annotated, difference, mend

__all__ = ["annotated", "difference", "mend"]
