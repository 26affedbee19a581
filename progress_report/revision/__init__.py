"""Correction of a published report as its next revision, with a 正誤表."""
