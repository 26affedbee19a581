"""``report.docx``: the document as a Word file that offices circulate and correct."""
