"""Sandboxes in a known state: situations by name, raised anew with the same ids and clock."""
