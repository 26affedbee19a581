"""Tests of the cache of executed sections."""
