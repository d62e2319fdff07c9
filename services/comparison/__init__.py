"""How organisations stand beside one another."""
