"""What installations give one another."""
