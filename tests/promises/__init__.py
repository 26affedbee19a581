"""The product's promises, tested from outside: a folder, a command, its output, exit code and files."""
