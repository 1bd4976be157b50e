"""What runs in a process of its own: a workbook or a Parquet file to a CSV file.

Such files are small programs: they unpack, point and repeat. So they are opened only here, where a
fault or a trick reaches no database, no key and no network, and ends with the process. This package
imports nothing of the service; `api.intake.reading.conversion` starts it and reads its report.
"""
