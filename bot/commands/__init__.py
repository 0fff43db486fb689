"""The commands of `yinju`, one module each, and what they print."""
