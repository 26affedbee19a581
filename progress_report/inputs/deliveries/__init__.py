"""Tables as analysts really deliver them, read into one form; what is doubtful is told.

A CSV file or a workbook becomes a ``Sheet`` (its lines with their real numbers); ``records`` finds the
header, reads every cell by its column's type and unit, checks and drops a total row, and lists what it
put into another form.
"""
