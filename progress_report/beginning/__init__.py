"""Creation of a new municipality's folder from the shipped sections, with invented sample values."""
