"""What keeps a kit from being made, told to the person who asked for it."""


class KitError(Exception):
    """Its message is in Japanese: what is wrong, and what to do."""
