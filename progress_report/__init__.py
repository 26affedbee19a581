"""A fiscal-year progress report computed from tables, parameters and notebooks."""
