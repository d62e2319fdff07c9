"""blank."""
