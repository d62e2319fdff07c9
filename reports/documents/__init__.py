"""What the renderers share, and none of it knows a report."""
