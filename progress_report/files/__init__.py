"""Files that several commands may write: locked, staged and replaced whole."""
