"""Dates, handed on from `speechgen.schema`."""

from speechgen.schema.dates import parse_date

__all__ = ["parse_date"]
