"""Files to fill in: for each dataset a table with its codes beside it, and a page of figures.

Derived from the definitions, as all shapes are. What belongs here: what a template says, and its
two forms, CSV and Excel workbook. What does not: reading one back, as any file's reader does.
"""
