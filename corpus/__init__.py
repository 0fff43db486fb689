"""Articles as values: reading files, repairing text and splitting it into passages."""
