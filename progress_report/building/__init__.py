"""Executing the notebooks, joining them into one document, rendering and publishing it."""
