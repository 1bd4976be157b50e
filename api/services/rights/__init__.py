"""What the law gives a person over their records, and the retention that acts by itself."""
