"""What the product promises, tried from outside: a folder, a command, its words, exit code and files."""
