"""The report document: displayed by notebooks, published as ``document.json`` and rendered."""
