"""Rendering of a report's formats, and of the pages beside them."""
