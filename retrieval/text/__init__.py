"""Text analysis: folding of scripts, tokenization, and a Chinese-English dictionary."""
