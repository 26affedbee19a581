"""Formulas over tables and surveys, for checks, indicators and plans: parsed and evaluated."""
