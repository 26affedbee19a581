"""Strict reading of single files: text, YAML, JSON, notebooks, pictures; trees with their lines."""
