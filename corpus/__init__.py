"""Articles as values: reading, repairing and cutting them into passages."""
