"""Direct identifiers and references to persons: found, and never repeated."""
