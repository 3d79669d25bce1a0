"""Handed on until every import line names `speechgen.paper`."""

from speechgen.paper import Printing

__all__ = ["Printing"]
