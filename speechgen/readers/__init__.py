"""Readers: a file of any format becomes the documents it holds.

Owns the registry of formats and the limits on what is read. Must not know outlines.
"""

from __future__ import annotations
