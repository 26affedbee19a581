"""Forms that request a year's tables from divisions, and their covering letters."""
