"""Reading records: an agency's own, and those of others that an agreement lets it retrieve."""
