"""Reports, from what is read to files."""
