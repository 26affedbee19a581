"""Sections' notebooks: their rules, the names they share with the parameters, and an open section."""
