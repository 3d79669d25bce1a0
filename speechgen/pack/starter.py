"""The meeting file to start from, handed on."""

from speechgen.pack.meeting import starter

__all__ = ["starter"]
