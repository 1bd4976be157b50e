"""What is on file about cases, and the events of one person across agencies."""
