"""Tables and charts as data: tidy CSV, one workbook, and the data package that describes them."""
