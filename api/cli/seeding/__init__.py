"""`safershare seed`: an invented partnership raised in an installation, and its months sent."""
