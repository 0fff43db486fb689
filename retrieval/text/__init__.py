"""Text to terms: scripts folded into one, words cut by jieba, a dictionary of meanings."""
