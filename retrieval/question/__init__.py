"""Parsing of questions: what is asked for, and other words that may replace the reader's."""
