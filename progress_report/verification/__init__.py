"""Verification that a built report is unmodified and was made from the current checkout."""
