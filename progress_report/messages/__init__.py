"""The messages of ``check``: each with its code, remedy, explanation and an example."""
