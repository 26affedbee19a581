"""The command line: what may be asked for, explained in Japanese; one module a command.

A module imports what its command does where it does it, once: a command that ends at once waits for nothing.
"""
