"""Hands on what moved to `speechgen.api.checking`."""

from speechgen.api.checking import (
    MENDABLE,
    check,
    errors,
    findings,
    read,
    request,
    review_bytes,
)

__all__ = [
    "MENDABLE",
    "check",
    "errors",
    "findings",
    "read",
    "request",
    "review_bytes",
]
