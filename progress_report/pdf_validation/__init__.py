"""PDFs validated by veraPDF, where its packages are installed, and the record of what it found."""
