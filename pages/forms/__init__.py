"""Questions sent round as files, and read back."""
