"""Validation of PDFs by veraPDF, an optional package, and the record of its result."""
