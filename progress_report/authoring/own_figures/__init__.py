"""Figures drawn by the author with pandas or matplotlib: styled, checked and published."""
