"""Ingest of source tables in the formats analysts use; ambiguous input is reported.

A CSV file or a workbook becomes a ``Sheet`` (its lines with their real numbers); ``records`` finds the
header, reads every cell by its column's type and unit, checks and drops a total row, and lists every
normalization.
"""
