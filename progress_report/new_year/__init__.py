"""The files of a new fiscal year, made from those of the year before."""
