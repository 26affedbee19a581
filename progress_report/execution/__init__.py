"""Execution of notebooks: papermill's engine, the workers that run cells, their limits and sandbox."""
