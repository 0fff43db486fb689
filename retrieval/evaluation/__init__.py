"""Evaluation: judged questions, the figures over them, and comparisons of two runs."""
