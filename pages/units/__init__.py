"""The units of an organisation, and what they are asked."""
