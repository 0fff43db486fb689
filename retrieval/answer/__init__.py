"""From hits to an answer: ranking, evidence, declining, excerpts, related questions."""
