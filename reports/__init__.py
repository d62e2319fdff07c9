"""Reports: one model of what is said, one renderer a format."""
