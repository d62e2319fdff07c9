"""Leading a workshop."""
