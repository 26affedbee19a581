"""Files shared by several commands: locking, staging and atomic replacement."""
