"""Creation of a new fiscal year's files from those of the previous year."""
