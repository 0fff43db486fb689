"""Questions and relevance: from a question to the passages that answer it."""
