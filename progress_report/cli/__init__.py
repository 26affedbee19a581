"""The command line, explained in Japanese; one module per command.

A module imports its command's implementation only when the command runs, so that short commands start
quickly.
"""
