"""Assembly of executed notebooks into the document of a report."""
