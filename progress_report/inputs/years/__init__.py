"""A year's report and the one before: published and restated values, indicators, plans and changes."""
