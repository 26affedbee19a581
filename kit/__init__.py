"""The offline kit: one archive with the project, every wheel and font, for a PC that reaches no registry.

``python -m kit`` makes it; ``install.py`` (on Windows ``install.cmd``) installs from it. See decision 0021.
"""
