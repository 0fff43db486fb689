"""What speed and memory are shown by: `make bench`."""
