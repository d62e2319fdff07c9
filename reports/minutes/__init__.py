"""What was decided in a workshop."""
