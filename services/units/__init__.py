"""Units of an organisation, and rounds among them."""
