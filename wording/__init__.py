"""Swedish words and numbers that screens and reports share, so that both say the same."""
