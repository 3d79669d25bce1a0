"""Names of files stand in `speechgen.files.naming`: handed on."""

from speechgen.files.naming import filled, has_places, safe

__all__ = ["filled", "has_places", "safe"]
