"""Edits made in copies of the Word file, brought back into the parameters."""
