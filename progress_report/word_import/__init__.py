"""Import of edits in copies of the Word file into the parameters."""
