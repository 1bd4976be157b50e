"""Pure making of reports from protected figures: indicators, words and charts.

Figures come in already protected; prose and tables go out. Nothing here can reach a record.
"""
