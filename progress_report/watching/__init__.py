"""Building again whenever something is saved, and showing it in the browser."""
