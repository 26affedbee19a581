"""The form of an accessibility test by JIS X 8341-3:2016, prefilled with the results of automated checks."""
