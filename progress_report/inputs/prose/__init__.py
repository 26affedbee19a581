"""Analysts' texts: their placeholders, the values filled in, and the figures typed in them."""
