"""The report document: what notebooks display, what is published as ``document.json``, what is rendered."""
