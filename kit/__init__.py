"""The offline kit: ``python -m kit`` makes it, ``install.py`` installs from it. See decision 0021."""
