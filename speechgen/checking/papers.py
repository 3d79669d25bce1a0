"""Hands on what moved to `speechgen.api.checking`."""

from speechgen.api.checking import review

__all__ = ["review"]
