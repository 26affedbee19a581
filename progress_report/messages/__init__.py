"""What ``check`` reports: every message with its code, remedy, explanation and an example."""
