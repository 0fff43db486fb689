"""The commands of `yinju`, a module each."""
