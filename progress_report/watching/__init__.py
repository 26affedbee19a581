"""Rebuilding after each save, with a live view in the browser."""
