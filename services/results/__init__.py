"""What answers amount to."""
