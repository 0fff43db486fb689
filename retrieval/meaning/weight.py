"""The weight of meaning beside words."""

MEANING_WEIGHT = 2.0
"""What nearness in meaning weighs in the ranking where words cover nothing, the best passage's
BM25 score being 1. Best for the packaged encoder; `yinju eval --tune` finds that of another."""
