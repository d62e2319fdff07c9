"""How we stand beside others, our own units and ourselves."""
