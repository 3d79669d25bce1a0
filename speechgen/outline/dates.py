"""Dates, handed on from `speechgen.schema`."""

from speechgen.schema import parse_date

__all__ = ["parse_date"]
