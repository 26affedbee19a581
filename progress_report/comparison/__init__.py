"""What two documents print, item by item, and where they differ."""
