"""What the answers amount to, and what to do about it."""
