"""Answers: ranking, evidence, declining, selection, excerpts, related questions."""
