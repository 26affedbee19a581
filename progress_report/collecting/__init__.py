"""The forms in which a year's tables are asked of the divisions, and the texts that go with them."""
