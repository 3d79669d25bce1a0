"""Edits made in Word return to the outline.

Owns what an edited draft means for the outline it was made from, and how that outline's own lines
are changed. Must not know the command line.
"""
