"""How Riktmärket looks: theme, charts and shared parts of the screens."""
