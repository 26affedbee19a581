"""A published report corrected as its next edition, with a 正誤表."""
