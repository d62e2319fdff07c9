"""Everything of an organisation, out and in again."""
