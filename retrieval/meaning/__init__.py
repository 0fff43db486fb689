"""Meaning beside words: passages and questions as vectors, compared by their directions."""
