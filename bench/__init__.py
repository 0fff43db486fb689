"""Benchmarks of quality, speed and memory (`make bench`)."""
