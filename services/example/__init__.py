"""A made-up world to look around in."""
