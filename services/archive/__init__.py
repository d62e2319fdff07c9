"""All that an organisation has, written to a file and read back."""
