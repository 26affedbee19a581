"""Recorded output of every command on many inputs, so that a refactoring changes none of it unnoticed."""
