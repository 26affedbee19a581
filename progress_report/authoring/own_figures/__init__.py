"""Figures of the author's own, drawn with pandas or matplotlib: styled, checked and published."""
