"""Executing notebooks: papermill's engine, the workers that run cells, their limits and their sandbox."""
