"""The organisation, and the installation that holds it."""
