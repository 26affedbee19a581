"""A new municipality's folder, made from the shipped sections with invented sample values."""
