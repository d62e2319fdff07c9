"""Goals and questions of an organisation's own."""
