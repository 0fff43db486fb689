"""The inverted index: terms of passages, postings, and the engines that search them."""
