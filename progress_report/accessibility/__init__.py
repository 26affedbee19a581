"""The form of an accessibility test by JIS X 8341-3:2016, filled in where a machine has tested the page."""
