"""Comparison of the printed content of two documents, item by item."""
