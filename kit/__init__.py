"""The offline kit: ``python -m kit`` creates it, ``install.py`` installs from it. See decision 0021."""
