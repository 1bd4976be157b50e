"""Reading the log, its seals and what owners are told."""
