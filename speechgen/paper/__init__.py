"""Printed paragraphs: what a document prints in a layout, the same for Word and for a browser.

Import the modules: a text draft needs `printing` alone.
"""
