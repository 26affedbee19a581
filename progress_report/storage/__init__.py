"""What processes keep on the disk for a while: held while in use, swept when left, one at a time."""
