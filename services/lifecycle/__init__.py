"""From draft to handed in, to the next version and the next year."""
