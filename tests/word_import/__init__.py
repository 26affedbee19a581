"""Importing edited copies of the Word file: read, compared, merged, written into the parameters."""
