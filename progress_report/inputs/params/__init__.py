"""``params/``: the parameters of a year, and the theme of all reports."""
