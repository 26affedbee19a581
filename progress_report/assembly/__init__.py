"""Executed notebooks joined into the document of one edition."""
