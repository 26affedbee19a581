"""Tables and surveys, validated against their descriptions, and tables and pictures that have none."""
