"""What the log proves and whom it tells: sealing, verifying, and what owners read of it."""
