"""A report in its folder: whole, protected once final, corrected as a numbered edition."""
