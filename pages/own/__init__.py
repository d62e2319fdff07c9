"""Goals and questions of one's own."""
