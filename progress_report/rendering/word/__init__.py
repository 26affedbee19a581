"""``report.docx``: the document as a Word file, for circulation and correction in offices."""
