"""Code lists, one module per family; every code has a label and a source.

Values only: which field uses which list is said by the dataset.
"""
