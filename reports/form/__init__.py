"""The form that is sent round and read back."""
